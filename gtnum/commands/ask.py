"""``gtnum ask``: the questions that the graph must be able to answer."""

from __future__ import annotations

import csv
import io
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gtnum.commands.options import FORMULAS_WARNING, LibraryFolder, load_settings
from ontology.errors import KnowledgeError
from search_api.formula_cells import has_formulas

if TYPE_CHECKING:
    from gtnum.settings import Settings
    from search_api.competency_answers import QuestionTable

__all__ = ["AnswerFormat", "ask"]


class AnswerFormat(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def ask(
    name: Annotated[
        str | None,
        typer.Argument(
            help="Le nom d’une question, ou une question en français, pour laquelle "
            "une requête est proposée ; sans elle, la liste."
        ),
    ] = None,
    answer_format: Annotated[
        AnswerFormat, typer.Option("--format", help="table, csv ou json.")
    ] = AnswerFormat.TABLE,
    library: LibraryFolder = None,
) -> None:
    """Pose au graphe l’une de ses questions, ou les liste toutes.

    Exemple : gtnum ask cq01, ou gtnum ask "quels laboratoires de Nantes"
    """
    settings = load_settings(library=library)
    if name is None:
        _list_questions(settings, answer_format)
    elif " " in name.strip():
        _propose(name, settings, answer_format)
    else:
        _answer(name, settings, answer_format)


def _list_questions(settings: Settings, answer_format: AnswerFormat) -> None:
    from graph.queries.competency import competency_names, load_competency

    questions = [
        load_competency(each, base=settings.base_iri) for each in competency_names()
    ]
    if answer_format is AnswerFormat.JSON:
        from search_api.answers.question_answers import (
            QuestionListAnswer,
            question_out,
        )

        listed = QuestionListAnswer(questions=[question_out(q) for q in questions])
        typer.echo(listed.model_dump_json(indent=1))
    elif answer_format is AnswerFormat.CSV:
        from search_api.competency_answers import QuestionTable

        rows = tuple((each.name, each.question) for each in questions)
        _print_csv(QuestionTable(("nom", "question"), rows, 0.0))
    else:
        for each in questions:
            typer.echo(f"{each.name}  {each.question}")


def _propose(question: str, settings: Settings, answer_format: AnswerFormat) -> None:
    """Print queries for a question in French; nothing is asked of the graph.

    Raises:
        BadQuestion: If it is too long.
        KnowledgeError: If there is no library, or it cannot be read.
    """
    from gtnum import wiring
    from search_api.answers.query_proposal_answers import proposals_out
    from search_api.query_proposals.checked_terms import used_terms

    service = wiring.query_service(settings)
    try:
        with wiring.knowledge(settings) as knowledge:
            found = knowledge.propose_queries(question)
            used = used_terms(service) if found else frozenset()
            told = proposals_out(
                question, found, used=used, generation=knowledge.generation
            )
    finally:
        service.close()
    if answer_format is AnswerFormat.JSON:
        typer.echo(told.model_dump_json(indent=1))
        return
    if answer_format is AnswerFormat.CSV:
        raise KnowledgeError(
            "une requête proposée ne s’écrit pas en CSV",
            remedy="Choisissez --format json, ou sparql pour sa réponse : "
            "gtnum sparql @requete.rq --format csv.",
        )
    if told.message:
        typer.echo(told.message, err=True)
        return
    for number, one in enumerate(told.proposals):
        typer.echo(f"{number + 1}. {one.title}", err=True)
        for each in one.filled:
            typer.echo(f"   « {each.text} » : {each.label}", err=True)
        if one.examples:
            names = ", ".join(f"?{name}" for name in one.examples)
            typer.echo(f"   À changer : {names}", err=True)
        for term in one.unused_terms:
            typer.echo(f"   La bibliothèque n’emploie pas {term}.", err=True)
    typer.echo(told.proposals[0].query)


def _answer(name: str, settings: Settings, answer_format: AnswerFormat) -> None:
    """Print one answer; an empty one says so on the standard error.

    Raises:
        GraphError: If there is no such question.
        QueryError: If there is no whole answer.
    """
    from graph.queries.competency import load_competency
    from gtnum import wiring
    from search_api.competency_answers import ask as ask_graph

    question = load_competency(name, base=settings.base_iri)
    generation = wiring.sound_generation(settings).name
    service = wiring.query_service(settings)
    try:
        table = ask_graph(service, question)
    finally:
        service.close()
    if answer_format is AnswerFormat.JSON:
        from search_api.answers.question_answers import answer_out

        answer = answer_out(question, table, generation=generation)
        typer.echo(answer.model_dump_json(indent=1))
    elif answer_format is AnswerFormat.CSV:
        _print_csv(table)
    else:
        typer.echo(question.question, err=True)
        if table.rows:
            _print_table(table, f"{settings.base_iri}id/")
        typer.echo(f"Incertitude : {question.uncertainty}", err=True)
    if table.message:
        typer.echo(table.message, err=answer_format is not AnswerFormat.TABLE)


def _print_csv(table: QuestionTable) -> None:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    sys.stdout.write(written.getvalue())
    if has_formulas(written.getvalue().encode()):
        typer.echo(FORMULAS_WARNING, err=True)


def _print_table(table: QuestionTable, base: str) -> None:
    """Print the rows; things of ours are shown without the base of their IRI."""
    shown = Table(*table.columns)
    for row in table.rows:
        shown.add_row(*(Text((value or "").removeprefix(base)) for value in row))
    Console(highlight=False).print(shown)
