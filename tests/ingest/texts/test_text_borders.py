"""Chunking, encodings, hyphens and languages where their rules begin and end."""

import pytest

from ingest.errors import IngestError, MalformedContent
from ingest.read_text import LanguageSpan
from ingest.texts.chunking import Chunking, cut
from ingest.texts.encodings import decode
from ingest.texts.hyphenation import Joiner
from ingest.texts.languages import (
    language_of,
    language_of_passage,
    normal_language,
)
from ingest.texts.page_cleaning import join_letter_spacing, reflow, shorten_leaders
from ingest.texts.page_furniture import remove_running_lines
from ontology.model import Section
from tests.ingest.texts.test_chunking import make_document


def texts(text, target=60, maximum=100, **fields):
    made = make_document(text, **fields)
    return [p.text for p in cut(made, chunking=Chunking(target, maximum))]


@pytest.mark.parametrize(
    ("target", "maximum"), [(50, 50), (50, 20_000), (20_000, 20_000), (900, 900)]
)
def test_lengths_at_their_borders_are_taken(target, maximum):
    assert Chunking(target, maximum).maximum == maximum


@pytest.mark.parametrize(
    ("target", "maximum"), [(49, 100), (100, 99), (50, 20_001), (20_001, 20_001)]
)
def test_lengths_beyond_their_borders_are_refused(target, maximum):
    with pytest.raises(IngestError, match=f"{target} caractères, {maximum} au plus"):
        Chunking(target, maximum)


def test_passages_aim_at_750_characters_and_end_at_1200():
    assert (Chunking().target, Chunking().maximum) == (750, 1_200)


def test_a_text_a_little_over_the_target_stays_whole():
    lines = "abcd\n" * 40
    assert len(texts(lines[:78])) == 1
    assert len(texts(lines[:79])) == 2


def test_a_text_of_the_maximum_stays_whole_however_low_the_target():
    words = ("abcd " * 40).strip()
    assert len(texts(words[:100], 90, 100)) == 1
    assert len(texts(words[:101], 90, 100)) == 2


def test_less_than_two_passages_are_cut_in_the_middle():
    lines = "\n".join(["abcdefghi"] * 10)
    assert [len(piece) for piece in texts(lines)] == [49, 49]


def test_the_first_of_two_equally_near_places_gives_way_to_the_second():
    text = "a" * 48 + "\n" + "b" * 19 + "\n" + "c" * 70
    assert texts(text, 60, 100)[0] == text[:68]


def test_a_word_longer_than_a_passage_is_cut_at_the_maximum():
    assert [len(piece) for piece in texts("x" * 150)] == [100, 50]


def test_a_long_word_is_not_parted_from_its_accent():
    pieces = texts("x" * 99 + "e\u0301" + "y" * 60)
    assert [len(piece) for piece in pieces] == [99, 62]


@pytest.mark.parametrize("mark", ["cf.", "p.", "M.", "art.", "J.-P."])
def test_no_cut_stands_behind_an_abbreviation(mark):
    head = "x" * 40
    text = f"{head} {mark} Dupont a dit que tout va bien ici. Une suite vient encore là"
    assert not texts(text, 50, 70)[0].endswith(mark)


@pytest.mark.parametrize(("length", "count"), [(300, 1), (301, 2)])
def test_a_title_of_300_characters_stands_with_the_next_heading(length, count):
    title = "x" * (length - 1)
    text = f"{title}\nSuite\nTexte."
    sections = (Section(title, 1, 0), Section("Suite", 2, text.index("Suite")))
    assert len(texts(text, 600, 900, sections=sections)) == count


def test_the_middle_of_a_passage_decides_about_its_stated_language():
    document = make_document("Hello there, all.")
    length = len(document.text)
    half = length // 2
    for end, language in ((half, "fr"), (half + 1, "en")):
        (passage,) = cut(document, spans=[LanguageSpan(0, end, "en")])
        assert passage.language == language
    for start, language in ((half, "en"), (half + 1, "fr")):
        (passage,) = cut(document, spans=[LanguageSpan(start, length, "en")])
        assert passage.language == language


@pytest.mark.parametrize(("others", "is_text"), [(48, False), (49, True)])
def test_one_control_character_in_fifty_is_borne(others, is_text):
    content = b"\xe9" * others + b"\x01"
    if is_text:
        assert decode(content).encoding == "cp1252"
    else:
        with pytest.raises(MalformedContent, match="aucun codage"):
            decode(content)


def test_white_space_is_no_control_character():
    assert decode(b"\xe9\t\n\r\x0c").text == "é\t\n\r\x0c"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a\x00b", "octets nuls"),
        (b"\xff\xfea", "utf-16 à partir de l’octet"),
        (b"\xef\xbb\xbf\xff", "utf-8-sig à partir de l’octet"),
    ],
)
def test_a_refusal_says_what_stands_in_the_way(content, words):
    with pytest.raises(MalformedContent, match=words) as caught:
        decode(content)
    assert caught.value.remedy == "Enregistrez-le en texte UTF-8."


