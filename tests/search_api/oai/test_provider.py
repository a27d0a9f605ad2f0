"""This test ensures that the six verbs answer as OAI-PMH 2.0 wants it."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_api.corpus_history import CorpusHistory
from search_api.oai import provider
from tests.search_api.oai.conftest import NS
from tests.search_api.web.tiny_corpus import HOSTILE


def code(root):
    return root.xpath("string(o:error/@code)", namespaces=NS)


def texts(root, path):
    return root.xpath(f"{path}/text()", namespaces=NS)


def listed(root):
    return [name.rpartition(":")[2] for name in texts(root, "//o:header/o:identifier")]


def test_identify_says_what_harvesters_must_know(ask):
    root = ask(verb="Identify")
    assert texts(root, "//o:responseDate") == ["2026-05-01T09:08:07Z"]
    assert texts(root, "//o:baseURL") == ["https://gtnum.example/oai"]
    assert texts(root, "//o:adminEmail") == ["a@gtnum.example"]
    assert texts(root, "//o:deletedRecord") == ["persistent"]
    assert texts(root, "//o:granularity") == ["YYYY-MM-DDThh:mm:ssZ"]
    assert texts(root, "//o:earliestDatestamp") == ["2026-03-01T08:00:00Z"]
    assert "oai:gtnum.example:note-sobriete" in str(root.xpath("string()"))


def test_identifiers_are_described_only_where_their_schema_allows_it(ask, repository):
    root = ask(of=replace(repository, domain="127.0.0.1"), verb="Identify")
    assert not root.xpath("//o:description", namespaces=NS)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], "badVerb"),
        ([("verb", "Inconnu")], "badVerb"),
        ([("verb", "")], "badVerb"),
        ([("verb", "identify")], "badVerb"),
        ([("verb", "Identify"), ("verb", "Identify")], "badVerb"),
        ([("verb", "Identify"), ("set", "kind")], "badArgument"),
        ([("verb", "Identify"), (HOSTILE, "\x00\x0b")], "badArgument"),
        ([("verb", "GetRecord")], "badArgument"),
        ([("verb", "GetRecord"), ("identifier", "x")], "badArgument"),
        ([("verb", "ListRecords")], "badArgument"),
        ([("verb", "ListRecords"), ("metadataPrefix", "")], "badArgument"),
        (
            [("verb", "GetRecord"), ("identifier", HOSTILE), ("metadataPrefix", "qdc")],
            "idDoesNotExist",
        ),
        ([("verb", "ListMetadataFormats"), ("identifier", "x")], "idDoesNotExist"),
        ([("verb", "ListSets"), ("resumptionToken", "x")], "badResumptionToken"),
        ([("verb", "GetRecord"), ("resumptionToken", "x")], "badArgument"),
    ],
)
def test_wrong_requests_get_the_code_of_the_protocol(ask, pairs, expected):
    root = ask(*pairs)
    assert code(root) == expected
    (request,) = root.xpath("o:request", namespaces=NS)
    assert request.text == "https://gtnum.example/oai"
    assert bool(request.attrib) is (expected not in ("badVerb", "badArgument"))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ({"metadataPrefix": HOSTILE}, "cannotDisseminateFormat"),
        ({"from_": "2026"}, "badArgument"),
        ({"from_": "2026-02-30"}, "badArgument"),
        ({"until": "2026-01-01T25:00:00Z"}, "badArgument"),
        ({"until": "2026-01-01T00:00:00"}, "badArgument"),
        ({"from_": "2026-01-01", "until": "2026-01-02T00:00:00Z"}, "badArgument"),
        ({"from_": "2026-01-02", "until": "2026-01-01"}, "badArgument"),
        ({"until": "2025-01-01"}, "noRecordsMatch"),
        ({"from_": "9999-12-31"}, "noRecordsMatch"),
        ({"set": "kind:call"}, "noRecordsMatch"),
        ({"set": "kin"}, "noRecordsMatch"),
        ({"set": "kind:"}, "badArgument"),
        ({"resumptionToken": "x"}, "badArgument"),
    ],
)
@pytest.mark.parametrize("verb", ["ListIdentifiers", "ListRecords"])
def test_wrong_lists_get_the_code_of_the_protocol(ask, verb, arguments, expected):
    root = ask(verb=verb, **{"metadataPrefix": "oai_dc", **arguments})
    assert code(root) == expected


def test_an_argument_given_twice_is_refused(ask):
    pairs = [("verb", "ListRecords"), ("set", "kind"), ("set", "group")]
    assert code(ask(*pairs, metadataPrefix="qdc")) == "badArgument"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            {},
            "glossaire hostile note-sobriete sheet-gtnum-2022-aeson "
            "teachers-and-ai gone lost",
        ),
        ({"until": "2026-03-03"}, "glossaire hostile"),
        ({"from_": "2026-03-06", "until": "2026-03-06"}, "teachers-and-ai"),
        ({"from_": "2026-03-06T08:00:00Z"}, "teachers-and-ai gone lost"),
        ({"from_": "2026-03-06T08:00:01Z"}, "gone lost"),
        ({"set": "kind:post"}, "hostile"),
        (
            {"set": "group:g", "from_": "2026-03-05"},
            "sheet-gtnum-2022-aeson teachers-and-ai gone lost",
        ),
        ({"set": "group", "until": "2026-03-02"}, "glossaire"),
    ],
)
def test_records_are_selected_by_set_and_datestamp(ask, arguments, expected):
    for verb in ("ListIdentifiers", "ListRecords"):
        root = ask(verb=verb, metadataPrefix="oai_dc", **arguments)
        assert listed(root) == expected.split()
        assert not root.xpath("//o:resumptionToken", namespaces=NS)


def test_what_left_stays_as_a_deleted_record(ask):
    root = ask(
        verb="GetRecord", metadataPrefix="oai_dc", identifier="oai:gtnum.example:gone"
    )
    assert root.xpath("string(//o:header/@status)", namespaces=NS) == "deleted"
    assert texts(root, "//o:datestamp") == ["2026-03-11T08:00:00Z"]
    assert not root.xpath("//o:metadata", namespaces=NS)


def test_sets_are_named_whole_and_by_their_members(ask):
    root = ask(verb="ListSets")
    names = dict(
        zip(texts(root, "//o:setSpec"), texts(root, "//o:setName"), strict=True)
    )
    assert names["group:g"] == "Le groupe & ses amis"
    assert {"group", "kind", "wave", "kind:post"} <= names.keys()


def test_both_formats_are_offered_for_all_and_for_one(ask):
    for more in ({}, {"identifier": "oai:gtnum.example:gone"}):
        root = ask(verb="ListMetadataFormats", **more)
        assert texts(root, "//o:metadataPrefix") == ["oai_dc", "qdc"]


def record(ask, document, prefix="oai_dc"):
    identifier = f"oai:gtnum.example:{document}"
    return ask(verb="GetRecord", metadataPrefix=prefix, identifier=identifier)


def test_the_record_of_a_sheet_is_its_own(ask):
    sheet = "sheet-gtnum-2022-aeson"
    work = "https://aeson.example/groupe"
    simple = record(ask, sheet)
    assert texts(simple, "//dc:title")[0].startswith("Fiche descriptive : ")
    assert texts(simple, "//dc:creator") == ["Camille Martin"]
    assert texts(simple, "//dc:date") == ["2024-03-05"]
    assert texts(simple, "//dc:identifier") == [
        "https://edunumrech.hypotheses.org/8846",
        f"https://gtnum.example/document/{sheet}",
    ]
    assert work in texts(simple, "//dc:relation")
    assert "info:eu-repo/semantics/other" in texts(simple, "//dc:type")
    assert texts(simple, "//dc:rights") == ["CC-BY-4.0"]
    assert texts(simple, "//dc:language") == ["fr"]
    qualified = record(ask, sheet, "qdc")
    assert work in texts(qualified, "//dcterms:references")
    assert texts(qualified, "//dcterms:issued") == ["2024-03-05"]
    for root in (simple, qualified):
        elements = root.xpath(f"//*[text() = '{work}']")
        assert [each.tag.rpartition("}")[2] for each in elements] in (
            ["relation"],
            ["references"],
        )


def test_a_text_without_author_or_date_has_none(ask):
    root = record(ask, "glossaire")
    assert not root.xpath("//dc:creator", namespaces=NS)
    hostile = record(ask, "hostile")
    assert not hostile.xpath("//dc:date", namespaces=NS)
    assert texts(hostile, "//dc:creator") == [HOSTILE]
    assert texts(hostile, "//dc:identifier") == [
        "https://gtnum.example/document/hostile"
    ]


@pytest.fixture
def two_a_page(monkeypatch):
    monkeypatch.setattr(provider, "PAGE", 2)


def pages(ask, verb, **arguments):
    """Return the names on each page, and the tokens that led on."""
    found, tokens = [], []
    root = ask(verb=verb, **arguments)
    while True:
        found.append(listed(root))
        (mark,) = root.xpath("//o:resumptionToken", namespaces=NS)
        assert mark.get("completeListSize") == "7"
        assert mark.get("cursor") == str(2 * (len(found) - 1))
        if not mark.text:
            return found, tokens
        tokens.append(mark.text)
        root = ask(verb=verb, resumptionToken=mark.text)


@pytest.mark.usefixtures("two_a_page")
@pytest.mark.parametrize("verb", ["ListIdentifiers", "ListRecords"])
def test_a_long_list_is_gone_through_by_tokens(ask, verb):
    found, tokens = pages(ask, verb, metadataPrefix="qdc", set="group")
    assert [len(page) for page in found] == [2, 2, 2, 1]
    assert len({name for page in found for name in page}) == 7
    assert len(tokens) == 3


def forged(token):
    """Ways to change a token."""
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    yield "x" + token
    yield token + "AAAA"
    yield token[:-2]
    yield ""
    yield "é☃"
    yield "\x00\x0b"
    yield "A" * 5_000
    for changed in (raw[:-3] + b"99]", raw[16:], b"\0" * 16 + raw[16:], b"[]"):
        yield base64.urlsafe_b64encode(changed).decode()


@pytest.mark.usefixtures("two_a_page")
def test_a_token_that_is_not_ours_is_refused(ask, repository):
    _, tokens = pages(ask, "ListRecords", metadataPrefix="qdc")
    token = tokens[0]
    for wrong in forged(token):
        root = ask(verb="ListRecords", resumptionToken=wrong)
        assert code(root) == "badResumptionToken", wrong
    # Of another verb, of another generation.
    assert code(ask(verb="ListIdentifiers", resumptionToken=token)) == (
        "badResumptionToken"
    )
    other = replace(repository, key=b"o" * 32)
    assert code(ask(of=other, verb="ListRecords", resumptionToken=token)) == (
        "badResumptionToken"
    )
    twice = ask(verb="ListRecords", resumptionToken=token, metadataPrefix="qdc")
    assert code(twice) == "badArgument"


def test_an_empty_corpus_is_a_repository(ask, repository):
    empty = replace(repository, history=CorpusHistory())
    assert code(ask(of=empty, verb="ListRecords", metadataPrefix="qdc")) == (
        "noRecordsMatch"
    )
    told = ask(of=empty, verb="Identify")
    assert texts(told, "//o:earliestDatestamp") == ["2026-03-11T08:00:00Z"]


NAMES = st.sampled_from(
    ["verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"]
)
VALUES = st.one_of(
    st.sampled_from(
        ["ListRecords", "GetRecord", "oai_dc", "qdc", "2026-03-01", "group", "kind:x"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=50)
@given(pairs=st.lists(st.tuples(NAMES | st.text(max_size=5), VALUES), max_size=5))
def test_whatever_is_asked_the_answer_fits_the_schema(ask, pairs):
    ask(*pairs)
