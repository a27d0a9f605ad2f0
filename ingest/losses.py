"""What readers lose: counted, in words, and in its weight for a whole document.

Every reader counts into a ``LossCount`` and hands on its ``losses``, the one list from
which report, graph, API and pages are made. What is lost is weighed here, too. What the
author hid or deleted and what belongs to the paper is left out on purpose; anything
else makes a document ``ok_partial``, but for a few characters in many.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ontology.structure import SMALL_SHARE, Loss, LossKind, is_whole

__all__ = [
    "SMALL_SHARE",
    "LossCount",
    "described",
    "is_whole",
    "loss_remedy",
    "loss_words",
    "merged",
]

_MOST_NAMED: Final = 5
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
    LossKind.METADATA: _Words(
        "bloc de métadonnées non interprété, laissé dans le texte",
        "blocs de métadonnées non interprétés, laissés dans le texte",
        "Corrigez l’en-tête du document.",
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


def described(loss: Loss) -> dict[str, Any]:
    """Return a loss with all that can be said of it, as JSON values.

    The one form in which the report and the API show it; the keys are documented.
    """
    return {
        "kind": loss.kind.value,
        "count": loss.count,
        "unit": loss.kind.unit,
        "pages": list(loss.pages),
        "detail": loss.detail,
        "is_intended": loss.kind.is_intended,
        "words": loss_words(loss),
        "remedy": loss_remedy(loss.kind),
    }


def loss_remedy(kind: LossKind) -> str:
    """Say in French what can be done about a kind of loss; empty where nothing can."""
    return _WORDS[kind].remedy


class LossCount:
    """Counts what is seen in one document and not handed on.

    >>> lost = LossCount()
    >>> lost.add(LossKind.CHART, detail="courbes.xml")
    >>> lost.add(LossKind.CHART, detail="barres.xml")
    >>> lost.add(LossKind.COMMENT, 0)
    >>> [loss_words(loss) for loss in lost.losses]
    ['2 graphiques non lus : courbes.xml, barres.xml']
    """

    def __init__(self) -> None:
        self._counts: dict[LossKind, int] = {}
        self._pages: dict[LossKind, set[int]] = {}
        self._details: dict[LossKind, dict[str, None]] = {}

    def add(
        self,
        kind: LossKind,
        count: int = 1,
        *,
        pages: Iterable[int] = (),
        detail: str = "",
    ) -> None:
        """Count more of a kind; nothing where ``count`` is less than 1.

        Args:
            kind: Of what.
            count: How many, in the unit of the kind.
            pages: Where, numbers from 1.
            detail: A name that helps, in French; each is named once, a few in all.
        """
        if count < 1:
            return
        self._counts[kind] = self._counts.get(kind, 0) + count
        self._pages.setdefault(kind, set()).update(pages)
        if detail:
            self._details.setdefault(kind, {})[detail] = None

    def extend(self, losses: Iterable[Loss]) -> None:
        """Count what was counted elsewhere."""
        for loss in losses:
            self.add(loss.kind, loss.count, pages=loss.pages, detail=loss.detail)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """At most one loss for each kind, in the order of ``LossKind``."""
        return tuple(
            Loss(
                kind,
                self._counts[kind],
                tuple(sorted(self._pages[kind])),
                _named(self._details.get(kind, ())),
            )
            for kind in LossKind
            if kind in self._counts
        )


def merged(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """Add up losses of the same kind, in the order of ``LossKind``."""
    count = LossCount()
    count.extend(losses)
    return count.losses


def _named(details: Iterable[str]) -> str:
    """Join a few details; those beyond are hinted at."""
    names = list(details)
    more = ["…"] if len(names) > _MOST_NAMED else []
    return ", ".join([*names[:_MOST_NAMED], *more])
