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
    # Another full line shows that the block was set in lines.
    page = f"{'y' * 100}\n{'x' * (length - 1)}.\n{following}"
    assert ("\n" not in reflow(page, width=100)) is is_joined


def test_one_full_line_alone_that_ends_a_sentence_ends_its_paragraph():
    assert reflow(f"{'x' * 95}.\nSuite", width=100).count("\n") == 1


def test_a_line_that_ends_open_goes_on_and_items_do_not():
    assert reflow("Il parle de\nla classe", width=100) == "Il parle de la classe"
    assert reflow(f"{'x' * 90} … 3\nsuite", width=90).count("\n") == 1
    assert reflow(f"{'x' * 90}\n• suite", width=90).count("\n") == 1


def page_of(head, n):
    return f"{head}\nTexte {'abcdefghijkl'[n]} propre.\nEt une fin {'mnopqrstuvwx'[n]}."
