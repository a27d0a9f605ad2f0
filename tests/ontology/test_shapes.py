"""Each shape accepts its valid example and refuses its invalid one, in French.

An invalid file names on its first line the shape, and the property, that it must trip.
"""

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, SH

from ontology.shipped_files import read_text, turtle_files
from ontology.terms import GTNUM, PREFIXES, Class, Reused

EXAMPLES = Path(__file__).parent / "shapes"
VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
HEADER = re.compile(r"# (satisfies|trips) gtnum:(\w+)(?: on (\w+):(\w+))?(?:: .+)?")
OURS = Namespace(GTNUM)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=read_text("shapes.ttl"), format="turtle")


def one_shape(shapes: Graph, shape: URIRef) -> Graph:
    """Return a shape alone, with the nameless nodes it consists of."""
    found, waiting = Graph(), [shape]
    while waiting:
        for triple in shapes.triples((waiting.pop(), None, None)):
            found.add(triple)
            if isinstance(triple[2], BNode):
                waiting.append(triple[2])
    return found


def read_example(path: Path, shapes: Graph) -> tuple[Graph, Graph, URIRef | None]:
    text = path.read_text(encoding="utf-8")
    header = HEADER.fullmatch(text.partition("\n")[0])
    assert header, path
    shape = OURS[header[2]]
    assert (shape, RDF.type, SH.NodeShape) in shapes, shape
    expected = URIRef(PREFIXES[header[3]] + header[4]) if header[3] else None
    data = Graph().parse(data=text, format="turtle")
    target = shapes.value(shape, SH.targetClass)
    assert list(data.subjects(RDF.type, target)), "no thing for the shape to look at"
    return data, one_shape(shapes, shape), expected


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_example_is_accepted(path, shapes):
    data, shape, _ = read_example(path, shapes)
    _, report, text = pyshacl.validate(data, shacl_graph=shape)
    # Things that only help the example are cut short; the last thing is the example.
    assert _focus(path, data) not in set(report.objects(None, SH.focusNode)), text


def _focus(path: Path, data: Graph) -> URIRef:
    subject = path.read_text(encoding="utf-8").rstrip().rpartition("\n\n")[2]
    name = subject.partition("\n")[0]
    if name.startswith("<"):
        return URIRef(name[1:-1])
    return data.namespace_manager.expand_curie(name)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_example_trips_its_shape_with_a_french_message(path, shapes):
    data, shape, expected = read_example(path, shapes)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shape)
    assert not conforms
    # A path of several steps has no name of its own, as a rule of the thing has none.
    paths = {report.value(r, SH.resultPath) for r in report.subjects(SH.focusNode)}
    assert {None if isinstance(p, BNode) else p for p in paths} == {expected}
    for message in report.objects(None, SH.resultMessage):
        assert isinstance(message, Literal)
        # pySHACL drops the language of a message that comes from a query.
        by_query = (None, SH.sparql, None) in shape
        assert message.language == (None if by_query else "fr")


def test_every_shape_has_both_examples(shapes):
    names = {shape.removeprefix(GTNUM) for shape in shapes.subjects(RDF.type)}
    for folder in (VALID, INVALID):
        headers = [p.read_text(encoding="utf-8").partition("\n")[0] for p in folder]
        assert {HEADER.fullmatch(header)[2] for header in headers} == names


def test_every_class_has_a_shape(shapes):
    targets = {str(target) for target in shapes.objects(None, SH.targetClass)}
    assert targets == {*map(str, Class), Reused.PERSON, Reused.IDENTIFIER_NODE}


def test_every_property_shape_speaks_french(shapes):
    for constraint in shapes.objects(None, SH.property):
        if list(shapes.objects(constraint, SH.message)):
            (message,) = shapes.objects(constraint, SH.message)
            assert message.language == "fr"
            assert message.endswith(".")


def test_only_check_digits_are_counted_by_a_query(shapes):
    (shape,) = set(shapes.subjects(SH.sparql))
    assert shape == OURS.CheckDigitsShape
    (constraint,) = shapes.objects(shape, SH.sparql)
    query = str(shapes.value(constraint, SH.select))
    patterns = query.partition("WHERE { ")[2].partition(" BIND")[0]
    assert patterns.startswith(f"?scheme <{Reused.IN_SCHEME}> $this . ?identifier")


@pytest.mark.slow
def test_all_that_ships_conforms(shapes):
    data = Graph()
    for name in turtle_files():
        data.parse(data=read_text(name), format="turtle")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, text
