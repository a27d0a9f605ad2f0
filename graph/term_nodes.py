"""The terms that mapping writes and reads, as nodes made once.

Making a node costs as much as making a statement; a passage needs nine of them.
"""

from typing import Final

from pyoxigraph import NamedNode

from ontology.terms import PREFIXES, Class, Property, Reused

_XSD: Final = PREFIXES["xsd"]
XSD_DATE = NamedNode(f"{_XSD}date")
XSD_DATETIME = NamedNode(f"{_XSD}dateTime")
XSD_DECIMAL = NamedNode(f"{_XSD}decimal")
XSD_GYEAR = NamedNode(f"{_XSD}gYear")
XSD_GYEARMONTH = NamedNode(f"{_XSD}gYearMonth")
XSD_INTEGER = NamedNode(f"{_XSD}integer")
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
"""Of partial dates and intervals that XML Schema has no type for."""
RDF_JSON = NamedNode(f"{PREFIXES['rdf']}JSON")

# classes
AUTHOR = NamedNode(Class.AUTHOR)
DECLARED_LINK = NamedNode(Class.DECLARED_LINK)
DESCRIBED_THING = NamedNode(Class.DESCRIBED_THING)
DOCUMENT = NamedNode(Class.DOCUMENT)
FIELD_ORIGIN = NamedNode(Class.FIELD_ORIGIN)
LOSS = NamedNode(Class.LOSS)
MENTION = NamedNode(Class.MENTION)
PAGE_CLASS = NamedNode(Class.PAGE)
PASSAGE = NamedNode(Class.PASSAGE)
SECTION = NamedNode(Class.SECTION)
STRUCTURE = NamedNode(Class.STRUCTURE)

# of several classes
END = NamedNode(Property.END)
IS_PART_OF = NamedNode(Reused.IS_PART_OF)
IS_REFERENCED_BY = NamedNode(Reused.IS_REFERENCED_BY)
LANGUAGE = NamedNode(Reused.LANGUAGE)
ORIGIN = NamedNode(Property.ORIGIN)
PAGE = NamedNode(Property.PAGE)
POSITION = NamedNode(Property.POSITION)
START = NamedNode(Property.START)
TITLE = NamedNode(Reused.TITLE)
TYPE = NamedNode(Reused.TYPE)

# documents
ABOUT = NamedNode(Reused.ABOUT)
ABSTRACT = NamedNode(Reused.ABSTRACT)
COLLECTION = NamedNode(Property.COLLECTION)
CREATOR = NamedNode(Reused.CREATOR)
DATE = NamedNode(Reused.DATE)
DESCRIBES = NamedNode(Property.DESCRIBES)
DOI = NamedNode(Reused.DOI)
HAL_ID = NamedNode(Property.HAL_ID)
HANDLE = NamedNode(Reused.HANDLE)
IDENTIFIER = NamedNode(Reused.IDENTIFIER)
IS_PAGED = NamedNode(Property.IS_PAGED)
IS_RECORD = NamedNode(Property.IS_RECORD)
IS_WHOLE = NamedNode(Property.IS_WHOLE)
KIND = NamedNode(Reused.DCTERMS_TYPE)
LICENSE = NamedNode(Reused.LICENSE)
MEDIA_TYPE = NamedNode(Property.MEDIA_TYPE)
MENTIONS = NamedNode(Reused.MENTIONS)
PAGE_COUNT = NamedNode(Property.PAGE_COUNT)
PASSAGE_COUNT = NamedNode(Property.PASSAGE_COUNT)
PUBLISHER = NamedNode(Reused.PUBLISHER)
SHA256 = NamedNode(Property.SHA256)
SIGNATURE = NamedNode(Property.SIGNATURE)
SIZE_BYTES = NamedNode(Property.SIZE_BYTES)
SOURCE_URI = NamedNode(Property.SOURCE_URI)
URL = NamedNode(Reused.URL)
WORK_DATE = NamedNode(Property.WORK_DATE)
WORK_DATE_BASIS = NamedNode(Property.WORK_DATE_BASIS)

# what records describe
DESCRIBED_KIND = NamedNode(Property.DESCRIBED_KIND)
EARLIEST = NamedNode(Property.EARLIEST_DAY)
ENTITY = NamedNode(Property.ENTITY)
PRIMARY_TOPIC = NamedNode(Reused.PRIMARY_TOPIC)
LATEST = NamedNode(Property.LATEST_DAY)
SEE_ALSO = NamedNode(Reused.SEE_ALSO)

