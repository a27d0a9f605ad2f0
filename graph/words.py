"""The predicates and classes that mapping writes and reads, as nodes made once.

Making a node costs as much as making a quad; a passage needs nine of them.
"""

from typing import Final

from pyoxigraph import NamedNode

from ontology.iris import ONTOLOGY_NAMESPACE

__all__ = ["PREFIXES"]

PREFIXES: Final = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gtnum": ONTOLOGY_NAMESPACE,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes of our exports, answers and examples."""


def _node(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


TYPE = _node("rdf:type")
XSD_DATE = _node("xsd:date")
XSD_DATETIME = _node("xsd:dateTime")
XSD_DECIMAL = _node("xsd:decimal")
XSD_GYEAR = _node("xsd:gYear")
XSD_GYEARMONTH = _node("xsd:gYearMonth")
XSD_INTEGER = _node("xsd:integer")

# classes
ACTIVITY = _node("prov:Activity")
AUTHOR = _node("gtnum:Author")
DECLARED_LINK = _node("gtnum:DeclaredLink")
DOCUMENT = _node("gtnum:Document")
FIELD_ORIGIN = _node("gtnum:FieldOrigin")
MENTION = _node("gtnum:Mention")
PAGE_CLASS = _node("gtnum:Page")
PASSAGE = _node("gtnum:Passage")
SECTION = _node("gtnum:Section")
SOFTWARE_AGENT = _node("prov:SoftwareAgent")

# of several classes
END = _node("gtnum:end")
IS_PART_OF = _node("dcterms:isPartOf")
LANGUAGE = _node("dcterms:language")
ORIGIN = _node("gtnum:origin")
PAGE = _node("gtnum:page")
POSITION = _node("gtnum:position")
START = _node("gtnum:start")
TITLE = _node("dcterms:title")

# documents
ABOUT = _node("schema:about")
ABSTRACT = _node("dcterms:abstract")
COLLECTION = _node("gtnum:collection")
CREATOR = _node("dcterms:creator")
DATE = _node("dcterms:date")
IDENTIFIER = _node("dcterms:identifier")
IS_PAGED = _node("gtnum:isPaged")
KIND = _node("dcterms:type")
KIND_BASE: Final = ONTOLOGY_NAMESPACE + "kind-"
LICENSE = _node("dcterms:license")
MEDIA_TYPE = _node("gtnum:mediaType")
MENTIONS = _node("schema:mentions")
PAGE_COUNT = _node("gtnum:pageCount")
PASSAGE_COUNT = _node("gtnum:passageCount")
PUBLISHER = _node("dcterms:publisher")
SHA256 = _node("gtnum:sha256")
SIZE_BYTES = _node("gtnum:sizeBytes")
SOURCE_URI = _node("gtnum:sourceUri")
URL = _node("schema:url")

# parts of documents
ENGINE = _node("gtnum:engine")
FIELD = _node("gtnum:field")
LEVEL = _node("gtnum:level")
NAME = _node("foaf:name")
PAGE_LABEL = _node("gtnum:pageLabel")
PRINTED = _node("gtnum:printed")
SECTION_PATH = _node("gtnum:sectionPath")
TARGET = _node("gtnum:target")
TARGET_KIND = _node("gtnum:targetKind")
TEXT = _node("gtnum:text")

# mentions
CONFIDENCE = _node("gtnum:confidence")
EXACT = _node("oa:exact")
HAS_BODY = _node("oa:hasBody")
HAS_TARGET = _node("oa:hasTarget")
METHOD = _node("gtnum:method")

# provenance
SOFTWARE_VERSION = _node("schema:softwareVersion")
STARTED_AT = _node("prov:startedAtTime")
WAS_ASSOCIATED_WITH = _node("prov:wasAssociatedWith")
WAS_GENERATED_BY = _node("prov:wasGeneratedBy")
