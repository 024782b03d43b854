"""Turns records, parts and settings into text trees and back, by their declared fields.

Owns the meaning of keys: only declared fields, only non-empty ones, in the order of declaration. Refuses
unknown keys and values that their type cannot read; a value is never bent to fit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from ofdesk.base.errors import DamagedFileError, InputError
from ofdesk.model.fields import MAX_LIST_ITEMS, FieldType, ListType, NumberType, PartType, specs_of
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Record, record_type
from ofdesk.model.storable import MAX_RECORD_CHARS, chars_in
from ofdesk.storage.yaml_reading import NodeBudget, Tree, read_yaml
from ofdesk.storage.yaml_writing import write_yaml

OwnerT = TypeVar("OwnerT")


def tree_of(owner: Any) -> dict[str, Tree]:
    """Return the declared fields of a record, part or settings object that are not empty."""
    tree: dict[str, Tree] = {}
    for name, field_type in _types_of(type(owner)).items():
        value = getattr(owner, name)
        if value != field_type.empty:
            tree[name] = tree_of_value(field_type, value)
    return tree


def tree_of_value(field_type: FieldType, value: Any) -> Tree:
    """Return one value of a declared type as text, list or mapping; the empty value of a part is ""."""
    if isinstance(field_type, ListType):
        return [tree_of_value(field_type.item, item) for item in value]
    if isinstance(field_type, PartType):
        return tree_of(value) if value is not None else ""
    return field_type.format(value)


def value_of_tree(field_type: FieldType, tree: Tree, member: str, where: str) -> Any:
    """Return the value that a tree holds.

    Args:
        field_type: declared type.
        tree: as read from a file or journal.
        member, where: named in errors: the member of the file and the path of the field in it.

    Raises:
        DamagedFileError: "file.bad_value".
    """
    if isinstance(field_type, ListType):
        if not isinstance(tree, list) or len(tree) > MAX_LIST_ITEMS:
            raise DamagedFileError("file.bad_value", member=member, field=where)
        item_type = field_type.item
        return tuple(
            [value_of_tree(item_type, item, member, f"{where}[{i}]") for i, item in enumerate(tree, 1)]
        )
    if isinstance(field_type, PartType):
        if tree == "":
            return None
        return read_fields(field_type.part, tree, member, where)
    if not isinstance(tree, str):
        raise DamagedFileError("file.bad_value", member=member, field=where)
    try:
        return field_type.parse(tree)
    except InputError as error:
        raise DamagedFileError("file.bad_value", member=member, field=where) from error


def read_fields(owner: type[OwnerT], tree: Tree, member: str, where: str = "", **given: object) -> OwnerT:
    """Return a part, record or settings object made of a mapping.

    Args:
        owner: its class.
        tree: mapping of declared field names.
        member, where: named in errors.
        given: attributes that are not in the tree, such as `id`.

    Raises:
        DamagedFileError: "file.bad_value" or "file.unknown_field".
    """
    if not isinstance(tree, dict):
        raise DamagedFileError("file.bad_value", member=member, field=where)
    types = _types_of(owner)
    values: dict[str, Any] = {}
    for name, node in tree.items():
        path = f"{where}.{name}" if where else name
        field_type = types.get(name)
        if field_type is None:
            raise DamagedFileError("file.unknown_field", member=member, field=path)
        values[name] = value_of_tree(field_type, node, member, path)
    return owner(**given, **values)


def encode(owner: object) -> bytes:
    """Return a record or settings object as the bytes of its member."""
    return write_yaml(tree_of(owner))


def decode_record(
    kind: str, record_id: RecordId, data: bytes, member: str, budget: NodeBudget | None = None
) -> Record:
    """Return the record that a member holds.

    Raises:
        DamagedFileError: see `read_yaml`, `read_fields` and `require_member_room`.
    """
    record = read_fields(record_type(kind), read_yaml(data, member, budget), member, id=record_id)
    require_member_room(record, data, member)
    return record


def require_member_room(owner: object, data: bytes, member: str) -> None:
    """Refuse texts that together are longer than a record's may be: they could not be written again.

    Raises:
        DamagedFileError: "file.too_large".
    """
    # A character takes a byte at least: there is no need to count those of most members.
    if len(data) > MAX_RECORD_CHARS and chars_in(owner) > MAX_RECORD_CHARS:
        raise DamagedFileError("file.too_large", member=member)


def nodes_in(tree: Tree) -> int:
    """Return how many nodes a reader will count in a tree."""
    if isinstance(tree, str):
        return 0
    inner = list(tree.values()) if isinstance(tree, dict) else tree
    return len(inner) + sum(map(nodes_in, inner))


def as_stored(owner: OwnerT) -> OwnerT:
    """Return a record, part or settings object as it comes back from a file: numbers rounded as declared."""
    changed: dict[str, Any] = {}
    for name, field_type in _types_of(type(owner)).items():
        value = getattr(owner, name)
        stored = _value_as_stored(field_type, value)
        if stored != value:
            changed[name] = stored
    return dataclasses.replace(owner, **changed) if changed else owner  # type: ignore[type-var]


def _value_as_stored(field_type: FieldType, value: Any) -> Any:
    if isinstance(field_type, NumberType) and value is not None:
        return field_type.parse(field_type.format(value))
    if isinstance(field_type, ListType):
        return tuple(_value_as_stored(field_type.item, item) for item in value)
    if isinstance(field_type, PartType) and value is not None:
        return as_stored(value)
    return value


def _types_of(owner: type) -> Mapping[str, FieldType]:
    return _cached_types(owner)


@cache
def _cached_types(owner: type) -> Mapping[str, FieldType]:
    return {spec.name: spec.type for spec in specs_of(owner)}
