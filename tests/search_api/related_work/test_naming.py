"""What the close documents are by or about is told with evidence and certainty."""

from dataclasses import replace

import pytest

from graph.entity_ports import Certainty
from ontology.described import Described, DescribedKind
from ontology.model import EntityKind
from ontology.structure import PassageRole
from ontology.terms import Property, Reused, Value
from search_api.fusion import Fused
from search_api.glossary import Glossary
from search_api.query import ScoreParts
from search_api.related_work.naming import Naming
from search_api.related_work.pairs import AskedParagraph, Pair
from search_api.related_work.ranking import Ranking
from search_api.related_work.shared_entities import SharedEntity
from tests.search_api.fakes import MemoryCatalogue, record, summary
from tests.search_api.related_work.entity_fakes import (
    SOURCE,
    MemoryEntities,
    fact,
    mention,
    reference,
)

AESON = reference("group", "aeson", "ÆSON")
OCEAN = reference("group", "ocean", "OCEAN")
MICA = reference("lab", "mica", "MICA")
ADEF = reference("lab", "adef", "ADEF")
CREM = reference("lab", "crem", "CREM")
BORDEAUX = reference("academy", "bordeaux", "académie de Bordeaux")
WAVE = reference("wave", "2022-2025", "vague 2022-2025")
LEAD = reference("person", "lead", "Nadège S.")
MAYBE = reference("person", "maybe", "Jean D.")
AUTHOR = reference("person", "author", "Anne Un")
BILLET = reference("production", "p-billet", "Un billet")
SOBER = reference("concept", "sobriete", "sobriété numérique")
PUPIL = reference("concept", "eleve", "élève")
FOOTPRINT = reference("concept", "empreinte", "empreinte environnementale")

KNOWN = {
    **dict.fromkeys(
        (AESON, OCEAN, MICA, ADEF, CREM, BORDEAUX, WAVE, LEAD, MAYBE, BILLET, AUTHOR), 2
    ),
    SOBER: 2,
    FOOTPRINT: 2,
    PUPIL: 9,
}
FACTS = [
    fact(AESON, Reused.SUBJECT, "sujet", SOBER),
    fact(AESON, Property.SUPPORT_LAB, "laboratoire porteur", MICA),
    fact(AESON, Property.CO_LAB, "laboratoire co-animateur", ADEF, "medium"),
    fact(AESON, Property.WAVE, "vague", WAVE),
    fact(BILLET, Reused.CREATOR, "auteur", AUTHOR),
    fact(BILLET, Reused.CREATOR, "auteur", MAYBE, "medium"),
    fact(BILLET, Property.PRODUCED_BY, "produit par", AESON, "medium"),
    fact(MICA, Property.ACADEMY, "académie", BORDEAUX),
    fact(LEAD, Value.ROLE_LEAD, "portage du groupe", AESON),
    fact(MAYBE, Value.ROLE_LEAD, "portage du groupe", AESON, "low"),
    fact(SOBER, Reused.DEFINITION, "définition", "Réduction volontaire des usages."),
    fact(
        SOBER,
        Reused.CLOSE_MATCH,
        "proche",
        "http://www.wikidata.org/entity/Q7",
        "medium",
        url="http://www.wikidata.org/entity/Q7",
    ),
]

BODY = "Le groupe ÆSON étudie la sobriété numérique et l’empreinte de l’élève."
SHEET = record(
    "sheet",
    BODY,
    "Ne pas lire CREM. Ne pas lire CREM. Ne pas lire CREM.",
    describes=(Described(DescribedKind.GROUP, "GTnum ÆSON", target="aeson"),),
)
POST = record("post", BODY, "Sources : OCEAN, OCEAN et OCEAN.")
ENTRIES = record(
    "glossaire", "- sobriété numérique (frugalité). Choix de modérer ses usages."
)
OTHERS = [record(f"autre-{n}", "Autre chose.") for n in range(20)]


