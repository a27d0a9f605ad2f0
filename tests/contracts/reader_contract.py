"""What every ``Reader`` must do, whatever the format.

Subclass it and give the fixtures ``read``, the reader, and ``content``, a sound file
with a title of its own and some words.
"""

import random

import pytest

from ingest.errors import ReadingError
from ingest.losses import merged
from ingest.read_text import ReadingRequest

REQUEST = ReadingRequest("fichier")


def outcome(read, content):
    """What was read, or the refusal; any other failure is an error of the test."""
    try:
        return read(content, REQUEST)
    except ReadingError as refusal:
        return refusal


class ReaderContract:
    """A reader is done when it passes this suite."""

    def test_a_sound_file_gives_its_words(self, read, content):
        given = read(content, REQUEST)
        assert given.pages
        assert "".join(page.text for page in given.pages).strip()
        assert all(page.engine for page in given.pages)
        assert given.losses == merged(given.losses)

    def test_the_same_bytes_give_the_same_text(self, read, content):
        assert read(content, REQUEST) == read(content, REQUEST)

    def test_metadata_say_where_they_were_found(self, read, content):
        for found in read(content, REQUEST).found:
            assert found.name
            assert found.value.strip()
            assert found.origin

    def test_sections_and_spans_stand_in_the_text(self, read, content):
        given = read(content, REQUEST)
        if len(given.pages) > 1 or not given.is_final:
            assert not given.sections
            assert not given.spans
        text = given.pages[0].text
        starts = [section.start for section in given.sections]
        assert starts == sorted(starts)
        for section in given.sections:
            assert section.level >= 1
            assert text[section.start :].lstrip().startswith(section.title)
        for span in given.spans:
            assert 0 <= span.start < span.end <= len(text)
            assert span.language

    def test_headings_stand_on_pages_that_there_are(self, read, content):
        given = read(content, REQUEST)
        for heading in given.headings:
            assert heading.title.strip()
            assert heading.level >= 1
            assert 0 <= heading.page < len(given.pages)

    def test_no_bytes_are_refused(self, read, content):
        with pytest.raises(ReadingError):
            read(b"", REQUEST)

    @pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
    def test_a_cut_file_is_read_in_part_or_refused(self, read, content, part):
        found = outcome(read, content[: int(len(content) * part)])
        assert found is not None

    @pytest.mark.parametrize("seed", range(5))
    def test_changed_bytes_are_read_or_refused(self, read, content, seed):
        chance = random.Random(seed)
        changed = bytearray(content)
        for _ in range(20):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        outcome(read, bytes(changed))

    @pytest.mark.parametrize("seed", range(3))
    def test_noise_is_read_or_refused(self, read, content, seed):
        outcome(read, random.Random(seed).randbytes(2_000))

    def test_a_refusal_names_its_state_in_words(self, read, content):
        with pytest.raises(ReadingError) as refused:
            read(b"", REQUEST)
        assert refused.value.state
        assert str(refused.value)
