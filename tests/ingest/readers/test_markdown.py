"""Notes become plain text, headings become sections, front matter becomes fields."""

import pytest

from ingest.errors import NoText, TooLarge
from ingest.limits import Limits
from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.front_matter import split_front_matter
from ingest.readers.markdown import read_markdown
from ontology.model import EntityKind
from ontology.structure import BlockKind, Loss, LossKind


def read(text: str) -> ReadText:
    return read_markdown(text.encode(), ReadingRequest("note.md"))


BODY = """# Le titre *principal*

Un [lien](https://x.fr "t") et du `code`, une ![image d’un élève](i.png),
suite de la ligne.

## Partie

1. un
2. deux
   - deux bis

| A | B |
|---|---|
| 1 | 2 |

    du code

> Une citation<br>brute

<div>Un bloc <b>HTML</b><script>alert(1)</script></div>
"""


def test_text_keeps_words_and_forgets_marks():
    read_body = read(BODY)
    assert read_body.pages[0].text == (
        "Le titre principal\n\n"
        "Un lien et du code, une image d’un élève, suite de la ligne.\n\n"
        "Partie\n"
        "1. un\n2. deux\n- deux bis\n\n"
        "A\tB\n1\t2\n\n"
        "du code\n\n"
        "Une citation\nbrute\n\n"
        "Un bloc HTML"
    )


STRUCTURED = """Un texte[^1] : suite[^libre].

[^1]: La note une.

[^perdue]: Jamais appelée.

3. trois
   - petit

![Carte des académies](c.png)

| Réf. | Académie |
|------|----------|
| 1    | a \\| b   |

m<sup>2</sup> <span hidden>caché</span><script>x()</script>

<table><tr><td rowspan="2">P</td><td>q</td></tr><tr><td>r</td></tr></table>

## Bibliographie

Dupont (2020).

[^libre]: Autre.
"""


def test_tables_lists_notes_and_images_are_blocks():
    result = read(STRUCTURED)
    page = result.pages[0]
    assert page.text == (
        "Un texte[1]\u00a0: suite[libre].\n\n[1] La note une.\n\n"
        "[perdue] Jamais appelée.\n3. trois\n- petit\n\nCarte des académies\n\n"
        "Réf.\tAcadémie\n1\ta | b\n\nm²\n\nP\tq\n\tr\n\n"
        "Bibliographie\n\nDupont (2020).\n\n[libre] Autre."
    )
    assert [
        (block.kind.value, block.label or block.level)
        for block in page.blocks
        if block.kind is not BlockKind.CELL
    ] == [
        ("note", "1"), ("note", "perdue"), ("list_item", "3."), ("list_item", "-"),
        ("alternative_text", 0), ("table", 0), ("table", 0), ("heading", 2),
        ("note", "libre"),
    ]  # fmt: skip
    assert result.losses == (Loss(LossKind.HIDDEN_TEXT, 5),)


def test_what_is_nested_too_deeply_is_counted():
    result = read("> " * 150 + "profond\n\nFin.")
    assert result.pages[0].text == "Fin."
    assert result.losses == (Loss(LossKind.DEPTH, 1),)


def test_sections_stand_where_they_begin():
    read_body = read(BODY)
    text = read_body.pages[0].text
    assert [(s.title, s.level) for s in read_body.sections] == [
        ("Le titre principal", 1),
        ("Partie", 2),
    ]
    for section in read_body.sections:
        assert text[section.start :].startswith(section.title)
    assert read_body.found[-1].value == "Le titre principal"


def test_our_front_matter_becomes_fields_and_links():
    text = (
        "---\nid: fiche\ntitle: 'GTnum : un titre'\nkind: group_sheet\n"
        "date: 2026-11-24\n"
        "authors: [Une équipe, {name: B. Deux, email: b@x.fr}]\ngroup: gtnum-x\n"
        "labs: [MICA, TECHNE]\nacademies: []\nissued: '2024-02'\n"
        "pages: 12\n---\nTexte.\n"
    )
    result = read(text)
    found = {item.name: item.value for item in result.found}
    assert found["identifier"] == "fiche"
    assert found["title"] == "GTnum : un titre"
    assert found["date"] == "2026-11-24"
    assert found["issued"] == "2024-02"
    assert [i.value for i in result.found if i.name == "authors"] == [
        "Une équipe",
        "B. Deux",
    ]
    assert [(link.kind, link.target) for link in result.links] == [
        (EntityKind.GROUP, "gtnum-x"),
        (EntityKind.LAB, "MICA"),
        (EntityKind.LAB, "TECHNE"),
    ]


def test_front_matter_of_site_generators_works():
    text = (
        "---\nlayout: blog\ntitle: ' Apprendre '\nauthor: 'Jo B., Liaison'\n"
        "date: '2021-03-12T16:00:00.000Z'\ndescription: >-\n  Deux\n  lignes.\n"
        "---\nTexte."
    )
    found = {item.name: item.value for item in read(text).found}
    assert found == {
        "title": "Apprendre",
        "kind": "blog",
        "date": "2021-03-12T16:00:00.000Z",
        "authors": "Jo B., Liaison",
        "abstract": "Deux lignes.",
    }


def test_malformed_front_matter_loses_nothing_and_is_named():
    result = read("---\ntitle: 'sans fin\nautre: [\n---\nLe texte reste.\n")
    (loss,) = result.losses
    assert (loss.kind, loss.count) == (LossKind.METADATA, 1)
    assert loss.detail == "en-tête YAML mal formé (ligne 4)"
    assert "Le texte reste." in result.pages[0].text
    assert "sans fin" in result.pages[0].text


@pytest.mark.parametrize(
    "text", ["---\n\nUne règle, pas un en-tête.\n", "---\nun texte\n---\nsuite"]
)
def test_three_hyphens_alone_are_no_front_matter(text: str):
    head = split_front_matter(text)
    assert head.body == text
    assert not head.found


def test_yaml_tricks_do_no_harm():
    bomb = "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n"
        for n in range(12)
    )
    assert read(bomb + "title: Bombe\n---\nTexte.").found[0].value == "Bombe"
    evil = read("---\ntitle: !!python/object/apply:os.system ['true']\n---\nTexte.")
    assert [loss.kind for loss in evil.losses] == [LossKind.METADATA]
    assert not evil.found


def test_empty_and_endless_notes_are_refused():
    with pytest.raises(NoText):
        read("---\ntitle: x\n---\n\n<!-- rien -->\n")
    with pytest.raises(TooLarge):
        read_markdown(b"mot " * 100, ReadingRequest("n", Limits(characters=50)))


@pytest.mark.parametrize("mark", ["-", "1."])
def test_an_empty_item_is_no_item_and_what_follows_is_a_paragraph(mark):
    found = read(f"{mark} un\n{mark}\n\nfin\n")
    assert found.pages[0].text == f"{mark} un\n\nfin"
    (item,) = found.pages[0].blocks
    assert item.kind is BlockKind.LIST_ITEM
    assert read(f"{mark}\n\nfin\n").pages[0].text == "fin"
