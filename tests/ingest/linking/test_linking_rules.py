"""Rules of linking at their borders: what is sure, who wins, which way to write."""

import pytest

from ingest.linking.curation import Action, Curation, Decision
from ingest.linking.curation_file import CurationError, load
from ingest.linking.disambiguation import settle, supported
from ingest.linking.group_numbers import Numbers, Surroundings, choose
from ingest.linking.linker import Linker
from ingest.linking.morphology import singular
from ingest.linking.name_evidence import NameMatch, weigh
from ingest.linking.name_trie import (
    Form,
    Method,
    Trie,
    is_acronym,
    label_forms,
)
from ingest.linking.number_matches import NOTHING_KNOWN, numbered_matches
from ingest.linking.person_names import (
    has_honorific,
    is_written_as_name,
    name_forms,
    names_nobody_else,
)
from ingest.linking.title_links import title_links
from ingest.linking.unknown_names import find_candidates
from ingest.linking.word_keys import BREAK, bare, cut, fold, hide_addresses
from ontology.model import (
    Document,
    DocumentRecord,
    Entity,
    EntityKind,
    Label,
    Mention,
    Page,
    Passage,
    Source,
)
from ontology.reference.ambiguous_words import AmbiguousWords
from tests.ingest.linking.conftest import entity

PLAIN = AmbiguousWords()
LAB = (EntityKind.LAB, "a")
GROUP = (EntityKind.GROUP, "g")
CONCEPT = (EntityKind.CONCEPT, "c")
PERSON = (EntityKind.PERSON, "p")


def weighed(text, words, form, ambiguous=PLAIN):
    """Weigh a form at the first place where its words stand."""
    keys, wanted = cut(text).keys, cut(words).keys
    first = next(at for at in range(len(keys)) if keys[at : at + len(wanted)] == wanted)
    last = first + len(wanted) - 1
    return weigh(cut(text), first, last, form, ambiguous=ambiguous)


def acronym(text, reference=LAB):
    return Form(reference, text, Method.ACRONYM, is_exact=True)


def match(first, last, reference=LAB, **fields):
    fields = {"method": Method.LABEL, "confidence": 0.9} | fields
    return NameMatch(first, last, 10 * first, 10 * last + 9, reference, **fields)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("les", "les"),
        ("jeux", "jeu"),
        ("eaux", "eau"),
        ("prix", "prix"),
        ("paix", "paix"),
        ("process", "process"),
        ("travaux", "travail"),
        ("temps", "temps"),
        ("mots", "mot"),
        ("mot", "mot"),
        ("locaux", "local"),
        ("", ""),
    ],
)
def test_a_plural_becomes_the_form_both_numbers_share(word, expected):
    assert singular(word) == expected


@pytest.mark.parametrize(
    ("label", "is_one"),
    [("IA", True), ("#EBEP", True), ("xAPI", True), ("Pix", False), ("a", False)],
)
def test_an_acronym_is_held_together_by_its_capitals(label, is_one):
    assert is_acronym(label) is is_one


def forms(kind, *labels):
    made = label_forms(entity(kind, "x", *labels))
    return [(one.text, one.method, one.is_exact, one.is_derived) for one in made]


def test_labels_give_forms():
    assert forms(EntityKind.LAB, "=A B", "=AB", "Forges") == [
        ("A B", Method.ACRONYM, False, False),
        ("AB", Method.ACRONYM, True, False),
        ("Forges", Method.LABEL, True, False),
    ]
    assert forms(EntityKind.CONCEPT, "Veille") == [
        ("Veille", Method.LABEL, False, False)
    ]
    assert forms(EntityKind.INSTITUTION, "Université Paris 8") == [
        ("Université Paris 8", Method.LABEL, False, False),
        ("Paris 8", Method.LABEL, False, True),
    ]
    assert len(forms(EntityKind.LAB, "Université Paris 8")) == 1


