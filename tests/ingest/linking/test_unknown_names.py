"""Candidates are unknown names in the places where names stand."""

from ingest.linking import Linker
from ingest.linking.unknown_names import find_candidates
from ontology.model import (
    Document,
    DocumentRecord,
    EntityKind,
    Page,
    Passage,
    Source,
)


def _record(linker: Linker, text: str, name: str = "billet") -> DocumentRecord:
    source = Source(f"essai/{name}", "text/plain", len(text), "0" * 64)
    document = Document(name, source, "essai", "Billet", text, (Page(1, 0, len(text)),))
    passages = (Passage(f"{name}.0", name, 0, 1, 0, len(text), text),)
    return DocumentRecord(document, passages, linker(document, passages))


def _found(linker: Linker, text: str) -> list[tuple[str, str]]:
    return [
        (candidate.kind.value, candidate.name)
        for candidate in find_candidates([_record(linker, text)])
    ]


def test_unknown_labs_are_listed(linker: Linker) -> None:
    assert _found(linker, "Le laboratoire LIRDEF et BONHEURS (EA 7517) suivent.") == [
        ("lab", "BONHEURS"),
        ("lab", "LIRDEF"),
    ]


def test_unknown_people_are_listed_in_their_spellings(linker: Linker) -> None:
    text = (
        "Mme Anne Martin préside. Paul DURAND suit. Léa de Vries, doctorante, conclut. "
        "Un livre coordonné par Jean Petit."
    )
    assert sorted(name for _, name in _found(linker, text)) == [
        "Anne Martin",
        "Jean Petit",
        "Léa de Vries",
        "Paul DURAND",
    ]


def test_unknown_academies_are_listed(linker: Linker) -> None:
    assert _found(linker, "L’académie de Lutèce.") == [("academy", "Lutèce")]


def test_known_names_are_left_out(linker: Linker) -> None:
    text = "Le laboratoire LINE, M. Allouche, l’académie de Poitiers, CREM (EA 3476)."
    assert _found(linker, text) == []


def test_candidates_name_their_passages_most_frequent_first(linker: Linker) -> None:
    records = [
        _record(linker, "Le laboratoire AAA. Le laboratoire BBB.", "un"),
        _record(linker, "Le laboratoire Bbb puis le laboratoire BBB.", "deux"),
    ]
    found = find_candidates(records)
    assert [(one.name, one.passages) for one in found] == [
        ("BBB", ("un.0", "deux.0")),
        ("AAA", ("un.0",)),
    ]
    assert "laboratoire BBB" in found[0].quotation
    assert found[0].kind is EntityKind.LAB


def test_rejected_names_do_not_come_back(linker: Linker) -> None:
    record = _record(linker, "Le laboratoire LIRDEF.")
    assert find_candidates([record], rejected=["Lirdef"]) == []
