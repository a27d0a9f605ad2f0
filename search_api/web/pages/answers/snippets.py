"""How to ask the same from a terminal, from Python and from R: text to copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

__all__ = ["STATEMENTS", "TABLE", "VERDICT", "Snippet", "share_address", "snippets"]

TABLE: Final = "text/csv"
STATEMENTS: Final = "text/turtle"
VERDICT: Final = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A way to ask; ``name`` is also the anchor of its text."""

    name: str
    title: str
    text: str


def snippets(
    endpoint: str, query: str, *, media_type: str = TABLE
) -> tuple[Snippet, ...]:
    """Return the query as it is asked by other programs.

    Args:
        endpoint: Public address of ``/sparql``.
        query: Any text: it is quoted as each language wants.
        media_type: Of the answer: a table (CSV), statements (Turtle) or yes or no
            (JSON). Asking for another one would be refused.
    """
    python = "Python (pandas)" if media_type == TABLE else "Python"
    return (
        Snippet("curl", "curl", _curl(endpoint, query, media_type)),
        Snippet("python", python, _python(endpoint, query, media_type)),
        Snippet("r", "R", _r(endpoint, query, media_type)),
    )


def share_address(endpoint: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the address that shows a query and its answer, as they were asked."""
    return f"{endpoint}?{urlencode(list(pairs))}"


def _curl(endpoint: str, query: str, media_type: str) -> str:
    quoted = query.replace("'", "'\\''")
    return (
        f"curl '{endpoint}' \\\n  -H 'Accept: {media_type}' \\\n"
        f"  --data-urlencode 'query={quoted}'"
    )


def _python(endpoint: str, query: str, media_type: str) -> str:
    # repr() quotes whatever the query holds; a triple quote would not.
    lines = ",\n".join(f"    {line!r}" for line in query.splitlines())
    is_table = media_type == TABLE
    imports = "import io\n\nimport httpx\nimport pandas" if is_table else "import httpx"
    results = {
        TABLE: "table = pandas.read_csv(io.StringIO(answer.text))",
        VERDICT: 'verdict = answer.json()["boolean"]',
    }
    return (
        f"{imports}\n\n"
        f'query = "\\n".join([\n{lines},\n])\n'
        f"answer = httpx.post({endpoint!r}, data={{'query': query}},\n"
        f"                    headers={{'Accept': {media_type!r}}}, timeout=60)\n"
        "answer.raise_for_status()\n"
        f"{results.get(media_type, 'turtle = answer.text')}"
    )


def _r(endpoint: str, query: str, media_type: str) -> str:
    lines = ",\n".join(f"  {_r_string(line)}" for line in query.splitlines())
    results = {
        TABLE: "table <- read.csv(text = resp_body_string(answer))",
        VERDICT: "verdict <- resp_body_json(answer, check_type = FALSE)$boolean",
    }
    return (
        f'library(httr2)\n\nquery <- paste(c(\n{lines}\n), collapse = "\\n")\n'
        f"answer <- request({_r_string(endpoint)}) |>\n"
        f"  req_headers(Accept = {_r_string(media_type)}) |>\n"
        "  req_body_form(query = query) |>\n"
        "  req_perform()\n"
        f"{results.get(media_type, 'turtle <- resp_body_string(answer)')}"
    )


def _r_string(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'
