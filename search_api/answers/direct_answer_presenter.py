"""What the graph itself answers, as JSON."""

from collections.abc import Sequence

from graph.entity_ports import EntityRef
from search_api.answered import (
    AnswerFact,
    AnswerItem,
    AnswerSource,
    DirectAnswer,
    DirectAnswers,
)
from search_api.answers import links
from search_api.answers.direct_answer_schemas import (
    AnswerEntityOut,
    AnswerFactOut,
    AnswerItemOut,
    AnswerSourceOut,
    DirectAnswerOut,
)
from search_api.answers.direct_answer_wording import (
    certainty_word,
    fact_words,
    meaning_words,
    summary_words,
    title_words,
)
from search_api.answers.search_address import SearchAddress

__all__ = ["direct_answers_out"]


def direct_answers_out(
    direct: DirectAnswers, address: SearchAddress, *, path: str
) -> list[DirectAnswerOut]:
    """Describe every direct answer to a question.

    Args:
        direct: As the searcher returned it.
        address: Of the search.
        path: Of the address without an answer.
    """
    return [_answer(one, address, path) for one in direct.answers]


def _answer(answer: DirectAnswer, address: SearchAddress, path: str) -> DirectAnswerOut:
    key = answer.keys[0]
    without = address.ignoring(key).pairs(cursor=None)
    return DirectAnswerOut(
        key=key,
        relation=answer.relation,
        title=title_words(answer),
        summary=summary_words(answer),
        about=[_entity(one) for one in answer.scope],
        counts={certainty.value: n for certainty, n in answer.counts.items()},
        announced=answer.announced,
        none_known=answer.is_none_known,
        meaning=meaning_words(answer),
        items=[_item(one, answer.scope) for one in answer.items],
        sources=[_source(n, one) for n, one in enumerate(answer.sources, start=1)],
        query=answer.query,
        sparql_url=links.with_parameters(
            "/sparql", [("query", answer.query), ("labels", "fr")]
        ),
        remove_url=links.with_parameters(path, without),
    )


def _item(item: AnswerItem, scope: Sequence[EntityRef]) -> AnswerItemOut:
    return AnswerItemOut(
        label=item.label,
        iri=item.iri,
        entity=None if item.entity is None else _entity(item.entity),
        certainty=item.certainty.value,
        certainty_label=certainty_word(item.certainty),
        facts=[_fact(one, scope) for one in item.facts],
    )


def _fact(fact: AnswerFact, scope: Sequence[EntityRef]) -> AnswerFactOut:
    through = fact.through
    named = {(one.kind, one.identifier) for one in scope}
    if through is not None and (through.kind, through.identifier) in named:
        through = None  # the title says it already
    return AnswerFactOut(
        text=fact_words(fact),
        date=fact.date,
        through=None if through is None else _entity(through),
        certainty=fact.certainty.value,
        certainty_label=certainty_word(fact.certainty),
        sources=list(fact.sources),
    )


def _source(number: int, cited: AnswerSource) -> AnswerSourceOut:
    document = cited.document
    return AnswerSourceOut(
        number=number,
        label=cited.source.label,
        url=links.web_address(cited.source.url),
        document=document,
        page=None if document is None else links.document_page(document),
    )


def _entity(entity: EntityRef) -> AnswerEntityOut:
    return AnswerEntityOut(
        kind=entity.kind.value,
        id=entity.identifier,
        label=entity.label,
        page=links.entity_page(entity.kind, entity.identifier),
    )
