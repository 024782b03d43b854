"""Turns changes into text trees and back, for the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ofdesk.base.errors import DamagedFileError
from ofdesk.model.changes import AddRecord, Change, RemoveRecord, SetBooklet, SetField, SetProject
from ofdesk.model.fields import FieldType, spec_of
from ofdesk.model.ids import RecordId, is_record_id
from ofdesk.model.records import KINDS, record_type
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.codec import read_fields, tree_of, tree_of_value, value_of_tree
from ofdesk.storage.yaml_reading import Tree

_MEMBER = "journal"
_SETTINGS: dict[str, tuple[type, type[SetProject] | type[SetBooklet]]] = {
    "project": (Project, SetProject),
    "booklet": (BookletSettings, SetBooklet),
}


def trees_of_changes(changes: Iterable[Change], kind_of: Callable[[RecordId], str]) -> list[Tree]:
    """Return changes as trees.

    Args:
        changes: in the order they were applied.
        kind_of: gives the kind of a record that a `SetField` names.
    """
    kinds: dict[RecordId, str] = {}
    trees: list[Tree] = []
    for change in changes:
        match change:
            case AddRecord(record) | RemoveRecord(record):
                kinds[record.id] = record.kind
                verb = "add" if isinstance(change, AddRecord) else "remove"
                trees.append({"do": verb, "kind": record.kind, "id": record.id, "record": tree_of(record)})
            case SetField(record_id, field, before, after):
                kind = kinds.get(record_id) or kind_of(record_id)
                value_type = spec_of(record_type(kind), field).type
                trees.append(
                    {
                        "do": "set",
                        "kind": kind,
                        "id": record_id,
                        "field": field,
                        "before": tree_of_value(value_type, before),
                        "after": tree_of_value(value_type, after),
                    }
                )
            case SetProject(field, before, after):
                trees.append(_settings_tree("project", field, before, after))
            case SetBooklet(field, before, after):
                trees.append(_settings_tree("booklet", field, before, after))
    return trees


def _settings_tree(verb: str, field: str, before: Any, after: Any) -> Tree:
    value_type = spec_of(_SETTINGS[verb][0], field).type
    return {
        "do": verb,
        "field": field,
        "before": tree_of_value(value_type, before),
        "after": tree_of_value(value_type, after),
    }


def changes_of_trees(trees: object) -> tuple[Change, ...]:
    """Return the changes that trees hold.

    Raises:
        DamagedFileError: "file.bad_value" or "file.unknown_field".
    """
    if not isinstance(trees, list):
        raise _bad("changes")
    return tuple(_change(tree) for tree in trees)


def _change(tree: object) -> Change:
    if not isinstance(tree, dict):
        raise _bad("changes")
    verb = _text(tree, "do")
    if verb in _SETTINGS:
        owner, change_type = _SETTINGS[verb]
        field = _text(tree, "field")
        value_type = _type(owner, field)
        return change_type(field, *_before_and_after(tree, value_type))
    kind, record_id = _text(tree, "kind"), RecordId(_text(tree, "id"))
    if kind not in KINDS or not is_record_id(record_id):
        raise _bad("id")
    if verb == "set":
        field = _text(tree, "field")
        return SetField(record_id, field, *_before_and_after(tree, _type(record_type(kind), field)))
    record = read_fields(record_type(kind), tree.get("record", ""), _MEMBER, id=record_id)
    if verb == "add":
        return AddRecord(record)
    if verb == "remove":
        return RemoveRecord(record)
    raise _bad("do")


def _before_and_after(tree: dict[str, Any], value_type: FieldType) -> tuple[Any, Any]:
    return (
        value_of_tree(value_type, tree.get("before", ""), _MEMBER, "before"),
        value_of_tree(value_type, tree.get("after", ""), _MEMBER, "after"),
    )


def _type(owner: type, field: str) -> FieldType:
    try:
        return spec_of(owner, field).type
    except KeyError as error:
        raise DamagedFileError("file.unknown_field", member=_MEMBER, field=field[:80]) from error


def _text(tree: dict[str, Any], key: str) -> str:
    value = tree.get(key)
    if not isinstance(value, str):
        raise _bad(key)
    return value


def _bad(field: str) -> DamagedFileError:
    return DamagedFileError("file.bad_value", member=_MEMBER, field=field)
