"""What readers lose, in words and in its weight: when a document counts as whole.

A loss is counted where it happens and weighed here, once for all readers. What the
author hid or deleted and what belongs to the paper is left out on purpose; anything
else makes a document ``ok_partial``, but for a few characters in many.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ontology.structure import SMALL_SHARE, Loss, LossKind, is_whole

__all__ = ["SMALL_SHARE", "is_whole", "loss_remedy", "loss_words", "merged"]

_MOST_PAGES: Final = 10
_OF_PAGES: Final = (LossKind.UNSOUND_PAGE, LossKind.UNREAD_PAGE, LossKind.IMAGE_PAGE)


@dataclass(frozen=True, slots=True)
class _Words:
    one: str
    many: str
    remedy: str = ""


_EXPORT = "Exportez de nouveau le document depuis son logiciel."
_WORDS: Final[Mapping[LossKind, _Words]] = {
    LossKind.UNSOUND_PAGE: _Words(
        "page dont le texte n’est pas fiable",
        "pages dont le texte n’est pas fiable",
        "Installez tesseract avec le français, ou réexportez le PDF avec ses polices.",
    ),
    LossKind.UNREAD_PAGE: _Words("page illisible", "pages illisibles", _EXPORT),
    LossKind.IMAGE_PAGE: _Words(
        "page qui n’est qu’une image",
        "pages qui ne sont que des images",
        "Installez tesseract avec le français, ou faites reconnaître le texte.",
    ),
    LossKind.CHARACTERS: _Words(
        "caractère sans signification connue",
        "caractères sans signification connue",
        "Réexportez le document avec ses polices.",
    ),
    LossKind.DEPTH: _Words(
        "bloc imbriqué trop profondément",
        "blocs imbriqués trop profondément",
        "Simplifiez la structure du document.",
    ),
    LossKind.BROKEN_PART: _Words(
        "partie abîmée du fichier", "parties abîmées du fichier", _EXPORT
    ),
    LossKind.FORM_FIELD: _Words(
        "champ de formulaire non lu",
        "champs de formulaire non lus",
        "Imprimez le formulaire rempli en PDF.",
    ),
    LossKind.CHART: _Words(
        "graphique non lu",
        "graphiques non lus",
        "Ajoutez une légende ou un tableau des valeurs.",
    ),
    LossKind.EMBEDDED_OBJECT: _Words(
        "objet incorporé non lu",
        "objets incorporés non lus",
        "Déposez à part les fichiers incorporés.",
    ),
    LossKind.FORMULA: _Words("formule non lue", "formules non lues"),
    LossKind.FURNITURE: _Words(
        "ligne de haut ou de bas de page mise à part",
        "lignes de haut ou de bas de page mises à part",
    ),
    LossKind.HIDDEN_TEXT: _Words(
        "caractère masqué ou supprimé par l’auteur, non publié",
        "caractères masqués ou supprimés par l’auteur, non publiés",
    ),
    LossKind.COMMENT: _Words(
        "commentaire de relecture, non publié",
        "commentaires de relecture, non publiés",
    ),
}


def loss_words(loss: Loss) -> str:
    """Say a loss in French, with its number and where it is.

    >>> loss_words(Loss(LossKind.UNREAD_PAGE, 2, (3, 7)))
    '2 pages illisibles : 3, 7'
    >>> loss_words(Loss(LossKind.CHART, 1, (2,), "courbes"))
    '1 graphique non lu : page 2 ; courbes'
    """
    words = _WORDS[loss.kind]
    said = f"{loss.count} {words.one if loss.count == 1 else words.many}"
    where = ", ".join(map(str, loss.pages[:_MOST_PAGES]))
    if len(loss.pages) > _MOST_PAGES:
        where += "…"
    if where and loss.kind not in _OF_PAGES:
        where = f"page{'s' if len(loss.pages) > 1 else ''} {where}"
    more = " ; ".join(part for part in (where, loss.detail) if part)
    return f"{said} : {more}" if more else said


def loss_remedy(kind: LossKind) -> str:
    """Say in French what can be done about a kind of loss; empty where nothing can."""
    return _WORDS[kind].remedy


def merged(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """Add up losses of the same kind, in the order of ``LossKind``."""
    by_kind: dict[LossKind, Loss] = {}
    for loss in losses:
        known = by_kind.get(loss.kind)
        if known is not None:
            loss = replace(
                known,
                count=known.count + loss.count,
                pages=tuple(sorted({*known.pages, *loss.pages})),
                detail=_joined((known.detail, loss.detail)),
            )
        by_kind[loss.kind] = loss
    return tuple(by_kind[kind] for kind in LossKind if kind in by_kind)


def _joined(details: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(detail for detail in details if detail))
