"""Reads the text of pages by their marks, on its own, to be held against what other readers find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_PAIR = re.compile(r"<([0-9A-F]+)> <([0-9A-F]*)>")


@dataclass
class MarkedText:
    """What a page says.

    Attributes:
        of_mark: text by number of marked content.
        decoration: text of artifacts, in order.
    """

    of_mark: dict[int, str] = field(default_factory=dict)
    decoration: list[str] = field(default_factory=list)

    @property
    def all(self) -> str:
        """Every character of the page."""
        return "".join([*self.of_mark.values(), *self.decoration])


@dataclass
class _Sequence:
    number: int | None
    text: str | None


def marked_text(page: Any) -> MarkedText:
    """Return the text of a page."""
    found = MarkedText()
    fonts = {name: _mapping(font) for name, font in page.Resources.get("/Font", {}).items()}
    stack: list[_Sequence] = []
    mapping: dict[str, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, word = instruction.operands, str(instruction.operator)
        if word in ("BDC", "BMC"):
            stack.append(_sequence(operands))
            _take(found, stack, stack[-1].text or "")
        elif word == "EMC":
            stack.pop()
        elif word == "Tf":
            mapping = fonts[str(operands[0])]
        elif word in ("Tj", "TJ") and not any(one.text is not None for one in stack):
            _take(found, stack, "".join(_decoded(operands[0], mapping)))
    return found


def _sequence(operands: Any) -> _Sequence:
    entries = operands[1] if len(operands) > 1 else {}
    number = int(entries["/MCID"]) if "/MCID" in entries else None
    return _Sequence(number, str(entries["/ActualText"]) if "/ActualText" in entries else None)


def _take(found: MarkedText, stack: list[_Sequence], text: str) -> None:
    numbers = [one.number for one in stack if one.number is not None]
    if numbers:
        found.of_mark[numbers[-1]] = found.of_mark.get(numbers[-1], "") + text
    else:
        found.decoration += [text] if text else []


def _mapping(font: Any) -> dict[str, str]:
    pairs = _PAIR.findall(font.ToUnicode.read_bytes().decode("ascii"))
    return {code: bytes.fromhex(text).decode("utf-16-be", "surrogatepass") for code, text in pairs}


def _decoded(shown: Any, mapping: dict[str, str]) -> Iterator[str]:
    for part in list(shown) if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            digits = bytes(part).hex().upper()
            yield from (mapping.get(digits[at : at + 4], "") for at in range(0, len(digits), 4))


def tree_text(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """Return what the pages' objects say in the order of the structure tree, links and their texts in it."""
    texts = {page.obj.objgen: marked_text(page.obj) for page in pdf.pages}
    found: dict[tuple[int, int], str] = {}
    for page, number in _marks(pdf.Root.StructTreeRoot.K):
        found[page] = found.get(page, "") + texts[page].of_mark.get(number, "")
    return found


def _marks(element: Any) -> Iterator[tuple[tuple[int, int], int]]:
    kids = element.get("/K", [])
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            yield element.Pg.objgen, int(kid)
        elif "/S" in kid:
            yield from _marks(kid)
