"""Ways in which people ask for what each of our queries answers.

A question is compared with them word by word (``word_cover``), so they differ in words,
not in grammar. A name stands as what it is: « académie », « groupe », « sujet ».
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["WORDINGS"]

WORDINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "academies": (
            "Dans quelles académies un groupe travaille-t-il ?",
            "Territoires et régions associés à un groupe",
            "Où ce groupe expérimente-t-il ?",
        ),
        "groups": (
            "Quels groupes travaillent sur un sujet ?",
            "Quelles équipes traitent de ce sujet ?",
            "À quels groupes un laboratoire participe-t-il ?",
            "À quels projets un laboratoire a-t-il pris part ?",
            "Groupes implantés dans une académie ou une région",
            "Groupes d’une vague",
            "Groupes auxquels une personne a participé",
            "Liste de tous les groupes",
        ),
        "labs": (
            "Quels laboratoires participent à des groupes ?",
            "Laboratoires d’une académie",
            "Unités de recherche d’une région, impliquées dans les GTnum",
            "Labos qui travaillent sur un sujet",
            "Laboratoires engagés dans une vague",
        ),
        "leaders": (
            "Qui porte un groupe ?",
            "Porteurs d’un groupe",
            "Responsable scientifique d’un groupe",
            "Quel laboratoire pilote ou dirige ce groupe ?",
            "Qui coordonne ou anime le groupe ?",
        ),
        "members": (
            "Qui a pris part à un groupe ?",
            "Chercheurs qui composent l’équipe d’un groupe",
            "Membres d’un groupe",
            "Personnes qui participent à un groupe",
        ),
        "partners": (
            "Quels partenaires a un groupe ?",
            "Structures partenaires d’un groupe",
            "Avec qui un groupe collabore-t-il ?",
            "Organismes associés à un groupe",
        ),
        "period": (
            "Quand un groupe a-t-il commencé et fini ?",
            "Dates de début et de fin d’un groupe",
            "Durée, période d’activité d’un groupe",
        ),
        "productions": (
            "Quelles productions a un groupe ?",
            "Livrables et publications d’un groupe",
            "Qu’a produit, publié ou rédigé un groupe ?",
            "Rapports, articles et notes d’un groupe",
        ),
        "programme": (
            "Qui pilote le programme des GTnum ?",
            "Quel service du ministère suit les GTnum ?",
            "Qui signe les appels à projets ?",
        ),
        "themes": (
            "Quels thèmes a un appel ?",
            "Thématiques proposées par l’appel d’une vague",
            "Axes de recherche d’un appel à projets",
        ),
        "cq01": (
            "Labos présents dans plusieurs vagues",
            "Laboratoires fidèles d’une génération à l’autre",
        ),
        "cq04": (
            "Thèmes d’un appel restés sans groupe",
            "Thématiques non pourvues, sans équipe connue",
        ),
        "cq05": (
            "Nombre de groupes par appel",
            "Combien de GTnum dans chaque génération ?",
        ),
        "cq06": (
            "Académies absentes du programme",
            "Territoires sans aucun groupe",
            "Académies qui ne participent à rien",
        ),
        "cq08": ("Documents produits par un groupe, classés par année et par type",),
        "cq09": (
            "Qui a fait un cahier d’expériences ?",
            "Groupes qui ont publié un recueil d’expériences",
        ),
        "cq12": (
            "Responsables scientifiques et leur laboratoire",
            "Qui anime scientifiquement les groupes, et dans quel labo ?",
        ),
        "cq13": (
            "Chercheurs présents dans plusieurs groupes",
            "Personnes engagées dans deux groupes",
        ),
        "cq15": (
            "Groupes connus sous plusieurs appellations",
            "Autres noms, sigles et variantes d’un groupe",
        ),
        "cq17": (
            "Documents qui nomment une académie fusionnée",
            "Mentions des anciennes académies de Caen et de Rouen",
        ),
        "cq18": (
            "Source de chaque information",
            "Provenance et preuve des affirmations",
        ),
        "cq19": (
            "Ce qui n’est pas sûr au sujet d’un groupe",
            "Informations douteuses, probables ou incertaines sur un groupe",
        ),
        "cq21": (
            "Doublons d’une publication",
            "Versions et copies d’un même texte",
        ),
        "cq22": (
            "Ressources réutilisables librement",
            "Productions sous licence libre, Creative Commons",
        ),
        "cq25": (
            "Identifiants ROR, ISNI ou Wikidata des laboratoires",
            "Numéros d’unité UMR et UR des labos",
        ),
        "cq32": (
            "Groupes actifs à une date",
            "Groupes en cours tel jour",
        ),
    }
)
