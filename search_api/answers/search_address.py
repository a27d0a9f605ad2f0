"""The address of a search: what stands behind ``?``, and how other addresses differ."""

from dataclasses import dataclass, replace
from typing import Literal

from search_api.query import MOST_ALIKE, SearchMode, SearchSort
from search_api.understood import Spelling, Understood

__all__ = ["Pairs", "SearchAddress"]

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAddress:
    """The parameters of ``GET /search``, as they were given.

    Attributes:
        q: The question as typed.
        limit: Documents per page.
        mode: Words, vectors or both.
        passages: Passages per document.
        facets: Whether facets are counted.
        context: Whether the passages around each passage are given.
        explain: Whether each hit says why it stands where it does.
        diversity: Documents almost alike at most.
        intent: Whether what the question names raises documents.
        spelling: Whether unknown words may be replaced.
        ignore: What was understood wrongly.
        sort: Order of the answers.
        filters: Names and values of the filters, in a fixed order.
    """

    q: str
    limit: int
    mode: SearchMode
    passages: int = 3
    facets: bool = False
    context: bool = False
    explain: bool = False
    diversity: int = MOST_ALIKE
    intent: Literal["on", "off"] = "on"
    spelling: Literal["on", "off"] = "on"
    ignore: tuple[str, ...] = ()
    sort: SearchSort = SearchSort.RELEVANCE
    filters: tuple[tuple[str, str], ...] = ()

    def pairs(self, *, cursor: str | None) -> Pairs:
        """Return the address of a page of this search; of its first without cursor."""
        pairs = [("q", self.q), ("limit", str(self.limit))]
        if self.mode is not SearchMode.HYBRID:
            pairs.append(("mode", self.mode.value))
        pairs.append(("passages", str(self.passages)))
        if self.facets:
            pairs.append(("facets", "true"))
        if self.context:
            pairs.append(("context", "true"))
        if self.explain:
            pairs.append(("explain", "true"))
        if self.diversity != MOST_ALIKE:
            pairs.append(("diversity", str(self.diversity)))
        pairs += self.order_pairs()
        pairs += self.reading_pairs()
        pairs += self.filters
        return pairs if cursor is None else [*pairs, ("cursor", cursor)]

    def order_pairs(self) -> Pairs:
        """Return the order of the answers, as it stands in an address."""
        is_usual = self.sort is SearchSort.RELEVANCE
        return [] if is_usual else [("sort", self.sort.value)]

    def reading_pairs(self) -> Pairs:
        """Return how the question shall be understood, as it stands in an address."""
        pairs = [] if self.intent == "on" else [("intent", str(self.intent))]
        pairs += [] if self.spelling == "on" else [("spelling", str(self.spelling))]
        return pairs + [("ignore", name) for name in self.ignore]

    def without(self, one: Understood) -> "SearchAddress":
        """Return the same search where this is not meant."""
        return self.ignoring(one.key)

    def ignoring(self, key: str) -> "SearchAddress":
        """Return the same search where what has this key is not meant."""
        return replace(self, ignore=(*self.ignore, key))

    def respelled(self, spelling: Spelling) -> "SearchAddress":
        """Return the other search: as typed where it was corrected, else corrected."""
        if spelling.is_applied:
            return replace(self, spelling="off")
        return replace(self, q=spelling.text)
