"""Tables of facts: label and value on one baseline, hairlines between, no boxes.

What finds no room is noted in field boxes, row by row: nothing vanishes silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ofdesk.base.geometry import Rect
from ofdesk.booklet.facts import Fact
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.drawing.display_list import Ink
from ofdesk.typesetting.style import TextStyle

_LABEL_GAP_MM = 1.0
_BESIDE_PICTURE_MM = 3.0


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a table is set.

    Attributes:
        label, value: styles; the label takes the leading of the value.
        label_width_mm: column of the labels.
        gap_mm: above and below the hairline between rows.
        ruled: whether there are hairlines.
        max_lines: most lines of a value, None for no limit.
    """

    label: TextStyle
    value: TextStyle
    label_width_mm: float
    gap_mm: float = 1.0
    ruled: bool = True
    max_lines: int | None = None

    @property
    def row_gap_mm(self) -> float:
        """What a row adds to the height of its lines."""
        return 2 * self.gap_mm if self.ruled else self.gap_mm


def set_facts(
    builder: PageBuilder, facts: tuple[Fact, ...], frame: Rect, look: TableLook, keep_off: Rect | None = None
) -> float:
    """Set rows from the top of a frame down.

    Args:
        builder: the page.
        facts: rows; those without a value were left out by the caller.
        frame: where they stand.
        look: their look.
        keep_off: a picture at the right of the frame: rows beside it are narrower.

    Returns:
        Where the last row ends.
    """
    y_mm = frame.y_mm
    with builder.tagged("Table"):
        for number, (fact, room, height_mm) in enumerate(_rows(builder, facts, frame, look, keep_off)):
            if height_mm is None:
                if fact.source:
                    builder.leave_out(fact.source, fact.value, room)
                continue
            with builder.tagged("TR"):
                width = room.right_mm - frame.x_mm
                _row(builder, fact, Rect(frame.x_mm, room.y_mm, width, room.height_mm), look)
            if fact.url:
                builder.link(Rect(room.x_mm, room.y_mm, room.width_mm, height_mm), url=fact.url)
            y_mm = room.y_mm + height_mm + look.row_gap_mm
            if look.ruled and number < len(facts) - 1:
                builder.rule(frame.x_mm, room.right_mm, y_mm - look.gap_mm, Ink("rule"))
    return y_mm


def _row(builder: PageBuilder, fact: Fact, frame: Rect, look: TableLook) -> None:
    drop = builder.baseline_in(look.value) - builder.baseline_in(look.label)
    width = look.label_width_mm
    label = Rect(frame.x_mm, frame.y_mm + drop, width - _LABEL_GAP_MM, look.label.leading_mm)
    builder.line(fact.label, look.label, label, tag="TH")
    room = frame.inset(width, 0.0, 0.0, 0.0)
    builder.text(fact.value, look.value, room, max_lines=look.max_lines, field=fact.source, tag="TD")


def _rows(
    builder: PageBuilder, facts: tuple[Fact, ...], frame: Rect, look: TableLook, keep_off: Rect | None
) -> Iterator[tuple[Fact, Rect, float | None]]:
    """Yield each row with the room of its value and the height it would take, None without any room."""
    y_mm = frame.y_mm
    for fact in facts:
        right = frame.right_mm
        if keep_off and y_mm < keep_off.bottom_mm:
            right = min(right, keep_off.x_mm - _BESIDE_PICTURE_MM)
        value_x = frame.x_mm + look.label_width_mm
        room = Rect(value_x, y_mm, right - value_x, frame.bottom_mm - y_mm)
        if room.height_mm < look.value.leading_mm - 0.05:
            yield fact, room, None
            continue
        shown = _turned(builder, fact, look.value, room.width_mm)
        height_mm = builder.height_of(shown.value, look.value, room.width_mm)
        if look.max_lines is not None:
            height_mm = min(height_mm, look.max_lines * look.value.leading_mm)
        yield shown, room, height_mm
        y_mm += min(height_mm, room.height_mm) + look.row_gap_mm


def _turned(builder: PageBuilder, fact: Fact, style: TextStyle, width_mm: float) -> Fact:
    """Return a row whose groups turn over whole where they do not fit one line."""
    if not fact.turns_at:
        return fact
    composer = builder.toolkit.composer
    lines: list[str] = []
    for group in fact.value.split(fact.turns_at):
        together = f"{lines[-1]}{fact.turns_at}{group}" if lines else group
        if lines and composer.line(together, style).width_mm <= width_mm:
            lines[-1] = together
        else:
            lines.append(group)
    return replace(fact, value="\n".join(lines))


def facts_height(builder: PageBuilder, facts: tuple[Fact, ...], width_mm: float, look: TableLook) -> float:
    """Return the height rows take in a width, in mm."""
    room = width_mm - look.label_width_mm
    shown = (_turned(builder, fact, look.value, room) for fact in facts)
    return sum(builder.height_of(fact.value, look.value, room) + look.row_gap_mm for fact in shown)
