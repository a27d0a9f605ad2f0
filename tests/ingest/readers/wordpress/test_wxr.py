"""An export gives its published posts and pages, and nothing that is not public."""

import pytest

from ingest.errors import MalformedContent, NoText, TooLarge
from ingest.read_text import ReadingRequest
from ingest.readers.wordpress.wxr import read_wxr
from tests.ingest.wxr_export import TEXT, export, item

REQUEST = ReadingRequest("export.xml")


def contents(*items: str, **options: str):
    return read_wxr(export(items, **options), REQUEST)


def found(read, name: str) -> list[str]:
    return [item.value for item in read.found if item.name == name]


def test_a_post_has_its_words_and_fields():
    content = f"{TEXT}\n\nUn second paragraphe.\n<h2>Bilan</h2>\nFin."
    (part,) = contents(item(7, content, excerpt__encoded="En bref.")).parts
    read = part.read()
    assert read.pages[0].text == (f"{TEXT}\n\nUn second paragraphe.\n\nBilan\n\nFin.")
    assert [section.title for section in read.sections] == ["Bilan"]
    assert part.name == "post-7"
    assert found(read, "title") == ["Billet 7"]
    assert found(read, "authors") == ["Zoé Lenoir"]
    assert found(read, "date")[0] == "2024-03-05 10:00:00"
    assert found(read, "url") == ["https://exemple.fr/7"]
    assert found(read, "publisher") == ["Carnet d’essai"]
    assert found(read, "categories") == ["Veille"]
    assert found(read, "keywords") == ["collège"]
    assert found(read, "abstract") == ["En bref."]
    assert found(read, "kind") == ["post"]


def test_what_is_not_public_is_left_out_with_its_reason():
    given = contents(
        item(1),
        item(2, wp__status="draft"),
        item(3, wp__status="private"),
        item(4, wp__status="trash"),
        item(5, wp__post_password="mot"),  # noqa: S106 - of the test
        item(6, wp__post_type="attachment"),
        item(7, wp__post_type="nav_menu_item"),
        item(8, wp__status=""),
        item(9, wp__post_type="page"),
        item(1, "Une copie."),
        item(10, wp__post_id="../x"),
    )
    assert [part.name for part in given.parts] == ["post-1", "post-9"]
    assert dict(given.left_out) == {
        "post-2": "brouillon",
        "post-3": "privé",
        "post-4": "corbeille",
        "post-5": "protégé par mot de passe",
        "post-6": "pièce jointe",
        "post-7": "autre contenu",
        "post-8": "non publié",
        "item-10": "en double",
        "item-11": "sans identifiant",
    }


def test_addresses_and_serialised_values_are_never_kept():
    (part,) = contents(item(1)).parts
    said = repr(part) + repr(part.read())
    assert "exemple.fr/1" in said
    assert "zoe@exemple.fr" not in said
    assert "stdClass" not in said


def test_languages_of_a_notebook_post_are_told_apart():
    content = (
        "<h2>Résumé</h2>\n\n<h3>Résumé en français</h3>\n\nLa sobriété au collège."
        "\n\n<h3>Résumé en anglais</h3>\n\nSobriety at school, in short."
        f"\n\n<h2>Contexte</h2>\n\n{TEXT}"
    )
    (part,) = contents(item(1, content)).parts
    read = part.read()
    assert [span.language for span in read.spans] == ["fr", "en"]
    assert found(read, "abstract") == [
        "La sobriété au collège.",
        "Sobriety at school, in short.",
    ]


def test_code_keeps_its_blank_lines_and_short_codes_go():
    content = "[caption id='x']Légende[/caption]\n\n<pre>a\n\nb</pre>\n\nSuite [...]"
    (part,) = contents(item(1, content)).parts
    assert part.read().pages[0].text == "Légende\n\na\n\nb\n\nSuite [...]"


def test_scripts_are_not_text_and_closing_tags_lose_nothing():
    (part,) = contents(item(1, "Un.</div></body><script>x()</script>\n\nDeux.")).parts
    assert part.read().pages[0].text.split() == ["Un.", "Deux."]


def test_the_fingerprint_follows_what_is_read():
    def fingerprint(*arguments: str, **fields: str) -> str:
        return contents(item(1, *arguments, **fields)).parts[0].fingerprint

    assert fingerprint() == fingerprint()
    assert len({fingerprint(), fingerprint("Autre."), fingerprint(title="Autre")}) == 3


def test_a_post_of_pictures_has_no_text():
    (part,) = contents(item(1, "<img src='a.png'>")).parts
    with pytest.raises(NoText):
        part.read()


def test_a_post_keeps_what_is_nested_deeply():
    (part,) = contents(item(1, "<div>" * 3000 + "texte")).parts
    assert part.read().pages[0].text == "texte"


def test_captions_and_notes_of_short_codes_are_read():
    post = (
        "Avant[efn_note]Une <i>plateforme</i>.[/efn_note] la carte.\n\n"
        '[caption id="a" width="3"]<a href="x"><img src="c.png" '
        'alt="Carte des académies" /></a> Figure 1. Les académies[/caption]\n\nAprès.'
    )
    (part,) = contents(item(1, post)).parts
    page = part.read().pages[0]
    assert page.text == (
        "Avant[1] la carte.\n\n[1] Une plateforme.\n\nCarte des académies\n\n"
        "Figure 1. Les académies\n\nAprès."
    )
    kinds = [block.kind.value for block in page.blocks]
    assert kinds == ["note", "alternative_text", "caption"]


def test_a_post_longer_than_the_parser_takes_is_too_large():
    with pytest.raises(TooLarge, match="10 Mio"):
        contents(item(1, "mot " * 3_000_000))


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (export([item(1)], doctype=BOMB), "DOCTYPE"),
        (export([item(1)], doctype='<!DOCTYPE rss SYSTEM "http://x/y">'), "DOCTYPE"),
        (export([item(1)], doctype=BOMB).decode().replace("UTF-8", "UTF-16")
         .encode("utf-16"), "DOCTYPE"),
        (export([item(1)])[:-20], "pas du XML valide"),
        (export([item(1, "]]>&<")]), "pas du XML valide"),
        (export([item(1)]).replace(b"Billet", b"&inconnu;"), "pas du XML valide"),
        (export([item(1)], version=""), "version"),
        (export([item(1)], version="1.2.x"), "version"),
        (b"<?xml version='1.0'?>" + b"<a>" * 5000, "pas du XML valide"),
        (b"pas du XML", "pas du XML valide"),
    ],
)  # fmt: skip
def test_what_is_no_sound_export_is_refused_whole(content: bytes, message: str):
    with pytest.raises(MalformedContent, match=message):
        read_wxr(content, REQUEST)


def test_text_behind_a_stray_end_of_the_page_is_kept():
    stray = export([item(1, f"<p>{TEXT}</p></body></html><p>Et la suite.</p>Fin.")])
    (part,) = read_wxr(stray, ReadingRequest("carnet.xml")).parts
    text = part.read().pages[0].text
    assert text.startswith(TEXT)
    assert text.endswith("Et la suite.\n\nFin.")