def test_a_whole_text_may_not_end_inside_a_character():
    assert decode(b"abc\xc3", is_cut=True).encoding == "utf-8"
    assert decode(b"abc\xc3").encoding == "cp1252"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("a\xadt-il", "at-il"),
        ("vas\xadt-on-là", "vast-on-là"),
        ("sous\xadmarin", "sous-marin"),
        ("sous\xadle", "sousle"),
        ("lui\xadmême", "lui-même"),
        ("la\xadmême", "lamême"),
        ("faut\xadil", "faut-il"),
        ("main\xadil", "mainil"),
        ("vis\xadà-vis", "vis-à-vis"),
        ("quatre\xadà-vis", "quatreà-vis"),
        ("un\xaddeux\xadtrois\xadquatre", "undeuxtroisquatre"),
        ("un GTNUM-\nÉcole", "un GTNUMÉcole"),
        ("un Gtnum-\nÉcole", "un Gtnum-École"),
        ("voir x\xadhttp://a.fr", "voir x-http://a.fr"),
        ("moi@exem\xadple", "moi@exem-ple"),
    ],
)
def test_two_halves_are_joined_by_what_french_spells(printed, expected):
    assert Joiner([""]).join(printed) == expected


def test_a_hyphen_known_from_the_document_is_kept():
    assert Joiner(["un mot-clé"]).join("mot\xadclé") == "mot-clé"
    assert Joiner(["un motclé"]).join("mot\xadclé") == "motclé"
    assert Joiner(["un motclé"]).join("mot\xadclé-là") == "motclé-là"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (" FR_fr ", "fr"),
        ("Anglais", "en"),
        ("spa", "es"),
        ("de", "de"),
        ("deu", None),
        ("d", None),
        ("", None),
    ],
)
def test_a_stated_language_is_a_code_of_two_letters(stated, code):
    assert normal_language(stated) == code


@pytest.mark.parametrize(("letters", "language"), [(59, "und"), (60, "fr")])
def test_sixty_letters_are_needed_to_guess_a_language(letters, language):
    text = (
        "les enfants sont dans la cour et ils ont des livres pour la classe ici et là "
    )
    kept, count = "", 0
    for character in text:
        if count == letters:
            break
        kept += character
        count += character.isalpha()
    assert language_of(kept) == language


@pytest.mark.parametrize(("length", "language"), [(199, "fr"), (200, "en")])
def test_a_passage_of_200_characters_may_differ_from_its_document(length, language):
    english = "The groups have to say which of the results can be used by schools. " * 4
    assert language_of_passage(english[:length], "fr") == language


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A B C E G H K", "A B C E G H K"),
        ("A B C E G H K L", "ABCEGHKL"),
        ("A C B D", "ACBD"),
        ("B A C", "B A C"),
        ("B a C d", "BaCd"),
        ("B a c d", "B a c d"),
        ("2 0 2 0  1 9 9 9", "2020  1999"),
        ("3 0 2 0 1", "3 0 2 0 1"),
    ],
)
def test_letters_apart_are_one_word_where_they_are_no_list(line, expected):
    assert join_letter_spacing(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Titre .... 3", "Titre .... 3"),
        ("Titre ..... 3", "Titre … 3"),
        ("Titre …… 3", "Titre … 3"),
        ("Titre ···· 3", "Titre ···· 3"),
        ("Titre ····· 3", "Titre … 3"),
    ],
)
def test_five_points_are_leaders(line, expected):
    assert shorten_leaders(line) == expected


@pytest.mark.parametrize(
    ("length", "following", "is_joined"),
    [
        (72, "Majuscule", True),
        (71, "Majuscule", False),
        (60, "minuscule", True),
        (59, "minuscule", False),
    ],
)
def test_a_long_line_goes_on_in_the_next(length, following, is_joined):
    page = f"{'x' * length}\n{following}"
    assert ("\n" not in reflow(page, width=100)) is is_joined


@pytest.mark.parametrize(
    ("length", "following", "is_joined"),
    [(90, "Suite", True), (89, "Suite", False), (90, "1 suite", False)],
)
def test_a_full_line_may_end_with_a_full_stop(length, following, is_joined):
    page = f"{'x' * (length - 1)}.\n{following}"
    assert ("\n" not in reflow(page, width=100)) is is_joined


def test_a_line_that_ends_open_goes_on_and_rows_and_items_do_not():
    assert reflow("Il parle de\nla classe", width=100) == "Il parle de la classe"
    assert reflow(f"{'x' * 90} | y\nsuite", width=90).count("\n") == 1
    assert reflow(f"{'x' * 90}\ny | suite", width=90).count("\n") == 1
    assert reflow(f"{'x' * 90} … 3\nsuite", width=90).count("\n") == 1
    assert reflow(f"{'x' * 90}\n• suite", width=90).count("\n") == 1


def page_of(head, n):
    return f"{head}\nTexte {'abcdefghijkl'[n]} propre.\nEt une fin {'mnopqrstuvwx'[n]}."


