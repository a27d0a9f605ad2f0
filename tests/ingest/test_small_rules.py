"""Records, reports, ledgers and limits of reading where their rules begin and end."""

import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.composition import compose
from ingest.drafts import read_draft
from ingest.errors import (
    IngestError,
    MalformedContent,
    NoText,
    SourceError,
    TooLarge,
    UnsupportedContent,
)
from ingest.file_reading import Reading, read_file
from ingest.identifiers import document_identifier, slug, unique_identifier
from ingest.isolation.pool import PartsResult, ReadResult
from ingest.isolation.wire import decode_record, encode_record
from ingest.keeper import Keeper, as_before, keep_contents, with_old_document
from ingest.ledger import UNSETTLED, Change, Ledger, LedgerEntry, settled_mtime
from ingest.limits import Limits
from ingest.losses import loss_words, merged
from ingest.options import ReadingOptions
from ingest.outcomes import FAILED_STATES, Outcome, State
from ingest.pipeline import Pipeline
from ingest.read_text import OCR, Found, Heading, ReadPage, ReadText
from ingest.reading_cache import ReadingCache
from ingest.report import EXIT_DOCUMENTS_FAILED, EXIT_DONE, Report
from ingest.safe_xml import parse_xml, refuse_declarations, refuse_doctype
from ingest.soft_deadline import SoftDeadline, soft_deadline
from ingest.sources.source_files import FoundFile
from ingest.texts.chunking import Chunking
from ontology.model import DocumentRecord, Hyperlink, Source
from ontology.structure import Block, BlockKind, Loss, LossKind

PDF = Source("c/a.pdf", "application/pdf", 1, "0" * 64)


def composed(*pages, source=PDF, **fields):
    made = tuple(p if isinstance(p, ReadPage) else ReadPage(p, "x") for p in pages)
    read = ReadText(made, is_final=fields.pop("is_final", True), **fields)
    return compose(read, source, "c", chunking=Chunking())


def sections(text, *headings):
    pages = text if isinstance(text, tuple) else (text,)
    made = composed(*pages, headings=headings)
    return [(s.title, s.start) for s in made.record.document.sections]


@pytest.mark.parametrize(
    ("text", "title", "start"),
    [
        ("a\nTitre\nb", "Titre", 2),
        ("a\n1. Titre :\nb", "Titre", 2),
        ("a\nTitre et suite\nb", "Titre", 2),
        ("a\nrien\nb", "Titre", 0),
        ("a\nTitre", " Titre ", 2),
        (f"a\nTitre{'x' * 40}", "Titre", 2),
        (f"a\nTitre{'x' * 41}", "Titre", 0),
        (f"a\nTitre{'.' * 85}", "Titre", 2),
        (f"a\nTitre{'.' * 86}", "Titre", 0),
        ("a\n!!", "!!", 0),
    ],
)
def test_a_heading_is_found_on_its_page(text, title, start):
    found = sections(text, Heading(title, 1, 0))
    assert found == [(" ".join(title.split()), start)]


def test_headings_are_found_in_their_order_and_on_pages_that_exist():
    twice = Heading("Un", 1, 0)
    assert sections("Un\nDeux\nUn", twice, Heading("Deux", 1, 0), twice) == [
        ("Un", 0), ("Deux", 3), ("Un", 8),
    ]  # fmt: skip
    pages = ("Un", "Deux")
    for page, count in ((-1, 0), (0, 1), (1, 1), (2, 0)):
        assert len(sections(pages, Heading("T", 1, page))) == count
    assert sections(pages, Heading("Deux", 1, 1)) == [("Deux", 3)]
    assert sections(pages, Heading(" ", 1, 0)) == []


def test_a_record_says_how_whole_it_is():
    made = composed("Texte", notes=("n",))
    assert (made.state, made.message, made.remedy) == (State.OK, "n", "")
    lost = composed("Texte", losses=(Loss(LossKind.UNREAD_PAGE, 1, (3,)),))
    assert lost.state is State.OK_PARTIAL
    assert lost.message == "1 page illisible : 3"
    assert "Exportez" in lost.remedy
    read = composed(ReadPage("a", OCR), ReadPage("b", "x"))
    assert (read.state, read.engines) == (State.OK_OCR, {OCR: 1, "x": 1})
    whole = composed(ReadPage("a", "x", furniture=("h", "p")))
    assert (whole.state, whole.message) == (State.OK, "")
    assert whole.record.document.losses == (Loss(LossKind.FURNITURE, 2),)
    assert composed("a").record.document.losses == ()
    with pytest.raises(NoText, match="aucun texte"):
        composed("", "")
    assert composed("", "a").record.document.text == "\fa"


