"""A bibliography is shown with its document and answers nothing, reindexed or not."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gtnum.settings import Settings
from gtnum.wiring import application
from ontology.iris import Iris
from tests.gtnum.conftest import Run

TEXT = """---
title: Note de veille
lang: fr
---
## Résumé

PROSE

## Bibliographie

- Zanzibar, A. (2019). Ornithorynques et pédagogie. Paris : Seuil.
- Zanzibar, B. (2021). Ornithorynques au lycée. Lyon : ENS Éditions, p. 4-18.
"""
PROSE = (
    "Les élèves apprennent à mesurer l’empreinte de leurs usages, puis ils décident "
    "ensemble, avec leurs enseignants, de ce qui est utile dans la classe. "
)


def hits(gtnum: Run, question: str) -> list[str]:
    code, out, _ = gtnum("search", question, "--json")
    assert code == 0
    answer = json.loads(out)
    return [p["text"] for hit in answer["hits"] for p in hit["passages"]]


@pytest.mark.slow
@pytest.mark.parametrize("is_reindexed", [False, True])
def test_references_are_kept_and_do_not_answer(
    gtnum: Run, documents: Path, tmp_path: Path, is_reindexed: bool
) -> None:
    text = TEXT.replace("PROSE", "\n\n".join([PROSE * 4] * 3))
    (documents / "veille.md").write_text(text, encoding="utf-8")
    gtnum("ingest", documents)
    if is_reindexed:
        assert gtnum("reindex")[0] == 0
    assert not any(
        "Zanzibar" in text for text in hits(gtnum, "Zanzibar ornithorynques")
    )
    settings = Settings(library=tmp_path / "library", _env_file=None)  # type: ignore[call-arg]
    with TestClient(application(settings)) as client:
        (name,) = [
            each["id"]
            for each in client.get("/documents").json()["documents"]
            if each["title"] == "Note de veille"
        ]
        passages = client.get(f"/documents/{name}/passages").json()["passages"]
        roles = {passage["role"] for passage in passages}
        assert roles == {"body", "bibliography"}
        document = client.get(f"/documents/{name}").json()
        assert document["document"]["passage_count"] == len(passages)
        assert document["is_whole"] is True
        page = client.get(f"/document/{name}").text
        assert "Bibliographie&nbsp;: se lit ici" in page
        assert "Zanzibar, B. (2021)" in page
        assert Iris().document(name) in page
