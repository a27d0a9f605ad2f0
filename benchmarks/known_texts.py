"""The documents that ``extraction_quality`` sets, one for each difficulty."""

import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from benchmarks.typesetting import Press, Style, Typeset

__all__ = ["known_texts"]

_PLAIN = re.compile(r"[A-ZÀÉÈÊ«][^|\[\]*_#`<>{}]{180,1000}[.!?]")
_SCAN_SCALE = 200 / 72
_HEADER = "Groupes thématiques numériques — dossier de travail"
_FOOTER = "Direction du numérique pour l’éducation     {n}/{count}"
_HEADINGS = (
    "Présentation générale", "Cadre de la recherche", "Programme de travail",
    "Terrains et partenaires", "Premiers résultats", "Limites de l’étude",
    "Pistes pour l’enseignement", "Conclusion provisoire",
)  # fmt: skip
_NOTES = (
    "Voir le rapport d’étape remis au comité de suivi en janvier 2023.",
    "Entretiens conduits dans quatre collèges et deux lycées.",
    "Le terme est repris tel quel de l’appel à manifestation d’intérêt.",
    "Les chiffres sont ceux de l’académie, arrondis à l’unité.",
)
_CALENDAR = (
    ("Étape", "Date", "Responsable"),
    ("Lancement de l’appel", "25 mai 2020", "Direction du numérique"),
    ("Dépôt des dossiers", "3 juillet 2020", "Laboratoire porteur"),
    ("Réunion de sélection", "15 juillet 2020", "Comité de suivi"),
    ("Restitution finale", "décembre 2022", "Groupes"),
)
_PARTNERS = (
    ("Groupe", "Laboratoire", "Ce qui est étudié"),
    ("Ressources", "Unité de recherche en éducation", "Les usages que les professeurs "
     "font des ressources ouvertes dans les classes de collège"),
    ("Espaces", "Institut des sciences de la ville", "Les lieux d’apprentissage et "
     "leur aménagement au lycée"),
    ("Données", "Laboratoire d’informatique", "Les traces laissées par les élèves"),
)  # fmt: skip


def prose(folder: Path) -> list[str]:
    """Return plain paragraphs of the Markdown files of a folder, in stable order."""
    found: list[str] = []
    for path in sorted(folder.rglob("*.md")):
        body = path.read_text(encoding="utf-8").rpartition("\n---\n")[2]
        lines = (" ".join(line.split()) for line in body.split("\n"))
        found += [line for line in lines if _PLAIN.fullmatch(line)]
    return found


def known_texts(folder: Path) -> Iterator[Typeset]:
    """Yield the documents, set from the prose of a folder.

    Raises:
        ValueError: If there is too little prose.
    """
    texts = prose(folder)
    if len(texts) < 100:
        raise ValueError(f"only {len(texts)} paragraphs in {folder}, 100 are needed")
    used = itertools.cycle(texts)
    one = _article("one column", used, Style(header=_HEADER, footer=_FOOTER))
    yield one
    yield _article(
        "one column, justified, ligatures, soft hyphens",
        used,
        Style(hyphen="\u00ad", has_ligatures=True, is_justified=True, footer="{n}"),
    )
    for order, name in (
        ("columns", "two columns"),
        ("rows", "two columns, drawn row by row"),
        ("last", "two columns, drawn last first"),
    ):
        style = Style(columns=2, header=_HEADER, footer=_FOOTER, order=order)
        yield _article(name, used, style)
    justified = Style(columns=2, is_justified=True, has_ligatures=True, footer="{n}")
    yield _article("two columns, justified", used, justified)
    yield _article("three columns", used, Style(columns=3, size=8.5, footer=_FOOTER))
    rows = Style(columns=3, size=8.5, footer=_FOOTER, order="rows")
    yield _article("three columns, drawn row by row", used, rows)
    notes = Style(note_zone=True, header=_HEADER, footer="{n}")
    yield _article("footnotes", used, notes, with_notes=True)
    yield _tables(used)
    yield _brochure(used)
    yield _scan(one)


def _article(
    name: str, used: Iterator[str], style: Style, *, with_notes: bool = False
) -> Typeset:
    press = Press(name, style)
    press.title("Enseigner avec le numérique", size=20)
    for number, heading in enumerate(_HEADINGS):
        press.heading(heading)
        for turn in range(4):
            note = _NOTES[number % len(_NOTES)] if with_notes and not turn else ""
            press.paragraph(next(used), note=note)
    return press.finish()


def _tables(used: Iterator[str]) -> Typeset:
    press = Press("tables", Style(footer="{n}/{count}"))
    press.title("Calendrier et partenaires", size=18)
    for heading, rows, has_rules in (
        ("Calendrier", _CALENDAR, True),
        ("Partenaires", _PARTNERS, True),
        ("Calendrier sans filets", _CALENDAR, False),
        ("Partenaires sans filets", _PARTNERS, False),
    ):
        press.heading(heading)
        press.paragraph(next(used))
        press.table(rows, has_rules=has_rules)
        press.paragraph(next(used))
    return press.finish()


def _brochure(used: Iterator[str]) -> Typeset:
    press = Press("brochure, letter-spaced capitals", Style(columns=2, footer="{n}"))
    press.spaced("ESPACES NUMÉRIQUES", size=16)
    press.spaced("GROUPE THÉMATIQUE 2020", size=12)
    for heading in _HEADINGS[:4]:
        press.heading(heading)
        press.paragraph(next(used))
        press.heading("En pratique", level=2)
        press.paragraph(next(used))
    return press.finish()


def _scan(document: Typeset) -> Typeset:
    """Return a document as pictures of its pages."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=1, invariant=True)
    with pypdfium2.PdfDocument(document.content) as pages:
        for page in pages:
            picture = page.render(scale=_SCAN_SCALE, grayscale=True).to_pil()
            canvas.drawImage(ImageReader(picture), 0, 0, *page.get_size())
            canvas.showPage()
    canvas.save()
    return Typeset(
        f"scan of {document.name}",
        buffer.getvalue(),
        document.blocks,
        document.furniture,
        document.pages,
    )