def test_titles_are_found_by_their_parts():
    title = "Une école qui change – les usages de la classe (2020)"
    plain = title.removesuffix(" (2020)")
    first, second = plain.split(" – ")
    assert [one[0] for one in forms(EntityKind.PRODUCTION, title)] == [
        title,
        plain,
        first,
    ]
    assert [one[0] for one in forms(EntityKind.GROUP, title)][2:] == [first, second]
    assert [one[0] for one in forms(EntityKind.LAB, title)] == [title, plain]
    short = "Une école ouverte – les usages de la classe"
    assert [one[0] for one in forms(EntityKind.PRODUCTION, short)] == [short]
    assert forms(EntityKind.GROUP, "GTnum 9 (2017)") == [
        ("GTnum 9 (2017)", Method.TITLE, False, False)
    ]
    assert forms(EntityKind.LAB, "Techné (Poitiers)")[1] == (
        "Techné",
        Method.LABEL,
        True,
        True,
    )


@pytest.mark.parametrize(("count", "is_found"), [(64, True), (65, False)])
def test_a_name_has_64_words(count, is_found):
    text = " ".join(["mot"] * count)
    trie = Trie([Form(LAB, text, Method.LABEL)])
    assert bool(list(trie.hits(cut(text)))) is is_found


def test_a_trie_yields_names_inside_of_names():
    made = Trie([Form(LAB, t, Method.LABEL) for t in ("a", "a b", "b", "a. d")])
    words = cut("x a b c")
    assert [(hit.first, hit.last) for hit in made.hits(words)] == [
        (1, 1),
        (1, 2),
        (2, 2),
    ]
    assert made.longest(words, 1).last == 2
    assert made.longest(words, 0) is None
    assert [hit.last for hit in made.hits(cut("a d"))] == [0, 1]
    assert Trie([Form(LAB, "", Method.LABEL)]).longest(words, 0) is None


@pytest.mark.parametrize(
    ("text", "form", "is_sure", "confidence"),
    [
        ("le LIUM dit", "LIUM", False, 0.88),
        ("le LIUMS dit", "LIUMS", True, 0.95),
        ("le labo LIUM", "LIUM", True, 0.92),
        ("le LS2N dit", "LS2N", True, 0.95),
        ("le Liums dit", "LIUMS", False, 0.88),
        ("GTnum5 LIUM", "LIUM", True, 0.92),
    ],
)
def test_a_short_acronym_of_a_body_asks_for_context(text, form, is_sure, confidence):
    made = weighed(text, form, acronym(form))
    assert (made.is_sure, made.confidence) == (is_sure, confidence)


@pytest.mark.parametrize(
    "text", ["le Lium dit", "le liums dit", "LE LIUMS DIT", "A-LIUMS"]
)
def test_another_case_a_shout_or_a_glued_word_is_no_acronym(text):
    name = "LIUM" if "Lium" in text else "LIUMS"
    assert weighed(text, name, acronym(name)) is None


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("LE LIUMS dit", True),
        ("le LIUMS DIT", True),
        ("LE LIUMS DIT", False),
        ("LE, LIUMS DIT", True),
        ("ON LA LIUMS", False),
        ("LIUMS ON LA", False),
        ("LIUMS-2", False),
        ("LIUMS_ x", True),
        ("- LIUMS", True),
    ],
)
def test_three_capitals_in_a_row_are_a_shout(text, is_read):
    assert (weighed(text, "LIUMS", acronym("LIUMS")) is not None) is is_read


@pytest.mark.parametrize(("words", "is_sure"), [(5, True), (6, False)])
def test_context_stands_within_six_words(words, is_sure):
    between = "mot " * words
    for text in (f"labo {between}LIUM", f"Le LIUM {between}labo"):
        assert weighed(text, "LIUM", acronym("LIUM")).is_sure is is_sure


def test_only_capitals_accept_company():
    assert weighed("le LIUM dit", "LIUM", acronym("LIUM")).accepts_company
    assert not weighed("le Forg dit", "Forg", acronym("Forg")).accepts_company


def test_a_capitalised_name_at_the_start_asks_for_context():
    forges = Form(LAB, "Forges", Method.LABEL, is_exact=True)
    assert not weighed("Forges dit", "Forges", forges).is_sure
    assert weighed("le Forges dit", "Forges", forges).is_sure
    person = Form((EntityKind.SERVICE, "s"), "DNE", Method.ACRONYM, is_exact=True)
    assert weighed("la DNE dit", "DNE", person).is_sure