@pytest.mark.parametrize(("heads", "is_running"), [(2, False), (3, True)])
def test_three_pages_make_a_running_line(heads, is_running):
    pages = [page_of("Mon titre courant", n) for n in range(heads)]
    pages += [page_of(f"{'wxyz'[n]}autre", n + 3) for n in range(3)]
    assert (remove_running_lines(pages)[0] != pages[0]) is is_running


def test_of_three_pages_all_must_begin_alike():
    pages = [page_of("Mon titre courant", n) for n in range(3)]
    assert all("Mon titre" not in page for page in remove_running_lines(pages))
    pages[1] = page_of("Une autre ligne", 1)
    assert remove_running_lines(pages) == pages


@pytest.mark.parametrize(
    ("places", "is_running"),
    [((0, 1, 2), True), ((0, 2, 4), True), ((0, 1, 3), False), ((0, 3, 6), False)],
)
def test_a_title_of_a_chapter_stands_on_three_neighbours(places, is_running):
    pages = [page_of(f"{'abcdefghijkl'[n]}autre", n) for n in range(12)]
    for place in places:
        pages[place] = page_of("Mon titre courant", place)
    assert (remove_running_lines(pages)[0] != pages[0]) is is_running


@pytest.mark.parametrize(("length", "is_running"), [(160, True), (161, False)])
def test_a_running_line_is_short(length, is_running):
    pages = [page_of("x" * length, n) for n in range(4)]
    assert (remove_running_lines(pages) != pages) is is_running


@pytest.mark.parametrize(("head", "is_running"), [("abc 1", True), ("ab 1", False)])
def test_a_running_line_has_three_letters(head, is_running):
    pages = [page_of(head, n) for n in range(4)]
    assert (remove_running_lines(pages) != pages) is is_running


@pytest.mark.parametrize(("count", "rest"), [(4, ""), (5, "Ligne cinq\n")])
def test_four_lines_of_an_edge_may_run(count, rest):
    names = ["Ligne un", "Ligne deux", "Ligne trois", "Ligne quatre", "Ligne cinq"]
    head = "\n".join(names[:count])
    pages = [page_of(head, n) for n in range(4)]
    body = page_of("", 0).removeprefix("\n")
    tail = "\n".join(f"fin {letter}" for letter in "efgh")
    pages = [f"{page}\n{tail}{n}" for n, page in enumerate(pages)]
    assert remove_running_lines(pages)[0].startswith(f"{rest}{body}")


@pytest.mark.parametrize(("count", "dropped"), [(5, 2), (6, 3)])
def test_page_numbers_grow_on_two_pages_or_three(count, dropped):
    for numbered in (dropped - 1, dropped):
        pages = [
            page_of("", n) + (f"\n{n + 1}" if n < numbered else "")
            for n in range(count)
        ]
        is_kept = remove_running_lines(pages)[0].endswith("\n1")
        assert is_kept is (numbered < dropped)


@pytest.mark.parametrize(
    "numbers", [("i", "ii", "iii", "iv"), ("IX", "X", "XI", "XII")]
)
def test_roman_page_numbers_grow_as_well(numbers):
    pages = [f"{page_of('', n)}\n{number}" for n, number in enumerate(numbers)]
    assert remove_running_lines(pages) == [page_of("", n) for n in range(4)]


@pytest.mark.parametrize(("count", "is_dropped"), [(3, False), (4, True)])
def test_a_heading_with_its_page_number_grows_on_four_pages(count, is_dropped):
    names = ["Alpha", "Bravo", "Charlie", "Delta", "Echo"]
    pages = [page_of(f"{n + 1} {names[n]} chapitre", n) for n in range(count)]
    pages += [page_of(f"{'uvwxyz'[n]}autre", n + 5) for n in range(4)]
    assert ("Alpha" not in remove_running_lines(pages)[0]) is is_dropped


@pytest.mark.parametrize(("length", "is_dropped"), [(90, True), (91, False)])
def test_a_heading_with_its_page_number_is_short(length, is_dropped):
    pages = [page_of(f"{n + 1} {'abcd'[n] * (length - 2)}", n) for n in range(4)]
    assert (remove_running_lines(pages) != pages) is is_dropped


@pytest.mark.parametrize(("letters", "is_dropped"), [(20, True), (19, False)])
def test_on_two_pages_a_long_line_whose_number_grows_is_dropped(letters, is_dropped):
    pages = [page_of(f"{'x' * letters} {n + 1}", n) for n in range(2)]
    assert (remove_running_lines(pages) != pages) is is_dropped


@pytest.mark.parametrize(
    ("first", "is_dropped"), [(998, True), (999, False), (0, False)]
)
def test_on_two_pages_a_year_is_no_page_number(first, is_dropped):
    pages = [page_of(f"{'x' * 20} {first + n}", n) for n in range(2)]
    assert (remove_running_lines(pages) != pages) is is_dropped


def test_one_page_has_no_running_line():
    assert remove_running_lines(["Titre\n1"]) == ["Titre\n1"]
    assert remove_running_lines([]) == []