def places(text, word, key, document, passage=0, offset=0):
    return mention(document, passage, offset + text.index(word), word, key)


def mentions_of(document):
    words = [
        ("ÆSON", ("group", "aeson")),
        ("sobriété numérique", ("concept", "sobriete")),
        ("empreinte", ("concept", "empreinte")),
        ("élève", ("concept", "eleve")),
    ]
    return [places(BODY, word, key, document) for word, key in words]


SECOND = SHEET.passages[1]
DENIED = [
    mention("sheet", 1, SECOND.start + 12 + 18 * n, "CREM", ("lab", "crem"))
    for n in range(3)
]
LAST = POST.passages[1]
IN_SOURCES = [
    mention("post", 1, LAST.start + at, "OCEAN", ("group", "ocean"))
    for at in (10, 17, 26)
]
ENTITIES = MemoryEntities(
    KNOWN,
    FACTS,
    {
        "sheet": [*mentions_of("sheet"), *DENIED],
        "post": [*mentions_of("post"), *IN_SOURCES],
    },
)


def catalogue(post=POST, sheet=SHEET):
    sources = replace(post.passages[1], role=PassageRole.CAVEAT)
    post = replace(post, passages=(post.passages[0], sources))
    entry = replace(ENTRIES.passages[0], role=PassageRole.ENTRY)
    return MemoryCatalogue([sheet, post, replace(ENTRIES, passages=(entry,)), *OTHERS])


DRAFT_TEXT = "Nos élèves mesurent : la sobriété numérique, disent-ils."
DRAFT = record(
    "draft",
    DRAFT_TEXT,
    mentions=[
        places(DRAFT_TEXT, "élèves", ("concept", "eleve"), "draft"),
        places(DRAFT_TEXT, "sobriété numérique", ("concept", "sobriete"), "draft"),
    ],
)


def ranking(documents=("sheet", "post"), draft=DRAFT, is_close=True):
    parts = ScoreParts(1.0, 0.5, 0.3, 0.3)
    pairs = {n: Pair(0, f"{n}.0", Fused(0.8, 0.4, 0.4, 0.0), parts) for n in documents}
    asked = AskedParagraph(pairs, frozenset(documents if is_close else ()))
    scores = dict.fromkeys(documents, 0.5)
    chosen = {name: [pair] for name, pair in pairs.items()}
    return Ranking(
        draft,
        draft.passages,
        [asked],
        scores,
        chosen,
        [list(documents)],
        {},
        mentions=draft.mentions,
        best=scores,
    )


def named(post=POST, sheet=SHEET, **more):
    known = catalogue(post, sheet)
    naming = Naming(known, ENTITIES, Glossary(known))
    return naming.of(ranking(**more))


def by_key(found):
    return {(str(one.kind), one.identifier): one for one in found}


def test_a_group_is_told_with_what_stands_behind_it():
    found = by_key(named().to_mention)
    assert list(found) == [
        ("group", "aeson"),
        ("lab", "mica"),
        ("lab", "adef"),
        ("academy", "bordeaux"),
        ("wave", "2022-2025"),
        ("person", "lead"),
    ]
    aeson = found["group", "aeson"]
    assert (aeson.documents, aeson.certainty) == (2, Certainty.HIGH)
    described, by_name = aeson.evidence
    assert (described.passage, described.text) == (
        None,
        "Description de «\u00a0GTnum ÆSON\u00a0»",
    )
    assert (by_name.document.identifier, by_name.text) == ("post", "ÆSON")
    whole = POST.document.text
    assert whole[by_name.start : by_name.end] == by_name.text
    assert by_name.text in by_name.passage.text


