"""Types, rules and limits of sources where they begin and end."""

import io
import json
import os
import struct
from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.limits import Limits
from ingest.read_text import Found
from ingest.sources.ignore_rules import IgnoreRules
from ingest.sources.media_types import (
    EMAIL,
    EPUB,
    HTML,
    MARKDOWN,
    OAI_DC,
    OCTETS,
    PDF,
    PPTX,
    TEXT,
    XLSX,
    media_type_of,
)
from ingest.sources.office_types import (
    DOCX,
    ODP,
    ODS,
    ODT,
    OLE,
    OUTLOOK,
    XLS,
    ZIP,
    ole_type,
    zip_type,
)
from ingest.sources.published_origin import MARKER, Published, is_mirror, record_path
from ingest.sources.source_files import (
    FoundFile,
    describe,
    find_files,
    printable_path,
    require_collection,
)
from tests.ingest.office_files import archive, container


@pytest.mark.parametrize(("before", "kind"), [(1_019, PDF), (1_020, TEXT)])
def test_the_mark_of_a_pdf_stands_in_the_first_kibibyte(before, kind):
    assert media_type_of(b"x" * before + b"%PDF-1.4", "a.txt") == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"GIF89a", "image/gif"),
        (b"II*\x00", "image/tiff"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (b"{\\rtf1", "application/rtf"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"PK\x05\x06" + b"\0" * 18, ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
        (b"PK\x03\x04mimetype" + EPUB.encode(), EPUB),
        (b"PK\x03\x04word/xl/xl/", XLSX),
        (b"PK\x03\x04ppt/", PPTX),
        (b"PK\x03\x04rien", ZIP),
        (b"PK\x03\x04" + b"x" * 116 + EPUB.encode(), ZIP),
    ],
)
def test_the_first_bytes_say_what_a_file_is(head, kind):
    assert media_type_of(head, "x") == kind


@pytest.mark.parametrize("tail", [b"%%EOF", b"startxref"])
def test_one_mark_at_the_end_makes_no_pdf(tail):
    assert media_type_of(b"texte", "x", tail=tail) == TEXT


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        ("From: a\nTo: b\nSubject: c\n\nTexte", "x", EMAIL),
        ("From: a\nTo: b\n\nTexte", "x", TEXT),
        ("From: a\n\nTexte", "x.eml", EMAIL),
        ("To: a\nSubject: b\nDate: c\n\nTexte", "x", TEXT),
        ("From: a\n suite\nTo: b\nSubject: c\n\nTexte", "x", EMAIL),
        ("From: a\nTo: b\nSubject: c\nune phrase\n\nTexte", "x", EMAIL),
        ("From: a\nune phrase\nTo: b\nSubject: c\n\nTexte", "x", TEXT),
        ("<html>", "a.md", MARKDOWN),
        ("texte <body >", "a.txt", HTML),
        ("x" * 1_018 + "<body>", "a.txt", HTML),
        ("x" * 1_019 + "<body>", "a.txt", TEXT),
        ("<?xml version='1.0'?><!DOCTYPE HTML>", "a", HTML),
        ("<?xml version='1.0'?><html >", "a", HTML),
        ('<oai_dc:dc xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/">', "a", TEXT),
        (
            '<?xml version="1.0"?><oai_dc:dc '
            'xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/">',
            "a",
            OAI_DC,
        ),
        ("# Titre", "a.MARKDOWN", MARKDOWN),
        ("---\ntexte", "a", TEXT),
        ("{}", "a.JSON", "application/json"),
    ],
)
def test_texts_are_told_apart(head, name, kind):
    assert media_type_of(head.encode(), name) == kind


def test_bytes_that_are_no_text_are_octets():
    assert media_type_of(b"abc\x00", "a.txt") == OCTETS


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<office:text>", ODT),
        ("<office:spreadsheet>", ODS),
        ("<office:presentation>", ODP),
        ("<office:autre>", ZIP),
    ],
)
def test_an_open_document_without_a_type_is_known_by_its_body(content, kind):
    assert zip_type(io.BytesIO(archive({"content.xml": content}))) == kind


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"xl/a.xml": "", "WORD/a.xml": ""}, DOCX),
        ({"mimetype": f" {ODS}\n"}, ODS),
        ({"mimetype": "text/plain", "ppt/a": ""}, PPTX),
        ({"META-INF/manifest.xml": '<m media-type="text/xml"/>'}, ZIP),
    ],
)
def test_an_archive_is_what_it_holds(members, kind):
    assert zip_type(io.BytesIO(archive(members))) == kind


