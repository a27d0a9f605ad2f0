"""How few entries make a table of contents, and where apparatus ends: the borders."""

import pytest

from ingest.texts.apparatus import find_apparatus
from ontology.structure import Block, BlockKind
from tests.ingest.texts.test_apparatus import REFERENCES, body, document, found

ENTRIES = [
    f"Partie {word} {page}"
    for word, page in zip("abcdefgh", range(3, 19, 2), strict=True)
]


def contents_of(*lines):
    return found(document("\n".join(("Sommaire", *lines)) + f"\n\n{body()}"))


@pytest.mark.parametrize(("count", "is_found"), [(2, False), (3, True)])
def test_three_entries_under_a_title_are_contents(count, is_found):
    assert bool(contents_of(*ENTRIES[:count])) is is_found


@pytest.mark.parametrize(("count", "is_found"), [(4, False), (5, True)])
def test_without_a_title_five_lines_with_leaders_are_contents(count, is_found):
    run = "\n".join(f"Partie {n} …… {n}" for n in range(1, count + 1))
    made = found(document(f"{body()}\n\n{run}\n\n{body()}"))
    assert made == ([("contents", run)] if is_found else [])


@pytest.mark.parametrize(("between", "is_whole"), [(2, True), (3, False)])
def test_two_lines_may_stand_between_entries(between, is_whole):
    lines = [*ENTRIES[:3], *["une suite sans nombre"] * between, ENTRIES[3]]
    last = ENTRIES[3] if is_whole else ENTRIES[2]
    ((_, text),) = contents_of(*lines)
    assert text.endswith(last)


@pytest.mark.parametrize(("between", "is_whole"), [(2, True), (3, False)])
def test_two_lines_may_stand_between_lines_with_leaders(between, is_whole):
    lines = [f"Partie {n} …… {n}" for n in range(1, 6)]
    more = [*["une suite sans nombre"] * between, "Partie 6 …… 6"]
    ((_, text),) = found(document("\n".join([body(), *lines, *more, body()])))
    assert text.endswith("6" if is_whole else "5")


def test_entries_of_one_page_stand_together_and_pages_do_not_fall():
    same = ["Partie a 3", "Partie b 3", "Partie c 3"]
    assert contents_of(*same)[0][1].endswith("Partie c 3")
    assert contents_of(*same, "Partie d 2")[0][1].endswith("Partie c 3")


def test_a_fall_of_pages_parts_two_runs_of_leaders():
    first = [f"Partie {n} …… {n}" for n in range(4, 9)]
    again = [f"Volet {n} …… {n}" for n in range(1, 4)]
    made = found(document("\n".join([body(), *first, *again, body()])))
    assert [text.split("\n")[-1] for _, text in made] == [first[-1]]
    equal = [f"Partie {letter} …… 4" for letter in "abcde"]
    made = found(document("\n".join([body(), *equal, body()])))
    assert made == [("contents", "\n".join(equal))]


@pytest.mark.parametrize(("page", "is_found"), [(1_799, True), (1_800, False)])
def test_a_number_as_large_as_a_year_is_no_page(page, is_found):
    lines = [f"Partie {letter} {page}" for letter in "abc"]
    assert bool(contents_of(*lines)) is is_found


@pytest.mark.parametrize(("length", "is_found"), [(200, True), (201, False)])
def test_an_entry_is_as_long_as_a_line(length, is_found):
    line = "a" * (length - 2) + " 9"
    assert len(line) == length
    made = found(document("\n".join(["Sommaire", line, line, line, body(20)])))
    assert bool(made) is is_found


@pytest.mark.parametrize(("count", "is_found"), [(5, False), (6, True)])
def test_an_index_has_six_entries(count, is_found):
    lines = [f"notion{n}, {n}" for n in range(1, count + 1)]
    made = found(document("\n".join([body(), "Index", *lines])))
    assert bool(made) is is_found


@pytest.mark.parametrize(("others", "is_found"), [(4, True), (5, False)])
def test_entries_are_six_tenths_of_an_index(others, is_found):
    lines = ["ni mot ni page"] * others + [f"notion{n}, {n}" for n in range(1, 7)]
    made = found(document("\n".join([body(), "Index", *lines])))
    assert bool(made) is is_found


@pytest.mark.parametrize(("count", "is_found"), [(1, False), (2, True)])
def test_two_references_make_a_bibliography(count, is_found):
    lines = REFERENCES.split("\n")[:count]
    made = found(document("\n".join([body(), "Bibliographie", *lines])))
    assert bool(made) is is_found


@pytest.mark.parametrize(("others", "is_found"), [(7, True), (8, False)])
def test_three_tenths_of_the_lines_of_a_bibliography_are_references(others, is_found):
    lines = [*["un court titre"] * others, *REFERENCES.split("\n")]
    made = found(document("\n".join([body(), "Bibliographie", *lines])))
    assert bool(made) is is_found


@pytest.mark.parametrize(("others", "is_whole"), [(12, True), (13, False)])
def test_references_end_where_twelve_lines_hold_none(others, is_whole):
    last = REFERENCES.split("\n")[1]
    lines = [*REFERENCES.split("\n") * 6, *["un court titre"] * others, last]
    ((_, text),) = found(document("\n".join([body(40), "Bibliographie", *lines])))
    assert text.endswith(last) is is_whole