@pytest.mark.parametrize(
    ("text", "name", "is_sure", "confidence"),
    [
        ("la RA dit", "RA", False, 0.8),
        ("la RAX dit", "RAX", True, 0.93),
        ("la IA dit", "IA", True, 0.93),
    ],
)
def test_an_acronym_of_a_concept_has_three_letters(text, name, is_sure, confidence):
    made = weighed(text, name, acronym(name, CONCEPT))
    assert (made.is_sure, made.confidence) == (is_sure, confidence)


@pytest.mark.parametrize(
    ("text", "name", "reference", "expected"),
    [
        ("#REVE", "REVE", GROUP, (0, 0.98)),
        ("#TECHNE", "TECHNE", LAB, (0, 0.85)),
        ("#IA_EO", "IA_EO", GROUP, (0, 0.98)),
    ],
)
def test_a_tag_is_one_word(text, name, reference, expected):
    made = weighed(text, name, acronym(name, reference))
    assert (made.start, made.confidence, made.method) == (*expected, Method.HASHTAG)


def test_a_tag_of_two_words_or_of_a_label_is_none_or_begins_behind_its_sign():
    label = Form(CONCEPT, "veille active", Method.LABEL)
    assert weighed("#veille active", "veille active", label) is None
    assert (
        weighed("#veille", "veille", Form(CONCEPT, "veille", Method.LABEL)).start == 1
    )


@pytest.mark.parametrize(
    ("text", "name", "is_read"),
    [
        ("le professeur parle", "professeur", True),
        ("le professeur des écoles", "professeur", False),
        ("la mi-veille dit", "veille", False),
        ("la mi-veille active", "veille active", True),
    ],
)
def test_a_concept_is_no_part_of_another_word(text, name, is_read):
    form = Form(CONCEPT, name, Method.LABEL)
    assert (weighed(text, name, form) is not None) is is_read


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("Communs", True),
        ("les communs", True),
        ("mot, communs", True),
        ("mot communs", False),
        ("en communs", False),
        ("de communs", False),
        ("(communs)", True),
    ],
)
def test_a_word_of_several_senses_is_a_noun(text, is_read):
    doubtful = AmbiguousWords(concept_labels=frozenset({"commun"}))
    form = Form(CONCEPT, "commun", Method.LABEL)
    made = weighed(text, "commun", form, doubtful)
    assert (made is not None) is is_read
    if made:
        assert (made.is_sure, made.confidence) == (False, 0.7)
    assert weighed(text, "commun", form).confidence == 0.9


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("la veille de", False),
        ("la veille du", False),
        ("la veille", True),
        ("une veille de", True),
    ],
)
def test_the_day_before_is_no_watch(text, is_read):
    doubtful = AmbiguousWords(concept_labels=frozenset({"veille"}))
    form = Form(CONCEPT, "veille", Method.LABEL)
    assert (weighed(text, "veille", form, doubtful) is not None) is is_read


@pytest.mark.parametrize(
    ("title", "is_sure"), [("un deux trois", False), ("un deux trois quatre", True)]
)
def test_a_title_of_four_words_stands_for_itself(title, is_sure):
    form = Form(GROUP, title, Method.TITLE)
    made = weighed(f"mot {title} mot", title, form)
    assert (made.is_sure, made.confidence) == (is_sure, 0.95 if is_sure else 0.7)
    near = weighed(f"projet {title} mot", title, form)
    assert (near.is_sure, near.confidence) == (True, 0.95)


def test_what_was_made_from_a_label_is_believed_less():
    for is_derived, label, title in ((False, 0.96, 0.95), (True, 0.9, 0.9)):
        form = Form(LAB, "un deux", Method.LABEL, is_derived=is_derived)
        assert weighed("le un deux", "un deux", form).confidence == label
        form = Form(GROUP, "un deux trois six", Method.TITLE, is_derived=is_derived)
        assert weighed("un deux trois six", form.text, form).confidence == title


