"""The questions that facts answer, one entry each.

An entry is found by its cue in the folded words of a question, in which every name
stands as ``@`` and its slot: « quels laboratoires de l’académie de Rennes » is
``quels laboratoires de l @lieu``. What a slot may hold is told by kinds; its name is
the variable of the query. Cues are French and English.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ontology.model import EntityKind
from ontology.terms import Property
from search_api.answered import Counted

__all__ = ["ASKING", "PLACES", "RELATIONS", "AskedRelation", "Flag"]

K = EntityKind

ASKING: Final = (
    r"(?:quels?|quelles?|combien|listes?|est ce|y a|which|what|how many|list|nombre)"
)
"""Words by which a question asks for things, and not for texts about them."""

PLACES: Final = frozenset({K.ACADEMY, K.REGION})
_WHO: Final = r"(?:qui|who)(?: est ce qui)?(?: l)?(?: co)?"
_LEADS: Final = (
    r"(?:co)?(?:pilot|port|coordonn|dirig|anim|conduit|men|ger)(?:e|ent|ait|aient)?"
    r"|(?:co )?(?:leads?|runs?|heads?|coordinates?|manages?)"
)
_LABS: Final = r"(?:laboratoires?|labos?|labs?|laborator(?:y|ies))"
_GROUP: Final = r"(?:digital thematic )?(?:gtnums?|groupes?|groups?)\b"
_WHICH: Final = r"(?:quels?|quelles?|which|what)"
_LEADERS: Final = (
    r"(?:porteu(?:r|rs|se|ses)|pilotes?|responsables?|anima(?:teurs?|trices?)"
    r"|coord(?:i|on)na(?:teurs?|trices?)|leaders?|leads?|coordinators?)"
)
_CARRIED: Final = r"(?:pilot|port|coordonn|dirig|anim)ee?s?"
_LED: Final = (
    rf"{_WHO} (?:{_LEADS})\b"
    rf"|(?:quel|quels|quelle|quelles|which|what) (?:{_LABS}|equipes?|personnes?)"
    rf" (?:{_LEADS})\b"
    rf"|(?:{_LABS} )?(?:co )?{_LEADERS}(?: scientifiques?)?\b"
    r"|(?:par qui|par quels?|par quelles?)(?: laboratoires?)? (?:est|sont|fut|a ete)"
    rf"(?: (?:le |la |les |l |groupe |gtnum )*@\w+)? {_CARRIED}"
    rf"|{_CARRIED} par (?:qui|quels?|quelles?)(?: {_LABS})?"
    r"|portage|pilotage"
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A condition of a query that has no value.

    Attributes:
        cue: The words that ask for it.
        heading: The heading of an answer under it, in French.
    """

    cue: re.Pattern[str]
    heading: str


@dataclass(frozen=True, slots=True, eq=False)
class AskedRelation:
    """A kind of question; each entry is itself alone.

    Attributes:
        name: For the API, for example ``labs``.
        query: Name of its query, see ``graph.queries.bound``.
        heading: What is answered, in French.
        counted: How answers are counted.
        cue: What a question must hold.
        slots: Variable of the query → kinds of entities that it may be.
        needed: Slots that must be filled; one at least where it is empty.
        flags: Conditions of the query without a value; a question has one at most.
        values: Further variables of the query and their IRIs.
        fillers: Words that say nothing more in this question.
        is_free: Whether the question may name nothing at all.
    """

    name: str
    query: str
    heading: str
    counted: Counted
    cue: re.Pattern[str]
    slots: Mapping[str, frozenset[EntityKind]]
    needed: frozenset[str] = frozenset()
    flags: Mapping[str, Flag] = field(default_factory=dict)
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fillers: re.Pattern[str] = re.compile(r"(?!)")
    is_free: bool = False


def _of_group(
    name: str, heading: str, counted: Counted, cue: str, **more: object
) -> AskedRelation:
    """Return an entry that asks something of one group."""
    return AskedRelation(
        name,
        str(more.pop("query", name)),
        heading,
        counted,
        re.compile(rf"\b(?:{cue})\b"),
        {"par": frozenset({K.GROUP})},
        needed=frozenset({"par"}),
        **more,  # type: ignore[arg-type]
    )


_SUBJECTS: Final = {
    "sujet": frozenset({K.CONCEPT}),
    "theme": frozenset({K.THEME}),
}
_ABOUT: Final = (
    r"(?:sur|autour|on)? ?(?:le |la |les |l |du |de |des |d )*"
    r"(?:themes?|thematiques?|sujets?|questions?|domaines?|notions?|champs?)"
    r"(?= (?:de |du |des |d |la |le |les |l )*@sujet)"
)

