"""Every IRI that Python code uses, by name.

``core.ttl`` is the source; a test keeps the two equal in both directions. Members are
strings, so they can be passed wherever an IRI is expected:

>>> Property.HAS_LAB == "https://gtnum.example/ontology#hasLab"
True

``fields.py`` says which property holds which field of ``model.py``, ``kinds.py`` which
class and which label belong to a kind.
"""

from enum import StrEnum
from typing import Final

from ontology.iris import ONTOLOGY_NAMESPACE as GTNUM

__all__ = [
    "GTNUM",
    "LABEL_PROPERTIES",
    "PREFIXES",
    "Class",
    "Property",
    "Reused",
    "Scheme",
    "Value",
]

PREFIXES: Final[dict[str, str]] = {
    "adms": "http://www.w3.org/ns/adms#",
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "gtnum": GTNUM,
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
"""The prefixes of our Turtle files, our queries and the SPARQL editor."""

_ADMS: Final = PREFIXES["adms"]
_BIBO: Final = PREFIXES["bibo"]
_DCTERMS: Final = PREFIXES["dcterms"]
_FOAF: Final = PREFIXES["foaf"]
_GEO: Final = PREFIXES["geo"]
_OA: Final = PREFIXES["oa"]
_ORG: Final = PREFIXES["org"]
_OWL: Final = PREFIXES["owl"]
_PROV: Final = PREFIXES["prov"]
_RDF: Final = PREFIXES["rdf"]
_RDFS: Final = PREFIXES["rdfs"]
_SCHEMA: Final = PREFIXES["schema"]
_SKOS: Final = PREFIXES["skos"]


class Class(StrEnum):
    """The classes of our vocabulary."""

    DOCUMENT = f"{GTNUM}Document"
    PAGE = f"{GTNUM}Page"
    SECTION = f"{GTNUM}Section"
    PASSAGE = f"{GTNUM}Passage"
    MENTION = f"{GTNUM}Mention"
    AUTHOR = f"{GTNUM}Author"
    DECLARED_LINK = f"{GTNUM}DeclaredLink"
    FIELD_ORIGIN = f"{GTNUM}FieldOrigin"
    STRUCTURE = f"{GTNUM}Structure"
    LOSS = f"{GTNUM}Loss"
    DESCRIBED_THING = f"{GTNUM}DescribedThing"
    GROUP = f"{GTNUM}Group"
    LAB = f"{GTNUM}Lab"
    INSTITUTION = f"{GTNUM}Institution"
    ACADEMY = f"{GTNUM}Academy"
    ACADEMIC_REGION = f"{GTNUM}AcademicRegion"
    DEPARTMENT = f"{GTNUM}Department"
    SERVICE = f"{GTNUM}Service"
    CONCEPT = f"{GTNUM}Concept"
    THEME = f"{GTNUM}Theme"
    THEME_HEADING = f"{GTNUM}ThemeHeading"
    WAVE = f"{GTNUM}Wave"
    CALL = f"{GTNUM}Call"
    PRODUCTION = f"{GTNUM}Production"
    COPY = f"{GTNUM}Copy"
    WORK = f"{GTNUM}Work"
    WORK_MATCH = f"{GTNUM}WorkMatch"
    STATEMENT = f"{GTNUM}Statement"
    REJECTED_STATEMENT = f"{GTNUM}RejectedStatement"
    PARTICIPATION = f"{GTNUM}Participation"
    SOURCE = f"{GTNUM}Source"


class Property(StrEnum):
    """The properties of our vocabulary."""

    COLLECTION = f"{GTNUM}collection"
    SOURCE_URI = f"{GTNUM}sourceUri"
    MEDIA_TYPE = f"{GTNUM}mediaType"
    SHA256 = f"{GTNUM}sha256"
    SIZE_BYTES = f"{GTNUM}sizeBytes"
    PAGE_COUNT = f"{GTNUM}pageCount"
    PASSAGE_COUNT = f"{GTNUM}passageCount"
    IS_PAGED = f"{GTNUM}isPaged"
    IS_WHOLE = f"{GTNUM}isWhole"
    POSITION = f"{GTNUM}position"
    PAGE = f"{GTNUM}page"
    PAGE_LABEL = f"{GTNUM}pageLabel"
    ENGINE = f"{GTNUM}engine"
    OCR_CONFIDENCE = f"{GTNUM}ocrConfidence"
    FURNITURE = f"{GTNUM}furniture"
    START = f"{GTNUM}start"
    END = f"{GTNUM}end"
    TEXT = f"{GTNUM}text"
    SECTION_PATH = f"{GTNUM}sectionPath"
    PASSAGE_ROLE = f"{GTNUM}passageRole"
    LEVEL = f"{GTNUM}level"
    METHOD = f"{GTNUM}method"
    CONFIDENCE = f"{GTNUM}confidence"
    FIELD = f"{GTNUM}field"
    ORIGIN = f"{GTNUM}origin"
    PRINTED = f"{GTNUM}printed"
    EARLIEST_DAY = f"{GTNUM}earliestDay"
    LATEST_DAY = f"{GTNUM}latestDay"
    BLOCKS = f"{GTNUM}blocks"
    LOSS_KIND = f"{GTNUM}lossKind"
    COUNT = f"{GTNUM}count"
    DETAIL = f"{GTNUM}detail"
    IS_INTENDED = f"{GTNUM}isIntended"
    IS_RECORD = f"{GTNUM}isRecord"
    DESCRIBES = f"{GTNUM}describes"
    DESCRIBED_KIND = f"{GTNUM}describedKind"
    ENTITY = f"{GTNUM}entity"
    WORK_DATE = f"{GTNUM}workDate"
    WORK_DATE_BASIS = f"{GTNUM}workDateBasis"
    TARGET = f"{GTNUM}target"
    TARGET_KIND = f"{GTNUM}targetKind"
    ACRONYM = f"{GTNUM}acronym"
    HASHTAG = f"{GTNUM}hashtag"
    NUMBER = f"{GTNUM}number"
    GROUPS_ANNOUNCED = f"{GTNUM}groupsAnnounced"
    CITY = f"{GTNUM}city"
    CREDIT_LINE = f"{GTNUM}creditLine"
    IS_MIRROR = f"{GTNUM}isMirror"
    AFFILIATION_PRINTED = f"{GTNUM}affiliationPrinted"
    CERTAINTY = f"{GTNUM}certainty"
    BASIS = f"{GTNUM}basis"
    REJECTED_SUBJECT = f"{GTNUM}rejectedSubject"
    WAVE = f"{GTNUM}wave"
    CALL = f"{GTNUM}call"
    THEME = f"{GTNUM}theme"
    HEADING = f"{GTNUM}heading"
    HAS_LAB = f"{GTNUM}hasLab"
    SUPPORT_LAB = f"{GTNUM}supportLab"
    CO_LAB = f"{GTNUM}coLab"
    OTHER_LAB = f"{GTNUM}otherLab"
    INSTITUTION = f"{GTNUM}institution"
    PARTNER = f"{GTNUM}partner"
    ACADEMY = f"{GTNUM}academy"
    REGION = f"{GTNUM}region"
    SERVICE = f"{GTNUM}service"
    PRODUCED_BY = f"{GTNUM}producedBy"
    LAB = f"{GTNUM}lab"
    PERSON = f"{GTNUM}person"
    BODY = f"{GTNUM}body"
    AUTHOR_ROLE = f"{GTNUM}authorRole"
    CONTAINER_TITLE = f"{GTNUM}containerTitle"
    IDENTIFIER_SCHEME = f"{GTNUM}identifierScheme"
    HAL_ID = f"{GTNUM}halId"
    SIGNATURE = f"{GTNUM}signature"
    OFFICIAL = f"{GTNUM}official"
    MANIFESTATION_RANK = f"{GTNUM}manifestationRank"
    MATCHED = f"{GTNUM}matched"
    SIMILARITY = f"{GTNUM}similarity"


class Scheme(StrEnum):
    """The closed lists of our vocabulary."""

    DOCUMENT_KINDS = f"{GTNUM}document-kinds"
    CERTAINTIES = f"{GTNUM}certainties"
    BASES = f"{GTNUM}bases"
    UNIT_TYPES = f"{GTNUM}unit-types"
    ROLES = f"{GTNUM}roles"
    IDENTIFIER_SCHEMES = f"{GTNUM}identifier-schemes"


class Value(StrEnum):
    """The members of the closed lists."""

    KIND_CALL = f"{GTNUM}kind-call"
    KIND_THEME = f"{GTNUM}kind-theme"
    KIND_GROUP_SHEET = f"{GTNUM}kind-group-sheet"
    KIND_PRODUCTION_SHEET = f"{GTNUM}kind-production-sheet"
    KIND_PRESENTATION = f"{GTNUM}kind-presentation"
    KIND_WATCH_NOTE = f"{GTNUM}kind-watch-note"
    KIND_LITERATURE_REVIEW = f"{GTNUM}kind-literature-review"
    KIND_EXPERIENCE_BOOK = f"{GTNUM}kind-experience-book"
    KIND_SYNTHESIS_NOTE = f"{GTNUM}kind-synthesis-note"
    KIND_REPORT = f"{GTNUM}kind-report"
    KIND_ARTICLE = f"{GTNUM}kind-article"
    KIND_POST = f"{GTNUM}kind-post"
    KIND_EVENT = f"{GTNUM}kind-event"
    KIND_TRANSLATION = f"{GTNUM}kind-translation"
    KIND_GLOSSARY = f"{GTNUM}kind-glossary"
    KIND_DATASET = f"{GTNUM}kind-dataset"
    KIND_PAGE = f"{GTNUM}kind-page"
    KIND_DOCUMENT = f"{GTNUM}kind-document"
    CERTAINTY_HIGH = f"{GTNUM}certainty-high"
    CERTAINTY_MEDIUM = f"{GTNUM}certainty-medium"
    CERTAINTY_LOW = f"{GTNUM}certainty-low"
    BASIS_STATED = f"{GTNUM}basis-stated"
    BASIS_INFERRED = f"{GTNUM}basis-inferred"
    BASIS_GENERAL_KNOWLEDGE = f"{GTNUM}basis-general-knowledge"
    UNIT_RESEARCH_UNIT = f"{GTNUM}unit-research-unit"
    UNIT_UMR = f"{GTNUM}unit-umr"
    UNIT_UAR = f"{GTNUM}unit-uar"
    UNIT_TEAM = f"{GTNUM}unit-team"
    UNIT_CHAIR = f"{GTNUM}unit-chair"
    UNIT_GIS = f"{GTNUM}unit-gis"
    UNIT_SCHOOL = f"{GTNUM}unit-school"
    UNIT_PLATFORM = f"{GTNUM}unit-platform"
    UNIT_INSPE = f"{GTNUM}unit-inspe"
    ROLE_LEAD = f"{GTNUM}role-lead"
    ROLE_ASSOCIATE_LEAD = f"{GTNUM}role-associate-lead"
    ROLE_CO_LEAD = f"{GTNUM}role-co-lead"
    ROLE_SCIENTIFIC_DIRECTOR = f"{GTNUM}role-scientific-director"
    ROLE_MEMBER = f"{GTNUM}role-member"
    ROLE_AUTHOR = f"{GTNUM}role-author"
    ROLE_COORDINATOR = f"{GTNUM}role-coordinator"
    ROLE_PUBLISHER = f"{GTNUM}role-publisher"
    ROLE_HOST = f"{GTNUM}role-host"
    ROLE_SPEAKER = f"{GTNUM}role-speaker"
    ROLE_STAFF = f"{GTNUM}role-staff"
    SCHEME_FUNDER = f"{GTNUM}scheme-funder"
    SCHEME_GRID = f"{GTNUM}scheme-grid"
    SCHEME_IDREF = f"{GTNUM}scheme-idref"
    SCHEME_ISNI = f"{GTNUM}scheme-isni"
    SCHEME_PAYSAGE = f"{GTNUM}scheme-paysage"
    SCHEME_ROR = f"{GTNUM}scheme-ror"
    SCHEME_SIREN = f"{GTNUM}scheme-siren"
    SCHEME_SIRET = f"{GTNUM}scheme-siret"
    SCHEME_UAI = f"{GTNUM}scheme-uai"
    SCHEME_UNIT_NUMBER = f"{GTNUM}scheme-unit-number"
    SCHEME_WIKIDATA = f"{GTNUM}scheme-wikidata"


class Reused(StrEnum):
    """The classes and properties that we take from others."""

    TYPE = f"{_RDF}type"
    SUBJECT_OF_STATEMENT = f"{_RDF}subject"
    PREDICATE_OF_STATEMENT = f"{_RDF}predicate"
    OBJECT_OF_STATEMENT = f"{_RDF}object"
    LABEL = f"{_RDFS}label"
    SEE_ALSO = f"{_RDFS}seeAlso"
    SAME_AS = f"{_OWL}sameAs"
    HAS_IDENTIFIER = f"{_ADMS}identifier"
    IDENTIFIER_NODE = f"{_ADMS}Identifier"
    ABSTRACT = f"{_DCTERMS}abstract"
    CREATOR = f"{_DCTERMS}creator"
    DATE = f"{_DCTERMS}date"
    DESCRIPTION = f"{_DCTERMS}description"
    HAS_PART = f"{_DCTERMS}hasPart"
    IDENTIFIER = f"{_DCTERMS}identifier"
    IS_PART_OF = f"{_DCTERMS}isPartOf"
    IS_REFERENCED_BY = f"{_DCTERMS}isReferencedBy"
    IS_REPLACED_BY = f"{_DCTERMS}isReplacedBy"
    IS_VERSION_OF = f"{_DCTERMS}isVersionOf"
    LANGUAGE = f"{_DCTERMS}language"
    LICENSE = f"{_DCTERMS}license"
    MODIFIED = f"{_DCTERMS}modified"
    PUBLISHER = f"{_DCTERMS}publisher"
    RELATION = f"{_DCTERMS}relation"
    SUBJECT = f"{_DCTERMS}subject"
    TEMPORAL = f"{_DCTERMS}temporal"
    TITLE = f"{_DCTERMS}title"
    DCTERMS_TYPE = f"{_DCTERMS}type"
    BIBO_DOCUMENT = f"{_BIBO}Document"
    AUTHOR_LIST = f"{_BIBO}authorList"
    DOI = f"{_BIBO}doi"
    HANDLE = f"{_BIBO}handle"
    ISSUE = f"{_BIBO}issue"
    FAMILY_NAME = f"{_FOAF}familyName"
    GIVEN_NAME = f"{_FOAF}givenName"
    HOMEPAGE = f"{_FOAF}homepage"
    NAME = f"{_FOAF}name"
    PAGE = f"{_FOAF}page"
    PERSON = f"{_FOAF}Person"
    PRIMARY_TOPIC = f"{_FOAF}primaryTopic"
    LATITUDE = f"{_GEO}lat"
    LONGITUDE = f"{_GEO}long"
    EXACT = f"{_OA}exact"
    HAS_BODY = f"{_OA}hasBody"
    HAS_TARGET = f"{_OA}hasTarget"
    CLASSIFICATION = f"{_ORG}classification"
    MEMBER = f"{_ORG}member"
    ORGANIZATION = f"{_ORG}organization"
    ROLE = f"{_ORG}role"
    UNIT_OF = f"{_ORG}unitOf"
    WAS_ATTRIBUTED_TO = f"{_PROV}wasAttributedTo"
    WAS_DERIVED_FROM = f"{_PROV}wasDerivedFrom"
    ABOUT = f"{_SCHEMA}about"
    DISSOLUTION_DATE = f"{_SCHEMA}dissolutionDate"
    END_DATE = f"{_SCHEMA}endDate"
    FOUNDING_DATE = f"{_SCHEMA}foundingDate"
    MENTIONS = f"{_SCHEMA}mentions"
    START_DATE = f"{_SCHEMA}startDate"
    URL = f"{_SCHEMA}url"
    ALT_LABEL = f"{_SKOS}altLabel"
    BROADER = f"{_SKOS}broader"
    BROAD_MATCH = f"{_SKOS}broadMatch"
    CLOSE_MATCH = f"{_SKOS}closeMatch"
    CONCEPT = f"{_SKOS}Concept"
    CONCEPT_SCHEME = f"{_SKOS}ConceptScheme"
    DEFINITION = f"{_SKOS}definition"
    EDITORIAL_NOTE = f"{_SKOS}editorialNote"
    HIDDEN_LABEL = f"{_SKOS}hiddenLabel"
    IN_SCHEME = f"{_SKOS}inScheme"
    NARROWER = f"{_SKOS}narrower"
    NOTATION = f"{_SKOS}notation"
    NOTE = f"{_SKOS}note"
    PREF_LABEL = f"{_SKOS}prefLabel"
    RELATED = f"{_SKOS}related"
    TOP_CONCEPT_OF = f"{_SKOS}topConceptOf"


LABEL_PROPERTIES: Final[tuple[str, ...]] = (
    Reused.PREF_LABEL,
    Reused.ALT_LABEL,
    Reused.HIDDEN_LABEL,
    Reused.NAME,
    Reused.TITLE,
    Property.ACRONYM,
    Property.HASHTAG,
)
"""Where the names of a reference entity stand; hidden labels are for search only."""