def test_blocks_and_pages_have_offsets_of_the_document():
    inner = (Block(BlockKind.TABLE, 0, 3), Block(BlockKind.CELL, 0, 3, parent=0))
    first = ReadPage("abc", "x", blocks=inner)
    made = composed(first, ReadPage("def", "x", "ii", blocks=inner))
    blocks = made.record.document.blocks
    assert [(b.start, b.end, b.parent) for b in blocks] == [
        (0, 3, None), (0, 3, 0), (4, 7, None), (4, 7, 2),
    ]  # fmt: skip
    pages = made.record.document.pages
    assert [(p.number, p.start, p.end, p.label) for p in pages] == [
        (1, 0, 3, None), (2, 4, 7, "ii"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("media_type", "is_paged", "doi"),
    [
        ("text/html", False, None),
        ("text/html", True, "10.4000/a"),
        ("application/msword", False, "10.4000/a"),
        ("application/rtf", False, "10.4000/a"),
        ("application/vnd.oasis.opendocument.text", False, "10.4000/a"),
    ],
)
def test_only_documents_of_paper_have_covers(media_type, is_paged, doi):
    source = replace(PDF, media_type=media_type)
    made = composed("Titre\nDOI : 10.4000/a", source=source, is_paged=is_paged)
    assert made.record.document.doi == doi


def test_a_record_survives_the_wire():
    cell = Block(
        BlockKind.CELL, 0, 3, row=1, column=2, row_span=3, column_span=4, is_header=True
    )
    note = Block(BlockKind.NOTE, 0, 3, level=2, label="1")
    page = ReadPage("abc", "x", "i", 0.5, blocks=(note, cell), furniture=("h",))
    record = composed(page, found=(Found("authors", "Anne Un", "feed"),)).record
    link = Hyperlink(0, 2, "https://a.example/")
    record = replace(record, hyperlinks=(link,))
    values = json.loads(json.dumps(encode_record(record)))
    assert decode_record(values) == record
    other = decode_record(values, identifier="b")
    assert {p.identifier for p in other.passages} == {"b.0"}
    assert other.hyperlinks == (link,)
    kept_before = {key: one for key, one in values.items() if key != "hyperlinks"}
    assert decode_record(kept_before).hyperlinks == ()
    with pytest.raises(KeyError):
        decode_record({})


# Identifiers


@pytest.mark.parametrize(
    ("text", "longest", "made"),
    [
        ("abcd-ef", 7, "abcd-ef"),
        ("abcd-efgh", 7, "abcd"),
        ("abcde-fgh", 8, "abcde"),
        ("abcd-efgh", 8, "abcd-efg"),
        ("abcdefghi", 8, "abcdefgh"),
        ("abcdefgh-i", 8, "abcdefgh"),
    ],
)
def test_a_slug_ends_at_its_length(text, longest, made):
    assert slug(text, longest=longest) == made


def test_identifiers_have_lengths():
    assert len(slug("a" * 99)) == 60
    assert document_identifier("c/x", "a" * 81) == "a" * 80
    assert document_identifier("c/a.xml#part-2").startswith("a-part-2-")
    made = unique_identifier("a" * 71 + "b" * 9, "c/x")
    assert made.startswith("a" * 71 + "-")
    assert unique_identifier("court", "c/x").startswith("court-")


# Reports


def test_a_report_counts_what_was_read():
    report = Report(
        [
            Outcome("a", State.OK, document="a", pages=2, passages=3, size_bytes=4,
                    mentions=5, engines={"x": 1}),
            Outcome("b", State.OK, pages=9, contained=1),
            Outcome("b#c", State.OK_OCR, document="c", pages=1, container="b",
                    engines={"x": 2, "w": 1}),
            Outcome("d", State.MALFORMED, "abîmé"),
            Outcome("e", State.UNCHANGED, document="e", pages=7),
        ]
    )  # fmt: skip
    totals = report.totals()
    assert totals["totals"] == {
        "sources": 4, "read": 2, "failed": 1, "pages": 3, "passages": 3, "mentions": 5,
        "bytes": 4, "seconds": 0,
    }  # fmt: skip
    assert totals["engines"] == {"w": 1, "x": 3}
    assert totals["states"] == {"ok": 2, "ok_ocr": 1, "unchanged": 1, "malformed": 1}
    assert report.exit_code == EXIT_DOCUMENTS_FAILED == 1
    assert [one.uri for one in report.failed] == ["d"]
    assert Report().exit_code == EXIT_DONE == 0
    assert report.summary_rows()[0] == ("lu", "2", "")
    assert [row[0] for row in report.problem_rows()] == ["b#c", "d"]
    assert [row[0] for row in report.problem_rows(1)] == ["b#c"]
    text = "".join(report.write_json(before={"a": 1}, after={"z": [2]}))
    assert json.loads(text) == {"a": 1, **report.to_json(), "z": [2]}
    empty = "".join(Report().write_json(before={}, after={}))
    assert json.loads(empty) == Report().to_json()


@pytest.mark.parametrize("state", State)
def test_states_have_words_and_failures_a_remedy(state):
    assert state.label
    assert state.is_failure is (state in FAILED_STATES)
    assert not state.is_failure or state.remedy
    is_read = state in (State.OK, State.OK_PARTIAL, State.OK_OCR)
    assert state.is_read is is_read
    assert not (is_read and state.is_failure)
    listed = Report([Outcome("a", state)]).problem_rows()
    quiet = {"ok", "unchanged", "removed", "planned", "planned_again", "withdrawn"}
    assert bool(listed) is (state.value not in quiet)


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (Loss(LossKind.UNREAD_PAGE, 10, tuple(range(10))),
         "10 pages illisibles : 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"),
        (Loss(LossKind.CHART, 2, (1, 2)), "2 graphiques non lus : pages 1, 2"),
        (Loss(LossKind.CHART, 1, detail="x"), "1 graphique non lu : x"),
        (Loss(LossKind.CHART, 1), "1 graphique non lu"),
    ],
)  # fmt: skip
def test_a_loss_is_said_with_its_pages(loss, words):
    assert loss_words(loss) == words


