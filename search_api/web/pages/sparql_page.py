"""The SPARQL page: an editor, the library of questions, answers as table and picture.

Everything works without scripts; with them, the plain field becomes Yasqe, which
colours, completes and checks. Nothing is asked of another host.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from starlette.responses import HTMLResponse, Response

from graph.descriptions.query_library import house_prefixes
from graph.errors import QueryError
from graph.ports import QueryAnswer, QueryService
from graph.queries.competency import (
    CompetencyQuestion,
    competency_names,
    load_competency,
)
from graph.resource_ports import PropertyUse
from ontology.iris import EVERYTHING_GRAPH, UNCERTAIN_GRAPH
from ontology.terms import Class, Property
from search_api.answers import links
from search_api.answers.query_proposal_answers import QueryProposalsAnswer
from search_api.web.pages.answers.answer_chart import draw_chart
from search_api.web.pages.answers.answer_labels import find_labels
from search_api.web.pages.answers.answer_map import draw_map
from search_api.web.pages.answers.answer_table import Table, read_table
from search_api.web.pages.answers.snippets import (
    STATEMENTS,
    TABLE,
    VERDICT,
    share_address,
    snippets,
)
from search_api.web.pages.sparql_examples import FIRST_QUERY, start_queries
from search_api.web.problems.problem_report import problem_for
from search_api.web.requests.sparql_execution import execute
from search_api.web.requests.sparql_protocol import DECLARED, SparqlRequest
from search_api.web.responses.uncertain_notice import hidden_facts, uncertain_header
from search_api.web.settings import WebSettings
from search_api.web.templating import Pages

__all__ = ["editor_page", "results_page"]

_SHOWN_TEXT: Final = 200_000
_ACCEPT: Final = "application/sparql-results+json, text/turtle;q=0.9"

_JOINED: Final = re.compile(r"GROUP_CONCAT\s*\(\s*(?:DISTINCT\s+)?[?$]\w", re.I)


def editor_page(
    pages: Pages,
    settings: WebSettings,
    *,
    proposed: QueryProposalsAnswer | None = None,
    form: str = "",
    uses: Sequence[PropertyUse] = (),
) -> Response:
    """Show the editor with the library of questions.

    Args:
        pages: Render.
        settings: Of the application.
        proposed: Queries for a question in French; one of them stands in the editor.
        form: Name of that one; the best where it is none of them.
        uses: The properties that the editor completes, beside our own.
    """
    found = proposed.proposals if proposed else []
    named = [one for one in found if one.name == form]
    chosen = next(iter(named or found), None)
    query = chosen.query if chosen else FIRST_QUERY
    shown = {**_nothing(), "proposed": proposed, "chosen": chosen}
    html = _render(pages, settings, SparqlRequest(query, "*/*"), shown, uses)
    return HTMLResponse(html, headers={"Vary": "Accept", "Cache-Control": "no-cache"})


def results_page(
    pages: Pages,
    settings: WebSettings,
    *,
    queries: QueryService,
    asked: SparqlRequest,
    is_trusted: bool = False,
    uses: Sequence[PropertyUse] = (),
) -> Response:
    """Show the answer, or what is wrong with the query, under the editor.

    Args:
        pages: Render.
        settings: Of the application.
        queries: Answers SPARQL.
        asked: The request as read.
        is_trusted: Whether the service knows who asks: a longer deadline is allowed.
        uses: The properties that the editor completes, beside our own.
    """
    shown = _nothing()
    status = 200
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    try:
        answer = execute(
            queries, asked, iris=pages.iris, is_trusted=is_trusted, accept=_ACCEPT
        )
    except QueryError as refused:
        shown["problem"] = problem = problem_for(refused)
        status = problem.kind.status
        headers.update(problem.headers)
    else:
        shown.update(_shown(answer, pages, queries, asked.labels))
        shown["joins_iris"] = _joins_iris(asked.query, shown["table"])
        shown["hidden"] = hidden_facts(answer, house_prefixes(pages.iris))
        headers.update(uncertain_header(answer))
    shown["labels"] = asked.labels
    html = _render(pages, settings, asked, shown, uses)
    return HTMLResponse(html, status_code=status, headers=headers)


def _nothing() -> dict[str, Any]:
    names = (
        "proposed",
        "chosen",
        "table",
        "text",
        "verdict",
        "problem",
        "elapsed",
        "chart",
        "map",
        "hidden",
    )
    return {**dict.fromkeys(names), "labels": "", "joins_iris": False}


def _joins_iris(query: str, table: Table | None) -> bool:
    """Say whether GROUP_CONCAT was given what is no text, and gave nothing for it."""
    if table is None or not _JOINED.search(query):
        return False
    return any(not cell.text for row in table.rows for cell in row)


def _shown(
    answer: QueryAnswer, pages: Pages, queries: QueryService, labels: str
) -> dict[str, Any]:
    if not answer.media_type.startswith("application/sparql-results+json"):
        text = answer.body.decode(errors="replace")
        return {"text": text[:_SHOWN_TEXT], "cut": len(text) > _SHOWN_TEXT}

    def label(iris: list[str]) -> Mapping[str, str]:
        return find_labels(queries, iris, language=labels) if labels else {}

    found = read_table(answer.body, pages.iris, label)
    if not isinstance(found, Table):
        return {"verdict": found, "elapsed": answer.elapsed_seconds}
    return {
        "table": found,
        "chart": draw_chart(found),
        "map": draw_map(found),
        "elapsed": answer.elapsed_seconds,
    }


def _render(
    pages: Pages,
    settings: WebSettings,
    asked: SparqlRequest,
    shown: dict[str, Any],
    uses: Sequence[PropertyUse],
) -> str:
    endpoint = f"{settings.public_url}/sparql"
    query, kept = asked.query, _kept(asked)
    labels = [("labels", asked.labels)] if asked.labels else []
    everything = ("default-graph-uri", pages.iris.named_graph(EVERYTHING_GRAPH))
    return pages.render(
        "sparql.html",
        query=query,
        start=start_queries(settings.base_iri),
        library=_library(settings.base_iri),
        # The rest stands in the address: the protocol allows it beside a form too.
        snippets=snippets(
            links.with_parameters(endpoint, kept),
            query,
            media_type=_snippet_form(shown),
        ),
        # What has a box of its own on the page is not sent twice.
        kept=[p for p in kept if p[0] != "prefixes" and p != everything],
        everything=everything[1],
        shows_everything=everything in kept,
        uncertain_graph=pages.iris.named_graph(UNCERTAIN_GRAPH),
        declared=DECLARED,
        declares_prefixes=asked.declares_prefixes,
        house_prefixes=sorted(house_prefixes(pages.iris)),
        share=share_address(endpoint, [("query", query), *kept, *labels]),
        download=lambda form: links.with_parameters(
            "/sparql", [("query", query), *kept, ("format", form)]
        ),
        completion={
            "prefixes": house_prefixes(pages.iris),
            "classes": sorted({*Class, *(i for use in uses for i in use.domains)}),
            "properties": sorted({*Property, *(use.iri for use in uses)}),
        },
        **shown,
    )


def _snippet_form(shown: Mapping[str, Any]) -> str:
    """Return in which form other programs can ask for what is shown."""
    if shown["text"] is not None:
        return STATEMENTS
    return TABLE if shown["verdict"] is None else VERDICT


def _kept(asked: SparqlRequest) -> list[tuple[str, str]]:
    """Return what else decides on the answer: another dataset, another deadline."""
    pairs = [("default-graph-uri", graph) for graph in asked.default_graphs]
    pairs += [("named-graph-uri", graph) for graph in asked.named_graphs]
    if asked.timeout_seconds is not None:
        pairs.append(("timeout", f"{asked.timeout_seconds:g}"))
    if asked.declares_prefixes:
        pairs.append(("prefixes", DECLARED))
    return pairs


def _library(base: str) -> list[tuple[str, list[CompetencyQuestion]]]:
    """Return the questions under their first keyword, subjects in order."""
    questions = [load_competency(name, base=base) for name in competency_names()]
    questions.sort(key=lambda question: (_subject(question), question.name))
    return [(name, list(own)) for name, own in groupby(questions, key=_subject)]


def _subject(question: CompetencyQuestion) -> str:
    return question.keywords.partition(",")[0].strip()