RELATIONS: Final[tuple[AskedRelation, ...]] = (
    AskedRelation(
        "programme",
        "programme",
        "Pilotage des GTnum",
        Counted("responsable", "responsables"),
        re.compile(
            rf"(?:{_WHO} (?:{_LEADS}|suit|finance)|{_LEADERS}|pilotage)\b"
            r"(?= .*\b(?:gtnums?|groupes? thematiques? numeriques?|programme)\b)"
        ),
        {},
        fillers=re.compile(
            r"\b(?:ministere|ministry|education|nationale|national|programme)\b"
        ),
        is_free=True,
    ),
    AskedRelation(
        "leaders",
        "leaders",
        "Qui porte",
        Counted("porteur", "porteurs"),
        re.compile(rf"\b(?:{_LED})"),
        {"par": frozenset({K.GROUP}), "theme": frozenset({K.THEME})},
    ),
    AskedRelation(
        # Who leads a notion is no question about groups unless it says so.
        "leaders",
        "leaders",
        "Qui porte",
        Counted("porteur", "porteurs"),
        re.compile(rf"\b(?:{_LED})(?=.*\b{_GROUP})|(?<=\bgtnum )(?=.*\b(?:{_LED}))"),
        {"sujet": frozenset({K.CONCEPT})},
        fillers=re.compile(_LED),
    ),
    AskedRelation(
        "labs",
        "labs",
        "Laboratoires",
        Counted("laboratoire", "laboratoires"),
        re.compile(
            rf"\b(?:{_LABS}|equipes de recherche|unites de recherche)"
            r"(?: de recherche)?\b"
        ),
        {
            "par": frozenset({K.GROUP}),
            "lieu": PLACES,
            "vague": frozenset({K.WAVE}),
            **_SUBJECTS,
        },
        flags={
            "plusieurs": Flag(
                re.compile(
                    r"(?:au moins )?(?:deux|plusieurs|two|several) (?:vagues|waves)"
                ),
                "Laboratoires de deux vagues au moins, par des liens certains",
            )
        },
        fillers=re.compile(_ABOUT),
    ),
    _of_group(
        "productions",
        "Productions",
        Counted("production", "productions", is_feminine=True),
        r"productions?|publications?|livrables?|publie\w*|produits?|produites?|outputs?"
        r"|published?|produced?",
        fillers=re.compile(r"\bressources\b"),
    ),
    _of_group(
        "academies",
        "Académies et régions académiques",
        Counted("académie ou région", "académies ou régions", is_feminine=True),
        r"academies?|territoires?|rectorats?|regions?",
        query="partners",
        values={"lien": (Property.ACADEMY, Property.REGION)},
        fillers=re.compile(r"\b(?:partenaires?|academiques?|associees?)\b"),
    ),
    _of_group(
        "partners",
        "Partenaires",
        Counted("partenaire", "partenaires"),
        r"partenaires?|partenariats?|partners?|partnerships?",
    ),
    _of_group(
        "members",
        "Personnes",
        Counted("personne", "personnes", is_feminine=True),
        r"membres?|equipe|chercheu(?:r|se)s?|composition|participants?"
        r"|qui (?:participe|compose|travaille|intervient|fait partie)(?:nt)?"
        r"|members?|team|who (?:takes part|participates|works|is)",
    ),
    _of_group(
        "period",
        "Période d’activité",
        Counted("date", "dates", is_feminine=True, is_told=False),
        r"depuis quand|jusqu a quand|quand|dates?|periodes?|duree|calendrier|debute?"
        r"|dure|fin|finit|acheve|commence|termine|acti(?:f|fs|ve|vite)|when|period|active|started?|ended?",
    ),
    AskedRelation(
        "themes",
        "themes",
        "Thèmes de l’appel",
        Counted("thème", "thèmes"),
        re.compile(r"\b(?:themes?|thematiques?|axes?|topics?)\b"),
        {"vague": frozenset({K.WAVE})},
        needed=frozenset({"vague"}),
    ),
    AskedRelation(
        "groups",
        "groups",
        "Groupes",
        Counted("groupe", "groupes"),
        re.compile(
            # What is asked for must be groups: not « combien de recueils … groupes ».
            rf"\b(?:{_WHICH}|combien|nombre|how many|listes?|list|y a(?: t il)?)"
            rf"(?= (?:sont |est |are |le |la |les |l |de |des |d |un |une |the |of )*"
            rf"{_GROUP})"
            r"|^(?:les |des |the )*(?:groupes|gtnums?|groups)\b"
            r"|\b(?:qui|who) (?:travaille|s occupe|works?)(?:nt)?\b"
            r"|^(?:le |la |les |l |the )*(?=@theme)"
        ),
        {
            "lieu": PLACES,
            "vague": frozenset({K.WAVE}),
            "laboratoire": frozenset({K.LAB}),
            "personne": frozenset({K.PERSON}),
            **_SUBJECTS,
        },
        flags={
            "porteur": Flag(
                re.compile(
                    r"\b(?:port|pilot|coordonn|dirig|anim)(?:e|es|ent|ee|ees)(?: par)?"
                    r"(?= (?:le |la |les |l )?(?:laboratoire |labo )?@laboratoire)"
                ),
                "Groupes portés",
            )
        },
        fillers=re.compile(
            rf"{_ABOUT}|\b{_LABS}(?= @laboratoire)|\bmembres?(?= .*@personne)"
            r"|\bport(?:e|ent|ant)(?= sur)"
        ),
        is_free=True,
    ),
)
"""In the order in which they are tried: the first that understands all answers."""
