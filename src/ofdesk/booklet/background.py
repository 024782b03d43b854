"""What stands behind an event, on the second of its pages: results, persons, and the overview in English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.event_text import english_height_mm, results_look, set_english
from ofdesk.booklet.fact_table import facts_height, set_facts
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.persons import persons_height_mm, set_persons
from ofdesk.booklet.record_facts import background_facts
from ofdesk.drawing.display_list import Ink
from ofdesk.model.records import Event

_GAP_MM = 1.6  # above and below the hairline between blocks
_GROUPS = ("key_persons", "co_leaders")


@dataclass(frozen=True)
class _Block:
    """A block of known height that sets itself from the top of a frame and returns where it ends."""

    height_mm: float
    put: Callable[[Rect], float]


def background_height_mm(builder: PageBuilder, event: Event, width_mm: float) -> float:
    """Return the height that all blocks take in a width; 0 when there is nothing to tell."""
    blocks = _blocks(builder, event, width_mm)
    return sum(block.height_mm for block in blocks) + 2 * _GAP_MM * max(0, len(blocks) - 1)


def set_background(builder: PageBuilder, event: Event, frame: Rect) -> float:
    """Set the blocks from the top of a frame down, hairlines between; returns where they end."""
    y_mm = frame.y_mm
    for number, block in enumerate(_blocks(builder, event, frame.width_mm)):
        if number:
            y_mm += _GAP_MM
            if y_mm < frame.bottom_mm:
                builder.rule(frame.x_mm, frame.right_mm, y_mm, Ink("rule"))
            y_mm += _GAP_MM
        y_mm = block.put(Rect(frame.x_mm, y_mm, frame.width_mm, frame.bottom_mm - y_mm))
    return y_mm


def _blocks(builder: PageBuilder, event: Event, width_mm: float) -> tuple[_Block, ...]:
    look = results_look(builder)
    found: list[_Block] = []
    facts = background_facts(event, builder.wording)
    if rows := tuple(fact for fact in facts if fact.source == (event.id, "results")):
        height = facts_height(builder, rows, width_mm, look) - look.row_gap_mm
        found.append(_Block(height, lambda frame: set_facts(builder, rows, frame, look) - look.row_gap_mm))
    for group in _GROUPS:
        if getattr(event, group):
            room_mm = width_mm - look.label_width_mm
            height = persons_height_mm(builder, getattr(event, group), room_mm)
            found.append(_Block(height, _put_persons(builder, event, group)))
    if height := english_height_mm(builder, event, width_mm):
        found.append(_Block(height, lambda frame: set_english(builder, event, frame)))
    return tuple(found)


def _put_persons(builder: PageBuilder, event: Event, group: str) -> Callable[[Rect], float]:
    look = results_look(builder)

    def put(frame: Rect) -> float:
        words = builder.wording(f"label.{group}")
        label = Rect(frame.x_mm, frame.y_mm, look.label_width_mm - 1.0, look.label.leading_mm)
        if label.bottom_mm <= frame.bottom_mm + look.row_gap_mm:
            builder.line(words, look.label, label, tag="H3")
        room = frame.inset(look.label_width_mm, 0.0, 0.0, 0.0)
        return set_persons(builder, getattr(event, group), room, (event.id, group))

    return put