@pytest.mark.parametrize(("count", "kind"), [(10_000, DOCX), (10_001, ZIP)])
def test_an_archive_that_states_too_many_members_is_not_opened(count, kind):
    content = bytearray(archive({"word/a": ""}))
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<H", content, end + 8, count)
    struct.pack_into("<H", content, end + 10, count)
    assert zip_type(io.BytesIO(bytes(content))) == kind


def test_what_only_begins_like_an_archive_is_one_and_no_more():
    assert zip_type(io.BytesIO(b"PK\x03\x04 rien")) == ZIP
    assert zip_type(io.BytesIO(b"")) == ZIP


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        (["Book"], XLS),
        (["__properties_version1.0"], OUTLOOK),
        (["WordDocument", "EncryptedPackage"], "application/x-encrypted-office"),
    ],
)
def test_a_container_is_named_by_its_most_telling_stream(streams, kind):
    assert ole_type(io.BytesIO(container(*streams))) == kind


@pytest.mark.parametrize("shift", [8, 10, 13])
def test_a_container_with_sectors_of_an_unknown_size_is_not_read(shift):
    content = bytearray(container("WordDocument"))
    struct.pack_into("<H", content, 30, shift)
    assert ole_type(io.BytesIO(bytes(content))) == OLE


def test_a_container_whose_directory_turns_in_a_circle_ends():
    content = bytearray(container("WordDocument"))
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    start = (struct.unpack_from("<L", content, 48)[0] + 1) * size
    (first,) = struct.unpack_from("<L", content, start + 76)
    struct.pack_into("<2L", content, start + 128 * first + 68, first, first)
    assert ole_type(io.BytesIO(bytes(content))) != ""


@pytest.mark.parametrize(
    ("patterns", "path", "is_folder", "is_out"),
    [
        (["a.md"], "x/a.md", False, True),
        (["a.md"], "a.mdx", False, False),
        (["x/a.md"], "y/x/a.md", False, False),
        (["/a.md"], "a.md", False, True),
        (["/a.md"], "x/a.md", False, False),
        (["x/"], "y/x", True, True),
        (["x/"], "x", False, False),
        (["x/y/"], "x/y", True, True),
        (["x/y/"], "z/x/y", True, False),
        (["x/*.txt"], "x/y/a.txt", False, True),
        (["non", "a.md"], "a.md", False, True),
        ([], "a.md", False, False),
    ],
)
def test_a_pattern_names_files_or_folders(patterns, path, is_folder, is_out):
    rules = IgnoreRules(tuple(patterns))
    assert rules.match(path, is_folder=is_folder) is is_out


def test_rules_are_lines_without_comments(tmp_path: Path):
    assert IgnoreRules.of(tmp_path) == IgnoreRules()
    (tmp_path / ".gtnumignore").write_text("\n  *.py  \n# non\n#a\nb#\n")
    assert IgnoreRules.of(tmp_path).patterns == ("*.py", "b#")
    (tmp_path / ".gtnumignore").write_bytes(b"a\x00b")
    with pytest.raises(SourceError, match="règles d’exclusion"):
        IgnoreRules.of(tmp_path)


def test_64_kibibytes_of_rules_are_read(tmp_path: Path):
    line = b"x" * 65_535 + b"\n"
    (tmp_path / ".gtnumignore").write_bytes(line + b"*.py\n")
    assert IgnoreRules.of(tmp_path).patterns == ("x" * 65_535,)
    (tmp_path / ".gtnumignore").write_bytes(b"#" * 65_534 + b"\nab")
    assert IgnoreRules.of(tmp_path).patterns == ("a",)


@pytest.mark.parametrize("name", ["a", "é 1.b-c", "a" * 80, "_"])
def test_a_collection_has_a_plain_name(name):
    require_collection(name)


@pytest.mark.parametrize("name", ["", "a" * 81, "a/b", " a", "-a", "a\n"])
def test_other_names_of_collections_are_refused(name):
    with pytest.raises(SourceError, match="ne peut pas nommer une collection"):
        require_collection(name)


@pytest.mark.parametrize(("depth", "count"), [(2, 1), (1, 0)])
def test_folders_are_looked_into_to_a_depth(tmp_path: Path, depth, count):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").write_text("x")
    (found,) = find_files(tmp_path, "c", limits=Limits(depth=depth))
    assert (found.problem == "") is bool(count)
    assert found.is_folder is not bool(count)
    if not count:
        assert (found.uri, "imbriqués" in found.problem) == ("c/a/b", True)


