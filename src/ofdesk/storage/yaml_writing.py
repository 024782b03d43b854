"""Writes text trees as YAML, the same bytes for the same tree.

Owns the style: block mappings and sequences, two blanks of indent, every scalar in double quotes or,
when it has several clean lines, as a literal block. Any YAML reader gives the same texts back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ofdesk.storage.yaml_reading import Tree

# What double quotes must not show as it is: quotes, backslash, controls, foreign line breaks, the byte
# order mark and noncharacters. Lone surrogates never come this far: they have no UTF-8.
_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_UNFIT_FOR_BLOCK = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]| \n| \\Z|\n\n\\Z")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_yaml(tree: Mapping[str, Tree]) -> bytes:
    """Return a mapping as YAML in UTF-8; keys must be plain identifiers."""
    lines: list[str] = []
    _mapping(lines, tree, "", "")
    return ("\n".join(lines) + "\n").encode("utf-8") if lines else b"{}\n"


def _mapping(lines: list[str], tree: Mapping[str, Tree], indent: str, first: str) -> None:
    """Append a mapping; `first` is what stands before its first key, such as "  - "."""
    lead = first or indent
    for key, node in tree.items():
        if isinstance(node, str):
            lines.append(f"{lead}{key}: {_scalar(node, indent)}")
        elif not node:
            lines.append(f"{lead}{key}: {'{}' if isinstance(node, dict) else '[]'}")
        else:
            lines.append(f"{lead}{key}:")
            _block(lines, node, indent + "  ")
        lead = indent


def _block(lines: list[str], node: list[Tree] | dict[str, Tree], indent: str) -> None:
    if isinstance(node, dict):
        _mapping(lines, node, indent, "")
        return
    for item in node:
        if isinstance(item, str):
            lines.append(f"{indent}- {_scalar(item, indent)}")
        elif not item:
            lines.append(f"{indent}- {'{}' if isinstance(item, dict) else '[]'}")
        elif isinstance(item, dict):
            _mapping(lines, item, indent + "  ", indent + "- ")
        else:
            lines.append(f"{indent}-")
            _block(lines, item, indent + "  ")


def _scalar(text: str, indent: str) -> str:
    if _SPECIAL.search(text) is None:
        return f'"{text}"'
    if "\n" in text and text[0] not in " \n" and _UNFIT_FOR_BLOCK.search(text) is None:
        return _literal(text, indent + "  ")
    return f'"{_SPECIAL.sub(_escape, text)}"'


def _literal(text: str, indent: str) -> str:
    header = "|" if text.endswith("\n") else "|-"
    body = (f"{indent}{line}" if line else "" for line in text.removesuffix("\n").split("\n"))
    return "\n".join((header, *body))


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    short = _SHORT_ESCAPES.get(char)
    if short is not None:
        return short
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
