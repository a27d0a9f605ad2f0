"""The drafts that related work is timed and measured with are what they should be."""

from benchmarks.related_latency import drafts
from benchmarks.related_preferences import thirds
from benchmarks.related_tasks import Note


def test_drafts_have_so_many_words_and_differ(tmp_path):
    paragraphs = [f"Le paragraphe {n} compte" + " un mot" * 10 for n in range(200)]
    (tmp_path / "a.md").write_text("# Titre\n\n" + "\n\n".join(paragraphs))
    made = drafts(150, 4, tmp_path)
    assert len(set(made)) == 4
    assert all(150 <= len(one.split()) < 150 + 24 for one in made)
    assert drafts(150, 4, tmp_path) == made
    assert set(drafts(600, 1, tmp_path)).isdisjoint(made)


def test_a_note_is_cut_into_three_between_paragraphs():
    note = Note("k", "T", tuple(f"{'mot ' * 9}{n}" for n in range(9)))
    parts = thirds(note)
    assert parts is not None
    assert "\n\n".join(parts).split("\n\n") == list(note.paragraphs)
    assert [len(part.split()) for part in parts] == [30, 30, 30]
    assert thirds(Note("k", "T", ("un", "deux"))) is None