def test_details_of_losses_are_said_once():
    one = Loss(LossKind.CHART, 1, detail="x")
    assert merged([one, one, Loss(LossKind.CHART, 1)])[0].detail == "x"
    assert merged([]) == ()


# Ledger and keeper


def entry(uri="c/a", **fields):
    values = {
        "collection": "c", "sha256": "0" * 64, "size_bytes": 5, "mtime_ns": 7,
        "state": State.OK, "reader": "1",
    }  # fmt: skip
    return LedgerEntry(uri, **values | fields)


def ledger_of(*entries):
    made = Ledger()
    for one in entries:
        made.put(one)
    return made


@pytest.mark.parametrize(
    ("known", "options", "change"),
    [
        ({}, {}, Change.SAME),
        ({}, {"trust_mtime": False}, Change.PERHAPS),
        ({"mtime_ns": 8}, {}, Change.PERHAPS),
        ({"mtime_ns": UNSETTLED}, {}, Change.PERHAPS),
        ({"size_bytes": 6}, {}, Change.CHANGED),
        ({"reader": "2"}, {}, Change.CHANGED),
        ({"fingerprint": "f"}, {}, Change.CHANGED),
        ({"conditions": "x"}, {}, Change.CHANGED),
        ({"conditions": "x"}, {"conditions": ["x"]}, Change.SAME),
    ],
)
def test_a_source_is_compared_by_all_that_is_known(known, options, change):
    ledger = ledger_of(entry(**known))
    found = FoundFile(Path("a"), "c/a", 5, 7)
    options = {"reader": "1", "trust_mtime": True} | options
    assert ledger.compare(found, **options) is change
    assert ledger.compare(replace(found, uri="c/b"), **options) is Change.NEW


