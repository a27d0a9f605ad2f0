"""Covers, contents, indexes and bibliographies are found where that is plain."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.texts.apparatus import find_apparatus, with_apparatus
from ingest.texts.chunking import cut
from ontology.model import PAGE_SEPARATOR, Document, Page, Section, Source
from ontology.structure import Block, BlockKind, PassageRole

PROSE = (
    "Les élèves apprennent à mesurer l’empreinte de leurs usages, puis ils décident "
    "ensemble, avec leurs enseignants, de ce qui est utile dans la classe et au dehors."
)
CONTENTS = "Sommaire\n\nIntroduction … 3\nMéthode … 5\nQuatre canevas … 12"
REFERENCES = (
    "Durand, A. (2020). Le numérique à l’école. Paris : Seuil.\n"
    "Petit, B. et Roux, C. (2018). Former. Revue française, 12(3), p. 4-18.\n"
    "https://exemple.fr/rapport consulté en mai"
)


def document(*pages, headings=(), title="Note de veille", blocks=(), is_paged=True):
    text = PAGE_SEPARATOR.join(pages)
    start, made = 0, []
    for number, page in enumerate(pages, start=1):
        made.append(Page(number, start, start + len(page)))
        start += len(page) + 1
    sections = tuple(
        Section(name, level, text.rindex(name)) for name, level in headings
    )
    source = Source("c/a.pdf", "application/pdf", 1, "0" * 64)
    return Document(
        "a",
        source,
        "c",
        title,
        text,
        tuple(made),
        is_paged=is_paged,
        sections=sections,
        blocks=tuple(blocks),
    )


def found(made):
    return [
        (block.kind.value, made.text[block.start : block.end])
        for block in find_apparatus(made)
    ]


def body(n=8):
    return "\n\n".join([PROSE] * n)


def test_contents_are_a_title_and_the_lines_that_end_in_rising_pages():
    made = document("Garde", f"{CONTENTS}\n\nIntroduction\n\n{PROSE}", body())
    assert found(made) == [("contents", CONTENTS)]


@pytest.mark.parametrize("title", ["TABLE DES MATIÈRES", "1. Sommaire", "Contents :"])
def test_contents_need_no_leaders_under_their_title(title):
    run = f"{title}\nIntroduction 3\nUne entrée sur\ndeux lignes 7\nConclusion p. 12"
    assert found(document(f"{run}\n\n{body()}")) == [("contents", run)]


def test_leaders_need_no_title():
    run = "\n".join(f"Partie {n} …… {n}" for n in range(1, 7))
    assert found(document(f"{body()}\n\n{run}\n\n{body()}")) == [("contents", run)]


def test_a_list_of_headings_under_its_title_is_contents():
    run = "Sommaire\n- Contexte\n- Méthode\n- Bilan"
    rest = f"Contexte\n{PROSE}\nMéthode\n{PROSE}\nBilan\n{body()}"
    headings = [("Contexte", 2), ("Méthode", 2), ("Bilan", 2)]
    made = document(f"{run}\n\n{rest}", headings=headings, is_paged=False)
    assert found(made) == [("contents", run)]


@pytest.mark.parametrize(
    "lines",
    [
        "Sommaire\nNombre de classes : 12\nNombre d’élèves : 7\nEnseignants : 3",
        "Nombre de classes engagées : 12\nÉlèves : 340\nÉcoles : 400",
        "Sommaire\nFondé en 2019\nÉlargi en 2020\nClos en 2022",
        "Le sommaire de la revue paraît en mai … 3",
        "Index\nL’index de position sociale est de 103.",
        "Références\nCe chapitre dit à quoi nous nous référons, sans rien citer.",
        "Sources\nUn ruisseau naît ici.",
        "Bibliographie commentée\n" + REFERENCES,
    ],
)
def test_what_only_looks_like_it_is_body(lines):
    assert found(document(f"{lines}\n\n{body()}", headings=[])) == []


@pytest.mark.parametrize(
    "title",
    ["Bibliographie", "BIBLIOGRAPHIE", "Références bibliographiques", "7. Sitographie"],
)
def test_a_bibliography_ends_at_the_next_heading_of_its_level(title):
    text = f"{body()}\n\n{title}\n\n{REFERENCES}\n\nAnnexes\n\nEn 2020, {PROSE}"
    made = document(text, headings=[(title, 2), ("Annexes", 2)])
    assert found(made) == [("bibliography", f"{title}\n\n{REFERENCES}")]


def test_without_headings_a_bibliography_ends_before_prose():
    text = f"{body()}\n\nBibliographie\n{REFERENCES}\n\n{body(4)}"
    assert found(document(text)) == [("bibliography", f"Bibliographie\n{REFERENCES}")]


def test_an_annex_of_tables_behind_a_bibliography_does_not_hide_it():
    annex = "\n".join(f"{number} 116 162 0 17 partiel" for number in range(60))
    text = f"{body(30)}\n\nBibliographie\n{REFERENCES}\n{annex}"
    assert found(document(text)) == [("bibliography", f"Bibliographie\n{REFERENCES}")]


def test_dated_references_of_a_sheet_count_under_such_a_title_alone():
    assert found(document(f"{body()}\n\nProductions\n{REFERENCES}")) == []
    made = document(f"{body()}\n\nSources\n{REFERENCES}")
    assert found(made) == [("bibliography", f"Sources\n{REFERENCES}")]


def test_what_is_mostly_a_bibliography_stays_to_be_found():
    assert found(document(f"Bibliographie\n{REFERENCES}")) == []


def test_an_index_has_page_numbers_on_most_lines():
    run = "Index des notions\n" + "\n".join(
        f"notion{n}, {n}, {n + 4}-{n + 6}" for n in range(1, 9)
    )
    assert found(document(f"{body()}\n\n{run}")) == [("index", run)]


def test_the_cover_holds_the_title_and_hardly_anything_else():
    cover = "NOTE DE VEILLE\n2026\nÉquipe du graphe"
    assert found(document(cover, body(), body(), body())) == [("cover", cover)]
    assert found(document(cover, body(), body())) == []
    assert found(document(f"{cover}\n{PROSE}\n{PROSE}", *[body()] * 3)) == []
    assert found(document("Autre chose", *[body()] * 3)) == []


def test_what_a_reader_has_marked_is_not_marked_again():
    made = document(f"{CONTENTS}\n\n{body()}")
    marked = replace(
        made, blocks=(Block(BlockKind.CONTENTS, 0, len("Sommaire\n\nIntroduction")),)
    )
    assert find_apparatus(marked) == ()


def test_parts_on_two_pages_are_two_blocks_and_passages_keep_their_role():
    first, second = CONTENTS.split("\nMéthode")
    made = document(first, f"Méthode{second}\n\n{body()}")
    blocks = find_apparatus(made)
    assert [made.text[b.start : b.end] for b in blocks] == [first, f"Méthode{second}"]
    roles = [p.role for p in cut(replace(made, blocks=blocks))]
    assert roles[:2] == [PassageRole.CONTENTS, PassageRole.CONTENTS]
    assert set(roles[2:]) == {PassageRole.BODY}


def test_blocks_inside_stand_behind_and_parents_stay_theirs():
    blocks = (
        Block(BlockKind.NOTE, 0, 2),
        Block(BlockKind.TABLE, 5, 20),
        Block(BlockKind.CELL, 5, 20, parent=1),
        Block(BlockKind.NOTE, 30, 35),
    )
    inside = Block(BlockKind.CONTENTS, 5, 25)
    after = Block(BlockKind.INDEX, 40, 50)
    assert with_apparatus(blocks, (inside, after)) == (
        blocks[0],
        inside,
        blocks[1],
        replace(blocks[2], parent=2),
        blocks[3],
        after,
    )
    assert with_apparatus((), (after,)) == (after,)


LINES = st.sampled_from(
    [
        *("Sommaire", "Bibliographie", "Index", "Sources", "", "Annexes", "\f"),
        *("Méthode … 4", "Bilan 9", "2 élèves : 12", "notion, 3, 5", PROSE),
        "Durand (2020). Former.",
    ]
)


@given(st.lists(LINES, max_size=30), st.lists(st.integers(0, 400), max_size=4))
@settings(max_examples=200, deadline=None)
def test_blocks_are_added_and_nothing_else_changes(lines, starts):
    pages = "\n".join(lines).split("\f")
    made = document(*pages)
    length = len(made.text)
    blocks = tuple(
        Block(BlockKind.NOTE, start, start + 3)
        for start in sorted(starts)
        if start + 3 <= length
    )
    made = replace(made, blocks=blocks)
    added = find_apparatus(made)
    for block in added:
        assert block.kind.is_apparatus
        assert any(p.start <= block.start < block.end <= p.end for p in made.pages)
    edges = [(b.start, b.end) for b in added]
    assert edges == sorted(edges)
    assert all(one[1] <= other[0] for one, other in pairwise(edges))
    merged = with_apparatus(blocks, added)
    assert [b for b in merged if b not in added] == list(blocks)
    whole = replace(made, blocks=merged)
    plain = "".join(p.text for p in cut(made))
    assert "".join("".join(p.text for p in cut(whole)).split()) == "".join(
        plain.split()
    )