def test_an_identifier_is_written_exactly():
    form = Form(GROUP, "gtnum-a", Method.IDENTIFIER)
    assert weighed("voir gtnum-a ici", "gtnum-a", form).confidence == 0.95
    assert weighed("voir GTnum-a ici", "gtnum-a", form) is None


@pytest.mark.parametrize(
    ("text", "method", "expected"),
    [
        ("voir Anne Un", Method.NAME, (0.98, True)),
        ("voir Anne Un", Method.INITIALS, (0.92, True)),
        ("Mme Anne Un", Method.SURNAME, (0.85, True)),
        ("voir Anne Un", Method.SURNAME, (0.85, False)),
        ("rue Anne Un", Method.SURNAME, None),
        ("voir anne un", Method.NAME, None),
    ],
)
def test_a_person_is_sure_by_full_name_or_honorific(text, method, expected):
    made = weighed(text, "Anne Un", Form(PERSON, "Anne Un", method))
    assert (made and (made.confidence, made.is_sure)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Baron", True),
        ("rue Baron", False),
        ("Mme Baron", True),
        ("selon Baron", True),
        ("Selon Baron", True),
        ("Jean Baron", False),
        ("Jean, Baron", True),
        ("J Baron", False),
        ("CNRS Baron", True),
    ],
)
def test_a_surname_is_not_that_of_a_street_or_of_another(text, expected):
    words = cut(text)
    assert names_nobody_else(words, len(words.keys) - 1) is expected


def test_honorifics_and_particles_of_names():
    assert has_honorific(cut("M. Un"), 1)
    assert has_honorific(cut("Dr Un"), 1)
    assert not has_honorific(cut("voir Un"), 1)
    assert is_written_as_name(cut("Anne de Un"), 0, 2)
    assert not is_written_as_name(cut("de la"), 0, 1)
    assert not is_written_as_name(cut("Anne dit"), 0, 1)


def test_a_person_has_forms_for_each_way_of_writing():
    person = entity(EntityKind.PERSON, "p", "Jean-Luc de la Tour", "Anne Du Un", "Zoé")
    made = [(one.text, one.method, one.is_derived) for one in name_forms(person)]
    assert made == [
        ("Jean-Luc de la Tour", Method.NAME, False),
        ("de la Tour Jean-Luc", Method.NAME, True),
        ("J L de la Tour", Method.INITIALS, True),
        ("de la Tour J L", Method.INITIALS, True),
        ("de la Tour", Method.SURNAME, True),
        ("Anne Du Un", Method.NAME, False),
        ("Du Un Anne", Method.NAME, True),
        ("A Du Un", Method.INITIALS, True),
        ("Du Un A", Method.INITIALS, True),
        ("Du Un", Method.SURNAME, True),
    ]


WORDS = cut("un deux trois quatre cinq six sept huit neuf dix")


def settled(*matches, words=WORDS):
    return settle(words, matches)


def test_the_longer_match_wins_then_the_first_then_the_kind():
    long, short = match(0, 2), match(1, 1)
    assert settled(short, long) == [long]
    assert settled(match(1, 2), match(0, 1)) == [match(0, 1)]
    group = match(0, 0, GROUP)
    assert settled(group, match(0, 0)) == [match(0, 0)]
    doubtful = match(0, 0, (EntityKind.LAB, "0"), is_sure=False)
    assert settled(doubtful, match(0, 0)) == [match(0, 0)]
    other = match(0, 0, (EntityKind.LAB, "b"))
    assert settled(other, match(0, 0)) == [match(0, 0)]
    apart = [match(3, 3), match(0, 0), match(1, 2)]
    assert settled(*apart) == [match(0, 0), match(1, 2), match(3, 3)]
    touching = NameMatch(1, 1, 9, 19, LAB, Method.LABEL, 0.9)
    assert settled(match(0, 0), touching) == [match(0, 0), touching]


def test_a_tag_of_a_group_goes_before_a_lab():
    tag = match(0, 0, GROUP, method=Method.HASHTAG)
    assert settled(match(0, 0), tag) == [tag]


