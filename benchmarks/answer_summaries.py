"""Totals of observed answers, with 95 % intervals."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.answer_measures import Observation
from benchmarks.judged_set import STYLES, Expected
from benchmarks.measuring import interval
from benchmarks.no_answer import wilson

__all__ = ["by_style", "confusion", "share", "summary"]

Totals = Mapping[str, object]


def by_style(seen: Sequence[Observation]) -> dict[str, Totals]:
    """Return the totals of each style of answered questions, and of all of them."""
    answered = [o for o in seen if o.question.expects is Expected.ANSWERED]
    parts = {s: [o for o in answered if o.question.style == s] for s in STYLES}
    return {
        name: summary(part) for name, part in {**parts, "all": answered}.items() if part
    }


def summary(answered: Sequence[Observation]) -> Totals:
    """Return the totals of some answered questions; at least one.

    Glossaries are counted where no definition is asked and none of them answers.
    """
    ndcg = [o.ndcg10 for o in answered if o.ndcg10 is not None]
    low, high = interval(ndcg)
    plain = [o for o in answered if _wants_no_glossary(o)]
    quotes = [reason for o in answered for reason in o.unfit]
    return {
        "questions": len(answered),
        "ndcg10": round(float(np.mean(ndcg)), 3),
        "ndcg10_interval": [round(low, 3), round(high, 3)],
        "success3": share([o.is_in_three for o in answered]),
        "sentence_right": share(
            [o.is_right for o in answered if o.is_right is not None]
        ),
        "unfit": share([reason is not None for reason in quotes]),
        "unfit_why": dict(Counter(reason for reason in quotes if reason).most_common()),
        "glossary_first": share([any(o.is_glossary[:1]) for o in plain]),
        "glossary_in_three": share([any(o.is_glossary) for o in plain]),
    }


def share(outcomes: Sequence[bool | None]) -> Totals:
    """Return how many of some outcomes are true, their share and Wilson's interval."""
    count, total = sum(map(bool, outcomes)), len(outcomes)
    if not total:
        return {"count": 0, "of": 0}
    low, high = wilson(count, total)
    return {
        "count": count,
        "of": total,
        "share": round(count / total, 3),
        "interval": [round(max(0.0, low), 3), round(min(1.0, high), 3)],
    }


def confusion(seen: Sequence[Observation]) -> dict[str, object]:
    """Return how often each state was said where each was owed, and three rates."""
    table = {
        owed.value: {
            said.value: sum(
                o.question.expects is owed and o.state is said for o in seen
            )
            for said in Expected
        }
        for owed in Expected
    }
    part = {owed: [o for o in seen if o.question.expects is owed] for owed in Expected}
    return {
        "owed_then_said": table,
        "false_alarms": share(
            [o.state is not Expected.ANSWERED for o in part[Expected.ANSWERED]]
        ),
        "twins_recognised": share(
            [o.state is Expected.SPOKEN_OF for o in part[Expected.SPOKEN_OF]]
        ),
        "foreign_refused": share(
            [o.state is Expected.NOTHING for o in part[Expected.NOTHING]]
        ),
        "foreign_not_answered": share(
            [o.state is not Expected.ANSWERED for o in part[Expected.NOTHING]]
        ),
    }


def _wants_no_glossary(seen: Observation) -> bool:
    question = seen.question
    return question.asked != "definition" and not any(
        grade == 2 and name.startswith("glossaire")
        for name, grade in question.documents.items()
    )
