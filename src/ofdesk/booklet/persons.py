"""Persons of an event: name with reading, role, what they say; persons who say nothing stand two in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.model.parts import Person
from ofdesk.typesetting.style import TextStyle

_COLUMN_GAP_MM = 4.0
_ROW_GAP_MM = 2.6
_COMMENT_GAP_MM = 0.8
_READING_GAP_MM = 2.0


@dataclass(frozen=True, slots=True)
class _Styles:
    name: TextStyle
    reading: TextStyle
    role: TextStyle
    comment: TextStyle

    @classmethod
    def of(cls, builder: PageBuilder) -> _Styles:
        return cls(
            builder.style("subname", size_pt=9.0, leading_pt=12.0),
            builder.style("reading", ink=QUIET),
            builder.style("caption", size_pt=7.0, leading_pt=10.0),
            builder.style("small", leading_pt=12.0),
        )


def persons_height_mm(builder: PageBuilder, persons: tuple[Person, ...], width_mm: float) -> float:
    """Return the height persons take in a width, without space above or below."""
    styles = _Styles.of(builder)
    heights = [
        max(_height_mm(builder, person, styles, room.width_mm) for person, room in row)
        for row in _rows(persons, Rect(0.0, 0.0, width_mm, 0.0))
    ]
    return sum(heights) + _ROW_GAP_MM * max(0, len(heights) - 1)


def set_persons(
    builder: PageBuilder, persons: tuple[Person, ...], frame: Rect, field: tuple[str, str]
) -> float:
    """Set persons from the top of a frame; of those without room a note is taken.

    Returns:
        Where the last one ends.
    """
    styles = _Styles.of(builder)
    y_mm = frame.y_mm
    for number, row in enumerate(_rows(persons, frame)):
        y_mm += _ROW_GAP_MM if number else 0.0
        height = max(_height_mm(builder, person, styles, room.width_mm) for person, room in row)
        for person, room in row:
            place = Rect(room.x_mm, y_mm, room.width_mm, height)
            if place.bottom_mm > frame.bottom_mm + 0.1:
                builder.leave_out(field, _words(builder, person), place)
                continue
            with builder.tagged("LI"):
                _person(builder, person, styles, (place, field))
        y_mm += height
    return min(y_mm, frame.bottom_mm)


def _rows(persons: tuple[Person, ...], frame: Rect) -> Iterator[tuple[tuple[Person, Rect], ...]]:
    """Yield rows of persons with their rooms: one who says something has a row of the full width."""
    half = (frame.width_mm - _COLUMN_GAP_MM) / 2
    halves = (
        Rect(frame.x_mm, frame.y_mm, half, frame.height_mm),
        Rect(frame.x_mm + half + _COLUMN_GAP_MM, frame.y_mm, half, frame.height_mm),
    )
    waiting: list[Person] = []
    for person in persons:
        if person.comment:
            if waiting:
                yield tuple(zip(waiting, halves, strict=False))
                waiting = []
            yield ((person, frame),)
            continue
        waiting.append(person)
        if len(waiting) == len(halves):
            yield tuple(zip(waiting, halves, strict=True))
            waiting = []
    if waiting:
        yield tuple(zip(waiting, halves, strict=False))


def _height_mm(builder: PageBuilder, person: Person, styles: _Styles, width_mm: float) -> float:
    height = styles.name.leading_mm if person.name else 0.0
    height += builder.height_of(person.role, styles.role, width_mm)
    if person.comment:
        height += _COMMENT_GAP_MM + builder.height_of(person.comment, styles.comment, width_mm)
    return height


def _words(builder: PageBuilder, person: Person) -> str:
    """Return all that is set of a person, which is what a person without room loses."""
    reading = person.reading if person.name and builder.wording.language == "ja" else ""
    return person.name + reading + person.role + person.comment


def _person(
    builder: PageBuilder, person: Person, styles: _Styles, place: tuple[Rect, tuple[str, str]]
) -> None:
    room, field = place
    y_mm = room.y_mm
    if person.name:
        row = Rect(room.x_mm, y_mm, room.width_mm, styles.name.leading_mm)
        used = builder.line(person.name, styles.name, row, field=field) + _READING_GAP_MM
        left_mm = room.width_mm - used
        if person.reading and builder.wording.language == "ja":
            drop = builder.baseline_in(styles.name) - builder.baseline_in(styles.reading)
            row = Rect(room.x_mm + used, y_mm + drop, left_mm, styles.reading.leading_mm)
            if left_mm > styles.reading.em_mm:
                builder.line(person.reading, styles.reading, row, field=field)
            else:
                builder.leave_out(field, person.reading, row)
        y_mm += styles.name.leading_mm
    for text, style, gap_mm in (
        (person.role, styles.role, 0.0),
        (person.comment, styles.comment, _COMMENT_GAP_MM),
    ):
        if text:
            rest = Rect(room.x_mm, y_mm + gap_mm, room.width_mm, room.bottom_mm - y_mm - gap_mm + 0.1)
            y_mm += gap_mm + builder.text(text, style, rest, field=field).used_height_mm
