"""A curation file is applied whole, or refused with its line and a remedy."""

from pathlib import Path

import pytest

from ingest.linking import Linker
from ingest.linking.curation import Action, CuratedLinker, Curation
from ingest.linking.curation_file import CurationError, load
from ontology.model import (
    Document,
    Entity,
    EntityKind,
    Label,
    Mention,
    Page,
    Passage,
    Source,
)

ENTITIES = [
    Entity("techne", EntityKind.LAB, (Label("Techné"), Label("TECHNE", ""))),
    Entity("crem", EntityKind.LAB, (Label("CREM", ""),)),
    Entity("reseaux", EntityKind.CONCEPT, (Label("réseaux sociaux numériques"),)),
]
WHO = "    by: Jeanne Martin\n    date: 2026-11-25\n    why: vu dans un billet\n"
ADD = (
    "  - decision: add-label\n    entity: concept:reseaux\n    label: réseaux sociaux\n"
)


def _load(tmp_path: Path, text: str) -> Curation:
    path = tmp_path / "curation.yaml"
    path.write_text(text, "utf-8")
    return load(path, ENTITIES)


def _mentions(linker, text: str) -> list[str]:
    source = Source("essai/a.txt", "text/plain", len(text), "0" * 64)
    document = Document("a", source, "essai", "A", text, (Page(1, 0, len(text)),))
    found: tuple[Mention, ...] = linker(
        document, [Passage("a.0", "a", 0, 1, 0, len(text), text)]
    )
    return [mention.text for mention in found]


def test_a_missing_or_empty_file_decides_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "none.yaml", ENTITIES) == Curation()
    assert _load(tmp_path, "") == Curation()


def test_decisions_keep_who_when_why_and_line(tmp_path: Path) -> None:
    (decision,) = _load(tmp_path, f"decisions:\n{ADD}{WHO}").decisions
    assert decision.action is Action.ADD_LABEL
    assert (decision.by, str(decision.date), decision.line) == (
        "Jeanne Martin",
        "2026-11-25",
        2,
    )
    assert decision.entity == (EntityKind.CONCEPT, "reseaux")


def test_an_added_label_is_linked(tmp_path: Path) -> None:
    curation = _load(tmp_path, f"decisions:\n{ADD}{WHO}")
    text = "Les réseaux sociaux."
    assert _mentions(Linker(ENTITIES), text) == []
    assert _mentions(Linker(curation.apply_to(ENTITIES)), text) == ["réseaux sociaux"]


def test_a_rejected_label_is_linked_no_more(tmp_path: Path) -> None:
    reject = "  - decision: reject-label\n    entity: lab:techne\n    label: Techné\n"
    curation = _load(tmp_path, f"decisions:\n{reject}{WHO}")
    labels = curation.apply_to(ENTITIES)[0].labels
    assert [label.text for label in labels] == ["TECHNE"]


def test_a_rejected_mention_stays_away_in_its_document_only(tmp_path: Path) -> None:
    reject = "  - decision: reject-mention\n    entity: lab:techne\n    document: {}\n"
    for document, expected in (("a", []), ("autre", ["Techné"])):
        curation = _load(tmp_path, f"decisions:\n{reject.format(document)}{WHO}")
        linker = CuratedLinker(Linker(ENTITIES), curation)
        assert _mentions(linker, "Avec le laboratoire Techné.") == expected


def test_rejected_candidates_are_known_by_name(tmp_path: Path) -> None:
    reject = "  - decision: reject-candidate\n    name: LIRDEF\n"
    curation = _load(tmp_path, f"decisions:\n{reject}{WHO}")
    assert curation.rejected_candidates == ("LIRDEF",)


def test_facts_are_read_for_the_graph(tmp_path: Path) -> None:
    fact = (
        "  - decision: correct-fact\n    entity: lab:crem\n    property: city\n"
        "    value: Metz\n    instead: Nancy\n"
    )
    (decision,) = _load(tmp_path, f"decisions:\n{fact}{WHO}").of(Action.CORRECT_FACT)
    assert (decision.property, decision.value, decision.instead) == (
        "city",
        "Metz",
        "Nancy",
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"decisions:\n{ADD}", 2, "« by » manque"),
        (f"decisions:\n{ADD}{WHO}".replace("concept:reseaux", "lab:x"), 2, "lab:x"),
        (f"decisions:\n{ADD}{WHO}".replace("add-label", "drop"), 2, "« drop »"),
        (f"decisions:\n{ADD}{WHO}".replace("2026-11-25", "hier"), 2, "« hier »"),
        (f"decisions:\n{ADD}{WHO}    colour: red\n", 2, "« colour »"),
        (f"decisions:\n{ADD}{WHO}    by: Paul\n", 8, "deux fois"),
        (f"decisions:\n{ADD}{WHO}{ADD}{WHO}", 8, "répète celle de la ligne 2"),
        (f"choices:\n{ADD}{WHO}", 1, "« choices »"),
        ("decisions:\n  - [a, b]\n", 2, "tableau"),
        ("decisions: [\n", 2, "YAML"),
        ("decisions:\n  - ? [a]\n    : b\n", 2, "texte simple"),
        (
            f"decisions:\n{ADD}{WHO}{ADD}{WHO}".replace("reseaux\n", "donnee\n", 1),
            2,
            "concept:donnee",
        ),
        (
            "decisions:\n  - decision: add-label\n    entity: lab:techne\n"
            f"    label: Crem\n{WHO}",
            2,
            "nomme déjà lab:crem",
        ),
        (
            "decisions:\n  - decision: reject-label\n    entity: lab:techne\n"
            f"    label: Inconnu\n{WHO}",
            2,
            "n’a pas le nom",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_line_and_remedy(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    with pytest.raises(CurationError) as caught:
        _load(tmp_path, text)
    assert f"curation.yaml, ligne {line} :" in caught.value.message
    assert words in caught.value.message
    assert caught.value.remedy


def test_a_rejected_name_is_free_for_another_entity(tmp_path: Path) -> None:
    text = (
        f"decisions:\n  - decision: reject-label\n    entity: lab:crem\n"
        f"    label: CREM\n{WHO}"
        f"  - decision: add-label\n    entity: lab:techne\n    label: CREM\n{WHO}"
    )
    entities = _load(tmp_path, text).apply_to(ENTITIES)
    assert [len(one.labels) for one in entities] == [3, 0, 1]


def test_the_fingerprint_tells_decisions_and_not_lines(tmp_path: Path) -> None:
    one = _load(tmp_path, f"decisions:\n{ADD}{WHO}")
    two = _load(tmp_path, f"# un mot\n\ndecisions:\n{ADD}{WHO}")
    assert one.digest(Action.ADD_LABEL) == two.digest(Action.ADD_LABEL) != ""
    assert one.digest(Action.ADD_FACT) == ""


def test_a_file_that_is_not_utf_8_or_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "curation.yaml"
    path.write_bytes("décisions".encode("latin-1"))
    with pytest.raises(CurationError, match="UTF-8"):
        load(path, ENTITIES)
    path.write_bytes(b"\n" * 20_000_000)
    with pytest.raises(CurationError, match="octets"):
        load(path, ENTITIES)
