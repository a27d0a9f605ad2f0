"""RTF files are read in the code page of their fonts, without what is hidden."""

import pytest

from ingest.errors import NoText, TooLarge
from ingest.limits import Limits
from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.rtf.rich_text_rtf import read_rtf
from ontology.structure import BlockKind, LossKind

REQUEST = ReadingRequest("note")


def read(body: str, head: str = "") -> ReadText:
    return read_rtf(
        (r"{\rtf1\ansi\ansicpg1252\deff0" + head + body + "}").encode("latin-1"),
        REQUEST,
    )


def text(body: str, head: str = "") -> str:
    return read(body, head).pages[0].text


def test_letters_are_in_the_code_page_of_their_font():
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}"
    body = r"\f0 \'e9t\'e9 \f1 \'e8l\'e1nek \u8364\'80 \uc0\u9679\par"
    assert text(body, fonts) == "été článek € ●"
    assert text(r"\u-10187?\u-9138?") == "\U0001d44e"


@pytest.mark.parametrize(
    "secret", [r"{\v secret}", r"{\deleted secret}", r"{\webhidden secret}"]
)
def test_hidden_and_deleted_text_is_counted_and_never_published(secret: str):
    found = read(r"Vu \v0 et " + secret + r"su.\par")
    assert found.pages[0].text == "Vu et su."
    assert [(x.kind, x.count) for x in found.losses] == [(LossKind.HIDDEN_TEXT, 6)]


def test_tables_notes_marks_and_headings_are_structure():
    styles = r"{\stylesheet{\s1 heading 1;}{\s2 Normal;}}"
    body = (
        r"\pard\s1 Contexte\par\pard Un fait{\footnote\chftn  Sa source.}.\par"
        r"\trowd\cellx1\cellx2\pard\intbl Lab\cell Lieu\cell\row"
        r"\trowd\cellx1\cellx2\pard\intbl MICA\cell Pessac\cell\row"
        r"\pard{\listtext 3.\tab}premier\par"
        r"{\field{\*\fldinst HYPERLINK x}{\fldrslt lien}}\par"
    )
    found = read(body, styles)
    assert found.pages[0].text == (
        "Contexte\n\nUn fait[1].\n\nLab\tLieu\nMICA\tPessac\n3. premier\n\nlien\n\n"
        "[1] Sa source."
    )
    kinds = [b.kind for b in found.pages[0].blocks if b.kind is not BlockKind.CELL]
    assert kinds == [
        BlockKind.HEADING, BlockKind.TABLE, BlockKind.LIST_ITEM, BlockKind.NOTE,
    ]  # fmt: skip


def test_running_heads_comments_pictures_and_properties_are_apart():
    body = (
        r"{\info{\title Note}{\author Zo\'e9 Lenoir; Ali Bey}{\operator x}}"
        r"{\header Rapport GTnum\par}Texte{\*\annotation \'e0 revoir}"
        r"{\pict 0102ff}{\*\inconnu secret}.\par"
    )
    found = read(body)
    assert found.pages[0].text == "Texte."
    assert found.pages[0].furniture == ("Rapport GTnum",)
    assert [(f.name, f.value) for f in found.found] == [
        ("title", "Note"),
        ("authors", "Zoé Lenoir"),
        ("authors", "Ali Bey"),
    ]
    assert [(x.kind, x.count) for x in found.losses] == [(LossKind.COMMENT, 1)]


def test_broken_files_give_what_they_hold():
    assert text(r"Texte{\b sans fin \bin99999 abc") == "Textesans fin"
    assert text("Un}} deux") == "Un deux"
    with pytest.raises(NoText):
        read("")
    with pytest.raises(TooLarge):
        read_rtf(
            rb"{\rtf1 " + b"x" * 99 + b"}", ReadingRequest("x", Limits(characters=9))
        )
