"""This test ensures that copies are one hit after every ingest, and apart again after.

The whole way: files, library, search and its answers.
"""

import pytest
from starlette.testclient import TestClient

from gtnum import wiring
from gtnum.settings import Settings

pytestmark = pytest.mark.slow

PARAGRAPH = (
    "La sobriété numérique s’apprend à l’école par l’enquête : chaque classe compte "
    "ses appareils, mesure leur durée de vie et discute de ce qui est utile. "
)
BODY = " ".join(
    f"{PARAGRAPH} Étape {n} du carnet de bord numéro {n}." for n in range(9)
)
POST = f"""<!doctype html><html lang="fr"><head><title>Enquêter sur les appareils
</title>
<link rel="canonical" href="https://edunumrech.hypotheses.org/4242"></head>
<body><div class="entry-content"><p>{BODY}</p></div></body></html>"""
MIRROR = f"""---
title: "enquêter sur les appareils (copie)"
url: https://fr.scribd.com/document/4242
date: 2020-01-01
---
{BODY.replace("mesure", "évalue", 1)}
"""
CALLS = {
    f"appel-{years}.md": f"---\ntitle: Appel à projets {years}\n---\n"
    + " ".join(f"Article {n} de l’appel, clause {n * 7} du texte." for n in range(40))
    + f" Calendrier {years}."
    for years in ("2020-2022", "2023-2026")
}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "fonds"
    made.mkdir()
    (made / "a-miroir.md").write_text(MIRROR, encoding="utf-8")
    (made / "billet.html").write_text(POST, encoding="utf-8")
    (made / "copie").mkdir()
    (made / "copie" / "billet.html").write_text(POST, encoding="utf-8")
    for name, text in CALLS.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def asked(tmp_path, question):
    settings = Settings(library=tmp_path / "library")
    with TestClient(wiring.application(settings)) as client:
        answer = client.get("/search", params={"q": question, "facets": "true"}).json()
        document = client.get(answer["hits"][0]["document"]["links"]["self"]).json()
        total = client.get("/documents").json()["total"]
    return answer, document, total


def test_copies_are_one_hit_and_a_removed_copy_is_undone(gtnum, folder, tmp_path):
    code, _, messages = gtnum("ingest", folder)
    assert code == 0, messages
    answer, document, total = asked(tmp_path, "sobriété numérique enquête appareils")
    hit = answer["hits"][0]
    assert hit["document"]["url"] == "https://edunumrech.hypotheses.org/4242"
    assert len(hit["copies"]) == 2
    assert hit["copies"][-1]["url"] == "https://fr.scribd.com/document/4242"
    assert document["work"]["official"] == hit["document"]["id"]
    methods = {match["method"] for match in document["work"]["evidence"]}
    assert {"bytes", "near_text"} <= methods
    # Three documents are one work, and two calls of nearly the same words are two.
    assert total == 5
    titles = [one["document"]["title"] for one in answer["hits"]]
    assert len(titles) == len(set(titles))
    assert answer["total"] + answer["further_total"] == len(titles)

    (folder / "a-miroir.md").unlink()
    (folder / "copie" / "billet.html").unlink()
    code, _, messages = gtnum("ingest", folder, "--remove-vanished")
    assert code == 0, messages
    answer, document, total = asked(tmp_path, "sobriété numérique enquête appareils")
    assert answer["hits"][0]["copies"] == []
    assert document["work"] is None
    assert total == 3
