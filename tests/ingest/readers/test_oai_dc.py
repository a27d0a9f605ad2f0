"""This test ensures that a record of a repository gives its metadata and abstracts."""

import pytest

from ingest.errors import MalformedContent, NoText
from ingest.read_text import ReadingRequest
from ingest.readers.oai_dc import read_oai_dc
from ingest.sources.media_types import OAI_DC, media_type_of

RECORD = """<?xml version='1.0' encoding='UTF-8'?>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>La sobriété à l’école</dc:title>
<dc:creator>Lenoir, Zoé</dc:creator><dc:creator>Collectif GTnum</dc:creator>
<dc:identifier>urn:doi:10.58079/abcd</dc:identifier>
<dc:identifier>https://hdl.handle.net/20.500.13089/xyz</dc:identifier>
<dc:identifier>https://carnet.exemple.fr/12</dc:identifier>
<dc:description xml:lang="en">The group studies sobriety.</dc:description>
<dc:description xml:lang="fr">Le groupe étudie la sobriété.</dc:description>
<dc:subject>sobriété</dc:subject><dc:language>fr</dc:language>
<dc:date>2025-03-05</dc:date><dc:type>blogPosting</dc:type>
<dc:rights>Tous droits</dc:rights>
<dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>
</oai_dc:dc>"""


def read(xml: str):
    return read_oai_dc(xml.encode(), ReadingRequest("notice.xml"))


def test_the_type_is_known_by_its_content():
    assert media_type_of(RECORD.encode(), "x") == OAI_DC


def test_every_field_is_found_with_its_origin():
    found = read(RECORD).found
    assert {item.origin for item in found} == {"OAI-PMH"}
    first: dict[str, str] = {}
    for item in found:
        first.setdefault(item.name, item.value)
    assert first == {
        "authors": "Zoé Lenoir",
        "creator": "Lenoir, Zoé",
        "url": "https://carnet.exemple.fr/12",
        "doi": "10.58079/abcd",
        "handle": "20.500.13089/xyz",
        "title": "La sobriété à l’école",
        "language": "fr",
        "date": "2025-03-05",
        "kind": "blogPosting",
        "keywords": "sobriété",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "abstract": "Le groupe étudie la sobriété.",
    }


def test_title_and_abstracts_are_the_text_each_in_its_language():
    text = read(RECORD)
    (page,) = text.pages
    assert page.text.split("\n\n") == [
        "La sobriété à l’école",
        "The group studies sobriety.",
        "Le groupe étudie la sobriété.",
    ]
    ((span),) = text.spans
    assert page.text[span.start : span.end] == "The group studies sobriety."
    assert span.language == "en"
    assert "notice seule" in text.notes[0]


def test_without_a_page_the_doi_is_the_address():
    bare = RECORD.replace("https://carnet.exemple.fr/12", "carnet-12").replace(
        "https://hdl.handle.net/", ""
    )
    found = {item.name: item.value for item in read(bare).found}
    assert found["url"] == "https://doi.org/10.58079/abcd"
    assert found["handle"] == "20.500.13089/xyz"


BOMB = """<?xml version="1.0"?><!DOCTYPE dc [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


@pytest.mark.parametrize(
    ("xml", "error"),
    [
        (BOMB + RECORD.partition("?>")[2].replace("sobriété", "&b;"), MalformedContent),
        (RECORD[:200], MalformedContent),
        ("<a/>", MalformedContent),
        (RECORD.partition("<dc:title>")[0] + "</oai_dc:dc>", NoText),
    ],
)
def test_what_is_no_record_is_refused(xml: str, error: type[Exception]):
    with pytest.raises(error):
        read(xml)