def test_a_ledger_forgets_only_what_is_its_own():
    ledger = ledger_of(entry("c/a", document="d"), entry("c/b", document="d"))
    ledger.forget("c/a")
    assert ledger.owner("d") == "c/b"
    ledger.forget("c/b")
    ledger.forget("c/b")
    assert (ledger.owner("d"), len(ledger)) == (None, 0)
    parts = ledger_of(entry("c/x#b", container="c/x"), entry("c/x#a", container="c/x"))
    assert [one.uri for one in parts.parts_of("c/x")] == ["c/x#a", "c/x#b"]
    parts.forget("c/x#a")
    assert [one.uri for one in parts.parts_of("c/x")] == ["c/x#b"]
    other = ledger_of(entry("c/a"), entry("d/a", collection="d"))
    assert [one.uri for one in other.of_collection("d")] == ["d/a"]


def test_a_time_of_change_is_trusted_after_two_seconds(monkeypatch):
    monkeypatch.setattr("time.time_ns", lambda: 10**10)
    assert settled_mtime(8 * 10**9) == 8 * 10**9
    assert settled_mtime(8 * 10**9 + 1) == UNSETTLED
    assert settled_mtime(2 * 10**10) == UNSETTLED


HEADER = '{"format": "gtnum-ledger", "version": 3, "entries": 1}'


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        ("", 1, "en-tête illisible"),
        ("[]", 1, "en-tête illisible"),
        (HEADER.replace("3", "4"), 1, "version 4"),
        (HEADER + "\n{}", 2, "illisible"),
        (HEADER + '\n{"z": 1}', 2, "inattendus"),
        (HEADER, 1, "1 lignes"),
    ],
)
def test_a_damaged_ledger_names_its_line(tmp_path, content, line, why):
    (tmp_path / "l").write_text(content)
    with pytest.raises(IngestError, match=f"ligne {line} : .*{why}"):
        Ledger.load(tmp_path / "l")
    (tmp_path / "l").write_bytes(b"\xff")
    with pytest.raises(IngestError, match="ligne 0"):
        Ledger.load(tmp_path / "l")


@pytest.mark.parametrize("version", [1, 2, 3])
def test_earlier_ledgers_are_read(tmp_path, version):
    header = {"format": "gtnum-ledger", "version": version, "entries": 0}
    (tmp_path / "l").write_text(json.dumps(header))
    assert len(Ledger.load(tmp_path / "l")) == 0


def keeper(ledger, sinks=(), linker=None, **fields):
    options = {"limits": Limits(), "options": ReadingOptions()} | fields
    return Keeper(ledger, "1", linker=linker, sinks=sinks, **options)


FILE = FoundFile(Path("/c/a"), "c/a", 5, 7)


def record(text="Texte du document."):
    return composed(text).record


def reading(state=State.OK, result=None, **fields):
    values = {"contents": None, "message": "", "seconds": 1.0} | fields
    return Reading(PDF, result, state=state, **values)


def test_a_document_is_written_once_under_an_identifier_of_its_own(sink):
    made = record()
    name = made.document.identifier
    ledger = ledger_of(entry("c/z", document=name), entry("c/a", document="vieux"))
    result = ReadResult(made, State.OK, "", {"x": 1})
    (outcome,) = keeper(ledger, [sink]).keep(
        FILE, reading(result=result), remove_vanished=False
    )
    assert outcome.document == unique_identifier(name, "c/a") != name
    assert sink.calls == [("remove", "vieux"), ("write", outcome.document)]
    assert (outcome.seconds, outcome.pages, outcome.passages) == (1.0, 1, 1)
    known = ledger.get("c/a")
    assert (known.document, known.reader, known.conditions) == (
        outcome.document,
        "1",
        "",
    )
    sink.calls.clear()
    list(
        keeper(ledger, [sink]).keep(FILE, reading(result=result), remove_vanished=False)
    )
    assert sink.calls == [("write", outcome.document)]


