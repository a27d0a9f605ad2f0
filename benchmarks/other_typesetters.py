"""French documents whose text is known, set by typesetters that are not ours.

typst and WeasyPrint come from PyPI, LibreOffice is used where it is installed. Each
draws its own way: other programs order, cut and tag text as no ``reportlab`` canvas of
ours would. What a document says is drawn from a seed; one seed always says the same.
"""

import html
import json
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

__all__ = ["KINDS", "SETTERS", "Truth", "Wanted", "plan", "set_document"]

KINDS = ("one column", "two columns", "tables", "sheets")
_COMPOUNDS = (
    "Nancy-Metz", "Aix-Marseille", "Clermont-Ferrand", "Orléans-Tours", "Paris-Saclay",
    "recherche-action", "porte-parole", "sous-direction", "enseignants-chercheurs",
    "mots-clés", "savoir-faire", "peut-être", "vingt-cinq", "c’est-à-dire",
)  # fmt: skip
_RAISED = (
    ("du XXI", "e", "siècle"), ("le 1", "er", "janvier"), ("la 2", "de", "vague"),
    ("le XIX", "e", "siècle"), ("le n", "o", "12"), ("au 3", "e", "trimestre"),
)  # fmt: skip
_NOTES = (
    "Voir le rapport d’étape remis au comité de suivi en janvier 2023.",
    "Entretiens conduits dans quatre collèges et deux lycées de l’académie.",
    "Le terme est repris tel quel de l’appel à manifestation d’intérêt.",
    "Les chiffres sont ceux du rectorat, arrondis à l’unité la plus proche.",
)
_HEADINGS = (
    "Présentation générale", "Cadre de la recherche", "Programme de travail",
    "Terrains et partenaires", "Premiers résultats", "Limites de l’étude",
)  # fmt: skip
_CELLS = (
    "Lancement de l’appel", "Direction du numérique pour l’éducation", "25 mai 2020",
    "Laboratoire porteur du projet et équipes associées", "Comité de suivi",
    "Les usages que les professeurs font des ressources ouvertes", "juillet 2021",
    "Restitution finale devant les partenaires du groupe", "128", "3 400",
    "Collèges et lycées volontaires de l’académie", "Dépôt des dossiers", "42 %",
)  # fmt: skip
_TOWNS = (
    "Poitiers", "Nancy-Metz", "Créteil", "Lyon", "Rennes", "Aix-Marseille", "Lille",
    "Clermont-Ferrand", "Dijon", "Orléans-Tours", "Nantes", "Toulouse",
)  # fmt: skip
_HEADS = (
    "Groupes thématiques numériques — dossier de travail",
    "Rapport final du groupe", "Direction du numérique pour l’éducation",
)  # fmt: skip

