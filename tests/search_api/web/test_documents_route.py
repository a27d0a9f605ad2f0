"""This test ensures that documents, passages and files can be fetched, safely."""

from dataclasses import replace

import pytest

from graph.ports import DocumentStructure
from ontology.model import FieldOrigin, Work, WorkMatch
from ontology.structure import Loss, LossKind, PassageRole


def test_the_list_pages_through_every_document(client):
    seen, address = [], "/documents?limit=2"
    while address:
        answer = client.get(address).json()
        seen += [document["id"] for document in answer["documents"]]
        address = answer["next"]

    assert seen == sorted(seen)
    assert len(seen) == answer["total"] == 5


def test_the_list_goes_by_the_date_of_the_work(client):
    seen, address = [], "/documents?limit=2&sort=date"
    while address:
        answer = client.get(address).json()
        seen += [
            (document["work_date"] or {}).get("latest") or ""
            for document in answer["documents"]
        ]
        address = answer["next"]

    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)
    assert seen[0] == "2025-12-31"
    assert client.get("/documents", params={"sort": "title"}).status_code == 400


def test_the_list_obeys_filters(client):
    answer = client.get("/documents", params={"kind": "article"}).json()

    assert [document["id"] for document in answer["documents"]] == ["teachers-and-ai"]


def test_a_document_has_metadata_entities_and_pages(client):
    answer = client.get("/documents/note-sobriete").json()

    assert answer["document"]["page_count"] == 3
    assert answer["document"]["passage_count"] == 3
    assert (
        answer["document"]["iri"] == "https://gtnum.example/id/document/note-sobriete"
    )
    assert [page["number"] for page in answer["pages"]] == [1, 2, 3]
    assert answer["pages"][1]["url"] == "/documents/note-sobriete/original#page=2"
    assert {"kind": "lab", "id": "techne", "label": "TECHNE"} in answer["entities"]


@pytest.mark.parametrize(
    ("printed", "origin", "is_shown"),
    [
        ("https://carnet.exemple.fr/12", "linking page", True),
        ("javascript:alert(1)", "linking page", False),
        ("https://carnet.exemple.fr/12", "front matter", False),
    ],
)
def test_a_linked_file_shows_the_page_that_links_to_it(
    client, services, monkeypatch, printed, origin, is_shown
):
    named = (FieldOrigin("source_page", origin, printed),)
    monkeypatch.setattr(services.catalogue, "origins_of", lambda document: named)
    page = client.get("/document/note-sobriete", headers={"accept": "text/html"}).text
    assert ("Lié par" in page) is is_shown
    assert (f'href="{printed}"' in page) is is_shown
    assert "Page qui lie ce fichier" in page


def test_a_document_says_where_its_fields_come_from(client):
    answer = client.get("/documents/note-sobriete").json()
    origin = {
        "field": "date",
        "origin": "XMP",
        "printed": "D:20240301",
        "confidence": None,
    }
    assert answer["origins"] == [origin]
    assert answer["work"] is None


def test_a_document_says_what_it_lacks_and_what_was_put_aside(client, services):
    services.catalogue.structures["note-sobriete"] = DocumentStructure(
        losses=(
            Loss(LossKind.UNREAD_PAGE, 1, (3,)),
            Loss(LossKind.FURNITURE, 2, (1,)),
        ),
        furniture={1: ("GTnum", "1/3")},
        is_whole=False,
    )
    answer = client.get("/documents/note-sobriete").json()
    assert answer["is_whole"] is False
    lost, furniture = answer["losses"]
    assert (lost["kind"], lost["count"], lost["pages"]) == ("unread_page", 1, [3])
    assert lost["words"] == "1 page illisible : 3"
    assert lost["remedy"].startswith("Exportez")
    assert furniture["is_intended"] is True
    assert [page["furniture"] for page in answer["pages"]] == [["GTnum", "1/3"], [], []]


def test_of_an_older_generation_nothing_is_claimed(client):
    answer = client.get("/documents/note-sobriete").json()
    assert (answer["is_whole"], answer["losses"]) == (None, [])


def test_passages_say_their_role(client, services):
    every = services.catalogue.passages_of("note-sobriete")
    every[0] = replace(every[0], role=PassageRole.CONTENTS)
    services.catalogue._passages["note-sobriete"] = every
    answer = client.get("/documents/note-sobriete/passages").json()
    roles = [passage["role"] for passage in answer["passages"]]
    assert roles == ["contents", "body", "body"]
    assert answer["total"] == 3