def test_a_way_is_as_sure_as_its_weakest_fact():
    found = by_key(named().to_mention)
    assert found["lab", "adef"].certainty is Certainty.MEDIUM
    bordeaux = found["academy", "bordeaux"]
    assert bordeaux.certainty is Certainty.HIGH
    assert bordeaux.evidence[0].text == (
        "ÆSON\u00a0: laboratoire porteur, MICA ; MICA\u00a0: académie de Bordeaux"
    )
    assert bordeaux.evidence[0].source == SOURCE


def test_denied_names_and_those_of_sources_are_not_told():
    found = by_key(named().to_mention)
    assert ("lab", "crem") not in found
    assert ("group", "ocean") not in found
    assert ("person", "maybe") not in found


def test_a_name_that_a_document_only_denies_is_not_shared():
    entities = [
        SharedEntity("lab", "crem", "CREM", 0.9),
        SharedEntity("group", "aeson", "ÆSON", 0.8),
        SharedEntity("lab", "mica", "MICA", 0.7),
    ]
    shared = {"sheet": entities, "autre-1": entities}
    known = catalogue()
    naming = Naming(known, ENTITIES, Glossary(known))
    sound = naming.sound_shared(replace(ranking(), shared=shared))
    # What is linked without a mention stays, what is not shown is not looked at.
    assert [one.identifier for one in sound["sheet"]] == ["aeson", "mica"]
    assert sound["autre-1"] == entities


def test_what_the_draft_names_comes_last_with_its_place():
    text = "Le groupe ÆSON et la sobriété numérique."
    draft = record(
        "draft",
        text,
        mentions=[
            places(text, "ÆSON", ("group", "aeson"), "draft"),
            places(text, "sobriété numérique", ("concept", "sobriete"), "draft"),
        ],
    )
    found = named(draft=draft).to_mention
    assert not found[0].is_named_in_draft
    last = found[-1]
    assert (last.identifier, last.named.text) == ("aeson", "ÆSON")
    assert text[last.named.start : last.named.end] == "ÆSON"


def test_a_group_named_in_passing_counts_by_its_subject():
    other = "Nos élèves lisent."
    draft = record("draft", other, mentions=[])
    keys = by_key(named(documents=("post",), draft=draft).to_mention)
    assert keys == {}
    assert ("group", "aeson") in by_key(named(documents=("post",)).to_mention)


def test_a_group_in_the_title_is_what_a_document_is_about():
    other = record("draft", "Nos élèves lisent.", mentions=[])
    titled = replace(POST, document=replace(POST.document, title="Le groupe #ÆSON"))
    found = named(documents=("post",), draft=other, post=titled)
    assert ("group", "aeson") in by_key(found.to_mention)


def test_a_sheet_of_a_work_leads_to_the_group_that_made_it():
    work = Described(DescribedKind.PRODUCTION, "Un billet", target="p-billet")
    sheet = replace(SHEET, document=replace(SHEET.document, describes=(work,)))
    other = record("draft", "Nos élèves lisent.", mentions=[])
    found = named(documents=("sheet",), draft=other, sheet=sheet).to_mention
    assert found[0].identifier == "aeson"
    assert found[0].certainty is Certainty.MEDIUM
    assert found[0].evidence[0].text == "Un billet\u00a0: produit par, ÆSON"
    people = [one.label for one in found if one.kind is EntityKind.PERSON]
    assert people == ["Anne Un"]  # the lead of a probable group is only probable
    two = replace(sheet, document=replace(SHEET.document, describes=(work, work)))
    assert named(documents=("sheet",), draft=other, sheet=two).to_mention == ()


def test_what_stands_far_behind_the_best_adds_nothing():
    weak = replace(ranking(), best={"sheet": 0.01, "post": 0.5})
    known = catalogue()
    found = Naming(known, ENTITIES, Glossary(known)).of(weak)
    assert by_key(found.to_mention)["group", "aeson"].documents == 1


def test_what_is_to_mention_does_not_depend_on_how_many_are_shown():
    known = catalogue()
    few = replace(ranking(), scores={}, chosen={}, near=[()])
    found = Naming(known, ENTITIES, Glossary(known)).of(few)
    assert found.to_mention == named().to_mention