_PER_HEADING = 5


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text in a paragraph; raised letters and notes are runs of their own."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A piece of a document to be set: heading, body, row or break of the page."""

    kind: str
    runs: tuple[Run, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Truth:
    """What a document says.

    Attributes:
        kind: One of ``KINDS``.
        seed: From which it was drawn.
        pieces: In reading order.
        head: Running head of each page, or empty.
        notes: Texts of its notes, in order.
        raised: What must stand on one line, letters as in the text.
        compounds: Words that keep their hyphen, each as often as it stands there.
    """

    kind: str
    seed: int
    pieces: list[Wanted] = field(default_factory=list)
    head: str = ""
    notes: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    compounds: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return its text without notes, cells apart."""
        parts = []
        for piece in self.pieces:
            runs = (run.text for run in piece.runs if run.kind != "note-text")
            parts.append(" ".join(piece.cells) or "".join(runs))
        return "\n".join(parts)

    def rows(self) -> list[tuple[str, ...]]:
        """Return the cells of each row of its tables."""
        return [piece.cells for piece in self.pieces if piece.cells]


def plan(kind: str, seed: int, prose: Sequence[str]) -> Truth:
    """Return what a document of a kind is to say.

    Args:
        kind: One of ``KINDS``.
        seed: Any number.
        prose: Paragraphs to draw from.
    """
    drawn = random.Random(f"{kind}/{seed}")  # noqa: S311 - repeatable, no secret
    truth = Truth(kind, seed, head=drawn.choice(_HEADS))
    if kind == "sheets":
        _plan_sheets(truth, drawn)
        return truth
    paragraphs = drawn.sample(list(prose), 4 * _PER_HEADING)
    for number, heading in enumerate(drawn.sample(_HEADINGS, 4)):
        truth.pieces.append(Wanted("heading", (Run(heading),)))
        for paragraph in _part(paragraphs, number):
            truth.pieces.append(_paragraph(paragraph, truth, drawn))
            if kind == "tables" and drawn.random() < 0.6:
                _plan_table(truth, drawn)
    return truth


def _part(paragraphs: Sequence[str], number: int) -> Sequence[str]:
    return paragraphs[_PER_HEADING * number : _PER_HEADING * (number + 1)]


def _paragraph(text: str, truth: Truth, drawn: random.Random) -> Wanted:
    """Return a paragraph with compounds, raised letters and perhaps a note."""
    words = text.replace("'", "’").split()
    for _ in range(3):
        word = drawn.choice(_COMPOUNDS)
        words.insert(drawn.randrange(2, len(words)), word)
        truth.compounds.append(word)
    runs: list[Run] = []
    at = sorted(drawn.sample(range(3, len(words) - 1), 2))
    runs.append(Run(" ".join(words[: at[0]]) + " "))
    before, raised, after = drawn.choice(_RAISED)
    runs += [Run(before), Run(raised, "raised"), Run(f" {after} ")]
    truth.raised.append(f"{before}{raised} {after}")
    runs.append(Run(" ".join(words[at[0] : at[1]])))
    if drawn.random() < 0.5:
        number = str(len(truth.notes) + 1)
        note = f"{drawn.choice(_NOTES)[:-1]}, page {drawn.randrange(10, 400)}."
        truth.notes.append(note)
        runs += [Run(number, "call"), Run(note, "note-text")]
        truth.raised.append(f"{words[at[1] - 1]}{number} {words[at[1]]}")
    runs.append(Run(" " + " ".join(words[at[1] :])))
    return Wanted("body", tuple(runs))


def _plan_table(truth: Truth, drawn: random.Random) -> None:
    columns = drawn.choice((3, 4))
    for _ in range(drawn.randrange(3, 7)):
        cells = tuple(drawn.sample(_CELLS, columns))
        truth.pieces.append(Wanted("row", cells=cells))


def _plan_sheets(truth: Truth, drawn: random.Random) -> None:
    for at, town in enumerate(drawn.sample(_TOWNS, 8)):
        if at:
            truth.pieces.append(Wanted("page"))
        classes = drawn.randrange(3, 40)
        said = (
            f"Le groupe travaille avec les collèges de l’académie de {town}.",
            f"Nombre de classes engagées : {classes}",
            f"Nombre d’élèves concernés : {26 * classes + drawn.randrange(9)}",
            f"Budget annuel : {drawn.randrange(2, 30)} 000 euros",
            "Durée : trois ans",
        )
        truth.pieces.append(Wanted("heading", (Run(f"Académie de {town}"),)))
        truth.pieces += [Wanted("line", (Run(line),)) for line in said]
    truth.head = drawn.choice((truth.head, ""))


def _typst(truth: Truth) -> bytes:
    """Set with typst.

    Raises:
        typst.TypstError: If it cannot be set.
    """
    import typst

    columns = 2 if truth.kind == "two columns" else 1
    face = ("Libertinus Serif", "New Computer Modern", "DejaVu Serif")[truth.seed % 3]
    head = f"#set page(header: text(size: 8pt)[{_escaped(truth.head)}])"
    lines = [
        f'#set page(paper: "a4", numbering: "1", columns: {columns})',
        head if truth.head else "",
        f'#set text(lang: "fr", size: {9 + truth.seed % 3}pt, font: "{face}")',
        "#set par(justify: true)",
        "#set smartquote(enabled: false)",
    ]
    lines += _grouped(truth.pieces, _typst_piece, _typst_table)
    return bytes(typst.compile("\n\n".join(lines).encode()))


def _typst_piece(piece: Wanted) -> str:
    if piece.kind == "page":
        return "#pagebreak()"
    text = "".join(map(_typst_run, piece.runs))
    return f"= {text}" if piece.kind == "heading" else text


def _typst_run(run: Run) -> str:
    if run.kind == "raised":
        return f"#super[{_escaped(run.text)}]"
    if run.kind == "call":
        return ""
    if run.kind == "note-text":
        return f"#footnote[{_escaped(run.text)}]"
    return _escaped(run.text)


def _typst_table(rows: Sequence[Wanted]) -> str:
    cells = ", ".join(f"[{_escaped(cell)}]" for row in rows for cell in row.cells)
    fractions = ", ".join(["1fr"] * len(rows[0].cells))
    return f"#table(columns: ({fractions}), {cells})"


def _escaped(text: str) -> str:
    return re.sub(r"([\\#$*_@<>\[\]~`=/+-])", r"\\\1", text)


def _weasyprint(truth: Truth) -> bytes:
    """Set with WeasyPrint."""
    from weasyprint import HTML

    return bytes(HTML(string=_page(truth)).write_pdf())


def _page(truth: Truth) -> str:
    """Return a document as HTML with the rules of its paper."""
    columns = 2 if truth.kind == "two columns" else 1
    head = f'@top-left {{ content: "{truth.head}"; font-size: 8pt }}'
    style = f"""
    @page {{ size: A4; margin: 25mm 20mm;
      {head if truth.head else ""}
      @bottom-center {{ content: counter(page); font-size: 8pt }} }}
    html {{ font: {9 + truth.seed % 3}pt DejaVu {("Serif", "Sans")[truth.seed % 2]} }}
    body {{ columns: {columns}; text-align: justify; hyphens: auto }}
    sup {{ font-size: 65%; line-height: 0 }}
    .note {{ float: footnote; font-size: 80%; text-align: left }}
    table {{ border-collapse: collapse; width: 100%; hyphens: none; text-align: left }}
    td {{ border: 0.5pt solid black; padding: 3pt }}
    .page {{ break-before: page }}"""
    pieces = _grouped(truth.pieces, _html_piece, _html_table)
    body = "\n".join(pieces)
    return (
        f'<html lang="fr"><head><meta charset="utf-8"><style>{style}</style></head>'
        f"<body>{body}</body></html>"
    )


def _html_piece(piece: Wanted) -> str:
    if piece.kind == "page":
        return '<div class="page"></div>'
    tag = "h2" if piece.kind == "heading" else "p"
    return f"<{tag}>{''.join(map(_html_run, piece.runs))}</{tag}>"


def _html_run(run: Run) -> str:
    text = html.escape(run.text)
    if run.kind == "raised":
        return f"<sup>{text}</sup>"
    if run.kind == "call":
        return ""
    return f'<span class="note">{text}</span>' if run.kind == "note-text" else text


def _html_table(rows: Sequence[Wanted]) -> str:
    lines = (
        "".join(f"<td>{html.escape(cell)}</td>" for cell in row.cells) for row in rows
    )
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _grouped(
    pieces: Sequence[Wanted],
    piece_text: Callable[[Wanted], str],
    table_text: Callable[[Sequence[Wanted]], str],
) -> list[str]:
    """Return the pieces as markup, rows of one table together."""
    result: list[str] = []
    rows: list[Wanted] = []
    for piece in [*pieces, None]:
        if rows and (piece is None or len(piece.cells) != len(rows[0].cells)):
            result.append(table_text(rows))
            rows = []
        if piece is not None and piece.cells:
            rows.append(piece)
        elif piece is not None:
            result.append(piece_text(piece))
    return result


def _libreoffice(truth: Truth, *, is_tagged: bool = True) -> bytes:
    """Set with LibreOffice Writer: columns, running heads and footnotes of its own.

    Raises:
        OSError: If it is not installed.
        subprocess.SubprocessError: If it fails or takes longer than two minutes.
    """
    program = shutil.which("soffice")
    if program is None:
        raise OSError("LibreOffice is not installed")
    options = json.dumps(
        {"UseTaggedPDF": {"type": "boolean", "value": str(is_tagged).lower()}}
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.fodt"
        source.write_text(_writer_document(truth), encoding="utf-8")
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/p"]
        subprocess.run(
            [*command, "--convert-to", f"pdf:writer_pdf_Export:{options}",
             "--outdir", folder, str(source)],
            check=True, timeout=120, capture_output=True,
        )  # fmt: skip
        return (Path(folder) / "a.pdf").read_bytes()


_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_WRITER_SPACES = " ".join(
    f'xmlns:{name}="{_OASIS}:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("style", "style"), ("text", "text"),
        ("table", "table"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip


def _writer_document(truth: Truth) -> str:
    """Return a document as one file of OpenDocument."""
    columns = 2 if truth.kind == "two columns" else 1
    face = f"DejaVu {('Serif', 'Sans')[truth.seed % 2]}"
    head = f"<text:p>{html.escape(truth.head)}</text:p>" if truth.head else "<text:p/>"
    body = "".join(_grouped(truth.pieces, _writer_piece, _writer_table))
    number = 0

    def numbered(_found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f'text:id="ftn{number}"'

    body = re.sub('text:id="ftn"', numbered, body)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_WRITER_SPACES} office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{face}'"/>
</office:font-face-decls><office:styles><style:default-style style:family="paragraph">
<style:text-properties style:font-name="F" fo:font-size="{9 + truth.seed % 3}pt"
 fo:language="fr" fo:country="FR" fo:hyphenate="true"
 fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/>
</style:default-style>
<style:style style:name="H" style:family="paragraph" style:default-outline-level="1">
<style:paragraph-properties fo:margin-top="4mm" fo:margin-bottom="2mm"
 fo:keep-with-next="always"/>
<style:text-properties fo:font-size="140%" fo:font-weight="bold"/></style:style>
<style:style style:name="B" style:family="paragraph">
<style:paragraph-properties fo:text-align="justify" fo:margin-bottom="2mm"/>
</style:style><style:style style:name="C" style:family="paragraph">
<style:text-properties fo:hyphenate="false"/></style:style>
<style:style style:name="N" style:family="paragraph">
<style:text-properties fo:font-size="80%"/></style:style>
<style:style style:name="S" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<text:notes-configuration text:note-class="footnote" style:num-format="1"
 text:start-numbering-at="document"
 text:citation-style-name="S" text:citation-body-style-name="S"/></office:styles>
<office:automatic-styles><style:style style:name="P" style:family="paragraph">
<style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="T" style:family="table-cell">
<style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="1mm"/>
</style:style><style:page-layout style:name="L"><style:page-layout-properties
 fo:page-width="210mm" fo:page-height="297mm" fo:margin="20mm">
<style:columns fo:column-count="{columns}" fo:column-gap="8mm"/>
</style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:min-height="8mm"
 fo:margin-bottom="4mm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="8mm"
 fo:margin-top="4mm"/></style:footer-style></style:page-layout>
</office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="L">
<style:header>{head}</style:header><style:footer>
<text:p><text:page-number text:select-page="current"/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""


def _writer_piece(piece: Wanted) -> str:
    if piece.kind == "page":
        return '<text:p text:style-name="P"/>'
    text = "".join(map(_writer_run, piece.runs))
    if piece.kind == "heading":
        return f'<text:h text:style-name="H" text:outline-level="1">{text}</text:h>'
    return f'<text:p text:style-name="B">{text}</text:p>'


def _writer_run(run: Run) -> str:
    text = html.escape(run.text)
    if run.kind == "raised":
        return f'<text:span text:style-name="S">{text}</text:span>'
    if run.kind == "call":
        return ""
    if run.kind != "note-text":
        return text
    return (
        '<text:note text:id="ftn" text:note-class="footnote"><text:note-citation>1'
        '</text:note-citation><text:note-body><text:p text:style-name="N">'
        f"{text}</text:p></text:note-body></text:note>"
    )


def _writer_table(rows: Sequence[Wanted]) -> str:
    lines = (
        "".join(
            '<table:table-cell table:style-name="T" office:value-type="string">'
            f'<text:p text:style-name="C">{html.escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in row.cells
        )
        for row in rows
    )
    columns = (
        f'<table:table-column table:number-columns-repeated="{len(rows[0].cells)}"/>'
    )
    rows_of = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f"<table:table>{columns}{rows_of}</table:table><text:p/>"


SETTERS: Mapping[str, Callable[[Truth], bytes]] = {
    "typst": _typst,
    "WeasyPrint": _weasyprint,
    "LibreOffice": _libreoffice,
    "LibreOffice, no tags": partial(_libreoffice, is_tagged=False),
}


def set_document(setter: str, truth: Truth) -> bytes:
    """Return a document as PDF.

    Raises:
        OSError: If the typesetter is not installed.
    """
    return SETTERS[setter](truth)