@pytest.mark.parametrize(
    ("state", "wants_ocr", "condition"),
    [
        (State.TIMEOUT, False, "limits"),
        (State.TOO_LARGE, False, "limits"),
        (State.NO_TEXT, False, "ocr"),
        (State.UNSUPPORTED, False, "ocr"),
        (State.OK_PARTIAL, True, "ocr"),
        (State.OK_PARTIAL, False, ""),
        (State.MALFORMED, False, ""),
    ],
)
def test_a_state_depends_on_a_setting(state, wants_ocr, condition):
    made = keeper(Ledger()).condition(state, wants_ocr=wants_ocr)
    assert made.partition("=")[0] == condition


def test_a_failure_keeps_the_document_of_the_good_version():
    ledger = ledger_of(entry("c/a", document="d", title="T", pages=3, passages=4))
    failed = reading(State.MALFORMED, message="abîmé", remedy="r")
    (outcome,) = keeper(ledger).keep(FILE, failed, remove_vanished=False)
    assert outcome.document == "d"
    assert outcome.message == "abîmé ; la version précédente reste dans la bibliothèque"
    known = ledger.get("c/a")
    assert (known.document, known.pages, known.remedy) == ("d", 3, "r")
    fresh = Ledger()
    (outcome,) = keeper(fresh).keep(FILE, failed, remove_vanished=False)
    assert (outcome.message, outcome.document) == ("abîmé", None)
    for gone in (reading(State.UNREADABLE), replace(failed, source=None)):
        fresh = Ledger()
        list(keeper(fresh).keep(FILE, gone, remove_vanished=False))
        assert len(fresh) == 0
    assert with_old_document(entry(), None) == entry()
    assert with_old_document(entry(), entry(title="T")) == entry()


def test_an_unchanged_source_is_told_as_it_was():
    failed = as_before(entry(state=State.MALFORMED, remedy="r", message="m"))
    assert (failed.state, failed.remedy, failed.message) == (State.MALFORMED, "r", "m")
    read = as_before(entry(state=State.OK_PARTIAL, remedy="r"))
    assert (read.state, read.remedy) == (State.UNCHANGED, "")


def test_a_file_of_several_says_what_it_holds(sink):
    ledger = ledger_of(
        entry("c/a", document="vieux"),
        entry("c/a#x", container="c/a", document="x"),
        entry("c/a#y", container="c/a", document="y"),
    )
    left_out = {"y": "brouillon", "z": "privé", "w": "privé"}
    contents = PartsResult("T", (), frozenset({"x"}), left_out)
    given = reading(contents=contents)
    own, same, gone = keep_contents(
        keeper(ledger, [sink]), FILE, given, remove_vanished=False
    )
    said = "1 document(s) ; 3 laissé(s) de côté (privé : 2, brouillon : 1)"
    assert own.message == said
    assert (own.state, own.contained, own.title) == (State.OK, 1, "T")
    assert same.state is State.UNCHANGED
    assert (gone.state, gone.message) == (
        State.VANISHED, "laissé de côté à présent : brouillon",
    )  # fmt: skip
    assert ledger.get("c/a#y").state is State.VANISHED
    assert sink.calls == [("remove", "vieux")]
    empty = reading(contents=PartsResult("", ()))
    own, *rest = keep_contents(
        keeper(ledger, [sink]), FILE, empty, remove_vanished=True
    )
    assert (own.state, own.message, own.title) == (
        State.NO_TEXT, "aucun document publié", None,
    )  # fmt: skip
    assert [one.state for one in rest] == [State.REMOVED] * 2
    assert [one.message for one in rest] == ["", ""]


# Files on their way


class Readers:
    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def read(self, job):
        self.asked.append(job)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    read_parts = read


def read_one(path, answer=None, **limits):
    readers = Readers(answer or ReadResult(record(), State.OK_PARTIAL, "m", {}))
    found = FoundFile(
        path, f"c/{path.name}", path.stat().st_size if path.exists() else 0
    )
    made = read_file(
        found, "c", readers, limits=Limits(**limits), chunking=Chunking(), known={}
    )
    return made, readers.asked