# works
IS_VERSION_OF = NamedNode(Reused.IS_VERSION_OF)
MANIFESTATION_RANK = NamedNode(Property.MANIFESTATION_RANK)
MATCHED = NamedNode(Property.MATCHED)
OFFICIAL = NamedNode(Property.OFFICIAL)
SIMILARITY = NamedNode(Property.SIMILARITY)
WORK = NamedNode(Class.WORK)
WORK_MATCH = NamedNode(Class.WORK_MATCH)

# parts of documents
BLOCKS = NamedNode(Property.BLOCKS)
COUNT = NamedNode(Property.COUNT)
DETAIL = NamedNode(Property.DETAIL)
ENGINE = NamedNode(Property.ENGINE)
FIELD = NamedNode(Property.FIELD)
FURNITURE = NamedNode(Property.FURNITURE)
IS_INTENDED = NamedNode(Property.IS_INTENDED)
LEVEL = NamedNode(Property.LEVEL)
LOSS_KIND = NamedNode(Property.LOSS_KIND)
NAME = NamedNode(Reused.NAME)
OCR_CONFIDENCE = NamedNode(Property.OCR_CONFIDENCE)
PERSON = NamedNode(Property.PERSON)
PAGE_LABEL = NamedNode(Property.PAGE_LABEL)
PASSAGE_ROLE = NamedNode(Property.PASSAGE_ROLE)
PRINTED = NamedNode(Property.PRINTED)
SECTION_PATH = NamedNode(Property.SECTION_PATH)
TARGET = NamedNode(Property.TARGET)
TARGET_KIND = NamedNode(Property.TARGET_KIND)
TEXT = NamedNode(Property.TEXT)

# mentions
CONFIDENCE = NamedNode(Property.CONFIDENCE)
EXACT = NamedNode(Reused.EXACT)
HAS_BODY = NamedNode(Reused.HAS_BODY)
HAS_TARGET = NamedNode(Reused.HAS_TARGET)
METHOD = NamedNode(Property.METHOD)

# how a generation was made: words of PROV that only the writer uses
_PROV: Final = PREFIXES["prov"]
ACTIVITY = NamedNode(f"{_PROV}Activity")
SOFTWARE_AGENT = NamedNode(f"{_PROV}SoftwareAgent")
SOFTWARE_VERSION = NamedNode(f"{PREFIXES['schema']}softwareVersion")
STARTED_AT = NamedNode(f"{_PROV}startedAtTime")
WAS_ASSOCIATED_WITH = NamedNode(f"{_PROV}wasAssociatedWith")
WAS_GENERATED_BY = NamedNode(f"{_PROV}wasGeneratedBy")

# what people decided: see ``graph.curated_facts``
ACRONYM = NamedNode(Property.ACRONYM)
AGENT = NamedNode(f"{_PROV}Agent")
ALT_LABEL = NamedNode(Reused.ALT_LABEL)
BASIS = NamedNode(Property.BASIS)
CERTAINTY = NamedNode(Property.CERTAINTY)
HASHTAG = NamedNode(Property.HASHTAG)
HIDDEN_LABEL = NamedNode(Reused.HIDDEN_LABEL)
LABEL = NamedNode(Reused.LABEL)
NOTE = NamedNode(Reused.NOTE)
REJECTED_STATEMENT = NamedNode(Class.REJECTED_STATEMENT)
REJECTED_SUBJECT = NamedNode(Property.REJECTED_SUBJECT)
SOURCE = NamedNode(Class.SOURCE)
STATED_OBJECT = NamedNode(Reused.OBJECT_OF_STATEMENT)
STATED_PREDICATE = NamedNode(Reused.PREDICATE_OF_STATEMENT)
STATED_SUBJECT = NamedNode(Reused.SUBJECT_OF_STATEMENT)
STATEMENT = NamedNode(Class.STATEMENT)
WAS_ATTRIBUTED_TO = NamedNode(Reused.WAS_ATTRIBUTED_TO)
WAS_DERIVED_FROM = NamedNode(Reused.WAS_DERIVED_FROM)
