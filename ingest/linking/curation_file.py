"""The file in which people write their decisions, see ``curation``.

A small YAML file that survives every ingest, one decision per entry::

    decisions:
      - decision: add-label
        entity: concept:reseaux-sociaux
        label: réseaux sociaux
        by: Jeanne Martin
        date: 2026-11-25
        why: forme la plus courante dans les billets

Every decision says who, when and why. The file is loaded whole or not at all: the
first thing that is wrong is refused with its line and what to do.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from ingest.errors import IngestError
from ingest.linking.curation import Action, Curation, Decision
from ingest.linking.name_trie import Reference
from ingest.linking.word_keys import fold
from ontology.model import Entity, EntityKind

__all__ = ["CurationError", "load"]

_MOST_BYTES: Final = 2_000_000
_ENTITY = re.compile(r"([a-z]+):([a-z0-9][a-z0-9.-]*)")
_ATTRIBUTION: Final = ("by", "date", "why")
_WANTED: Final = {
    Action.ADD_LABEL: ("entity", "label"),
    Action.REJECT_LABEL: ("entity", "label"),
    Action.REJECT_MENTION: ("entity", "document"),
    Action.REJECT_CANDIDATE: ("name",),
    Action.ADD_LINK: ("entity", "document"),
    Action.REJECT_LINK: ("entity", "document"),
    Action.ADD_FACT: ("entity", "property", "value"),
    Action.CORRECT_FACT: ("entity", "property", "value", "instead"),
    Action.REJECT_FACT: ("entity", "property", "value"),
}
_ALLOWED: Final = {
    Action.ADD_LABEL: ("language",),
    Action.REJECT_MENTION: ("text",),
    Action.ADD_FACT: ("certainty", "source"),
    Action.CORRECT_FACT: ("certainty", "source"),
}
_CERTAINTIES: Final = ("high", "medium", "low")


class CurationError(IngestError):
    """The curation file cannot be used; nothing of it was."""


def load(path: Path, entities: Collection[Entity]) -> Curation:
    """Read a curation file; a missing file holds no decision.

    Args:
        path: The YAML file.
        entities: All entities that decisions may be about.

    Raises:
        CurationError: For the first thing that is wrong, with file and line.
    """
    if not path.exists():
        return Curation()
    reader = _Reader(path, entities)
    return Curation(tuple(reader.decisions()))


class _Reader:
    """Reads one file node by node, so that every refusal knows its line."""

    def __init__(self, path: Path, entities: Collection[Entity]) -> None:
        self._path = path
        self._entities = {(one.kind, one.identifier): one for one in entities}
        self._owners: dict[tuple[EntityKind, str], Reference] = {}
        for one in entities:
            for label in one.labels:
                key = (one.kind, fold(label.text))
                self._owners.setdefault(key, (one.kind, one.identifier))

    def _refuse(self, line: int, what: str, remedy: str) -> CurationError:
        return CurationError(f"{self._path}, ligne {line} : {what}.", remedy=remedy)

    def _root(self) -> yaml.Node | None:
        try:
            size = self._path.stat().st_size
            if size > _MOST_BYTES:
                what = f"{size} octets, plus que les {_MOST_BYTES} admis"
                raise self._refuse(1, what, "Retirez les décisions périmées.")
            text = self._path.read_text("utf-8")
            return yaml.compose(text, Loader=yaml.SafeLoader)
        except UnicodeDecodeError as error:
            what = "le fichier n’est pas en UTF-8"
            raise self._refuse(1, what, "Enregistrez-le en UTF-8.") from error
        except OSError as error:
            what = f"lecture impossible ({error.strerror})"
            raise self._refuse(1, what, "Vérifiez les droits du fichier.") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            what = "le texte n’est pas du YAML"
            remedy = "Vérifiez les deux-points, les guillemets et les retraits."
            raise self._refuse(line, what, remedy) from error

    def decisions(self) -> Iterable[Decision]:
        root = self._root()
        if root is None:
            return
        entries = self._entries(root)
        seen: dict[tuple[tuple[str, str], ...], int] = {}
        for node in entries:
            fields = self._fields(node)
            line = node.start_mark.line + 1
            same = tuple(sorted(f for f in fields.items() if f[0] not in _ATTRIBUTION))
            if same in seen:
                what = f"la décision répète celle de la ligne {seen[same]}"
                raise self._refuse(line, what, "Retirez l’une des deux.")
            seen[same] = line
            yield self._decision(fields, line)

    def _entries(self, root: yaml.Node) -> list[yaml.Node]:
        remedy = "Commencez par « decisions: » suivi d’une liste."
        if not isinstance(root, yaml.MappingNode):
            raise self._refuse(1, "le fichier n’est pas un tableau de clés", remedy)
        for key, value in root.value:
            line = key.start_mark.line + 1
            if key.value != "decisions":
                raise self._refuse(line, f"clé inconnue « {key.value} »", remedy)
            if not isinstance(value, yaml.SequenceNode):
                raise self._refuse(line, "« decisions » n’est pas une liste", remedy)
        return [node for _, value in root.value for node in value.value]

    def _fields(self, node: yaml.Node) -> dict[str, str]:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            remedy = "Écrivez « - decision: … » puis ses champs."
            raise self._refuse(line, "une décision n’est pas un tableau", remedy)
        fields: dict[str, str] = {}
        for key, value in node.value:
            where = key.start_mark.line + 1
            if not all(isinstance(one, yaml.ScalarNode) for one in (key, value)):
                what = "un champ n’est pas un texte simple"
                raise self._refuse(where, what, "Écrivez une seule valeur par champ.")
            if key.value in fields:
                what = f"« {key.value} » est donné deux fois"
                raise self._refuse(where, what, "Gardez une seule valeur.")
            fields[key.value] = value.value.strip()
        return fields

    def _decision(self, fields: dict[str, str], line: int) -> Decision:
        action = self._action(fields, line)
        entity = self._entity(fields, line) if "entity" in fields else None
        self._check_label(action, entity, fields, line)
        if fields.get("certainty", "high") not in _CERTAINTIES:
            what = f"certitude inconnue « {fields['certainty']} »"
            raise self._refuse(line, what, f"Choisissez {', '.join(_CERTAINTIES)}.")
        rest = {
            name: value
            for name, value in fields.items()
            if name not in {"decision", "entity", *_ATTRIBUTION}
        }
        return Decision(
            action=action,
            by=fields["by"],
            date=self._date(fields["date"], line),
            why=fields["why"],
            line=line,
            entity=entity,
            **rest,
        )

    def _action(self, fields: dict[str, str], line: int) -> Action:
        name = fields.get("decision", "")
        if name not in set(Action):
            remedy = f"Choisissez parmi {', '.join(Action)}."
            raise self._refuse(line, f"décision inconnue « {name} »", remedy)
        action = Action(name)
        wanted = (*_WANTED[action], *_ATTRIBUTION)
        for field in wanted:
            if not fields.get(field):
                remedy = f"Une décision « {name} » demande {', '.join(wanted)}."
                raise self._refuse(line, f"le champ « {field} » manque", remedy)
        for field in fields:
            if field not in {"decision", *wanted, *_ALLOWED.get(action, ())}:
                remedy = f"Une décision « {name} » admet {', '.join(wanted)}."
                raise self._refuse(line, f"champ inconnu « {field} »", remedy)
        return action

    def _entity(self, fields: dict[str, str], line: int) -> Reference:
        printed = fields["entity"]
        found = _ENTITY.fullmatch(printed)
        if found and found[1] in set(EntityKind):
            reference = (EntityKind(found[1]), found[2])
            if reference in self._entities:
                return reference
        remedy = "Écrivez « genre:identifiant », par exemple lab:techne."
        raise self._refuse(line, f"entité inconnue « {printed} »", remedy)

    def _check_label(
        self,
        action: Action,
        entity: Reference | None,
        fields: dict[str, str],
        line: int,
    ) -> None:
        if entity is None or action not in {Action.ADD_LABEL, Action.REJECT_LABEL}:
            return
        label = fields["label"]
        if action is Action.ADD_LABEL:
            owner = self._owners.setdefault((entity[0], fold(label)), entity)
            if owner != entity:
                what = f"« {label} » nomme déjà {owner[0]}:{owner[1]}"
                raise self._refuse(line, what, "Rejetez d’abord l’autre nom.")
        own = {one.text for one in self._entities[entity].labels}
        if action is Action.REJECT_LABEL and label not in own:
            what = f"{entity[0]}:{entity[1]} n’a pas le nom « {label} »"
            raise self._refuse(line, what, "Recopiez le nom tel qu’il est affiché.")
        if action is Action.REJECT_LABEL:
            # From here on another entity may take the name.
            self._owners.pop((entity[0], fold(label)), None)

    def _date(self, printed: str, line: int) -> date:
        try:
            return date.fromisoformat(printed)
        except ValueError as error:
            what = f"« {printed} » n’est pas une date"
            remedy = "Écrivez AAAA-MM-JJ, par exemple 2026-11-25."
            raise self._refuse(line, what, remedy) from error
