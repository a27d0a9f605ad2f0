"""Writes a graph shaped like ours, of any size, as N-Quads.

Per document: title, kind, language, date, collection, authors, 12 passages, 8 mentions
of concepts, one group. Groups have labs, labs académies, concepts broader ones. All
follows from the number of the document, so that two runs write the same file.
"""

from collections.abc import Iterator
from pathlib import Path

from ontology.iris import ONTOLOGY_NAMESPACE, Iris
from ontology.terms import PREFIXES

__all__ = ["STATEMENTS_PER_DOCUMENT", "write_graph"]

STATEMENTS_PER_DOCUMENT = 148
_PASSAGES = 12
_MENTIONS = 8
_CONCEPTS = 300
_GROUPS = 60
_LABS = 120
_ACADEMIES = 30
_KINDS = ("report", "article", "post", "watch-note", "group-sheet")
_WORDS = (
    *("sobriété", "numérique", "école", "élève", "enseignant", "littératie", "donnée"),
    *("ressource", "libre", "évaluation", "apprendre", "écran", "réseau", "image"),
)

_IRIS = Iris()
_G = ONTOLOGY_NAMESPACE
_D = PREFIXES["dcterms"]
_A = f"<{PREFIXES['rdf']}type>"
_LABEL = f"<{PREFIXES['skos']}prefLabel>"


def write_graph(path: Path, triples: int) -> int:
    """Write about that many statements; return the number of documents.

    Raises:
        OSError: If the disk refuses.
    """
    documents = max(10, triples // STATEMENTS_PER_DOCUMENT)
    with path.open("w", encoding="utf-8") as stream:
        for line in _reference():
            stream.write(f"{line} <{_IRIS.named_graph('reference')}> .\n")
        for number in range(documents):
            own = f"<{_IRIS.document_graph(f'd-{number}')}> .\n"
            stream.writelines(f"{line} {own}" for line in _document(number))
    return documents


def _iri(kind: str, name: object) -> str:
    return f"<{_IRIS.thing(kind, str(name))}>"


def _reference() -> Iterator[str]:
    for n in range(_ACADEMIES):
        yield f"{_iri('academy', n)} {_A} <{_G}Academy>"
        yield f'{_iri("academy", n)} {_LABEL} "Académie {n}"@fr'
    for n in range(_LABS):
        yield f"{_iri('lab', n)} {_A} <{_G}Lab>"
        yield f'{_iri("lab", n)} {_LABEL} "Laboratoire {n}"@fr'
        yield f"{_iri('lab', n)} <{_G}academy> {_iri('academy', n % _ACADEMIES)}"
    for n in range(_GROUPS):
        yield f"{_iri('group', n)} {_A} <{_G}Group>"
        yield f'{_iri("group", n)} {_LABEL} "Groupe {n}"@fr'
        for lab in range(3):
            place = (n * 5 + lab * 17) % _LABS
            yield f"{_iri('group', n)} <{_G}hasLab> {_iri('lab', place)}"
    for n in range(_CONCEPTS):
        yield f"{_iri('concept', n)} {_A} <{_G}Concept>"
        yield f'{_iri("concept", n)} {_LABEL} "Concept {n}"@fr'
        broader = f"<{PREFIXES['skos']}broader>"
        yield f"{_iri('concept', n)} {broader} {_iri('concept', n // 3)}"


def _document(number: int) -> Iterator[str]:
    name = f"d-{number}"
    subject = _iri("document", name)
    kind = _KINDS[number % len(_KINDS)]
    year = 2017 + number % 9
    yield f"{subject} {_A} <{_G}Document>"
    yield f'{subject} <{_D}title> "Document {number}, {_text(number, 5)}"@fr'
    yield f"{subject} <{_D}type> <{_G}kind-{kind}>"
    yield f'{subject} <{_D}language> "fr"'
    yield f'{subject} <{_D}date> "{year}"^^<{PREFIXES["xsd"]}gYear>'
    yield f'{subject} <{_G}collection> "c-{number % 4}"'
    yield f"{subject} <{_G}producedBy> {_iri('group', number % _GROUPS)}"
    for n in range(2):
        author = f"<{_IRIS.thing('author', f'{name}.{n}')}>"
        yield f"{subject} <{_D}creator> {author}"
        yield f'{author} <{PREFIXES["foaf"]}name> "Auteur {(number * 3 + n) % 5000}"'
    for n in range(_PASSAGES):
        yield from _passage(name, subject, number, n)
    for n in range(_MENTIONS):
        yield from _mention(name, subject, number, n)


def _passage(name: str, document: str, number: int, n: int) -> Iterator[str]:
    subject = f"<{_IRIS.passage(f'{name}.{n}')}>"
    integer = f"<{PREFIXES['xsd']}integer>"
    yield f"{subject} {_A} <{_G}Passage>"
    yield f"{subject} <{_D}isPartOf> {document}"
    yield f'{subject} <{_G}position> "{n}"^^{integer}'
    yield f'{subject} <{_G}page> "{n // 3 + 1}"^^{integer}'
    yield f'{subject} <{_D}language> "fr"'
    yield f'{subject} <{_G}text> "{_text(number * 31 + n, 60)}."'


def _mention(name: str, document: str, number: int, n: int) -> Iterator[str]:
    passage = f"<{_IRIS.passage(f'{name}.{n}')}>"
    subject = f"<{_IRIS.passage(f'{name}.{n}')[:-1]}{n}/0-9>"
    # Squared: a few concepts are named often, most of them seldom.
    place = (number * 7919 + n * 104_729) % 1_000_003 / 1_000_003
    concept = _iri("concept", int(place * place * _CONCEPTS))
    oa = PREFIXES["oa"]
    yield f"{subject} {_A} <{_G}Mention>"
    yield f"{subject} <{oa}hasBody> {concept}"
    yield f"{subject} <{oa}hasTarget> {passage}"
    yield f'{subject} <{oa}exact> "numérique"'
    yield f'{subject} <{_G}confidence> "0.9"^^<{PREFIXES["xsd"]}decimal>'
    yield f'{subject} <{_G}page> "{n // 3 + 1}"^^<{PREFIXES["xsd"]}integer>'
    yield f"{document} <{PREFIXES['schema']}mentions> {concept}"


def _text(seed: int, words: int) -> str:
    return " ".join(_WORDS[(seed * 7 + n * n) % len(_WORDS)] for n in range(words))
