"""Build the PDF files of the starter corpus from our own Markdown sources.

Run `python corpus/build_pdfs.py` after editing a file of `corpus/pdf/sources/`.
The same source gives the same bytes: no clock, no random identifier, and page
streams left uncompressed so that the version of zlib does not matter. Only another
version of reportlab or pyphen may change them.

The pages carry on purpose what makes real reports hard to read back: running
header, footer with "n/total", table of contents with dotted leaders, letter-spaced
cover, words cut at line ends, footnotes, two columns, and ligatures in the brochure.

The Markdown understood here is small: headings of two levels, paragraphs, `-` and
`1.` lists, tables, `>` boxes, `**bold**`, `*italic*`, `[^1]` footnotes. Anything else
is an error, so that no text is lost silently.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import frontmatter
import pyphen
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

PDF_FOLDER = Path(__file__).parent / "pdf"
HYPHENATION_LANGUAGE = "fr"
NOTE_ZONE = 1.6 * cm
INK = colors.HexColor("#1f3a5f")
WIDTH, HEIGHT = A4


@dataclass(frozen=True, slots=True)
class Layout:
    """Fonts and shape of one family of documents."""

    font: str
    bold: str
    italic: str
    size: float
    columns: int = 1
    ligatures: bool = False


LAYOUTS = {
    "note": Layout("Times-Roman", "Times-Bold", "Times-Italic", 11.5),
    "report": Layout("Times-Roman", "Times-Bold", "Times-Italic", 11.5),
    "cahier": Layout("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", 10.5),
    "brochure": Layout("Vera", "VeraBd", "VeraIt", 9.5, columns=2, ligatures=True),
}


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a source: its kind, its text or its lines."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed source: front matter, blocks in order, footnotes by label."""

    meta: dict[str, Any]
    blocks: tuple[Block, ...]
    notes: dict[str, str]


class SourceError(ValueError):
    """A source holds something that this script cannot set; the message says what."""


def read_source(path: Path) -> Source:
    """Read one Markdown source.

    Raises:
        SourceError: unknown layout, or a footnote without text or without call.
    """
    post = frontmatter.loads(path.read_text(encoding="utf-8"))
    if post.metadata.get("layout") not in LAYOUTS:
        raise SourceError(f"{path.name}: 'layout' must be one of {', '.join(LAYOUTS)}")
    notes: dict[str, str] = {}
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", post.content.strip()):
        lines = tuple(chunk.strip().split("\n"))
        if lines[0].startswith("[^"):
            notes.update(_read_notes(lines))
        else:
            blocks.append(Block(_kind_of(lines), lines))
    called = set(re.findall(r"\[\^(\w+)\](?!:)", post.content))
    if called != set(notes):
        raise SourceError(
            f"{path.name}: footnotes and calls differ: {called ^ set(notes)}"
        )
    return Source(dict(post.metadata), tuple(blocks), notes)