@pytest.mark.parametrize(("last", "wins"), [(4, "concept"), (5, "theme")])
def test_a_long_title_is_that_of_a_theme(last, wins):
    theme = match(0, last, (EntityKind.THEME, "t"))
    concept = match(0, last, CONCEPT)
    assert settled(theme, concept)[0].reference[0].value == wins


@pytest.mark.parametrize(("between", "is_cued"), [(2, True), (3, False)])
def test_a_cue_stands_within_three_words(between, is_cued):
    words = cut(f"projet {'mot ' * between}nom")
    lab, group = match(between + 1, between + 1), match(between + 1, between + 1, GROUP)
    assert settled(lab, group, words=words) == [group if is_cued else lab]


def kept(*matches, named=(), declared=(), neighbours=None):
    return supported(
        matches, named=named, declared=declared, neighbours=neighbours or {}
    )


def test_a_possible_match_is_kept_where_something_speaks_for_it():
    doubtful = match(0, 0, is_sure=False)
    assert kept(doubtful) == []
    assert kept(doubtful, named={LAB}) == [doubtful]
    assert kept(doubtful, declared={LAB}) == [doubtful]
    for where in ({"named": {GROUP}}, {"declared": {GROUP}}):
        (made,) = kept(doubtful, neighbours={LAB: {GROUP}}, **where)
        assert made.confidence == pytest.approx(0.85)
    concept = match(0, 0, CONCEPT, is_sure=False)
    assert kept(concept, named={GROUP}, neighbours={CONCEPT: {GROUP}}) == []


def test_company_speaks_for_what_accepts_it():
    sure = match(2, 2, (EntityKind.LAB, "b"))
    for accepts, count in ((True, 2), (False, 1)):
        doubtful = match(0, 0, is_sure=False, accepts_company=accepts)
        assert len(kept(doubtful, sure)) == count
    doubtful = match(0, 0, is_sure=False, accepts_company=True)
    assert kept(doubtful, match(2, 2, CONCEPT)) == [match(2, 2, CONCEPT)]


def around(**fields):
    values = {"declared": (), "title_years": (), "in_document": (), "neighbours": {}}
    return Surroundings(**values | fields)


OLD, NEW = (EntityKind.GROUP, "old"), (EntityKind.GROUP, "new")
BOTH = {OLD: 2017, NEW: 2020}


@pytest.mark.parametrize(
    ("fields", "confidence"),
    [
        ({"beside": [NEW]}, 0.96),
        ({"years": [2020]}, 0.95),
        ({"named": [NEW]}, 0.90),
        ({"declared": [NEW]}, 0.90),
        ({"declared": [(EntityKind.WAVE, "2020-2022")]}, 0.88),
        ({"title_years": [2020]}, 0.85),
        ({"in_document": [NEW]}, 0.85),
        ({"in_document": [LAB], "neighbours": {NEW: [LAB]}}, 0.80),
    ],
)
def test_each_kind_of_evidence_decides_a_number(fields, confidence):
    assert choose(BOTH, around(**fields)) == (NEW, confidence)


def test_evidence_for_two_decides_nothing_and_the_next_is_asked():
    assert choose(BOTH, around()) is None
    assert choose({}, around(beside=[NEW])) is None
    assert choose(BOTH, around(named=[OLD, NEW], title_years=[2020])) == (NEW, 0.85)
    assert choose({NEW: 2020}, around(years=[2017], named=[NEW])) is None
    assert choose({NEW: 0}, around(years=[2017], named=[NEW])) == (NEW, 0.90)


