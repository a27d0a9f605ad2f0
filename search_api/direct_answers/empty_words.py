"""Words of questions that say nothing more, and words that restrict what is asked.

Folded, French and English, beside the stop words of the analysis. A verb stands with
the forms that people ask with. ``SPEAKS_OF_GROUPS`` are phrases; ``BESIDE_NAMES`` are
words that are empty only beside a name of their kind: « académie » before a place.
"""

import re
from typing import Final

__all__ = ["BESIDE_NAMES", "EMPTY", "RESTRICTING", "SPEAKS_OF_GROUPS", "WORLD"]

_EMPTY: Final = """
    gtnum gtnums groupe groupes group groups projet projets project projects appel
    appels call calls
    participe participent participer participant participants participation
    travaille travaillent travailler travaillant travaux work works working
    implique impliquent impliques impliquees engage engages engagees
    existe existent exister existant existants
    connait connaissez connaitre connu connus connue connues known
    retrouve retrouver trouve trouver trouvez cherche chercher
    liste listes lister list donne donner donnez give montre montrer montrez show
    dire dites dis tell savoir voudrais veux souhaite souhaitons peux pourrait
    pourriez aimerais bonjour hello merci svp stp plait please
    combien nombre many number compte comptent there
    present presents situe situes situee situees base bases basee basees
    intervient interviennent intervenir collabore collaborent appartient appartiennent
    traite traitent traitant traiter etudie etudient etudiant aborde abordent
    concerne concernent consacre consacres dedie dedies lie lies membre
    take part involved
"""
_RESTRICTING: Final = """
    pas non sans sauf hors hormis excepte autre autres ni jamais depuis avant apres
    entre jusqu plus moins pourquoi comment
    not no without except since before after until than between why how
"""

EMPTY: Final = frozenset(_EMPTY.split())
RESTRICTING: Final = frozenset(_RESTRICTING.split())

SPEAKS_OF_GROUPS: Final = re.compile(
    r"\b(?:groupes? thematiques? numeriques?|digital thematic groups?|gt num"
    r"|how many)\b"
)

BESIDE_NAMES: Final = re.compile(
    r"\b(?:academies?|rectorats?|regions?|academiques?|territoires?)(?= .*@lieu)"
    r"|\b(?:vagues?|waves?|cycles?|annees?|promotions?|lancee?s?|ami|manifestation"
    r"|interet)(?= .*@(?:vague|dite))"
    r"|(?<=@vague) waves?\b"
)

WORLD: Final = re.compile(
    r"(?:gtnums?|groupes? thematiques? numeriques?|digital thematic groups?|academies?"
    r"|laboratoires?|ministeres?|regions? academiques?|productions?|recherche|equipes?"
    r"|appels? a manifestations? d interets?|ami|dne)"
)
"""Concepts that every question about groups names: they are never its subject."""
