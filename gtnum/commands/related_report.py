"""What is found for a draft on the terminal, in the order of the page.

what is missing · each paragraph · the whole · to mention · keywords · definitions
· cited · repeated
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from gtnum.commands.search import document_heading, print_passage
from search_api.answers.direct_answer_wording import certainty_word
from search_api.answers.related_wording import (
    citation_words,
    doubt_words,
    repetition_words,
    share_words,
)
from search_api.answers.wording import FACET_LABELS
from search_api.related_work.results import (
    Doubt,
    MentionEvidence,
    ParagraphAnswer,
    RelatedDocument,
    RelatedResults,
    ToMention,
)

if TYPE_CHECKING:
    from ontology.model import DocumentSummary

__all__ = ["print_results"]

_LONGEST_LINE = 70


def print_results(console: Console, results: RelatedResults) -> None:
    """Print all that is found for a draft.

    Args:
        console: Without marks of its own.
        results: As the page and ``--json`` have them.
    """
    for line in _notices(results):
        console.print(line)
        console.print()
    if len(results.paragraphs) > 1:
        for number, paragraph in enumerate(results.paragraphs, start=1):
            liked = results.liked(paragraph.passage)
            title = f"Passage de {liked}" if liked else f"Paragraphe {number}"
            _print_paragraph(console, title, paragraph)
        console.print(Text("Pour l’ensemble du texte", style="bold"))
        console.print()
    for rank, found in enumerate(results.documents, start=1):
        _print_document(console, rank, found)
    _print_lists(console, results)


def _notices(results: RelatedResults) -> Iterator[Text]:
    """Yield what an editor has to know first."""
    if results.asked_passages < results.draft_passages:
        yield Text(
            f"{results.asked_passages} paragraphes comparés sur "
            f"{results.draft_passages}, répartis du début à la fin."
        )
    if results.copy_of is not None:
        copied = results.copy_of
        yield Text(
            f"Ce texte reprend « {copied.document.title} » "
            f"({share_words(copied.share)} de ses mots à la suite)."
        )
    if not results.documents:
        yield Text("Rien dans le corpus ne se rapproche de ce brouillon.")
    elif not results.is_reliable:
        yield Text(f"Rien dans le corpus n’appuie ce brouillon.{_doubt(results.doubt)}")
        yield Text("Les documents ci-dessous sont seulement les moins éloignés.")


def _doubt(doubt: Doubt | None) -> str:
    """Return a reason that says more than that nothing is near."""
    if doubt in (None, Doubt.NOTHING_NEAR):
        return ""
    return f" {doubt_words(doubt)}"


def _print_paragraph(console: Console, title: str, paragraph: ParagraphAnswer) -> None:
    beginning = " ".join(paragraph.passage.text.split())
    if len(beginning) > _LONGEST_LINE:
        beginning = f"{beginning[:_LONGEST_LINE]}…"
    console.print(Text(f"{title}. {beginning}", style="bold"))
    for repeat in paragraph.repeats:
        console.print(Text(f"   {repetition_words(repeat)}"))
    if not paragraph.is_supported:
        reason = _doubt(paragraph.doubt)
        console.print(Text(f"   Rien dans le corpus n’appuie ce paragraphe.{reason}"))
    # Where nothing is about it, the nearest alone shows how far the corpus is.
    for found in paragraph.found[: None if paragraph.is_supported else 1]:
        _print_line(
            console,
            found.document,
            level=_level(is_close=found.is_close, is_cited=found.is_cited),
            why=found.why,
        )
    console.print()


def _print_line(
    console: Console, document: DocumentSummary, *, level: str, why: str
) -> None:
    console.print(Text(f"   {document.title}"))
    console.print(Text(f"   {document.identifier} · {level} · {why}", style="dim"))


def _level(*, is_close: bool, is_cited: bool) -> str:
    level = "proche" if is_close else "moins proche"
    return f"{level}, déjà cité" if is_cited else level


def _print_document(console: Console, rank: int, found: RelatedDocument) -> None:
    console.print(
        document_heading(rank, found.document),
        Text(f"   {found.document.identifier} · {found.score:.2f}", style="dim"),
        sep="\n",
    )
    if found.why:
        level = _level(is_close=found.doubt is None, is_cited=found.is_cited)
        console.print(Text(f"   {level} · {found.why}", style="dim"))
    for _, hit in found.pairs[:2]:
        print_passage(console, hit, is_paged=found.document.is_paged)
    if found.shared and not found.why:
        names = ", ".join(label for _, _, label in found.shared)
        console.print(Text(f"   en commun : {names}", style="dim"))
    console.print()


def _print_lists(console: Console, results: RelatedResults) -> None:
    """Print what stands beside the answers on the page."""
    missing = [one for one in results.to_mention if not one.is_named_in_draft]
    named = [one for one in results.to_mention if one.is_named_in_draft]
    _print_list(console, "À mentionner", [_mention_words(one) for one in missing])
    _print_list(console, "Déjà nommés", [one.label for one in named])
    _print_list(console, "Mots-clés proposés", [k.label for k in results.keywords])
    _print_list(
        console,
        "Définitions",
        [
            f"{one.definition.text} ({one.definition.glossary.title})"
            for one in results.definitions
        ],
    )
    _print_list(
        console,
        "Déjà cités",
        [
            f"{one.document.title}, {citation_words(one.how)} : « {one.found.text} »"
            for one in results.cited
        ],
    )
    _print_list(
        console,
        "Reprises",
        [
            f"Paragraphe {number} : « {repeat.found.text} »"
            for number, paragraph in enumerate(results.paragraphs, start=1)
            for repeat in paragraph.repeats[:1]
        ],
    )


def _print_list(console: Console, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    console.print(Text(title, style="bold"))
    for line in lines:
        console.print(Text(f"   - {line}"))
    console.print()


def _mention_words(one: ToMention) -> str:
    """Say what to mention, by how many documents and by which evidence."""
    kind = FACET_LABELS[one.kind.value].lower()
    unsure = "" if one.certainty == "high" else f", {certainty_word(one.certainty)}"
    plural = "s" if one.documents > 1 else ""
    name = f"{one.short}, {one.label}" if one.short else one.label
    told = f"{name} ({kind}{unsure}, {one.documents} document{plural})"
    return f"{told} : {_evidence_words(one.evidence[0])}" if one.evidence else told


def _evidence_words(evidence: MentionEvidence) -> str:
    if evidence.passage is None:
        return evidence.text
    page = f", page {evidence.passage.page}" if evidence.document.is_paged else ""
    return f"« {evidence.text} », dans « {evidence.document.title} »{page}"
