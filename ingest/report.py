"""The report of a run: every source with its final state, as data and as a table."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from ingest.losses import described
from ingest.outcomes import Outcome, State

__all__ = ["EXIT_DOCUMENTS_FAILED", "EXIT_DONE", "Outcome", "Report", "State"]

EXIT_DONE = 0
EXIT_DOCUMENTS_FAILED = 1


class Report:
    """Collects outcomes; counts are right at any moment.

    Args:
        outcomes: The first ones; more come by ``add``.
    """

    def __init__(self, outcomes: Iterable[Outcome] = ()) -> None:
        self.outcomes: list[Outcome] = []
        for outcome in outcomes:
            self.add(outcome)

    def add(self, outcome: Outcome) -> None:
        """Take one more outcome."""
        self.outcomes.append(outcome)

    @property
    def counts(self) -> dict[State, int]:
        """Sources per state, in the order of ``State``, without zeros."""
        counted = Counter(outcome.state for outcome in self.outcomes)
        return {state: counted[state] for state in State if counted[state]}

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Outcomes that are failures, in the order of the run."""
        return tuple(o for o in self.outcomes if o.state.is_failure)

    @property
    def exit_code(self) -> int:
        """1 when a document failed, else 0."""
        return EXIT_DOCUMENTS_FAILED if self.failed else EXIT_DONE

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values; the keys are documented and stay."""
        return {**self.totals(), "sources": [_to_json(o) for o in self.outcomes]}

    def write_json(
        self, *, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[str]:
        """Yield the text of ``to_json`` piece by piece, however many sources there are.

        Args:
            before: Further members, in front.
            after: Further members, at the end.
        """
        head = json.dumps({**before, **self.totals()}, ensure_ascii=False, indent=1)
        yield f'{head.removesuffix("}").rstrip()},\n "sources": ['
        for position, outcome in enumerate(self.outcomes):
            text = json.dumps(_to_json(outcome), ensure_ascii=False)
            yield f"{',' if position else ''}\n  {text}"
        yield "\n ]"
        for name, value in after.items():
            yield f",\n {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        yield "\n}\n"

    def totals(self) -> dict[str, Any]:
        """Return the report without its sources, as JSON values."""
        # A file that holds several documents is no document itself.
        read = [o for o in self.outcomes if o.state.is_read and o.document]
        engines: Counter[str] = Counter()
        for outcome in read:
            engines.update(outcome.engines)
        return {
            "totals": {
                "sources": sum(1 for o in self.outcomes if not o.container),
                "read": len(read),
                "failed": len(self.failed),
                "pages": sum(outcome.pages for outcome in read),
                "passages": sum(outcome.passages for outcome in read),
                "mentions": sum(outcome.mentions for outcome in read),
                "bytes": sum(outcome.size_bytes for outcome in read),
                # A file that fails may have taken the longest.
                "seconds": round(sum(o.seconds for o in self.outcomes), 3),
            },
            "states": {state.value: n for state, n in self.counts.items()},
            "engines": dict(sorted(engines.items())),
        }

    def summary_rows(self) -> list[tuple[str, str, str]]:
        """Return rows of state, number of sources, and what to do (French)."""
        return [
            (state.label, str(number), state.remedy)
            for state, number in self.counts.items()
        ]

    def problem_rows(self, most: int | None = None) -> list[tuple[str, str, str]]:
        """Return rows of source, state and details for all that is not plain success.

        Vanished, partly read and unsupported sources are listed besides failures. What
        can be done about this very source stands behind its message.

        Args:
            most: How many rows, the first ones; all when None.
        """
        quiet = {
            State.OK,
            State.UNCHANGED,
            State.REMOVED,
            State.PLANNED,
            State.PLANNED_AGAIN,
            State.WITHDRAWN,
        }
        rows = (
            (outcome.uri, outcome.state.label, _details(outcome))
            for outcome in self.outcomes
            if outcome.state not in quiet
        )
        return list(islice(rows, most))


def _details(outcome: Outcome) -> str:
    return " → ".join(filter(None, (outcome.message, outcome.remedy)))


def _to_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "uri": outcome.uri,
        "state": outcome.state.value,
        "label": outcome.state.label,
        "message": outcome.message,
        "remedy": outcome.what_to_do,
        "losses": [described(loss) for loss in outcome.losses],
        "document": outcome.document,
        "title": outcome.title,
        "media_type": outcome.media_type,
        "size_bytes": outcome.size_bytes,
        "pages": outcome.pages,
        "passages": outcome.passages,
        "mentions": outcome.mentions,
        "seconds": round(outcome.seconds, 3),
        "engines": dict(outcome.engines),
        "container": outcome.container,
        "contained": outcome.contained,
    }
