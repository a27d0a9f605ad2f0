"""How to ask the same from a terminal, from Python and from R: text to copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

__all__ = ["Snippet", "share_address", "snippets"]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A way to ask; ``name`` is also the anchor of its text."""

    name: str
    title: str
    text: str


def snippets(endpoint: str, query: str) -> tuple[Snippet, ...]:
    """Return the query as it is asked by other programs, as a table in CSV.

    Args:
        endpoint: Public address of ``/sparql``.
        query: Any text: it is quoted as each language wants.
    """
    return (
        Snippet("curl", "curl", _curl(endpoint, query)),
        Snippet("python", "Python (pandas)", _python(endpoint, query)),
        Snippet("r", "R", _r(endpoint, query)),
    )


def share_address(endpoint: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the address that shows a query and its answer, as they were asked."""
    return f"{endpoint}?{urlencode(list(pairs))}"


def _curl(endpoint: str, query: str) -> str:
    quoted = query.replace("'", "'\\''")
    return (
        f"curl '{endpoint}' \\\n  -H 'Accept: text/csv' \\\n"
        f"  --data-urlencode 'query={quoted}'"
    )


def _python(endpoint: str, query: str) -> str:
    # repr() quotes whatever the query holds; a triple quote would not.
    lines = ",\n".join(f"    {line!r}" for line in query.splitlines())
    return (
        "import io\n\nimport httpx\nimport pandas\n\n"
        f'query = "\\n".join([\n{lines},\n])\n'
        f"answer = httpx.post({endpoint!r}, data={{'query': query}},\n"
        "                    headers={'Accept': 'text/csv'})\n"
        "answer.raise_for_status()\n"
        "table = pandas.read_csv(io.StringIO(answer.text))"
    )


def _r(endpoint: str, query: str) -> str:
    lines = ",\n".join(f"  {_r_string(line)}" for line in query.splitlines())
    return (
        f'library(httr2)\n\nquery <- paste(c(\n{lines}\n), collapse = "\\n")\n'
        f"answer <- request({_r_string(endpoint)}) |>\n"
        '  req_headers(Accept = "text/csv") |>\n'
        "  req_body_form(query = query) |>\n"
        "  req_perform()\n"
        "table <- read.csv(text = resp_body_string(answer))"
    )


def _r_string(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'