@pytest.mark.parametrize(("files", "is_refused"), [(2, False), (1, True)])
def test_a_folder_holds_as_many_files_as_allowed(tmp_path: Path, files, is_refused):
    for name in "ab":
        (tmp_path / name).write_text("x")
    if is_refused:
        with pytest.raises(SourceError, match="plus de 1 fichiers"):
            list(find_files(tmp_path, "c", limits=Limits(files=files)))
    else:
        assert len(list(find_files(tmp_path, "c", limits=Limits(files=files)))) == 2


def test_links_out_of_the_folder_count_as_files(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out.txt").write_text("x")
    for name in "ab":
        (tmp_path / "in" / name).symlink_to(tmp_path / "out.txt")
    with pytest.raises(SourceError, match="plus de 1 fichiers"):
        list(find_files(tmp_path / "in", "c", limits=Limits(files=1)))


def test_a_link_inside_the_folder_is_a_file_and_a_folder_counts_once(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("x")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "c.txt").symlink_to(tmp_path / "a" / "x.txt")
    found = [one.uri for one in find_files(tmp_path, "c") if not one.problem]
    assert found == ["c/a/x.txt", "c/c.txt"]


def test_marks_that_turn_the_direction_of_writing_are_shown():
    assert printable_path(Path("a\u202eb\x7fc")) == "a%E2%80%AEb%7Fc"


@pytest.mark.parametrize(("size", "is_whole"), [(1_048_576, True), (1_048_575, False)])
def test_a_file_over_the_limit_is_read_no_further(tmp_path: Path, size, is_whole):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 1_048_576 + b"b" * (0 if is_whole else 1_000_000))
    found = FoundFile(path, "c/a.txt", path.stat().st_size)
    source = describe(found, limits=Limits(size_bytes=size))
    assert source.size_bytes == path.stat().st_size


def test_the_size_of_a_file_is_that_of_its_content(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    for stated in (2, 9):
        assert describe(FoundFile(path, "c/a.txt", stated)).size_bytes == 3


def test_a_file_that_is_gone_is_a_named_error(tmp_path: Path):
    with pytest.raises(SourceError, match=r"c/a\.txt.*il n’existe pas"):
        describe(FoundFile(tmp_path / "a.txt", "c/a.txt"))
    (tmp_path / "d").mkdir()
    with pytest.raises(SourceError, match="c’est un dossier"):
        describe(FoundFile(tmp_path / "d", "c/d"))


def test_a_pdf_whose_end_spans_two_blocks_is_known(tmp_path: Path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * (2**20 - 30) + b"startxref\n" + b"y" * 40 + b"%%EOF")
    assert describe(FoundFile(path, "c/a")).media_type == PDF


def test_values_stated_elsewhere_are_bounded():
    many = [Found("a", "é" * 20_001, "feed")] * 501
    stated = Published("https://exemple.fr", tuple(many)).stated
    assert (len(stated), len(stated[0].value)) == (500, 20_000)


def test_a_fingerprint_changes_with_what_is_said():
    one = Published("https://exemple.fr", (Found("title", "Un", "feed"),))
    same = Published.from_json(json.loads(json.dumps(one.to_json())))
    assert same == one
    assert same.fingerprint == one.fingerprint
    others = (
        Published("https://exemple.fr/", one.stated),
        Published(one.address, (Found("title", "Un", "OAI-PMH"),)),
        Published(one.address),
    )
    assert len({one.fingerprint, *(other.fingerprint for other in others)}) == 4


def test_a_file_without_a_record_or_with_one_that_is_too_large(tmp_path: Path):
    path = tmp_path / "a.html"
    assert Published.beside(path) is None
    assert record_path(path) == tmp_path / ".a.html.json"
    text = json.dumps(Published("https://exemple.fr").to_json())
    for size, is_taken in ((64 * 2**20, True), (64 * 2**20 + 1, False)):
        record_path(path).write_text(text)
        if is_taken:
            assert Published.beside(path).address == "https://exemple.fr"
            continue
        os.truncate(record_path(path), size)
        with pytest.raises(SourceError, match="fiche d’origine"):
            Published.beside(path)


def test_only_the_marker_makes_a_mirror(tmp_path: Path):
    assert not is_mirror(tmp_path)
    (tmp_path / MARKER).mkdir()
    assert not is_mirror(tmp_path)
    (tmp_path / MARKER).rmdir()
    (tmp_path / MARKER).write_text("{}")
    assert is_mirror(tmp_path)


def test_rules_may_be_cut_inside_a_character(tmp_path: Path):
    content = b"*.py\n" + b"#" * 65_530 + "é".encode()
    assert len(content) == 65_537
    (tmp_path / ".gtnumignore").write_bytes(content)
    assert IgnoreRules.of(tmp_path).patterns == ("*.py",)
