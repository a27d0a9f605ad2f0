"""French documents whose text is known, set by typesetters that are not ours.

typst and WeasyPrint come from PyPI, LibreOffice is used where it is installed. Each
draws its own way: other programs order, cut and tag text as no ``reportlab`` canvas of
ours would. What a document says is drawn from a seed; one seed always says the same.
"""

import html
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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


def _libreoffice(truth: Truth) -> bytes:
    """Set with LibreOffice, from the same HTML.

    Raises:
        OSError: If it is not installed.
        subprocess.SubprocessError: If it fails or takes longer than two minutes.
    """
    program = shutil.which("soffice")
    if program is None:
        raise OSError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.html"
        source.write_text(_page(truth), encoding="utf-8")
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/p"]
        subprocess.run(
            [*command, "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", folder,
             str(source)], check=True, timeout=120, capture_output=True,
        )  # fmt: skip
        return (Path(folder) / "a.pdf").read_bytes()


SETTERS: Mapping[str, Callable[[Truth], bytes]] = {
    "typst": _typst,
    "WeasyPrint": _weasyprint,
    "LibreOffice": _libreoffice,
}


def set_document(setter: str, truth: Truth) -> bytes:
    """Return a document as PDF.

    Raises:
        OSError: If the typesetter is not installed.
    """
    return SETTERS[setter](truth)
