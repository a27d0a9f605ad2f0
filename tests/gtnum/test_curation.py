"""This test ensures that what people decide survives every ingest."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]
WHO = "    by: Jeanne Martin\n    date: 2026-11-25\n    why: vu dans un billet\n"
ID = "https://gtnum.example/id"
PREFIXES = (
    "PREFIX gtnum: <https://gtnum.example/ontology#> "
    "PREFIX schema: <https://schema.org/> "
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    "PREFIX prov: <http://www.w3.org/ns/prov#> "
    "PREFIX foaf: <http://xmlns.com/foaf/0.1/> "
)


def decide(path: Path, *decisions: str) -> None:
    """Write a curation file: each decision as ``key: value; key: value``."""
    entries = []
    for decision in decisions:
        lines = decision.split("; ")
        entries.append("  - " + "\n    ".join(lines) + "\n" + WHO)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("decisions:\n" + "".join(entries), "utf-8")


@pytest.fixture
def curation(tmp_path: Path) -> Path:
    """Where the curation file of the library is looked for."""
    return tmp_path / "library" / "curation.yaml"


@pytest.fixture
def ask(gtnum: Run) -> Callable[[str], bool]:
    """Ask whether a pattern holds in the published graph."""

    def run(pattern: str) -> bool:
        query = f"{PREFIXES} ASK {{ {pattern} }}"
        _, output, _ = gtnum("sparql", query, "--format", "json")
        return bool(json.loads(output)["boolean"])

    return run


def ingest(gtnum: Run, folder: Path) -> dict:
    code, output, errors = gtnum("ingest", folder, "--json")
    assert code == 0, errors
    return json.loads(output)


def test_facts_follow_the_file_and_come_back_without_it(
    gtnum: Run, documents: Path, curation: Path, ask: Callable[[str], bool]
) -> None:
    decide(
        curation,
        "decision: correct-fact; entity: lab:techne; property: academy; "
        "value: academy:poitiers; instead: academy:lyon",
    )
    assert ingest(gtnum, documents)["generation"] == "0001"
    techne, lyon = f"<{ID}/lab/techne>", f"<{ID}/academy/lyon>"
    assert ask(f"{techne} gtnum:academy {lyon}")
    assert not ask(f"{techne} gtnum:academy <{ID}/academy/poitiers>")
    assert ask(
        f"[] rdf:subject {techne} ; rdf:object {lyon} ; "
        'prov:wasAttributedTo [ foaf:name "Jeanne Martin" ]'
    )
    assert ask(
        f"[] a gtnum:RejectedStatement ; gtnum:rejectedSubject {techne} ; "
        'prov:wasAttributedTo [ foaf:name "Jeanne Martin" ]'
    )
    assert ingest(gtnum, documents)["generation"] is None
    assert gtnum("reindex")[0] == 0
    assert ask(f"{techne} gtnum:academy {lyon}")
    curation.unlink()
    report = ingest(gtnum, documents)
    assert report["generation"] == "0003"
    assert report["states"] == {"unchanged": 3}
    assert ask(f"{techne} gtnum:academy <{ID}/academy/poitiers>")
    assert not ask(f"{techne} gtnum:academy {lyon}")


def test_names_links_and_mentions_follow_at_the_next_ingest(
    gtnum: Run, published: Path, curation: Path, ask: Callable[[str], bool]
) -> None:
    aeson, forges = f"<{ID}/document/fiche-aeson>", f"<{ID}/document/fiche-forges>"
    mica, techne = f"<{ID}/lab/mica>", f"<{ID}/lab/techne>"
    assert ask(f"{aeson} schema:mentions {mica}")
    decide(
        curation,
        "decision: reject-mention; entity: lab:mica; document: fiche-aeson",
        "decision: add-link; entity: lab:techne; document: fiche-forges",
        "decision: reject-link; entity: group:gtnum-2022-aeson; document: fiche-aeson",
        "decision: add-label; entity: lab:crem; label: forges logicielles",
        "decision: correct-fact; entity: lab:techne; property: academy; "
        "value: academy:poitiers; instead: academy:lyon",
    )
    report = ingest(gtnum, published)
    assert report["generation"] == "0002"
    assert report["states"] == {"ok": 3}
    assert not ask(f"{aeson} schema:mentions {mica}")
    assert not ask(
        f"{aeson} schema:about|schema:mentions <{ID}/group/gtnum-2022-aeson>"
    )
    assert ask(f"{forges} schema:about {techne}")
    assert ask(
        f"[] rdf:subject {forges} ; rdf:object {techne} ; "
        'prov:wasAttributedTo [ foaf:name "Jeanne Martin" ]'
    )
    assert ask(f"{forges} schema:mentions <{ID}/lab/crem>")
    assert gtnum("validate")[0] == 0
    curation.write_text("# plus rien\n", "utf-8")
    ingest(gtnum, published)
    assert ask(f"{aeson} schema:mentions {mica}")
    assert not ask(f"{forges} schema:about {techne}")


@pytest.mark.parametrize(
    ("decision", "what"),
    [
        ("decision: add-link; entity: lab:techne; document: inconnu", "inconnu"),
        ("decision: add-link; entity: lab:inconnu; document: fiche-aeson", "lab:inc"),
        (
            "decision: add-fact; entity: lab:techne; property: age; value: 3",
            "age",
        ),
        (
            "decision: add-fact; entity: lab:techne; property: academy; "
            "value: academy:mars",
            "academy:mars",
        ),
        (
            "decision: reject-fact; entity: lab:techne; property: academy; "
            "value: academy:lyon",
            "academy:lyon",
        ),
        (
            "decision: add-fact; entity: lab:techne; property: academy; "
            "value: academy:lyon; certainty: totale",
            "totale",
        ),
        (
            "decision: add-fact; entity: lab:techne; property: academy; "
            "value: academy:lyon; source: http://a b",
            "IRI",
        ),
    ],
)
def test_a_wrong_decision_publishes_nothing(
    gtnum: Run, documents: Path, curation: Path, decision: str, what: str
) -> None:
    decide(
        curation,
        "decision: reject-candidate; name: ABCD",
        decision,
    )
    code, _, errors = gtnum("ingest", documents)
    assert code == 2
    assert str(curation) in errors.replace("\n", "")
    assert "ligne 7" in errors
    assert what in errors
    assert "→" in errors
    assert not (curation.parent / "CURRENT").exists()


def test_a_service_follows_what_is_published_not_what_is_being_edited(
    gtnum: Run, documents: Path, curation: Path
) -> None:
    decide(curation, "decision: add-label; entity: lab:crem; label: forges logicielles")
    ingest(gtnum, documents)
    curation.write_text("decisions: [", "utf-8")
    draft = documents.parent / "brouillon.txt"
    draft.write_text("Les forges logicielles des enseignants.", "utf-8")
    assert gtnum("related", draft)[0] == 0
    code, _, errors = gtnum("ingest", documents)
    assert code == 2
    assert "YAML" in errors
    # What is published is sound; decisions of people are told, nothing else holds them.
    code, told, _ = gtnum("library", "verify", "--json")
    assert code == 3
    assert "curation.yaml" in told
    curation.unlink()
    assert gtnum("library", "verify")[0] == 0


def test_a_file_that_is_named_must_exist(
    gtnum: Run, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GTNUM_CURATION", "/nowhere/curation.yaml")
    code, _, errors = gtnum("ingest", documents)
    assert code == 2
    assert "/nowhere/curation.yaml" in errors
    assert "GTNUM_CURATION" in errors


def test_the_guide_shows_a_file_and_a_query_that_work(
    gtnum: Run, documents: Path, curation: Path
) -> None:
    guide = Path(__file__).resolve().parents[2] / "docs/how-to/corriger-le-graphe.md"
    (example,) = re.findall(r"```yaml\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    (query,) = re.findall(r"```sparql\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    for name in ("billet-geologie", "billet-sobriete"):
        (documents / f"{name}.md").write_text(f"---\nid: {name}\n---\nUn texte.\n")
    curation.parent.mkdir()
    curation.write_text(example, "utf-8")
    ingest(gtnum, documents)
    code, output, _ = gtnum("sparql", query, "--format", "csv")
    assert code == 0
    assert "lab/techne" in output
    assert "Jeanne Martin,2026-11-25,annonce du laboratoire" in output


def test_candidates_are_listed_with_passages_until_rejected(
    gtnum: Run, published: Path, curation: Path
) -> None:
    (published / "note.txt").write_text(
        "Le laboratoire ZORGLU travaille avec le laboratoire MICA et avec "
        "Mme Xavière Yonnet, professeure.",
        "utf-8",
    )
    ingest(gtnum, published)
    code, output, _ = gtnum("candidates", "--json")
    assert code == 0
    found = {one["name"]: one for one in json.loads(output)["candidates"]}
    assert {"ZORGLU", "Xavière Yonnet"} <= set(found)
    assert "MICA" not in found
    assert found["ZORGLU"]["kind"] == "lab"
    assert "ZORGLU" in found["ZORGLU"]["quotation"]
    assert found["ZORGLU"]["passages"]
    decide(curation, "decision: reject-candidate; name: zorglu")
    _, output, _ = gtnum("candidates", "--kind", "lab", "--limit", "5", "--json")
    assert "ZORGLU" not in output
    assert "Yonnet" in gtnum("candidates", "--kind", "person")[1]
    # What only the list of candidates shows changes no generation.
    assert ingest(gtnum, published)["generation"] is None
