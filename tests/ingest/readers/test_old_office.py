"""Formats of before 2007: by LibreOffice where it is, by an extra, or a clear word."""

import stat
import sys
import tempfile
from pathlib import Path

import pytest

from ingest.errors import EncryptedContent, MalformedContent, UnsupportedContent
from ingest.options import ReadingOptions
from ingest.read_text import ReadingRequest
from ingest.readers import old_office
from ingest.readers.office.libreoffice import converted, remove_left_behind
from ingest.readers.old_office import read_old_office, refuse_encrypted
from ingest.sources.office_types import DOC
from tests.ingest.office_files import container, line, word


def program(path: Path, lines: str) -> str:
    """Return a program that stands in for LibreOffice."""
    path.write_text(f"#!{sys.executable}\nimport sys, pathlib, time\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def made_by(path: Path, made: bytes) -> str:
    """Return a program that makes the same file of any document."""
    return program(
        path,
        "folder = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
        "wanted = sys.argv[sys.argv.index('--convert-to') + 1]\n"
        "assert (folder / 'profile/user/registrymodifications.xcu').exists()\n"
        f"(folder / f'document.{{wanted}}').write_bytes({made!r})",
    )


def test_libreoffice_makes_a_file_that_our_reader_reads(tmp_path: Path):
    hidden = line("secret", run="<w:vanish/>")
    soffice = made_by(tmp_path / "soffice", word(line("Vu.") + hidden))
    request = ReadingRequest("x.doc", options=ReadingOptions(soffice=soffice))
    read = read_old_office(container("WordDocument"), request)
    assert (read.pages[0].text, read.pages[0].engine) == ("Vu.", "docx")


@pytest.mark.parametrize(
    "lines", ["sys.exit(1)", "pass", "time.sleep(30)"], ids=["fails", "idle", "slow"]
)
def test_a_program_that_makes_nothing_is_given_up(tmp_path: Path, lines: str):
    soffice = program(tmp_path / "soffice", lines)
    made = converted(b"x", ending="doc", wanted="docx", soffice=soffice, seconds=0.5)
    assert made is None


def test_only_what_a_dead_process_left_is_removed(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("gtnum-office-12-a", "gtnum-office-123-a", "gtnum-office-1-a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "document.doc").write_bytes(b"x")
    remove_left_behind(12)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["gtnum-office-1-a", "gtnum-office-123-a"]


def test_without_program_and_extra_people_are_told_what_to_install(monkeypatch):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(old_office, "import_module", missing)
    with pytest.raises(UnsupportedContent) as caught:
        read_old_office(container("WordDocument"), ReadingRequest("x.doc"))
    assert "pip install 'kreuzberg" in caught.value.remedy
    assert "LibreOffice" in caught.value.remedy


def test_the_extra_refuses_broken_files_by_a_typed_error():
    pytest.importorskip("kreuzberg")
    with pytest.raises(MalformedContent):
        read_old_office(container("WordDocument"), ReadingRequest("x.doc"))


def test_locked_files_are_said_to_be():
    with pytest.raises(EncryptedContent):
        refuse_encrypted(b"", ReadingRequest("x"))


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ('Voir HYPERLINK "http://x.fr" le site', "Voir le site"),
        ("Contexte PAGEREF _Toc1 \\h 3", "Contexte 3"),
        ('Figure SEQ "Figure" \\* ARABIC 1 : carte', "Figure 1 : carte"),
        ('TOC \\o "1-3" \\h \\z \\u Contexte', "Contexte"),
        ("EMBED Excel.Sheet.8", ""),
        ("La page REFERENCE reste", "La page REFERENCE reste"),
    ],
)
def test_codes_of_fields_are_not_text(printed: str, kept: str):
    (found,) = old_office._paragraphs(printed, DOC)
    assert " ".join(found.split()) == kept