NUMBERS = Numbers(
    [
        entity(EntityKind.WAVE, "2017-2020", "v"),
        entity(EntityKind.WAVE, "2020-2022", "v"),
        entity(EntityKind.WAVE, "2020-2023", "v"),
        entity(EntityKind.GROUP, "gtnum-2017-05-a", "A"),
        entity(EntityKind.GROUP, "gtnum-x", "GTnum 12"),
        entity(EntityKind.THEME, "t2017-5", "T"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GTnum 5", [{(EntityKind.GROUP, "gtnum-2017-05-a"): 2017}]),
        ("GTnum 12", [{(EntityKind.GROUP, "gtnum-x"): 0}]),
        ("GTnum 42", [{}]),
        ("GTnum 123", []),
        ("GTnum 5-a", []),
        ("GTnum 5,5", []),
        (
            "groupe thématique numérique n°5",
            [{(EntityKind.GROUP, "gtnum-2017-05-a"): 2017}],
        ),
    ],
)
def test_numbers_name_what_is_known(text, found):
    assert [dict(one.candidates) for one in NUMBERS.groups(text)] == found


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("appel 2017-2020", [(2017, True, False)]),
        ("été 2017-2020", []),
        ("appel 2017-2021", []),
        ("vague 2017", [(2017, False, False)]),
        ("vague 2020", []),
        ("(2017)", [(2017, False, True)]),
        ("vague (2017)", [(2017, False, False)]),
    ],
)
def test_years_name_a_wave_that_is_alone(text, years):
    found = [(y.first_year, y.is_range, y.is_bare) for y in NUMBERS.years(text)]
    assert found == years


def numbers_of(text, *matches, **fields):
    made = numbered_matches(NUMBERS.count(text), matches, around(**fields))
    return [(one.reference, one.method, one.confidence) for one in made]


def test_numbers_are_decided_in_their_sentence():
    group = (EntityKind.GROUP, "gtnum-2017-05-a")
    wave = (EntityKind.WAVE, "2017-2020")
    assert numbers_of("GTnum 5") == [(NOTHING_KNOWN, Method.NUMBER, 0.0)]
    assert numbers_of("GTnum 5, vague 2017-2020.") == [
        (wave, Method.YEARS, 0.93),
        (group, Method.NUMBER, 0.95),
    ]
    assert numbers_of("GTnum 5. Vague 2017.") == [
        (wave, Method.YEARS, 0.88),
        (NOTHING_KNOWN, Method.NUMBER, 0.0),
    ]
    assert numbers_of("GTnum 5 (2017)")[1] == (group, Method.NUMBER, 0.95)
    assert numbers_of("Rien (2017)") == []


def test_a_name_behind_a_number_decides():
    group = (EntityKind.GROUP, "gtnum-2017-05-a")
    for text, is_beside in (("GTnum5 : A", True), ("GTnum5 et A", False)):
        at = text.index("A")
        beside = NameMatch(1, 1, at, at + 1, group, Method.LABEL, 0.9)
        assert numbers_of(text, beside)[0][2] == (0.96 if is_beside else 0.90)


@pytest.mark.parametrize(("confidence", "is_linked"), [(0.9, True), (0.89, False)])
def test_only_certain_mentions_of_a_title_are_links(confidence, is_linked):
    def linker(document, passages):
        return (
            Mention(
                "d.0", "d", 1, 0, 1, "A", "g", EntityKind.GROUP, "label", confidence
            ),
        )

    source = Source("c/d", "text/plain", 1, "0" * 64)
    document = Document("d", source, "c", "Abc: def", "x", (Page(1, 0, 1),))
    assert bool(title_links(document, linker)) is is_linked
    seen = []
    title_links(document, lambda _document, parts: seen.extend(parts) or ())
    assert [(one.text, one.identifier) for one in seen] == [
        ("Abc: def", "d.0"),
        ("Abc", "d.1"),
        (" def", "d.2"),
    ]


def listed(text, mentions=()):
    source = Source("c/d", "text/plain", 1, "0" * 64)
    document = Document("d", source, "c", "T", text, (Page(1, 0, len(text)),))
    passage = Passage("d.0", "d", 0, 1, 0, len(text), text)
    return find_candidates([DocumentRecord(document, (passage,), mentions)])


@pytest.mark.parametrize(
    ("start", "end", "is_known"),
    [(15, 17, False), (15, 18, True), (20, 24, False), (19, 24, True)],
)
def test_a_name_that_touches_a_mention_is_still_unknown(start, end, is_known):
    text = "le laboratoire   ABC    ici"
    at = text.index("ABC")
    assert (at, at + 3) == (17, 20)
    mention = Mention("d.0", "d", 1, start, end, "x", "a", EntityKind.LAB, "label", 0.9)
    assert (listed(text, (mention,)) == []) is is_known


