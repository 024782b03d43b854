"""Walks the structure tree of a file and holds it against what its pages paint."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_PAINTING = frozenset({"f", "f*", "B", "B*", "S", "Do", "Tj", "TJ"})
_ITEMS_OF = {
    "Document": {"P", *(f"H{level}" for level in range(1, 7)), "L", "Table", "TOC", "Figure", "Div"},
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC"},
    "TOCI": {"Lbl", "Reference", "P", "TOC"},
    "Table": {"TR"},
    "TR": {"TH", "TD"},
}
_ONLY_IN = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
    "TR": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "Caption": {"Div"},
}
_CELLS = ("TH", "TD")


@dataclass
class Walk:
    """What a walk found.

    Attributes:
        kinds: structure types, in reading order.
        headings: levels, in reading order.
        alts: of figures.
        faults: what contradicts itself, in words.
        order: objects of pages and numbers of their content, as they are read.
        rows: kinds of cells, row by row, by the object of the table.
    """

    kinds: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    reached: set[tuple[int, int]] = field(default_factory=set)
    objects: set[tuple[int, int]] = field(default_factory=set)
    order: list[tuple[int, int]] = field(default_factory=list)
    rows: dict[tuple[int, int], list[tuple[str, ...]]] = field(default_factory=dict)


def walked(pdf: pikepdf.Pdf) -> Walk:
    """Walk the tree of a file and collect its faults."""
    walk, root = Walk(), pdf.Root.StructTreeRoot
    owners = dict(_pairs(root.ParentTree.Nums))
    _element(walk, root.K, root, owners)
    for index, page in enumerate(pdf.pages):
        _page(walk, page.obj, index, owners)
    links = {annotation.objgen for page in pdf.pages for annotation in page.obj.get("/Annots", ())}
    if links != walk.objects:
        walk.faults.append(f"annotations out of the tree: {links ^ walk.objects}")
    if any(later > before + 1 for before, later in itertools.pairwise([0, *walk.headings])):
        walk.faults.append(f"headings skip a level: {walk.headings}")
    for rows in walk.rows.values():
        if len({len(row) for row in rows}) != 1:
            walk.faults.append(f"irregular table: {rows}")
    for page in pdf.pages:
        numbers = [number for place, number in walk.order if place == page.obj.objgen[0]]
        if numbers != sorted(numbers):
            walk.faults.append(f"read in another order than painted: {numbers}")
    if max(owners, default=-1) >= root.ParentTreeNextKey:
        walk.faults.append("the next key is taken")
    return walk


def _pairs(numbers: Any) -> Iterator[tuple[int, Any]]:
    keys = [int(key) for key in list(numbers)[::2]]
    assert keys == sorted(set(keys))
    yield from zip(keys, list(numbers)[1::2], strict=True)


def _element(walk: Walk, element: Any, parent: Any, owners: dict[int, Any]) -> None:
    kind = str(element.S)[1:]
    walk.kinds.append(kind)
    if element.P.objgen != parent.objgen:
        walk.faults.append(f"{kind} names another parent")
    above = str(parent.get("/S", "/"))[1:]
    if kind not in _ITEMS_OF.get(above, {kind}) or above not in _ONLY_IN.get(kind, {above}):
        walk.faults.append(f"{kind} in {above}")
    if kind[0] == "H" and kind[1:].isdecimal():
        walk.headings.append(int(kind[1:]))
    if kind == "Figure":
        walk.alts.append(str(element.get("/Alt", "")))
        if not walk.alts[-1]:
            walk.faults.append("figure without alternative text")
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    if kind == "TR":
        cells = tuple(str(kid.S)[1:] for kid in kids)
        walk.rows.setdefault(parent.objgen, []).append(cells)
        heads = {str(kid.A.Scope) for kid in kids if kid.S == "/TH"}
        if heads and heads != {"/Row" if "TD" in cells else "/Column"}:
            walk.faults.append(f"headings of another scope: {cells} {heads}")
    if kind == "Link" and not any(
        isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" for kid in kids
    ):
        walk.faults.append("link without annotation")
    if not kids and kind not in _CELLS:
        walk.faults.append(f"{kind} is empty")
    for kid in kids:
        _kid(walk, kid, element, owners)


def _kid(walk: Walk, kid: Any, element: Any, owners: dict[int, Any]) -> None:
    if not isinstance(kid, pikepdf.Dictionary):
        page = element.Pg
        place = (page.objgen[0], int(kid))
        if place in walk.reached:
            walk.faults.append(f"content reached twice: {place}")
        walk.reached.add(place)
        if not str(element.S).startswith("/H"):  # the title of a map is painted over it
            walk.order.append(place)
        if owners[int(page.StructParents)][int(kid)].objgen != element.objgen:
            walk.faults.append(f"the parent tree sends {place} elsewhere")
    elif kid.get("/Type") == "/OBJR":
        walk.objects.add(kid.Obj.objgen)
        if owners[int(kid.Obj.StructParent)].objgen != element.objgen:
            walk.faults.append("the parent tree sends a link elsewhere")
        if not str(kid.Obj.get("/Contents", "")):
            walk.faults.append("link without words")
    else:
        _element(walk, kid, element, owners)


def _page(walk: Walk, page: Any, index: int, owners: dict[int, Any]) -> None:
    if page.Tabs != "/S":
        walk.faults.append(f"page {index}: order of annotations")
    stack: list[int | str | None] = []
    seen: list[int] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, word = instruction.operands, str(instruction.operator)
        if word in ("BDC", "BMC"):
            marked = _mark(operands)
            # A span within an element's content ends the content for some readers, which lose the rest.
            if any(isinstance(outer, int) or (marked is not None and outer) for outer in stack):
                walk.faults.append(f"page {index}: marked content in marked content")
            stack.append(marked)
            seen += [marked] if isinstance(marked, int) else []
        elif word == "EMC":
            stack.pop()
        elif word in _PAINTING and not any(outer is not None for outer in stack):
            walk.faults.append(f"page {index}: {word} is neither content nor artifact")
    if stack:
        walk.faults.append(f"page {index}: marked content without end")
    if seen != list(range(len(owners[int(page.StructParents)]))):
        walk.faults.append(f"page {index}: marks and parent tree differ")
    if {(page.objgen[0], number) for number in seen} - walk.reached:
        walk.faults.append(f"page {index}: content out of the tree")


def _mark(operands: Any) -> int | str | None:
    """Return the number of marked content, "Artifact", or None for spans that only carry text."""
    if operands[0] == "/Artifact":
        return "Artifact"
    entries = operands[1] if len(operands) > 1 else {}
    return int(entries["/MCID"]) if "/MCID" in entries else None
