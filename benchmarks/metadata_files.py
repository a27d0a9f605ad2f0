"""Files of five formats with covers of several kinds and properties good and bad.

The truth is what the cover prints. Properties are what machines really write: logins,
service accounts, names of programs, of files and of templates, the day of the export.
"""

import html
import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx import Document as WordDocument
from pptx import Presentation
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

__all__ = ["FORMATS", "MadeFile", "made_file"]

_TITLES = (
    "Usages des ressources éducatives libres au collège",
    "Former les enseignants à l’intelligence artificielle",
    "La sobriété numérique à l’école : état des lieux",
    "Rapport d’étape du GTnum Exemple",
    "Évaluer les compétences numériques des élèves de lycée",
    "Les espaces d’apprentissage, entre architecture et pédagogie",
    "Données d’apprentissage et protection des élèves",
    "Bilan de l’expérimentation dans trois académies",
    "Hybrider les enseignements : ce que disent les équipes",
    "Jeux sérieux et motivation dans le premier degré",
)
_PEOPLE = (
    "Claire Exemple", "Jean Modèle", "Anne-Marie Essai", "Youssef Témoin",
    "Marie de La Rive", "Hervé Le Gall", "Sofia Prototype", "Paul Échantillon",
)  # fmt: skip
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
    "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_CITIES = ("Poitiers", "Nancy", "Créteil", "Aix-en-Provence", "Lille")