@pytest.mark.parametrize(
    ("before", "behind", "quotation"),
    [
        (60, 60, ("", "")),
        (61, 60, ("…", "")),
        (60, 61, ("", "…")),
    ],
)
def test_a_quotation_has_sixty_characters_on_both_sides(before, behind, quotation):
    head = "x" * (before - 13) + " laboratoire "
    text = f"{head}ABC {'y' * (behind - 1)}"
    (one,) = listed(text)
    assert one.quotation.startswith("…") is bool(quotation[0])
    assert one.quotation.endswith("…") is bool(quotation[1])


def test_units_and_small_words_are_no_candidates():
    assert listed("Le laboratoire UMR 1234 et le labo CNRS.") == []
    assert [one.name for one in listed("Le GIS A1B.")] == ["A1B"]
    assert listed("Selon DUPONT et Pour DUPONT.") == []


def test_words_of_a_text_have_a_surface_and_gaps():
    words = cut("L’IA, (oui) É. x")
    assert words.keys == ("l", "ia", BREAK, "oui", BREAK, "e", "x")
    assert words.word(-1) == words.word(2) == words.word(7) == ""
    assert words.word(0) == "L"
    assert words.surface(0, 1) == "L’IA"
    assert words.gap(0) == "’"
    assert words.gap(-1) == words.gap(6) == ""
    assert bare("œÉ@") == "oeEa"
    assert fold("Œ·e") == "oe"
    assert cut("a, b").keys == ("a", "b")
    assert cut("ab. C").keys == ("ab", BREAK, "c")
    assert cut("a. C").keys == ("a", BREAK, "c")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("www.a.fr b", "|||||||| b"),
        ("a@b.fr", "||||||"),
        ("a@b", "a@b"),
        ("a.fr", "a.fr"),
        ("a.fr/", "|||||"),
    ],
)
def test_addresses_are_struck_out(text, hidden):
    assert hide_addresses(text) == hidden


WHO = "    by: A\n    date: 2026-11-25\n    why: vu\n"


def refusal(tmp_path, text):
    path = tmp_path / "c.yaml"
    path.write_text(text, "utf-8")
    world = [entity(EntityKind.LAB, "a", "A")]
    try:
        return load(path, world)
    except CurationError as error:
        return f"{error.message.partition(', ')[2]} {error.remedy}"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("reject-candidate\n    name: X\n    text: d", "champ inconnu « text »"),
        ("reject-candidate\n    name: ''", "le champ « name » manque"),
        ("add-fact\n    entity: lab:a\n    property: p\n    value: v\n    certainty: x",
         "certitude inconnue « x »"),
        ("add-link\n    entity: zed:a\n    document: d", "entité inconnue « zed:a »"),
        ("add-link\n    entity: lab\n    document: d", "entité inconnue « lab »"),
    ],
)  # fmt: skip
def test_more_that_a_curation_refuses(tmp_path, fields, words):
    said = refusal(tmp_path, f"decisions:\n  - decision: {fields}\n{WHO}")
    assert said.startswith(f"ligne 2 : {words}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[a]", "ligne 1 : le fichier n’est pas un tableau de clés"),
        ("decisions: a", "ligne 1 : « decisions » n’est pas une liste"),
        ("\n\na: [\n", "ligne 4 : le texte n’est pas du YAML"),
    ],
)
def test_a_curation_is_a_list_of_decisions(tmp_path, text, words):
    assert refusal(tmp_path, text).startswith(words)


def test_a_curation_has_two_million_bytes(tmp_path):
    path = tmp_path / "c.yaml"
    path.write_bytes(b"#" + b"x" * 1_999_999)
    assert load(path, []) == Curation()
    path.write_bytes(b"#" + b"x" * 2_000_000)
    with pytest.raises(CurationError, match="2000001 octets"):
        load(path, [])


