"""Pages taken out of a booklet: they keep their links among each other and lose those to pages left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator

from ofdesk.booklet.outline import page_anchor
from ofdesk.drawing.display_list import Group, Link, Operation, Page


def linked_within(pages: Iterable[Page], numbers: Collection[int]) -> Iterator[Page]:
    """Yield pages without the links that lead to pages whose numbers are not among those given."""
    anchors = frozenset(map(page_anchor, numbers))
    for page in pages:
        yield dataclasses.replace(page, ops=tuple(_kept(page.ops, anchors)))


def _kept(ops: Iterable[Operation], anchors: frozenset[str]) -> Iterator[Operation]:
    for op in ops:
        match op:
            case Link(anchor=anchor) if anchor and anchor not in anchors:
                continue
            case Group():
                yield dataclasses.replace(op, ops=tuple(_kept(op.ops, anchors)))
            case _:
                yield op