_HEADS = (
    ("RÉPUBLIQUE FRANÇAISE", "Liberté, Égalité, Fraternité"),
    ("Université de Poitiers", "Laboratoire Techné"),
    ("Ministère de l’Éducation nationale", "Direction du numérique pour l’éducation"),
    ("Académie de Nancy-Metz",),
)
_BAD_AUTHORS = (
    "SVC-PROD-LEGACY06", "python-docx", "jdupont2", "ACAD\\mmartin", "Administrateur",
    "user", "Unknown", "Utilisateur Windows", "Microsoft Office User", "dsi_export",
    "PC-CDI-12", "anonymous", "LibreOffice", "secretariat", "m.durand", "HP", "Admin",
    "Canon iR-ADV C3520", "pdfTeX-1.40.21", "root", "Lenovo", "scan@etab.fr",
)  # fmt: skip
_BAD_TITLES = (
    "", "Microsoft Word - rapport_v3.doc", "Document1", "1512_RAP.fm", "untitled",
    "Présentation PowerPoint", "modele_rapport_2019", "Sans titre",
    "PowerPoint Presentation", "RAPPORT FINAL DEF.docx",
    "Modèle de rapport académique", "template", "scan0012.pdf", "Word Document",
    "Use of open resources in schools",
)  # fmt: skip
_PROSE = (
    "Le groupe a travaillé pendant deux ans avec des équipes de volontaires.",
    "Les entretiens montrent des usages très divers d’un établissement à l’autre.",
    "Les élèves interrogés décrivent des pratiques que leurs professeurs ignorent.",
    "Cette partie présente la méthode, les terrains et les limites de l’enquête.",
)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file with what its cover prints.

    Attributes:
        name: Of the file, which says nothing.
        content: Its bytes.
        title: As printed.
        date: ISO 8601, as precise as printed.
        authors: As printed; perhaps nobody.
        account: What the properties name as author, where that is no name.
    """

    name: str
    content: bytes
    title: str
    date: str
    authors: tuple[str, ...]
    account: str


@dataclass(frozen=True, slots=True)
class _Cover:
    head: tuple[str, ...]
    title: str
    lines: tuple[str, ...]
    property_title: str
    property_author: str
    exported: datetime


def made_file(kind: str, seed: int) -> MadeFile:
    """Return a file of a format, the same for the same seed.

    Args:
        kind: One of ``FORMATS``.
        seed: Draws cover and properties.
    """
    drawn = random.Random(f"{kind}{seed}")  # noqa: S311 - made text, no secret
    title = drawn.choice(_TITLES)
    authors = tuple(drawn.sample(_PEOPLE, drawn.randint(1, 3)))
    day = drawn.randint(1, 28)
    month, year = drawn.randint(1, 12), drawn.randint(2015, 2025)
    lines, date = _lines(drawn, authors, (day, month, year))
    is_good = drawn.random() < 0.3
    account = "" if is_good else drawn.choice(_BAD_AUTHORS)
    cover = _Cover(
        head=drawn.choice(_HEADS) if drawn.random() < 0.4 else (),
        title=title,
        lines=lines,
        property_title=title if is_good else drawn.choice(_BAD_TITLES),
        property_author=authors[0] if is_good else account,
        exported=datetime(2026, drawn.randint(1, 11), drawn.randint(1, 28), 9, 30),  # noqa: DTZ001 - as programs write it
    )
    content = FORMATS[kind](cover)
    name = f"doc_{seed:04d}.{kind}"
    return MadeFile(name, content, title, date, authors, account)


def _lines(
    drawn: random.Random, authors: Sequence[str], day: tuple[int, int, int]
) -> tuple[tuple[str, ...], str]:
    """Return the lines below the title, and the date as ISO 8601."""
    number, month, year = day
    first = "1er" if number == 1 else str(number)
    name = _MONTHS[month - 1]
    whole = f"{year}-{month:02d}-{number:02d}"
    printed, date = drawn.choice(
        (
            (f"{first} {name} {year}", whole),
            (f"{drawn.choice(_CITIES)}, le {first} {name} {year}", whole),
            (f"Version du {number:02d}/{month:02d}/{year}", whole),
            (f"Date : {number:02d}/{month:02d}/{year}", whole),
            (f"{name.capitalize()} {year}", whole[:7]),
            (f"{drawn.choice(_CITIES)}, {name} {year}", whole[:7]),
            (f"Publié le {first} {name} {year}", whole),
            (f"Rapport – {name} {year}", whole[:7]),
        )
    )
    joined = " et ".join((", ".join(authors[:-1]), authors[-1])).removeprefix(" et ")
    signed = drawn.choice(
        (
            (f"par {joined}",),
            (f"Auteurs : {joined}",),
            ("Auteurs", *authors),
            (f"Rapport rédigé par {joined}",),
            (f"Par {joined} (Université de Poitiers)",),
        )
    )
    lines = (*signed, printed) if drawn.random() < 0.7 else (printed, *signed)
    return lines, date


def _pdf(cover: _Cover) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=False)
    canvas.setTitle(cover.property_title)
    canvas.setAuthor(cover.property_author)
    height = A4[1] - 80

    def write(text: str, font: str, size: int, gap: int) -> None:
        nonlocal height
        for line in simpleSplit(text, font, size, A4[0] - 140):
            canvas.setFont(font, size)
            canvas.drawString(70, height, line)
            height -= size * 1.3
        height -= gap

    for line in cover.head:
        write(line, "Helvetica", 11, 2)
    height -= 40
    write(cover.title, "Helvetica-Bold", 24, 20)
    for line in cover.lines:
        write(line, "Helvetica", 12, 8)
    height -= 40
    for paragraph in _PROSE:
        write(paragraph, "Helvetica", 11, 6)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _docx(cover: _Cover) -> bytes:
    document = WordDocument()
    properties = document.core_properties
    properties.title, properties.author = cover.property_title, cover.property_author
    properties.created = properties.modified = cover.exported
    for line in cover.head:
        document.add_paragraph(line)
    if len(cover.title) % 2:
        document.add_heading(cover.title, 0)
    else:
        document.add_paragraph().add_run(cover.title).bold = True
    for paragraph in (*cover.lines, *_PROSE):
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _pptx(cover: _Cover) -> bytes:
    presentation = Presentation()
    properties = presentation.core_properties
    properties.title, properties.author = cover.property_title, cover.property_author
    properties.created = properties.modified = cover.exported
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    slide.shapes.title.text = cover.title
    slide.placeholders[1].text = "\n".join(cover.lines)
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Méthode"
    slide.placeholders[1].text = "\n".join(_PROSE)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def _odt(cover: _Cover) -> bytes:
    def escaped(text: str) -> str:
        return html.escape(text, quote=False)

    style = ' text:style-name="Title"' if len(cover.title) % 2 else ""
    paragraphs = [f"<text:p>{escaped(line)}</text:p>" for line in cover.head]
    paragraphs.append(f"<text:p{style}>{escaped(cover.title)}</text:p>")
    paragraphs += [f"<text:p>{escaped(p)}</text:p>" for p in (*cover.lines, *_PROSE)]
    names = (
        f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" '
        f'xmlns:meta="{_ODF}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'office:version="1.2"'
    )
    content = (
        f"<office:document-content {names}><office:body><office:text>"
        f"{''.join(paragraphs)}</office:text></office:body></office:document-content>"
    )
    when = cover.exported.isoformat()
    meta = (
        f"<office:document-meta {names}><office:meta>"
        f"<dc:title>{escaped(cover.property_title)}</dc:title>"
        f"<dc:creator>{escaped(cover.property_author)}</dc:creator>"
        f"<dc:date>{when}</dc:date></office:meta></office:document-meta>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" '
        f'manifest:media-type="{media}"/>'
        for path, media in (
            ("/", "application/vnd.oasis.opendocument.text"),
            ("content.xml", "text/xml"),
            ("meta.xml", "text/xml"),
        )
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" '
        f'manifest:version="1.2">{entries}</manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, xml in (
            ("content.xml", content),
            ("meta.xml", meta),
            ("META-INF/manifest.xml", manifest),
        ):
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return buffer.getvalue()


def _html(cover: _Cover) -> bytes:
    def paragraph(text: str) -> str:
        return f"<p>{html.escape(text)}</p>"

    page = (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        f"<title>{html.escape(cover.property_title)}</title>"
        f'<meta name="author" content="{html.escape(cover.property_author)}"></head>'
        f"<body>{''.join(map(paragraph, cover.head))}"
        f"<h1>{html.escape(cover.title)}</h1>"
        f"{''.join(map(paragraph, (*cover.lines, *_PROSE)))}</body></html>"
    )
    return page.encode()


FORMATS: Mapping[str, Callable[[_Cover], bytes]] = {
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "odt": _odt,
    "html": _html,
}
