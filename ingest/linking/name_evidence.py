"""Weighs one match of a few words: do they name this entity here?

A match is *sure* (its form leaves no doubt), *possible* (something else in the
passage or the document must speak for it) or refused. The rules look at the case of
the words, at the words beside them and at nothing else; what other matches say is
weighed in ``disambiguation``.
"""

from dataclasses import dataclass, replace
from typing import Final

from ingest.linking.morphology import DETERMINERS
from ingest.linking.name_trie import Form, Method, Reference
from ingest.linking.person_names import (
    has_honorific,
    is_written_as_name,
    names_nobody_else,
)
from ingest.linking.word_keys import BREAK, Words, bare, key_of
from ontology.model import EntityKind
from ontology.reference.ambiguous_words import AmbiguousWords

__all__ = ["NameMatch", "weigh"]

_SHORT: Final = 4
_SHOUT: Final = 3
_WINDOW: Final = 6

# fmt: off
_BODY_CONTEXT: Final = frozenset({
    "laboratoire", "labo", "unite", "umr", "ur", "ea", "uar", "equipe", "universite",
    "gtnum", "groupe", "projet", "chaire", "centre", "gis", "institut", "cnrs",
    "cnr", "porte", "porteur", "porteuse", "associe", "recherche", "partenaire",
    "inria", "ecole", "composante",
})
_GROUP_CONTEXT: Final = frozenset({
    "gtnum", "groupe", "projet", "vague", "theme", "appel", "porte", "num", "dne",
})
# fmt: on
# « professeur émérite », « professeure des universités »: a rank, not a teacher.
_RANKS_BEHIND: Final = frozenset({"émérite", "à", "des", "en", "invité", "titulaire"})
_CONTEXT: Final = {
    EntityKind.LAB: _BODY_CONTEXT,
    EntityKind.INSTITUTION: _BODY_CONTEXT,
    EntityKind.GROUP: _GROUP_CONTEXT,
}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Words ``first`` to ``last`` of a passage, both included, read as an entity.

    Attributes:
        first: Position of the first word.
        last: Position of the last word.
        start: First offset in the text of the passage.
        end: Offset behind the last character.
        reference: The entity.
        method: How it was found.
        confidence: From 0 to 1, when nothing else speaks for it or against it.
        is_sure: Whether it needs no support.
        accepts_company: Whether other labs or groups in the passage speak for it, as
            in a list of acronyms.
    """

    first: int
    last: int
    start: int
    end: int
    reference: Reference
    method: Method
    confidence: float
    is_sure: bool = True
    accepts_company: bool = False


def weigh(
    words: Words, first: int, last: int, form: Form, *, ambiguous: AmbiguousWords
) -> NameMatch | None:
    """Return how the words read as a form, or None when they cannot.

    Args:
        words: Of the passage.
        first: Position of the first word.
        last: Position of the last word.
        form: What these words are written like.
        ambiguous: Keys of the words that mean something else as often as not.
    """
    start, end = words.starts[first], words.ends[last]
    match = NameMatch(first, last, start, end, form.reference, form.method, 0.95)
    if form.method is Method.IDENTIFIER:
        return match if words.surface(first, last) == form.text else None
    if form.reference[0] is EntityKind.PERSON:
        return _person(words, match)
    if start > 0 and words.text[start - 1] == "#":
        return _hashtag(match, form, first == last or "_" in words.gap(first))
    if form.is_exact:
        return _exact(words, match, form, ambiguous)
    if form.reference[0] is EntityKind.CONCEPT:
        return _concept(words, match, form, ambiguous.concept_labels)
    return _title_or_label(words, match, form)


def _hashtag(match: NameMatch, form: Form, is_one_word: bool) -> NameMatch | None:
    if not is_one_word:
        return None
    is_group = form.reference[0] is EntityKind.GROUP
    is_tag = is_group or form.text.startswith("#") or form.method is Method.ACRONYM
    return replace(
        match,
        start=match.start - 1 if is_tag else match.start,
        method=Method.HASHTAG,
        confidence=0.98 if is_group else 0.85,
    )


def _person(words: Words, match: NameMatch) -> NameMatch | None:
    first, last = match.first, match.last
    if not is_written_as_name(words, first, last):
        return None
    if match.method is Method.NAME:
        return replace(match, confidence=0.98)
    if match.method is Method.INITIALS:
        return replace(match, confidence=0.92)
    if not names_nobody_else(words, first):
        return None
    if has_honorific(words, first):
        return replace(match, confidence=0.85)
    return replace(match, confidence=0.85, is_sure=False)


def _exact(
    words: Words, match: NameMatch, form: Form, ambiguous: AmbiguousWords
) -> NameMatch | None:
    """Weigh an acronym or a one-word name: its case must be its own."""
    surface = words.surface(match.first, match.last)
    written = bare(form.text.removeprefix("#"))
    printed = bare(surface)
    if printed != written:
        if not _is_other_case(printed, written):
            return None
        match = replace(match, is_sure=False, confidence=0.88)
    if _is_glued(words, match) or _is_shouted(words, match.first):
        return None
    letters = sum(sign.isalpha() for sign in written)
    is_concept = form.reference[0] is EntityKind.CONCEPT
    if is_concept:
        return _concept_acronym(words, match, letters, ambiguous.concept_acronyms)
    is_short = letters <= _SHORT and written.isalpha()
    doubtful = is_short or _is_everyday(words, match, written, ambiguous.bodies)
    if not doubtful or form.reference[0] not in _CONTEXT:
        return replace(match, confidence=min(match.confidence, 0.95))
    wanted = _CONTEXT.get(form.reference[0], _BODY_CONTEXT)
    near = _near(words, match, wanted)
    return replace(
        match,
        is_sure=near,
        confidence=0.92 if near else 0.88,
        accepts_company=written.isupper() and printed == written,
    )


def _is_everyday(
    words: Words, match: NameMatch, written: str, everyday: frozenset[str]
) -> bool:
    """Tell whether a name may be a common word here: Forges, OCEAN, Paragraphe."""
    if key_of(written) in everyday:
        return True
    return written.istitle() and not words.word(match.first - 1)


def _concept_acronym(
    words: Words, match: NameMatch, letters: int, everyday: frozenset[str]
) -> NameMatch:
    """Two letters need an article or support; longer ones stand for themselves."""
    word = words.word(match.first)
    if key_of(word) in everyday:
        return replace(match, is_sure=False, confidence=0.6)
    if letters > 2 or word == "IA":
        return replace(match, confidence=0.93)
    return replace(match, is_sure=False, confidence=0.8)


def _is_other_case(printed: str, written: str) -> bool:
    """Tell whether a name is an allowed variant: Techné, Aeson, FeelNum, Gtnum."""
    if printed.casefold() != written.casefold() or not printed[:1].isupper():
        return False
    return len(printed) > _SHORT or not written.isupper()


def _is_glued(words: Words, match: NameMatch) -> bool:
    """Tell whether a hyphen or underscore makes it a part of another name."""
    text, start, end = words.text, match.start, match.end
    before = start > 1 and text[start - 1] in "-_" and text[start - 2].isalnum()
    after = end + 1 < len(text) and text[end] in "-_" and text[end + 1].isalnum()
    return before or after


def _is_shouted(words: Words, position: int) -> bool:
    """Tell whether the word stands in a run of capitals: ON LINE AVEC LA RA."""
    run = 1
    for step in (-1, 1):
        place = position
        while run < _SHOUT:
            gap = words.gap(place if step > 0 else place - 1)
            place += step
            word = words.word(place)
            if not (gap.isspace() and word.isalpha() and word.isupper()):
                break
            run += 1
    return run >= _SHOUT


def _near(words: Words, match: NameMatch, wanted: frozenset[str]) -> bool:
    before = words.keys[max(0, match.first - _WINDOW) : match.first]
    behind = words.keys[match.last + 1 : match.last + 1 + _WINDOW]
    # « GTnum5 REVE »: the number may be glued to the word.
    is_numbered = bool(before) and before[-1].startswith("gtnum")
    return is_numbered or not wanted.isdisjoint(before + behind)


def _concept(
    words: Words, match: NameMatch, form: Form, polysemous: frozenset[str]
) -> NameMatch | None:
    if _is_glued(words, match) and " " not in form.text and "-" not in form.text:
        return None
    if match.first != match.last:
        return match
    key = words.keys[match.first]
    if key == "professeur" and words.word(match.last + 1) in _RANKS_BEHIND:
        return None
    if key not in polysemous:
        return replace(match, confidence=0.9)
    if not _is_noun(words, match.first):
        return None
    return replace(match, is_sure=False, confidence=0.7)


def _is_noun(words: Words, position: int) -> bool:
    """Tell whether an article stands before the word: *les communs*, not *en commun*.

    A word at the start of a text, behind a bracket or in a list passes as well.
    """
    before = words.keys[position - 1] if position else BREAK
    if before in {"en", "de", "rien"}:
        return False
    if before == "la" and words.keys[position] == "veille":
        # « la veille de la réunion » is the day before, not a watch.
        return words.keys[position + 1 : position + 2] not in (("de",), ("du",), ("d",))
    return before == BREAK or before in DETERMINERS or "," in words.gap(position - 1)


def _title_or_label(words: Words, match: NameMatch, form: Form) -> NameMatch | None:
    if form.method is not Method.TITLE:
        confidence = 0.9 if form.is_derived else 0.96
        return replace(match, confidence=confidence)
    length = match.last - match.first
    # A short title in the middle of a sentence is more often the words themselves.
    if length < _SHOUT and not _near(words, match, _GROUP_CONTEXT):
        return replace(match, is_sure=False, confidence=0.7)
    return replace(match, confidence=0.9 if form.is_derived else 0.95)
