"""Measures how many words of office files survive reading, against their own XML.

    python -m benchmarks.office_words FOLDER [--save]

The truth is taken from the XML by rules of its own, far simpler than those of the
readers: every text that is shown, net of what is hidden or deleted. Words of charts
are counted apart. ``leaked`` are words that stand in hidden or deleted text alone and
in what was read nevertheless. Files are read as ``gtnum ingest`` does it.
"""

import argparse
import posixpath
import re
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from benchmarks.measuring import save
from ingest.errors import IngestError
from ingest.isolation.pool import ReaderPool, ReadingJob
from ingest.limits import Limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
TEXT = f"{{{_OASIS}:text:1.0}}"
OFFICE = f"{{{_OASIS}:office:1.0}}"
_WORD = re.compile(r"\w+")
_ENTITY = re.compile(r"&\w+;")
_ON = "not(@w:val='0' or @w:val='false' or @w:val='off')"
_HIDDEN_RUN = (
    f"ancestor-or-self::w:r[w:rPr/w:vanish[{_ON}]] or ancestor::w:del or "
    "ancestor::w:moveFrom or ancestor::w:tr[w:trPr/w:del or w:trPr/w:hidden] or "
    "ancestor::w:tc[w:tcPr/w:cellDel] or self::w:delText"
)
_SPACES = {"w": W[1:-1], "mc": MC[1:-1], "t": TEXT[1:-1], "o": OFFICE[1:-1]}