def test_a_decision_has_defaults_and_all_three_certainties(tmp_path):
    fact = "add-fact\n    entity: lab:a\n    property: p\n    value: v"
    (one,) = refusal(tmp_path, f"decisions:\n  - decision: {fact}\n{WHO}").decisions
    assert (one.certainty, one.source, one.language) == ("high", "", "fr")
    for certainty in ("high", "medium", "low"):
        text = f"decisions:\n  - decision: {fact}\n    certainty: {certainty}\n{WHO}"
        assert refusal(tmp_path, text).decisions[0].certainty == certainty


def test_a_rejected_link_or_text_takes_its_mentions_only():
    def mention(text, document="d", name="a"):
        return Mention(
            "d.0", document, 1, 0, 1, text, name, EntityKind.LAB, "label", 0.9
        )

    def decided(action, **fields):
        said = {"by": "A", "date": None, "why": "vu", "line": 1, "document": "d"}
        one = Decision(action, entity=(EntityKind.LAB, "a"), **said | fields)
        return Curation((one,)).kept(every)

    every = (mention("A"), mention("B"), mention("A", "e"), mention("A", name="z"))
    assert decided(Action.REJECT_LINK) == every[2:]
    assert decided(Action.REJECT_MENTION) == every[2:]
    assert decided(Action.REJECT_MENTION, text="A") == every[1:]
    assert decided(Action.ADD_LINK) == every


def test_the_word_gtnum_belongs_to_the_name_behind_it(named):
    assert named("Le #GTnum REVE.") == [("#GTnum REVE", "group:gtnum-2020-05-reve")]
    assert named("Le GTnum, REVE.")[-1] == ("REVE", "group:gtnum-2020-05-reve")
    assert named("REVE.") == []


def test_a_linker_needs_no_entities():
    source = Source("c/d", "text/plain", 1, "0" * 64)
    document = Document("d", source, "c", "T", "x", (Page(1, 0, 1),))
    assert Linker([])(document, [Passage("d.0", "d", 0, 1, 0, 1, "x")]) == ()
    assert (
        Linker([Entity("w", EntityKind.WAVE, (Label("x"),))])(
            document, [Passage("d.0", "d", 0, 1, 0, 1, "x")]
        )
        == ()
    )


def test_territories_end_where_their_list_does(named):
    def places(text):
        return [one for one in named(text) if one[1] != "concept:academie"]

    assert places("Les académies de Paris ou de Poitiers, en mai.") == [
        ("Paris", "academy:paris"),
        ("Poitiers", "academy:poitiers"),
    ]
    assert places("L’académie de Paris, Poitiers.") == [
        ("académie de Paris", "academy:paris")
    ]
    assert places("Les académies de Paris puis Poitiers.") == [
        ("Paris", "academy:paris")
    ]
    assert places("L’académie de paris.") == []
    assert places("Les académies du mois : Paris.") == [("Paris", "academy:paris")]
    assert places("Les académies qui ont dit oui en mai : Paris.") == []
    assert places("Les académies. Les lieux : Paris.") == []
    assert places("La région académique Pays de la Loire.") == [
        ("région académique Pays de la Loire", "region:pays-de-la-loire")
    ]
    assert places("La vie académique Normandie.") == []
    assert places("Les rectorats de Paris et Normandie.")[1][1] == "academy:normandie"
    assert places("Les rectorats de Paris et Pays de la Loire.")[1] == (
        "Pays de la Loire",
        "region:pays-de-la-loire",
    )
    assert places("La drane de Normandie.") == []
    assert places("La DRANE pour la Normandie.") == []


def test_a_sign_at_the_end_of_a_text_is_no_tag_of_its_first_word():
    assert weighed("REVE #", "REVE", acronym("REVE", GROUP)).method is Method.ACRONYM


def test_a_fingerprint_of_decisions_has_sixteen_digits(tmp_path):
    text = f"decisions:\n  - decision: reject-candidate\n    name: X\n{WHO}"
    made = refusal(tmp_path, text)
    assert len(made.digest(Action.REJECT_CANDIDATE)) == 16
    path = tmp_path / "c.yaml"
    path.write_bytes(b"\n" * 2_000_001)
    with pytest.raises(CurationError, match="ligne 1 : 2000001"):
        load(path, [])