def _read_notes(lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for line in lines:
        found = re.fullmatch(r"\[\^(\w+)\]:\s+(.+)", line)
        if found is None:
            raise SourceError(f"a footnote must fit one line: {line!r}")
        yield found[1], found[2]


def _kind_of(lines: tuple[str, ...]) -> str:
    patterns = {
        "heading1": r"# .+",
        "heading2": r"## .+",
        "bullets": r"- .+",
        "numbers": r"\d+\. .+",
        "table": r"\|.+\|",
        "box": r"> .+",
    }
    for kind, pattern in patterns.items():
        matches = [re.fullmatch(pattern, line) is not None for line in lines]
        if all(matches):
            return kind
        if any(matches):
            raise SourceError(f"{kind} and other lines in one block: {lines[0]!r}")
    return "text"


def inline(text: str, layout: Layout) -> str:
    """Turn inline Markdown into reportlab markup, with French typography."""
    text = escape(text).replace("'", "’").replace("« ", "«\u00a0")
    text = re.sub(r" ([»;:?!])", "\u00a0\\1", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
    if layout.ligatures:
        text = re.sub(r"fi(?![^<]*>)", "\ufb01", text)
        text = re.sub(r"fl(?![^<]*>)", "\ufb02", text)
    call = r'<super size="7">\1</super><onDraw name="call_note" label="\1"/>'
    return re.sub(r"\[\^(\w+)\]", call, text)


class NotedCanvas(Canvas):
    """A canvas that remembers which footnotes were called on the current page."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as Canvas
        super().__init__(*args, **options)
        self.called_notes: list[str] = []
        self.setNamedCB("call_note", self._call_note)

    def _call_note(self, _canvas: Canvas, _kind: str, label: str) -> None:
        self.called_notes.append(label)


class Report(BaseDocTemplate):
    """A document with cover, contents, bookmarks, running lines and footnotes."""

    def __init__(self, target: Path, source: Source) -> None:
        meta = source.meta
        self.source = source
        self.layout = LAYOUTS[meta["layout"]]
        self.total_pages = 0
        super().__init__(
            str(target),
            pagesize=A4,
            title=meta["title"].replace("'", "’"),
            author=", ".join(meta["authors"]),
            subject=", ".join(meta["concepts"]),
            creator="corpus/build_pdfs.py",
            lang=meta["lang"],
            invariant=1,
            pageCompression=0,
        )
        self.addPageTemplates([self._cover(), self._body("contents", 1)])
        self.addPageTemplates(self._body("body", self.layout.columns))

    def _cover(self) -> PageTemplate:
        frame = Frame(2.5 * cm, 4 * cm, WIDTH - 5 * cm, HEIGHT - 12 * cm, id="cover")
        return PageTemplate("cover", [frame], onPage=self._draw_cover)

    def _body(self, name: str, count: int) -> PageTemplate:
        left, gap = 2.2 * cm, 0.8 * cm
        wide = (WIDTH - 2 * left - gap * (count - 1)) / count
        high = HEIGHT - 2.4 * cm - NOTE_ZONE - 2 * cm
        bottom = 2 * cm + NOTE_ZONE
        frames = [
            Frame(left + i * (wide + gap), bottom, wide, high, 0, 0, 0, 0)
            for i in range(count)
        ]
        return PageTemplate(
            name, frames, onPage=self._draw_running_lines, onPageEnd=self._draw_notes
        )

    def _draw_cover(self, canvas: Canvas, _doc: BaseDocTemplate) -> None:
        canvas.setFillColor(INK)
        for row, line in enumerate(self.source.meta["cover"]):
            canvas.setFont(self.layout.bold, 24)
            canvas.drawCentredString(WIDTH / 2, HEIGHT - (4 + 1.5 * row) * cm, line)
        canvas.setFont(self.layout.font, 9)
        line = f"Équipe du graphe GTnum – {self.source.meta['date']} – CC BY 4.0"
        canvas.drawCentredString(WIDTH / 2, 2 * cm, line)

    def _draw_running_lines(self, canvas: Canvas, doc: BaseDocTemplate) -> None:
        canvas.setFont(self.layout.italic, 8)
        canvas.setFillColor(colors.grey)
        header = self.source.meta["header"].replace("'", "’")
        footer = self.source.meta["footer"].replace("'", "’")
        canvas.drawString(2.2 * cm, HEIGHT - 1.5 * cm, header)
        canvas.drawString(2.2 * cm, 1.2 * cm, footer)
        number = f"{doc.page}/{self.total_pages or '?'}"
        canvas.drawRightString(WIDTH - 2.2 * cm, 1.2 * cm, number)

    def _draw_notes(self, canvas: NotedCanvas, _doc: BaseDocTemplate) -> None:
        style = ParagraphStyle("note", fontName=self.layout.font, fontSize=8, leading=9)
        top = 1.8 * cm + NOTE_ZONE
        wide = WIDTH - 4.4 * cm
        if canvas.called_notes:
            canvas.setStrokeColor(colors.grey)
            canvas.line(2.2 * cm, top, 6 * cm, top)
        for label in canvas.called_notes:
            text = inline(self.source.notes[label], self.layout)
            note = Paragraph(f'<super size="6">{label}</super> {text}', style)
            _, high = note.wrap(wide, top)
            top -= high + 2
            if top < 1.6 * cm:
                raise SourceError(f"footnotes of one page overflow at note {label}")
            note.drawOn(canvas, 2.2 * cm, top)
        canvas.called_notes.clear()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Bookmark each heading and announce it to the table of contents."""
        style = getattr(getattr(flowable, "style", None), "name", "")
        if not style.startswith("heading"):
            return
        level = int(style[-1]) - 1
        text = flowable.getPlainText()
        key = f"h{self.seq.nextf('bookmark')}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level=level, closed=level > 0)
        self.notify("TOCEntry", (level, escape(text), self.page, key))

    def afterPage(self) -> None:  # noqa: N802 - reportlab's name
        """Learn the number of pages; the next pass prints it in the footer."""
        self.total_pages = max(self.total_pages, self.page)


def styles_of(layout: Layout) -> dict[str, ParagraphStyle]:
    """Give the paragraph styles of a layout, by name."""
    base = ParagraphStyle(
        "text",
        fontName=layout.font,
        fontSize=layout.size,
        leading=layout.size * 1.38,
        alignment=TA_JUSTIFY,
        spaceAfter=layout.size * 0.7,
        hyphenationLang=HYPHENATION_LANGUAGE,
        hyphenationMinWordLength=7,
    )
    plain = {"hyphenationLang": "", "alignment": 0, "parent": base}
    head = {**plain, "fontName": layout.bold, "textColor": INK, "keepWithNext": 1}
    big, middle = layout.size * 1.6, layout.size * 1.2
    return {
        "text": base,
        "heading1": ParagraphStyle(
            "heading1", fontSize=big, leading=big * 1.2, spaceBefore=14, **head
        ),
        "heading2": ParagraphStyle(
            "heading2", fontSize=middle, leading=middle * 1.2, spaceBefore=8, **head
        ),
        "list": ParagraphStyle("list", parent=base, leftIndent=16, spaceAfter=4),
        "box": ParagraphStyle(
            "box", parent=base, backColor=colors.HexColor("#eef2f7"), borderPadding=6
        ),
        "cell": ParagraphStyle("cell", **plain | {"fontSize": layout.size - 1.5}),
        "title": ParagraphStyle("title", fontSize=26, leading=32, **head),
        "contents": ParagraphStyle("contents", fontSize=big, leading=big * 2, **head),
    }


def story_of(source: Source) -> list[Flowable]:
    """Lay a source out as flowables: cover, contents, then the text."""
    layout = LAYOUTS[source.meta["layout"]]
    styles = styles_of(layout)
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [
        ParagraphStyle(f"toc{i}", fontName=layout.font, fontSize=10, leftIndent=14 * i)
        for i in range(2)
    ]
    story: list[Flowable] = [
        Paragraph(inline(source.meta["title"], layout), styles["title"]),
        NextPageTemplate("contents"),
        PageBreak(),
        Paragraph("Sommaire", styles["contents"]),
        contents,
        NextPageTemplate("body"),
        PageBreak(),
    ]
    for block in source.blocks:
        story.extend(_flowables(block, layout, styles))
    return story


def _flowables(
    block: Block, layout: Layout, styles: dict[str, ParagraphStyle]
) -> Iterator[Flowable]:
    if block.kind == "table":
        yield _table(block, layout, styles["cell"])
        yield Spacer(1, layout.size)
    elif block.kind in {"bullets", "numbers"}:
        for line in block.lines:
            mark, text = line.split(" ", 1)
            mark = "•" if mark == "-" else mark
            yield Paragraph(inline(text, layout), styles["list"], bulletText=mark)
        yield Spacer(1, layout.size * 0.5)
    else:
        text = re.sub(r"^(#+|>) ", "", " ".join(block.lines))
        yield Paragraph(inline(text, layout), styles[block.kind])
        if block.kind == "box":
            yield Spacer(1, layout.size)


def _table(block: Block, layout: Layout, style: ParagraphStyle) -> Table:
    rows = [
        [
            Paragraph(inline(cell.strip(), layout), style)
            for cell in line.split("|")[1:-1]
        ]
        for line in block.lines
        if not re.fullmatch(r"\|[-| ]+\|", line)
    ]
    wide = (WIDTH - 4.4 * cm) / len(rows[0])
    table = Table(rows, colWidths=[wide] * len(rows[0]), repeatRows=1)
    grid = ("GRID", (0, 0), (-1, -1), 0.4, colors.grey)
    head = ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#dde5ef"))
    table.setStyle(TableStyle([grid, head, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def register_fonts() -> None:
    """Make the Vera family known; it ships with reportlab and holds the ligatures.

    Raises:
        SourceError: pyphen has no French dictionary, so lines would break elsewhere.
    """
    if HYPHENATION_LANGUAGE not in pyphen.LANGUAGES:
        raise SourceError(f"pyphen has no dictionary for {HYPHENATION_LANGUAGE}")
    for name in ("Vera", "VeraBd", "VeraIt"):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt")


def build(source_path: Path, target: Path) -> int:
    """Write one PDF and return its number of pages.

    Raises:
        SourceError: the source holds something this script cannot set.
        OSError: the source cannot be read or the target cannot be written.
    """
    register_fonts()
    source = read_source(source_path)
    report = Report(target, source)
    report.multiBuild(story_of(source), canvasmaker=NotedCanvas)
    return report.total_pages


def main() -> None:
    """Build every source into the folder asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--out", type=Path, default=PDF_FOLDER)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for source in sorted((PDF_FOLDER / "sources").glob("*.md")):
        target = out / f"{source.stem}.pdf"
        pages = build(source, target)
        print(f"{target}: {pages} pages, {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