@dataclass(slots=True)
class Truth:
    """What a file holds: texts that are shown, of charts, and hidden ones."""

    shown: list[str] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Sums over the files of one format."""

    files: int = 0
    read: int = 0
    words: int = 0
    kept: int = 0
    chart_words: int = 0
    chart_kept: int = 0
    leaked: int = 0
    worst: list[tuple[int, str, str]] = field(default_factory=list)


def words(texts: list[str]) -> Counter[str]:
    """Return how often each word stands in texts; numbers as people write them."""
    text = unicodedata.normalize("NFC", "\n".join(texts)).replace("\u00ad", "")
    return Counter(_WORD.findall(text.casefold()))


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        return etree.fromstring(archive.read(name), parser)
    except (KeyError, etree.LxmlError, ValueError):
        return None


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    root = _xml(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {}
    for element in () if root is None else root:
        target = posixpath.normpath(
            posixpath.join("/", folder, element.get("Target") or "")
        )[1:]
        kind = (element.get("Type") or "").rpartition("/")[2]
        found[element.get("Id") or ""] = (kind, target)
    return found


def _word_texts(root: etree._Element, truth: Truth) -> None:
    for paragraph in root.iter(f"{W}p"):
        seen, hidden = "", ""
        for piece in paragraph.iter(f"{W}t", f"{W}delText", f"{W}tab", f"{W}br"):
            nearest = next(piece.iterancestors(f"{W}p"), None)
            if nearest is not paragraph or piece.xpath(
                "ancestor::mc:Fallback", namespaces=_SPACES
            ):
                continue
            text = piece.text or " "
            if piece.xpath(f"boolean({_HIDDEN_RUN})", namespaces=_SPACES):
                hidden += text
            else:
                seen += text
        truth.shown.append(seen)
        truth.hidden.append(hidden)


_AGAIN = (
    "boolean(ancestor::*[self::c:cat or self::c:xVal]"
    "/parent::c:ser/preceding-sibling::c:ser)"
)
"""The names of categories are repeated in every series; people see them once."""


def _chart(root: etree._Element | None, truth: Truth) -> None:
    if root is None:
        return
    for paragraph in root.iter(f"{A}p"):
        truth.charts.append("".join(t.text or "" for t in paragraph.iter(f"{A}t")))
    for value in root.iter(f"{C}v"):
        if value.xpath(_AGAIN, namespaces={"c": C[1:-1]}):
            continue
        text = (value.text or "").strip()
        try:
            truth.charts.append(f"{float(text):.15g}" if "." in text else text)
        except ValueError:
            truth.charts.append(text)


def word_truth(archive: zipfile.ZipFile) -> Truth:
    """Return what the body and the called notes of a Word document hold."""
    truth = Truth()
    root = _xml(archive, "word/document.xml")
    if root is None:
        return truth
    _word_texts(root, truth)
    targets = _targets(archive, "word/document.xml")
    for kind, target in targets.values():
        if kind in ("footnotes", "endnotes"):
            notes = _xml(archive, target)
            called = {
                element.get(f"{W}id")
                for element in root.iter(f"{W}{kind[:-1]}Reference")
            }
            for note in () if notes is None else notes:
                if note.get(f"{W}id") in called:
                    _word_texts(note, truth)
    for chart in root.iter(f"{C}chart"):
        _, target = targets.get(chart.get(f"{R}id") or "", ("", ""))
        _chart(_xml(archive, target), truth)
    return truth


def slide_truth(archive: zipfile.ZipFile) -> Truth:
    """Return what the slides that are shown hold, and those that are hidden."""
    truth = Truth()
    root = _xml(archive, "ppt/presentation.xml")
    targets = _targets(archive, "ppt/presentation.xml")
    for slide in () if root is None else root.iter(f"{P}sldId"):
        _, name = targets.get(slide.get(f"{R}id") or "", ("", ""))
        tree = _xml(archive, name)
        if tree is None:
            continue
        is_hidden = tree.get("show") in ("0", "false")
        for paragraph in tree.iter(f"{A}p"):
            if paragraph.xpath("ancestor::mc:Fallback", namespaces=_SPACES):
                continue
            pieces = paragraph.iter(f"{A}t", f"{A}br")
            text = "".join(p.text or " " for p in pieces)
            (truth.hidden if is_hidden else truth.shown).append(text)
        for kind, target in _targets(archive, name).values():
            if kind == "chart" and not is_hidden:
                _chart(_xml(archive, target), truth)
    return truth


_OPEN_OUT = (
    "ancestor::t:tracked-changes or ancestor::o:annotation or "
    "ancestor::t:section[@t:display='none']"
)
_OPEN_BREAKS = {f"{OFFICE}annotation"} | {
    f"{TEXT}{name}" for name in ("p", "h", "note-citation", "s", "tab", "line-break")
}


def open_truth(archive: zipfile.ZipFile) -> Truth:
    """Return what the paragraphs of an OpenDocument text hold."""
    truth = Truth()
    root = _xml(archive, "content.xml")
    body = None if root is None else root.find(f"{OFFICE}body")
    for paragraph in () if body is None else body.iter(f"{TEXT}p", f"{TEXT}h"):
        if paragraph.xpath(f"boolean({_OPEN_OUT})", namespaces=_SPACES):
            truth.hidden.append("".join(paragraph.itertext()))
        else:
            truth.shown.append("".join(_open_pieces(paragraph)))
    return truth


def _open_pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in _OPEN_BREAKS:
            yield " "
        else:
            yield from _open_pieces(child)
        yield child.tail or ""


def book_truth(archive: zipfile.ZipFile) -> Truth:
    """Return what the pages in the spine of a book hold."""
    truth = Truth()
    container = _xml(archive, "META-INF/container.xml")
    files = () if container is None else container.iter("{*}rootfile")
    place = next((f.get("full-path") or "" for f in files), "")
    package = _xml(archive, place)
    if package is None:
        return truth
    items = {i.get("id"): i.get("href") or "" for i in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        href = items.get(reference.get("idref"), "")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(place), href))
        page = _xml(archive, name)
        for body in () if page is None else page.iter("{*}body"):
            etree.strip_elements(body, "{*}script", "{*}style", with_tail=False)
            truth.shown += [_ENTITY.sub(" ", text) for text in body.itertext()]
    return truth


_TRUTHS: dict[str, Callable[[zipfile.ZipFile], Truth]] = {
    ".docx": word_truth,
    ".docm": word_truth,
    ".dotx": word_truth,
    ".pptx": slide_truth,
    ".odt": open_truth,
    ".epub": book_truth,
}


def measure(path: Path, pool: ReaderPool, tally: Tally) -> None:
    """Read one file and add its words to the sums."""
    try:
        with zipfile.ZipFile(path) as archive:
            truth = _TRUTHS[path.suffix](archive)
    except (zipfile.BadZipFile, OSError):
        return
    tally.files += 1
    job = ReadingJob(f"b/{path.name}", "b", path.name, path=path)
    try:
        document = pool.read(job).record.document
        text, state = document.text, "read"
        tally.read += 1
    except IngestError as error:
        text, state = "", type(error).__name__
    got, shown = words([text]), words(truth.shown)
    charts = words(truth.charts)
    kept = (shown & got).total()
    tally.words += shown.total()
    tally.kept += kept
    tally.chart_words += charts.total()
    tally.chart_kept += (charts & (got - shown)).total()
    secret = words(truth.hidden)
    tally.leaked += sum(
        1 for word in secret if word in got and not shown[word] and not charts[word]
    )
    if lost := shown.total() - kept:
        missing = " ".join(list((shown - got).elements())[:12])
        tally.worst.append((lost, path.name, f"{state}: {missing}"))


def main() -> None:
    """Read a folder and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--save", action="store_true", help="keep the result")
    arguments = parser.parse_args()
    tallies: dict[str, Tally] = defaultdict(Tally)
    with ReaderPool(Limits(), workers=1) as pool:
        for path in sorted(arguments.folder.rglob("*")):
            if path.suffix in _TRUTHS:
                measure(path, pool, tallies[path.suffix])
    result = {}
    heads = "".join(f"{head:>9}" for head in ("words", "kept", "charts", "leaked"))
    print(f"{'format':8}{'files':>6}{'read':>6}{heads}")
    for ending, tally in sorted(tallies.items()):
        share = tally.kept / tally.words if tally.words else 1.0
        charts = tally.chart_kept / tally.chart_words if tally.chart_words else 1.0
        print(
            f"{ending:8}{tally.files:6}{tally.read:6}{tally.words:9}"
            f"{share:9.2%}{charts:9.2%}{tally.leaked:9}"
        )
        for lost, name, missing in sorted(tally.worst, reverse=True)[:8]:
            print(f"    -{lost} {name} ({missing})")
        result[ending[1:]] = {
            "files": tally.files,
            "read": tally.read,
            "words": tally.words,
            "kept": round(share, 5),
            "chart_words": tally.chart_words,
            "charts_kept": round(charts, 5),
            "leaked": tally.leaked,
        }
    if arguments.save:
        print(save("office_words", {"formats": result}))


if __name__ == "__main__":
    main()
