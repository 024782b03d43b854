"""Reads the YAML of project files as text, by parser events.

Owns what YAML may contain here: mappings, sequences and scalars, all scalars kept as text. Refuses
tags, anchors, aliases, directives, further documents, duplicate keys, deep nesting and floods. No
YAML object is ever composed or constructed.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import yaml

from ofdesk.base.errors import DamagedFileError
from ofdesk.model.fields import MAX_TEXT_CHARS

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"

MAX_DEPTH = 20
MAX_NODES = 50_000
MAX_NODES_IN_FILE = 1_500_000
MAX_KEY_CHARS = 100

# Thousands of %TAG lines cost libyaml quadratic time before the first event can be looked at.
_DIRECTIVE = re.compile("(?:\\A|[\n\r\x85\u2028\u2029])\ufeff?%")


class NodeBudget:
    """Counts the nodes of all members of one file, so that many small members cannot add up to a flood."""

    def __init__(self, nodes: int = MAX_NODES_IN_FILE) -> None:
        self._left = nodes

    def spend(self, nodes: int, member: str) -> None:
        """Take nodes off.

        Raises:
            DamagedFileError: "file.too_large" when none are left.
        """
        self._left -= nodes
        if self._left < 0:
            raise DamagedFileError("file.too_large", member=member)


def read_yaml(data: bytes, member: str, budget: NodeBudget | None = None) -> dict[str, Tree]:
    """Return the mapping that a member holds, every scalar as text.

    Raises:
        DamagedFileError: "file.not_utf8", "file.yaml_syntax", "file.yaml_forbidden",
            "file.duplicate_key" or "file.too_large"; details name the member and the line.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DamagedFileError("file.not_utf8", member=member) from error
    if _DIRECTIVE.search(text):
        raise DamagedFileError("file.yaml_forbidden", member=member, line=0)
    builder = _TreeBuilder(member)
    try:
        parser = yaml.CSafeLoader(text)  # its event parser only; nothing is composed or constructed
        while (event := parser.get_event()) is not None:
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 0
        raise DamagedFileError("file.yaml_syntax", member=member, line=line) from error
    if budget is not None:
        budget.spend(builder.nodes, member)
    return builder.result()


class _TreeBuilder:
    """Takes events one by one and refuses the first that does not belong here."""

    def __init__(self, member: str) -> None:
        self._member = member
        self._stack: list[list[Tree] | dict[str, Tree]] = []
        self._keys: list[str | None] = []
        self._root: dict[str, Tree] | None = None
        self._documents = 0
        self.nodes = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
            self._keys.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._refused("file.yaml_forbidden", event)
        elif isinstance(event, yaml.AliasEvent):
            raise self._refused("file.yaml_forbidden", event)

    def result(self) -> dict[str, Tree]:
        if self._root is None:
            raise DamagedFileError("file.yaml_syntax", member=self._member, line=1)
        return self._root

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            raise self._refused("file.yaml_forbidden", event)
        value: str = event.value
        if len(value) > MAX_TEXT_CHARS:
            raise self._refused("file.too_large", event)
        if self._stack and self._keys[-1] is None and isinstance(self._stack[-1], dict):
            self._key(value, event)
        else:
            self._place(value, event)

    def _key(self, key: str, event: yaml.Event) -> None:
        mapping = self._stack[-1]
        if key in mapping:
            raise self._refused("file.duplicate_key", event)
        if len(key) > MAX_KEY_CHARS:
            raise self._refused("file.too_large", event)
        self._keys[-1] = key

    def _open(self, node: list[Tree] | dict[str, Tree], event: yaml.CollectionStartEvent) -> None:
        if event.tag is not None or event.anchor is not None or len(self._stack) >= MAX_DEPTH:
            raise self._refused("file.yaml_forbidden", event)
        if not self._stack:
            if not isinstance(node, dict):
                raise self._refused("file.yaml_forbidden", event)
            self._root = node
        else:
            self._place(node, event)
        self._stack.append(node)
        self._keys.append(None)

    def _place(self, node: Tree, event: yaml.Event) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self._refused("file.too_large", event)
        holder = self._stack[-1] if self._stack else None
        if isinstance(holder, dict):
            key = self._keys[-1]
            if key is None:  # a mapping or sequence in the place of a key
                raise self._refused("file.yaml_forbidden", event)
            holder[key] = node
            self._keys[-1] = None
        elif isinstance(holder, list):
            holder.append(node)
        else:  # a document that is one bare scalar
            raise self._refused("file.yaml_forbidden", event)

    def _refused(self, code: str, event: yaml.Event) -> DamagedFileError:
        mark = event.start_mark
        line = mark.line + 1 if mark is not None else 0
        return DamagedFileError(code, member=self._member, line=line)