def test_a_file_is_asked_for_where_a_reader_takes_it(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("abcde")
    made, (job,) = read_one(path)
    assert (made.state, made.message, made.source.size_bytes) == (
        State.OK_PARTIAL, "m", 5,
    )  # fmt: skip
    assert (job.uri, job.name, job.media_type) == ("c/a.txt", "a.txt", "text/plain")
    assert read_one(path, size_bytes=5)[0].state is State.OK_PARTIAL
    large, asked = read_one(path, size_bytes=4)
    assert (large.state, asked) == (State.TOO_LARGE, [])
    path.write_text("")
    empty, asked = read_one(path)
    assert (empty.state, empty.message, asked) == (
        State.NO_TEXT,
        "le fichier est vide",
        [],
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert read_one(path)[0].state is State.UNSUPPORTED
    path.unlink()
    gone, asked = read_one(path)
    assert (gone.state, gone.source, asked) == (State.UNREADABLE, None, [])


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (MalformedContent("m", remedy="r"), State.MALFORMED),
        (TooLarge("m", remedy="r"), State.TOO_LARGE),
        (UnsupportedContent("m", remedy="r"), State.UNSUPPORTED),
        (SourceError("m", remedy="r"), State.UNREADABLE),
    ],
)
def test_what_keeps_a_file_from_being_read_is_its_state(tmp_path, error, state):
    (tmp_path / "a.txt").write_text("a")
    made, _ = read_one(tmp_path / "a.txt", error)
    assert (made.state, made.message, made.remedy) == (state, "m", "r")
    assert made.result is made.contents is None


def test_a_draft_has_a_name_and_a_type_that_is_trusted_where_it_can_be():
    pool = Readers(ReadResult(record(), State.OK, "", {}))
    assert isinstance(read_draft(b"a", pool=pool), DocumentRecord)
    read_draft(b"a", name="n", media_type="text/html", pool=pool)
    read_draft(b"a", media_type="image/png", pool=pool)
    assert [(job.uri, job.media_type) for job in pool.asked] == [
        ("draft/brouillon", ""), ("draft/n", "text/html"), ("draft/brouillon", ""),
    ]  # fmt: skip


def test_a_source_nobody_knows_cannot_be_removed(sink):
    ledger = ledger_of(
        entry("c/x", sha256="1" * 64),
        entry("c/x#a", container="c/x", document="a"),
        entry("c/x#b", container="c/x", document="b"),
    )
    pipeline = Pipeline(sinks=[sink], ledger=ledger, options=ReadingOptions())
    with pytest.raises(SourceError, match="n’est pas dans la bibliothèque"):
        pipeline.remove("c/rien")
    assert pipeline.remove("c/x#a").state is State.REMOVED
    assert (ledger.get("c/x").sha256, ledger.get("c/x").mtime_ns) == ("", UNSETTLED)
    assert pipeline.remove("c/x").uri == "c/x"
    assert (len(ledger), sink.calls) == (0, [("remove", "a"), ("remove", "b")])


def test_a_plan_says_what_would_be_done(tmp_path, sink):
    for name in "ab":
        (tmp_path / name).write_text("Texte.")
    ledger = ledger_of(entry("c/a", size_bytes=1), entry("c/z", document="z"))
    pipeline = Pipeline(sinks=[sink], ledger=ledger, options=ReadingOptions())
    steps = []
    plan = pipeline.run(
        tmp_path, collection="c", dry_run=True, remove_vanished=True,
        progress=steps.append,
    )  # fmt: skip
    assert [(one.uri, one.state, one.message) for one in plan] == [
        ("c/a", State.PLANNED_AGAIN, ""),
        ("c/b", State.PLANNED, ""),
        ("c/z", State.VANISHED, "serait retiré"),
    ]
    assert [(step.done, step.total) for step in steps] == [(1, 3), (2, 3), (3, 3)]
    kept = pipeline.run(tmp_path, collection="c", dry_run=True)
    assert [one.message for one in kept] == ["", "", ""]
    only = pipeline.run(tmp_path, collection="c", dry_run=True, only={"c/b"})
    assert [one.uri for one in only] == ["c/b"]
    single = pipeline.run(tmp_path / "b", collection="c", dry_run=True)
    assert [one.uri for one in single] == ["c/b"]
    assert (sink.calls, len(ledger)) == ([], 2)


# Settings and small tools


def test_limits_of_a_document_are_its_condition():
    plain = Limits().fingerprint
    assert plain.startswith("limits={")
    assert replace(Limits(), files=1, depth=1).fingerprint == plain
    assert replace(Limits(), pages=1).fingerprint != plain
    assert Limits().to_json()["wall_seconds"] == 120.0


