"""What a pool makes of the answers and deaths of its children, told without them."""

from typing import ClassVar

import pytest

from ingest.errors import (
    IngestError,
    MalformedContent,
    NoText,
    ReadingTimeout,
    SourceError,
    TooLarge,
)
from ingest.isolation import pool as pool_module
from ingest.isolation.child import ChildDied
from ingest.isolation.lending import Children
from ingest.isolation.pool import ReaderPool, ReadingJob
from ingest.options import ReadingOptions
from ingest.outcomes import State

JOB = ReadingJob("c/x", "c", "x")


class Child:
    """Answers with what ``answers`` holds: a reply, or messages before an error."""

    answers: ClassVar[list] = []
    asked: ClassVar[list] = []

    def __init__(self, *_settings):
        self.is_fresh = True
        self.ended = 0

    def ask(self, job, avoided, before):
        type(self).asked.append((job, avoided))
        messages, answer = type(self).answers.pop(0)
        before.extend(messages)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def kill(self):
        pass

    def end(self):
        self.ended += 1


@pytest.fixture
def pool(monkeypatch):
    made = type("Own", (Child,), {"answers": [], "asked": []})
    monkeypatch.setattr(pool_module, "ReadingChild", made)
    with ReaderPool(workers=0, options=ReadingOptions()) as own:
        assert own.workers == 1
        own.child = made
        yield own


def failure(state="malformed", message="m", **more):
    return {"state": state, "message": message, "remedy": "r", **more}


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("malformed", MalformedContent),
        ("no_text", NoText),
        ("too_large", TooLarge),
        ("timeout", ReadingTimeout),
        ("unreadable", SourceError),
    ],
)
def test_a_state_is_the_error_of_its_name(pool, state, kind):
    pool.child.answers = [((), failure(state))]
    with pytest.raises(IngestError, match="m") as caught:
        pool.read(JOB)
    assert type(caught.value) is kind
    assert caught.value.remedy == "r"


def test_a_child_that_dies_is_asked_again_without_pdfium(pool):
    pool.child.answers = [((), ChildDied("un")), ((), failure("no_text"))]
    with pytest.raises(NoText):
        pool.read(JOB)
    assert [avoided for _, avoided in pool.child.asked] == [(), ("pdfium",)]
    pool.child.answers = [((), ChildDied("un")), ((), ChildDied("deux"))]
    with pytest.raises(
        MalformedContent, match=r"arrêté brutalement \(deux\)"
    ) as caught:
        pool.read(JOB)
    assert caught.value.remedy


def test_the_log_tells_of_a_draft_not_even_its_name(pool, caplog):
    caplog.set_level("DEBUG")
    traced = failure(trace="reader.py:3")
    pool.child.answers = [((), ChildDied("un")), ((), traced), ((), traced)]
    job = ReadingJob("draft/secret.pdf", "draft", "secret.pdf", content=b"%PDF")
    with pytest.raises(MalformedContent):
        pool.read(job)
    assert "reader died on a draft: un" in caplog.text
    assert "a draft: m at reader.py:3" in caplog.text
    assert "secret" not in caplog.text
    with pytest.raises(MalformedContent):
        pool.read(JOB)
    assert "c/x: m at reader.py:3" in caplog.text


def test_an_answer_of_another_shape_is_no_document(pool):
    pool.child.answers = [((), {"state": "ok", "record": {}})]
    with pytest.raises(MalformedContent, match="réponse inattendue"):
        pool.read(JOB)


def whole(**more):
    return failure("ok", "", title="T", unchanged=["u"], left_out={"l": "r"}, **more)


def said(name, state="malformed"):
    return failure(state, part=name, fingerprint="f", size_bytes=3)


def test_parts_are_those_that_were_said(pool):
    messages = [{"begins": "a"}, said("a"), {}, {"begins": "b"}, said("b", "no_text")]
    pool.child.answers = [(messages, whole())]
    made = pool.read_parts(JOB)
    assert [(p.name, p.state, p.size_bytes, p.remedy) for p in made.parts] == [
        ("a", State.MALFORMED, 3, "r"),
        ("b", State.NO_TEXT, 3, "r"),
    ]
    assert (made.title, made.unchanged, made.left_out) == ("T", {"u"}, {"l": "r"})
    assert pool.child.asked[0][0].wants_parts


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ChildDied("x"), State.MALFORMED),
        (ReadingTimeout("x"), State.TIMEOUT),
        (TooLarge("x"), State.TOO_LARGE),
    ],
)
def test_a_part_that_stops_its_reader_fails_and_the_others_are_read(pool, error, state):
    pool.child.answers = [
        ([{"begins": "a"}, said("a"), {"begins": "b"}], error),
        ([{"begins": "c"}, said("c")], whole()),
    ]
    made = pool.read_parts(JOB)
    assert [(p.name, p.state) for p in made.parts] == [
        ("a", State.MALFORMED),
        ("b", state),
        ("c", State.MALFORMED),
    ]
    assert pool.child.asked[1][0].known == {"a": "settled", "b": "settled"}


def test_a_reader_that_stops_between_parts_fails_the_file(pool):
    pool.child.answers = [([{"begins": "a"}, said("a")], ReadingTimeout("trop"))]
    with pytest.raises(ReadingTimeout, match="trop"):
        pool.read_parts(JOB)


def test_a_reading_that_was_cut_goes_on_with_another_child(pool):
    cut = {**failure("ok", ""), "is_cut": True}
    pool.child.answers = [([said("a")], cut), ([said("b")], whole())]
    assert [p.name for p in pool.read_parts(JOB).parts] == ["a", "b"]


def test_only_so_many_stops_are_borne(pool):
    pool.child.answers = [([{"begins": str(n)}], ChildDied("x")) for n in range(99)]
    with pytest.raises(MalformedContent, match="brutalement"):
        pool.read_parts(JOB)
    stops = len(pool.child.asked)
    assert stops == 6
    pool.child.asked.clear()
    cut = {**failure("ok", ""), "is_cut": True}
    pool.child.answers = [([said(str(n))], cut) for n in range(99)]
    with pytest.raises(TooLarge, match=f"{stops} documents"):
        pool.read_parts(JOB)
    assert len(pool.child.asked) == stops


def test_a_child_is_lent_again_while_it_is_fresh():
    started = []

    def start():
        started.append(Child())
        return started[-1]

    children = Children(1, start)
    with children.lent() as first:
        pass
    with children.lent() as again:
        assert again is first
    first.is_fresh = False
    with children.lent() as other:
        assert other is not first
    assert (first.ended, other.ended) == (1, 0)
    with pytest.raises(ValueError, match="x"), children.lent():
        raise ValueError("x")
    assert other.ended == 1
    with children.lent() as last:
        pass
    children.close()
    assert last.ended == 1
    with pytest.raises(IngestError, match="interrompue"), children.lent():
        pass
    assert len(started) == 3