@pytest.mark.parametrize(("paragraphs", "is_whole"), [(2, True), (3, False)])
def test_two_paragraphs_may_stand_between_references(paragraphs, is_whole):
    prose = "x" * 161
    last = "Durand (2021). Une fin."
    lines = [*REFERENCES.split("\n"), *[prose] * paragraphs, last]
    ((_, text),) = found(document("\n".join([body(20), "Sources", *lines])))
    assert text.endswith(last) is is_whole


def test_a_reference_begins_the_count_of_paragraphs_anew():
    prose, last = "x" * 161, "Durand (2021). Une fin."
    lines = REFERENCES.split("\n")
    mixed = [*lines, prose, prose, lines[0], prose, prose, last]
    ((_, text),) = found(document("\n".join([body(30), "Sources", *mixed])))
    assert text.endswith(last)


def test_lines_of_160_characters_are_no_prose():
    last = "Durand (2021). Une fin."
    lines = [*REFERENCES.split("\n"), *["x" * 160] * 5, last]
    ((_, text),) = found(document("\n".join([body(30), "Sources", *lines])))
    assert text.endswith(last)


def test_a_lower_heading_is_inside_a_bibliography_and_an_equal_one_behind_it():
    first, second, third = REFERENCES.split("\n")
    text = f"{body()}\n\nBibliographie\n{first}\n\nArticles\n{second}\n\nNotes\n{third}"
    headings = [("Bibliographie", 2), ("Articles", 3), ("Notes", 2)]
    ((_, made),) = found(document(text, headings=headings))
    assert made.endswith(second)


@pytest.mark.parametrize(("spaces", "is_found"), [(47, True), (48, False)])
def test_a_title_is_short(spaces, is_found):
    title = f"Bibliographie{'.' if spaces == 0 else ' ' * (spaces - 1)}."
    assert len(title) == 13 + spaces
    made = found(document(f"{body()}\n\n{title}\n{REFERENCES}"))
    assert bool(made) is is_found


@pytest.mark.parametrize(("count", "is_found"), [(2, False), (3, True)])
def test_three_headings_listed_under_a_title_are_contents(count, is_found):
    names = ["Contexte", "Méthode", "Bilan"][:count]
    run = "\n".join(["Sommaire", *(f"{n}. {name}" for n, name in enumerate(names, 1))])
    rest = "\n".join(f"{name}\n{body(3)}" for name in names)
    made = document(f"{run}\n\n{rest}", headings=[(name, 2) for name in names])
    assert found(made) == ([("contents", run)] if is_found else [])


def test_a_list_of_headings_ends_where_another_line_stands():
    names = ["Contexte", "Méthode", "Bilan", "Suite"]
    run = "Sommaire\nContexte\nMéthode\nBilan\nAutre\nSuite"
    rest = "\n".join(f"{name}\n{body(3)}" for name in names)
    made = document(f"{run}\n\n{rest}", headings=[(name, 2) for name in names])
    assert found(made) == [("contents", "Sommaire\nContexte\nMéthode\nBilan")]


COVER = "Note de veille"


def cover_of(cover, pages=4, **fields):
    return [
        kind for kind, _ in found(document(cover, *[body()] * (pages - 1), **fields))
    ]


@pytest.mark.parametrize(("length", "is_found"), [(350, True), (351, False)])
def test_a_cover_holds_350_characters(length, is_found):
    lines = [COVER, "x" * 150, "y" * 150]
    lines.append("z" * (length - len("\n".join(lines)) - 1))
    assert bool(cover_of("\n".join(lines))) is is_found


@pytest.mark.parametrize(("length", "is_found"), [(160, True), (161, False)])
def test_the_lines_of_a_cover_are_short(length, is_found):
    assert bool(cover_of(f"{COVER}\n{'x' * length}")) is is_found


@pytest.mark.parametrize(("sentences", "is_found"), [(1, True), (2, False)])
def test_a_cover_holds_one_sentence(sentences, is_found):
    assert bool(cover_of("\n".join([COVER, *["Une phrase."] * sentences]))) is is_found


def test_only_paged_documents_of_four_pages_have_a_cover():
    assert cover_of(COVER, pages=4) == ["cover"]
    assert cover_of(COVER, pages=3) == []
    assert cover_of(COVER, is_paged=False) == []
    assert cover_of(COVER, title="") == []
    assert cover_of("", title="") == []


def test_apparatus_is_sixty_percent_of_a_text_at_most():
    run = f"Bibliographie\n{REFERENCES}"
    rest = len(run) * 4 // 6
    for more, is_found in ((2, True), (-9, False)):
        made = document(f"{'x' * (rest + more)}\n{run}")
        assert bool(found(made)) is is_found


def test_what_touches_a_marked_block_is_found_beside_it():
    made = document(f"Avant\n{body()}\n\nBibliographie\n{REFERENCES}\nfin")
    start = made.text.index("Bibliographie")
    marked = Block(BlockKind.INDEX, start - 2, start)
    beside = document(
        f"Avant\n{body()}\n\nBibliographie\n{REFERENCES}\nfin", blocks=[marked]
    )
    assert find_apparatus(beside) == find_apparatus(made) != ()
    over = Block(BlockKind.INDEX, start - 2, start + 1)
    assert find_apparatus(document(made.text, blocks=[over])) == ()