@pytest.mark.parametrize(
    ("fields", "fingerprint"),
    [
        ({}, "ocr=off;office=off"),
        ({"tesseract": "t"}, "ocr=tesseract;office=off"),
        ({"tesseract": "t", "ocr": False}, "ocr=off;office=off"),
        ({"soffice": "s"}, "ocr=off;office=soffice"),
        (
            {"soffice": "s", "has_office_library": True},
            "ocr=off;office=soffice+kreuzberg",
        ),
    ],
)
def test_options_say_what_readers_may_use(fields, fingerprint):
    options = ReadingOptions(**fields)
    assert options.fingerprint == fingerprint
    assert options.can_recognise is ("tesseract" in fingerprint)


def test_without_recognition_no_program_is_looked_for():
    assert ReadingOptions.found(ocr=False).tesseract == ""


def test_a_soft_deadline_ends_only_its_block():
    with pytest.raises(SoftDeadline), soft_deadline(0):
        threading.Event().wait(20)
    with soft_deadline(20):
        pass
    done = []
    thread = threading.Thread(target=lambda: done.append(soft_deadline(0).__enter__()))
    thread.start()
    thread.join()
    assert done == [None]


XML = {"what": "ce flux", "remedy": "r"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b"rien", "valide .ligne 1"),
        (b"", "valide"),
        (b"<a>", "valide"),
        (b"<a>" + b"x" * (10 * 2**20 + 1) + b"</a>", "dépasse 10 Mio"),
    ],
)
def test_xml_from_outside_is_looked_at(content, why):
    with pytest.raises((MalformedContent, TooLarge), match=why):
        parse_xml(content, **XML)


def test_xml_may_have_a_long_prologue_and_a_harmless_doctype():
    assert parse_xml(b"<!--" + b"x" * 5_000 + b"--><a>b</a>", **XML).text == "b"
    with pytest.raises(MalformedContent, match="DOCTYPE"):
        refuse_doctype(b"<!--" + b"x" * 5_000 + b"--><!DOCTYPE a><a/>", **XML)
    refuse_doctype(b"<a><b></a>", **XML)
    refuse_declarations([b"<!DOCTYPE a><a/>"], **XML)
    refuse_declarations([b"rien"], **XML)
    for inside in (b"<!ENTITY b 'c'>", b"<!ATTLIST a b CDATA 'c'>"):
        pieces = [b"<!DOCTYPE a [", inside, b"]><a/>"]
        with pytest.raises(MalformedContent, match="déclare des entités") as caught:
            refuse_declarations(pieces, **XML)
        assert caught.value.remedy == "r"
    taken = iter([b"<a>", b"<!DOCTYPE"])
    refuse_declarations(taken, **XML)
    assert next(taken) == b"<!DOCTYPE"


def test_a_cache_keeps_the_newest_readings_within_its_bound(tmp_path):
    cache = ReadingCache(tmp_path / "cache", most_bytes=10**6)
    cache.prune()
    for number, key in enumerate(("aa1", "bb2", "cc3")):
        cache.put(key, {"state": "ok", "n": number})
        (path,) = (tmp_path / "cache").glob(f"*/*/{key}")
        os.utime(path, (number, number))
    size = path.stat().st_size
    (tmp_path / "cache" / "v0").mkdir()
    ReadingCache(tmp_path / "cache", most_bytes=3 * size).prune()
    assert cache.get("cc3") == {"state": "ok", "n": 2}
    assert len(list((tmp_path / "cache").glob("*/*/*"))) == 3
    ReadingCache(tmp_path / "cache", most_bytes=3 * size - 1).prune()
    assert (cache.get("aa1"), cache.get("bb2") is None) == (None, False)
    assert [one.name for one in (tmp_path / "cache").iterdir()] != ["v0"]
    assert not (tmp_path / "cache" / "v0").exists()
    cache.put("dd4", {"a": 1})
    (path,) = (tmp_path / "cache").glob("*/*/dd4")
    path.write_bytes(b"damaged")
    assert cache.get("dd4") is None