@pytest.mark.parametrize(
    ("label", "others", "short"),
    [
        ("Médiations, Information, Arts", ("M.I.A", "MICA", "MIC"), "MICA"),
        ("Formes et Représentations", ("FoReLLIS",), "FoReLLIS"),
        ("Institut de recherche", ("IRMÉCCEN",), "IRMÉCCEN"),
        ("Techné", ("TECHNE",), ""),
        ("Laboratoire d’économie", ("Lest", "#LEST", "le LEST"), ""),
    ],
)
def test_a_long_name_is_told_with_its_acronym(label, others, short):
    lab = replace(MICA, label=label)
    known = {**KNOWN, lab: 2}
    facts = [fact(AESON, Property.SUPPORT_LAB, "laboratoire porteur", lab)]
    entities = MemoryEntities(known, facts, {}, names={lab: others})
    catalogue_ = catalogue()
    found = Naming(catalogue_, entities, Glossary(catalogue_)).of(ranking())
    (told,) = [one for one in found.to_mention if one.kind is EntityKind.LAB]
    assert (told.label, told.short) == (label, short)


def test_nothing_is_to_mention_where_nothing_is_close():
    found = named(is_close=False)
    assert found.to_mention == ()
    assert [one.identifier for one in found.keywords] == ["sobriete"]


def test_keywords_are_those_named_then_those_shared_never_common_ones():
    own, shared = named().keywords
    assert (own.identifier, [span.text for span in own.named]) == (
        "sobriete",
        ["sobriété numérique"],
    )
    assert own.definition == "Réduction volontaire des usages."
    (outside,) = own.outside
    assert (outside.scheme, outside.identifier) == ("Wikidata", "Q7")
    assert (outside.relation, outside.certainty) == ("close", Certainty.MEDIUM)
    assert (shared.identifier, shared.documents, shared.named) == ("empreinte", 2, ())
    assert 0 < shared.rarity < 1


def test_a_glossary_defines_what_the_draft_names():
    (defined,) = named().definitions
    assert (defined.label, defined.found.text) == (
        "sobriété numérique",
        "sobriété numérique",
    )
    assert defined.definition.text == (
        "sobriété numérique (frugalité). Choix de modérer ses usages."
    )
    assert defined.definition.glossary == summary(catalogue().records["glossaire"])


@pytest.mark.parametrize(
    ("address", "scheme", "identifier"),
    [
        ("https://www.wikidata.org/wiki/Q12", "Wikidata", "Q12"),
        (
            "http://data.education.fr/voc/scolomfr/concept/scolomfr-voc-015-num-1",
            "ScoLOMFR",
            "scolomfr-voc-015-num-1",
        ),
        ("https://data.bnf.fr/ark:/12148/cb123", "RAMEAU", "ark:/12148/cb123"),
        ("https://a.example/x/y", "a.example", "y"),
    ],
)
def test_vocabularies_are_called_by_their_names(address, scheme, identifier):
    concept = reference("concept", "c", "notion")
    match = "http://www.w3.org/2004/02/skos/core#exactMatch"
    entities = MemoryEntities(
        {concept: 1}, [fact(concept, match, "même", address, url=address)]
    )
    text = "Une notion."
    draft = record(
        "draft", text, mentions=[places(text, "notion", ("concept", "c"), "draft")]
    )
    known = catalogue()
    found = Naming(known, entities, Glossary(known)).of(ranking((), draft))
    (outside,) = found.keywords[0].outside
    assert (outside.scheme, outside.identifier, outside.relation) == (
        scheme,
        identifier,
        "exact",
    )
    assert found.keywords[0].definition == ""


def test_every_kind_told_is_one_of_the_model():
    kinds = {one.kind for one in named().to_mention}
    assert kinds <= set(EntityKind)
