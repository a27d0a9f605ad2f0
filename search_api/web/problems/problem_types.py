"""The kinds of problems: name, status and words, as ``/problems`` shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["PROBLEMS", "ProblemType"]


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: its name in the address, its status and what to know."""

    slug: str
    status: int
    title: str
    explanation: str
    retry_after_seconds: int | None = None


_TYPES = (
    ProblemType(
        "malformed-request",
        400,
        "Demande mal formée",
        "La demande ne suit pas le protocole HTTP, ou son adresse contient un codage "
        "« % » ou des octets qui ne forment pas de texte. « detail » dit quoi.",
    ),
    ProblemType(
        "invalid-parameter",
        400,
        "Paramètre incorrect",
        "Un paramètre de l’adresse manque, est inconnu ou sort des valeurs admises. "
        "La liste « errors » nomme chaque paramètre et ce qui est attendu.",
    ),
    ProblemType(
        "bad-question",
        400,
        "Question inutilisable",
        "La question est vide, trop longue ou ne peut pas être comprise. "
        "Une question compte de 1 à 1 000 caractères.",
    ),
    ProblemType(
        "query-syntax",
        400,
        "Erreur de syntaxe SPARQL",
        "La requête SPARQL ne peut pas être analysée. Les champs « line » et "
        "« column » disent où l’analyse s’est arrêtée.",
    ),
    ProblemType(
        "query-parameters",
        400,
        "Requête SPARQL mal transmise",
        "Le protocole SPARQL demande exactement une requête : le paramètre « query » "
        "d’une adresse ou d’un formulaire, ou le corps « application/sparql-query » "
        "en UTF-8.",
    ),
    ProblemType(
        "unauthorized",
        401,
        "Jeton requis",
        "Cette demande exige l’en-tête « Authorization: Bearer … » avec un jeton connu "
        "et encore valable. L’administrateur du service en crée.",
    ),
    ProblemType(
        "deposits-closed",
        403,
        "Dépôts fermés",
        "Aucun jeton n’est configuré : ce service ne prend pas de dépôts. "
        "« gtnum deposits token NOM » crée un jeton, et le réglage GTNUM_TOKENS reçoit "
        "son empreinte.",
    ),
    ProblemType(
        "addresses-closed",
        403,
        "Adresses fermées",
        "Ce service ne va pas chercher de pages : un brouillon s’envoie en texte ou en "
        "fichier. Le réglage GTNUM_RELATED_ADDRESSES ouvre les adresses publiques.",
    ),
    ProblemType(
        "query-refused",
        403,
        "Requête SPARQL refusée",
        "La requête est correcte, mais le service ne l’exécute pas : il est en "
        "lecture seule, n’appelle aucun service distant et limite la taille et "
        "l’imbrication des requêtes. Le champ « rule » nomme la règle.",
    ),
    ProblemType(
        "not-found",
        404,
        "Page introuvable",
        "Aucune page ni aucun point d’accès ne répond à cette adresse.",
    ),
    ProblemType(
        "unknown-document",
        404,
        "Document inconnu",
        "Aucun document, aucune page ou aucun fichier de la bibliothèque ne porte "
        "cet identifiant. Un document peut avoir été retiré.",
    ),
    ProblemType(
        "unknown-entity",
        404,
        "Entité inconnue",
        "Le graphe ne connaît aucune entité de ce genre et de cet identifiant. "
        "Les noms et les identifiants se cherchent sous « /entities ».",
    ),
    ProblemType(
        "unknown-resource",
        404,
        "Ressource inconnue",
        "Aucun énoncé publié ne porte sur cette IRI, ou aucun graphe nommé ni aucun "
        "fichier à télécharger ne s’appelle ainsi.",
    ),
    ProblemType(
        "unknown-question",
        404,
        "Question inconnue",
        "Aucune question prête à poser ne porte ce nom. "
        "La liste est sous « /questions ».",
    ),
    ProblemType(
        "unknown-task",
        404,
        "Tâche inconnue",
        "Aucune tâche du jeton employé ne porte cet identifiant. Une tâche terminée "
        "reste visible 30 jours.",
    ),
    ProblemType(
        "method-not-allowed",
        405,
        "Méthode non admise",
        "L’adresse existe, mais n’accepte pas cette méthode HTTP. L’en-tête "
        "« Allow » donne celles qui conviennent.",
    ),
    ProblemType(
        "not-acceptable",
        406,
        "Format non disponible",
        "Aucun des formats demandés par l’en-tête « Accept » ne peut être produit. "
        "Le champ « available » donne ceux qui le peuvent.",
    ),
    ProblemType(
        "head-timeout",
        408,
        "En-têtes trop lents",
        "Les en-têtes de la demande ne sont pas arrivés à temps. La connexion est "
        "fermée ; recommencez.",
    ),
    ProblemType(
        "body-timeout",
        408,
        "Envoi trop lent",
        "Le corps de la requête n’est pas arrivé à temps. Rien n’a été conservé.",
    ),
    ProblemType(
        "stale-cursor",
        410,
        "Suite périmée",
        "La bibliothèque a été mise à jour depuis la première page de résultats : "
        "la suite de l’ancienne liste n’existe plus. Relancez la recherche.",
    ),
    ProblemType(
        "other-model",
        410,
        "Flux d’un autre modèle",
        "Ce flux suit un brouillon dont l’adresse a été faite avec un modèle que la "
        "bibliothèque n’utilise plus. Comparez de nouveau le texte, puis abonnez-vous "
        "au nouveau flux.",
    ),
    ProblemType(
        "withdrawn-document",
        410,
        "Document retiré",
        "Ce document a été dans la bibliothèque et en a été retiré. Il n’y reviendra "
        "que s’il est déposé de nouveau.",
    ),
    ProblemType(
        "too-large",
        413,
        "Envoi trop volumineux",
        "Le corps de la requête ou le fichier dépasse la taille admise. "
        "Rien n’a été conservé.",
    ),
    ProblemType(
        "answer-too-large",
        413,
        "Réponse trop volumineuse",
        "La réponse entière dépasse la taille admise ; une réponse n’est jamais "
        "coupée. Ajoutez LIMIT ou restreignez la requête.",
    ),
    ProblemType(
        "target-too-long",
        414,
        "Adresse trop longue",
        "L’adresse demandée est plus longue que ce que le service lit. Une longue "
        "requête SPARQL s’envoie par POST.",
    ),
    ProblemType(
        "unsupported-media-type",
        415,
        "Format d’envoi non pris en charge",
        "Le type de contenu ou le codage du corps de la requête n’est pas de ceux "
        "que ce point d’accès sait lire.",
    ),
    ProblemType(
        "invalid-body",
        422,
        "Contenu incorrect",
        "Le corps de la requête est lisible, mais ne contient pas ce qui est attendu. "
        "La liste « errors » dit où et pourquoi.",
    ),
    ProblemType(
        "address-refused",
        422,
        "Adresse refusée",
        "L’adresse donnée, ou celle où elle renvoie, n’est pas celle d’une page que "
        "tout le monde peut lire sur l’internet. Collez le texte de la page.",
    ),
    ProblemType(
        "unreadable-draft",
        422,
        "Brouillon illisible",
        "Le fichier ou le texte envoyé ne peut pas devenir du texte : il est chiffré, "
        "vide, numérisé sans texte ou abîmé. Le champ « state » dit lequel.",
    ),
    ProblemType(
        "unreadable-document",
        422,
        "Document illisible",
        "Le fichier déposé ne peut pas devenir du texte : il est chiffré, vide, "
        "numérisé sans texte, trop gros ou abîmé. Le champ « state » dit lequel.",
    ),
    ProblemType(
        "too-many-requests",
        429,
        "Trop de demandes",
        "Trop de demandes arrivent en même temps. L’en-tête « Retry-After » dit "
        "quand revenir.",
        retry_after_seconds=2,
    ),
    ProblemType(
        "headers-too-large",
        431,
        "En-têtes trop volumineux",
        "Les en-têtes de la demande dépassent ce que le service lit. Retirez ceux "
        "dont il n’a pas besoin, par exemple des cookies.",
    ),
    ProblemType(
        "internal",
        500,
        "Erreur interne",
        "Le service a rencontré une erreur imprévue. Elle est inscrite dans son "
        "journal. La même demande peut réussir plus tard.",
    ),
    ProblemType(
        "deposit-failed",
        500,
        "Dépôt interrompu",
        "La lecture ou la publication s’est arrêtée deux fois. Le fichier est gardé : "
        "la prochaine lecture du dossier des dépôts le reprendra.",
    ),
    ProblemType(
        "query-failed",
        500,
        "Requête SPARQL interrompue",
        "Le moteur s’est arrêté pendant l’évaluation, le plus souvent par manque de "
        "mémoire. Le service continue ; simplifiez la requête.",
    ),
    ProblemType(
        "not-implemented",
        501,
        "Transfert non pris en charge",
        "Le contenu est envoyé sous une forme de transfert HTTP que ce service ne "
        "connaît pas. Le seul « Transfer-Encoding » admis est « chunked ».",
    ),
    ProblemType(
        "unknown-format",
        501,
        "Forme inconnue",
        "Cette réponse n’existe pas dans la forme demandée. « detail » nomme celles "
        "qui existent.",
    ),
    ProblemType(
        "fetch-failed",
        502,
        "Adresse inaccessible",
        "L’adresse n’a pas donné de document : elle ne répond pas, refuse, n’est pas "
        "publique ou dépasse la taille admise.",
    ),
    ProblemType(
        "query-timeout",
        503,
        "Délai dépassé",
        "La réponse entière n’était pas prête avant le délai ; aucune réponse "
        "partielle n’est envoyée. Simplifiez la requête ou restreignez-la.",
        retry_after_seconds=5,
    ),
    ProblemType(
        "busy",
        503,
        "Service occupé",
        "Toutes les places sont prises en ce moment. L’en-tête « Retry-After » dit "
        "quand revenir.",
        retry_after_seconds=2,
    ),
    ProblemType(
        "deadline-passed",
        503,
        "Traitement trop long",
        "Le service n’a pas pu préparer la réponse dans le temps qu’il donne à une "
        "demande de cette sorte. Demandez-en moins à la fois, ou réessayez quand il "
        "est moins occupé.",
        retry_after_seconds=5,
    ),
    ProblemType(
        "deposits-unavailable",
        503,
        "Dépôts indisponibles",
        "Le dossier des dépôts ne peut pas être écrit en ce moment (disque plein ou en "
        "lecture seule). La recherche n’en dépend pas ; l’administrateur du service "
        "trouvera la cause dans son journal.",
        retry_after_seconds=60,
    ),
    ProblemType(
        "original-damaged",
        503,
        "Original abîmé",
        "Le fichier conservé de ce document n’est plus celui qui a été lu : il n’est "
        "pas envoyé. Le texte du document n’en dépend pas et reste lisible.",
    ),
    ProblemType(
        "fetch-too-slow",
        504,
        "Page trop lente",
        "La page à l’adresse donnée n’est pas arrivée à temps. Réessayez plus tard, ou "
        "collez son texte.",
        retry_after_seconds=30,
    ),
    ProblemType(
        "not-ready",
        503,
        "Bibliothèque indisponible",
        "Aucune génération de la bibliothèque ne peut être servie en ce moment.",
        retry_after_seconds=10,
    ),
)

PROBLEMS: Mapping[str, ProblemType] = {kind.slug: kind for kind in _TYPES}
