"""Where the pages of the flat plan lie: spreads in rows, page 1 on the right. Pure geometry in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from ofdesk.booklet.flow import BLANK
from ofdesk.booklet.slots import PageSlot

MARGIN_PX = 20
LEAF_WIDTH_PX = 88
LEAF_HEIGHT_PX = 124
CAPTION_PX = 40
_SPREAD_GAP_PX = 20
_ROW_GAP_PX = 12
_ROW_PX = LEAF_HEIGHT_PX + CAPTION_PX + _ROW_GAP_PX
_SPREAD_PX = 2 * LEAF_WIDTH_PX + _SPREAD_GAP_PX


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the plan and where it lies."""

    slot: PageSlot
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Sheet:
    """All pages and how high they stand together."""

    leaves: tuple[Leaf, ...]
    height_px: int
    per_row: int

    def leaf_at(self, spot: QPointF) -> Leaf | None:
        """Return the page whose picture or caption a spot touches."""
        return next((leaf for leaf in self.leaves if with_caption(leaf.rect).contains(spot)), None)

    def nearest(self, spot: QPointF) -> Leaf | None:
        """Return the page whose middle lies nearest to a spot."""

        def distance(leaf: Leaf) -> float:
            way = leaf.rect.center() - spot
            return QPointF.dotProduct(way, way)

        return min(self.leaves, key=distance, default=None)

    def section(self, index: int) -> tuple[Leaf, ...]:
        """Return the pages of a section in order."""
        return tuple(leaf for leaf in self.leaves if leaf.slot.section == index)

    @property
    def beginnings(self) -> frozenset[int]:
        """Numbers of the pages with which sections begin; blank pages before them do not count."""
        first: dict[int, PageSlot] = {}
        for leaf in self.leaves:
            known = first.get(leaf.slot.section)
            if known is None or (known.pattern == BLANK and leaf.slot.pattern != BLANK):
                first[leaf.slot.section] = leaf.slot
        return frozenset(slot.number for slot in first.values())

    def in_view(self, top: float, bottom: float) -> tuple[Leaf, ...]:
        """Return the pages that a window of this height range shows."""
        return tuple(
            leaf
            for leaf in self.leaves
            if leaf.rect.top() < bottom and with_caption(leaf.rect).bottom() > top
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where a section can be dropped.

    Attributes:
        before: place of the section in the list before which the moved one goes.
        line: the upright line that marks it.
    """

    before: int
    line: QRectF


def with_caption(rect: QRectF) -> QRectF:
    """Return the place of a page together with the lines beneath it."""
    return rect.adjusted(0, 0, 0, CAPTION_PX)


def arrange(slots: Sequence[PageSlot], width_px: int) -> Sheet:
    """Lay pages out as spreads, odd numbers on the right, as many spreads a row as fit a width."""
    columns = max(1, int((width_px - 2 * MARGIN_PX + _SPREAD_GAP_PX) // _SPREAD_PX))
    left = max(MARGIN_PX, (width_px - columns * _SPREAD_PX + _SPREAD_GAP_PX) // 2)
    first_spread = slots[0].number // 2 if slots else 0
    leaves: list[Leaf] = []
    for slot in slots:
        row, column = divmod(slot.number // 2 - first_spread, columns)
        x = left + column * _SPREAD_PX + (LEAF_WIDTH_PX if slot.number % 2 else 0)
        leaves.append(Leaf(slot, QRectF(x, MARGIN_PX + row * _ROW_PX, LEAF_WIDTH_PX, LEAF_HEIGHT_PX)))
    bottom = leaves[-1].rect.bottom() + CAPTION_PX if leaves else 0
    return Sheet(tuple(leaves), int(bottom) + MARGIN_PX, columns)


def gap_at(sheet: Sheet, spot: QPointF) -> Gap | None:
    """Return where a section dropped at a spot would go: before or after the section under it."""
    nearest = sheet.nearest(spot)
    if nearest is None:
        return None
    pages = sheet.section(nearest.slot.section)
    place = pages.index(nearest)
    middle = (len(pages) - 1) / 2
    ahead = place < middle or (place == middle and spot.x() < nearest.rect.center().x())
    edge = pages[0].rect.left() if ahead else pages[-1].rect.right()
    rect = pages[0].rect if ahead else pages[-1].rect
    line = QRectF(edge - 1.5, rect.top() - 6, 3, rect.height() + 12)
    return Gap(nearest.slot.section + (0 if ahead else 1), line)