def test_a_document_names_the_copies_of_its_work_and_why(client, services):
    services.catalogue.works.append(
        Work(
            "sheet-gtnum-2022-aeson",
            ("sheet-gtnum-2022-aeson", "note-sobriete"),
            (
                WorkMatch(
                    "note-sobriete", "sheet-gtnum-2022-aeson", "near_text", 0.9312
                ),
            ),
        )
    )
    work = client.get("/documents/note-sobriete").json()["work"]
    assert work["official"] == "sheet-gtnum-2022-aeson"
    assert work["iri"] == "https://gtnum.example/id/work/sheet-gtnum-2022-aeson"
    assert [one["id"] for one in work["manifestations"]] == [
        "sheet-gtnum-2022-aeson",
        "note-sobriete",
    ]
    assert work["manifestations"][0]["url"] == (
        "https://edunumrech.hypotheses.org/8846"
    )
    assert work["evidence"] == [
        {
            "documents": ["note-sobriete", "sheet-gtnum-2022-aeson"],
            "method": "near_text",
            "similarity": 0.9312,
        }
    ]
    page = client.get("/document/note-sobriete").text
    assert "Cette œuvre est 2 fois dans la bibliothèque." in page
    assert "93 % de texte commun" in page
    assert "métadonnées XMP" in page
    # A copy is cited by the official address.
    assert "https://edunumrech.hypotheses.org/8846" in page
    # The list of documents names both, the catalogue shows works.
    assert client.get("/documents").json()["total"] == 5
    assert "note-sobriete" not in client.get("/catalogue").text


def test_one_page_can_be_asked_for(client):
    answer = client.get("/documents/note-sobriete", params={"page": 2}).json()

    assert [page["number"] for page in answer["pages"]] == [2]


def test_a_page_that_is_not_there_says_which_are(client):
    response = client.get("/documents/note-sobriete", params={"page": 4})

    assert response.status_code == 404
    assert "de 1 à 3" in response.json()["detail"]


def test_passages_are_paged_in_order(client):
    first = client.get("/documents/glossaire/passages", params={"limit": 200}).json()
    second = client.get(first["next"]).json()

    assert (first["total"], second["next"]) == (230, None)
    identifiers = [one["id"] for one in first["passages"] + second["passages"]]
    assert identifiers == [f"glossaire.{number}" for number in range(230)]


@pytest.mark.parametrize(
    "address",
    [
        "/documents/inconnu",
        "/documents/inconnu/passages",
        "/documents/inconnu/original",
        "/documents/..%2F..%2Fetc%2Fpasswd",
        "/documents/%22%3E%3Cscript%3E",
        f"/documents/{'a' * 3000}",
        "/documents/Majuscules",
    ],
)
def test_an_unknown_document_is_a_404_of_bounded_size(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.json()["detail"]) < 300


@pytest.mark.parametrize("cursor", ["é", "AAAA", "MDAwNzp4", "MDAwNzotMQ==", "=" * 99])
def test_a_cursor_that_is_not_ours_is_refused(client, cursor):
    response = client.get("/documents", params={"cursor": cursor})

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"


def test_a_cursor_of_another_generation_is_gone(client, services):
    following = client.get("/documents?limit=2").json()["next"]
    services.generation = "0008"

    assert client.get(following).status_code == 410


def test_a_pdf_opens_in_the_browser(client):
    response = client.get("/documents/note-sobriete/original")

    assert response.content.startswith(b"%PDF")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("inline")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "note-sobriete.pdf" in response.headers["content-disposition"]


def test_a_stored_html_page_is_a_download_that_runs_nothing(client):
    response = client.get("/documents/hostile/original")

    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["content-security-policy"].startswith("sandbox;")
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_part_of_a_file_can_be_asked_for(client):
    whole = client.get("/documents/note-sobriete/original").content
    part = client.get(
        "/documents/note-sobriete/original",
        headers={"range": "bytes=2-5", "accept-encoding": "gzip"},
    )
    beyond = client.get(
        "/documents/note-sobriete/original", headers={"range": "bytes=999999-"}
    )

    assert (part.status_code, part.content) == (206, whole[2:6])
    assert part.headers["content-range"] == f"bytes 2-5/{len(whole)}"
    assert beyond.status_code == 416


def test_a_file_is_tagged_by_its_content(client, services):
    address = "/documents/note-sobriete/original"
    tag = client.get(address).headers["etag"]

    assert tag == f'"{services.catalogue.summaries["note-sobriete"].sha256}"'
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


def test_head_tells_the_size_of_a_file_without_sending_it(client):
    response = client.head("/documents/note-sobriete/original")

    assert response.content == b""
    assert int(response.headers["content-length"]) == 9 + 256 * 40


def test_a_file_that_is_not_kept_is_a_404(client):
    response = client.get("/documents/glossaire/original")

    assert response.status_code == 404
    assert "n’est pas dans la bibliothèque" in response.json()["detail"]


def test_a_damaged_original_is_told_on_its_document_and_never_sent(client, services):
    sha256 = services.catalogue.summaries["note-sobriete"].sha256
    before = client.get("/documents/note-sobriete")
    page = client.get("/document/note-sobriete", headers={"accept": "text/html"})
    assert before.json()["original_problem"] is None
    services.damaged[sha256] = "a changé de contenu"

    response = client.get("/documents/note-sobriete/original")
    assert response.status_code == 503
    assert response.json()["type"] == "/problems/original-damaged"
    # Neither answer is the one that a client may hold.
    for address, old in (("/documents", before), ("/document", page)):
        after = client.get(
            f"{address}/note-sobriete", headers={"if-none-match": old.headers["etag"]}
        )
        assert after.status_code == 200
        assert "a changé de contenu" in after.text
        assert after.headers["etag"] != old.headers["etag"]
    assert "Télécharger l’original" not in after.text
    assert "Ouvrir le PDF" not in after.text
