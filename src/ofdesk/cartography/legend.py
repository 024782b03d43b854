"""The legend of a sheet: small samples of the symbols that stand on it, with their names.

Owns the choice (nothing that the sheet does not show), the order, the samples' room and the box. The symbols
themselves belong to those who draw them on the map, and are asked of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.cartography.layers import BORDERS, rectangle
from ofdesk.cartography.lettering import em_top_mm
from ofdesk.cartography.pins import RING_MM, disc_ops, dot_op, dot_path, radius_of, tie_op
from ofdesk.cartography.spec import INSET_LINE, MapDots, MapPin, MapSpec, PlacedPin
from ofdesk.cartography.user_layers import UPON, UserLayer, layer_sample
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Group, Ink, Operation, Polylines
from ofdesk.drawing.fonts import BOLD, REGULAR
from ofdesk.drawing.transform import Transform
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

_PINS = ("diamond", "disc")
_LAYERS = ("area", *UPON)
LEGEND_CODES = (
    "title",
    *_PINS,
    "moved",
    "event_dot",
    "factory_dot",
    "enlarged",
    *BORDERS,
    *_LAYERS,
)
"""What a legend may need words for: its head, and the symbols in their order."""
_INK = Ink("text", 0.8)
_NAME = TextStyle(REGULAR, 6.0, 8.0, _INK, align="left")
_HEAD = TextStyle(BOLD, 6.5, 9.0, _INK, align="left", tracking_em=0.3)
_SAMPLE_MM = 8.0
_SAMPLE_GAP_MM = 1.6
_ROW_MM = 3.5
_ROW_SPACE_MM = 0.5  # above and below a disc that is taller than a row
_PADDING_MM = 1.8
_COLUMN_GAP_MM = 4.0
_WIDEST_NAME_MM = 48.0
_MOST_COLUMNS = 3
_HAIR_MM = 0.01
_MOST_NAMES = 2  # of layers that look the same; more of them bear the name of what they are


@dataclass(frozen=True)
class LegendEntry:
    """A symbol and its name.

    Attributes:
        sample: the symbol, around the origin.
        height_mm: of its row.
    """

    code: str
    name: str
    sample: tuple[Operation, ...]
    height_mm: float = _ROW_MM


@dataclass(frozen=True)
class Legend:
    """A legend as it stands on a sheet."""

    rect: Rect
    entries: tuple[LegendEntry, ...]


@dataclass(frozen=True)
class Shown:
    """What a sheet shows before its pins are set.

    Attributes:
        pins: those that fall on one of its maps.
        enlarged: whether frames tell what insets enlarge.
        borders: codes of `layers.BORDERS` that are drawn.
        layers: the user's own that draw something.
        view: the main map.
    """

    pins: Sequence[MapPin]
    enlarged: bool
    borders: frozenset[str]
    layers: Sequence[UserLayer]
    view: View


def legend_entries(spec: MapSpec, shown: Shown) -> tuple[LegendEntry, ...]:
    """Return what the legend of a sheet explains, as far as it is known before the pins are set.

    Pins that stand right, and those moved from their place, are told apart in the end: see `as_drawn`.
    """
    names = dict(spec.legend)
    entries = [_pin_entry(shape, shown.pins) for shape in _PINS]
    entries.append(_moved_entry([pin for pin in shown.pins if pin.number]))
    entries += [_dot_entry(kind) for kind in spec.dots if any(shown.view.shows(d.point) for d in kind.dots)]
    if shown.enlarged:
        frame = Rect(-_SAMPLE_MM / 2 + 0.6, -1.2, _SAMPLE_MM - 1.2, 2.4)
        entries.append(LegendEntry("enlarged", "", (rectangle(frame, stroke=INSET_LINE),)))
    across = (-_SAMPLE_MM / 2, 0.0, _SAMPLE_MM / 2, 0.0)
    entries += [
        LegendEntry(code, "", (Polylines((across,), stroke=stroke),))
        for code, stroke in BORDERS.items()
        if code in shown.borders
    ]
    for role in _LAYERS:
        own = list(dict.fromkeys(layer.name for layer in shown.layers if layer.drawn_as == role))
        if own:
            entries.append(LegendEntry(role, "", layer_sample(role, shown.view, _SAMPLE_MM)))
            if all(own) and len(own) <= _MOST_NAMES:
                names[role] = "・".join(own)
    found = [replace(entry, name=names.get(entry.code, "")) for entry in entries if entry]
    return tuple(entry for entry in found if entry.name)


def _pin_entry(shape: str, pins: Iterable[MapPin]) -> LegendEntry | None:
    own = [pin for pin in pins if pin.shape == shape]
    if not own:
        return None
    pin = _neutral(own)
    height_mm = max(_ROW_MM, 2 * (radius_of(pin) + RING_MM) + _ROW_SPACE_MM)
    return LegendEntry(shape, "", (dot_op(pin, Point(0.0, 0.0)),), height_mm)


def _neutral(pins: Sequence[MapPin]) -> MapPin:
    """Return the first of some pins, in no region's colour unless all have the same, and leading nowhere."""
    first = replace(pins[0], anchor="")
    return first if len({pin.ink for pin in pins}) == 1 else replace(first, ink=_INK, number_ink=Ink("paper"))


def _moved_entry(numbered: Sequence[MapPin]) -> LegendEntry | None:
    if len(numbered) < 2:
        return None
    plain = replace(_neutral(numbered), number="")
    begin, end = Point(-_SAMPLE_MM / 2 + 0.9, 0.0), Point(_SAMPLE_MM / 2 - 1.8, 0.0)
    return LegendEntry("moved", "", (tie_op(plain, begin, end), dot_op(plain, begin)), 4.2)


def _dot_entry(kind: MapDots) -> LegendEntry:
    inks = {dot.ink for dot in kind.dots}
    ink = next(iter(inks)) if len(inks) == 1 else Ink(_INK.role, 0.6)
    return LegendEntry(kind.code, "", (dot_path(Point(0.0, 0.0), kind.radius_mm, ink),))


def as_drawn(
    entries: Sequence[LegendEntry], spec: MapSpec, placed: Mapping[str, PlacedPin], composer: Composer
) -> tuple[LegendEntry, ...]:
    """Return the entries with samples of the pins as they were drawn, without those that are not there.

    Args:
        entries: of `legend_entries`.
        spec: the sheet.
        placed: pins by key, of those whose discs stand on the map.
        composer: sets the number of the sample.
    """
    found: list[LegendEntry] = []
    for entry in entries:
        if entry.code in _PINS:
            pins = [pin for pin in spec.pins if pin.shape == entry.code and pin.key in placed]
            if not pins:
                continue
            pin, at = _neutral(pins), Point(0.0, 0.0)
            full = any(placed[one.key].radius_mm >= radius_of(one) for one in pins)
            found.append(replace(entry, sample=tuple(disc_ops(pin, at, composer)) if full else entry.sample))
        elif entry.code == "moved":
            moved = [pin for pin in spec.pins if pin.key in placed and placed[pin.key].is_moved]
            if moved:
                pin = replace(_neutral(moved), number="")
                disc = disc_ops(pin, Point(_SAMPLE_MM / 2 - 1.8, 0.0), composer)
                found.append(replace(entry, sample=(*entry.sample, *disc)))
        else:
            found.append(entry)
    return tuple(found)


def legend_sizes(entries: Sequence[LegendEntry], head: str, composer: Composer) -> list[Size]:
    """Return the sizes of the box in one column and in more."""
    most = min(_MOST_COLUMNS, len(entries))
    return [_size(_in_columns(entries, count), head, composer) for count in range(1, most + 1)]


def _in_columns(entries: Sequence[LegendEntry], count: int) -> list[Sequence[LegendEntry]]:
    """Share entries out to columns of about the same height, in their order."""
    share = sum(entry.height_mm for entry in entries) / count
    columns: list[list[LegendEntry]] = [[]]
    for entry in entries:
        filled = sum(one.height_mm for one in columns[-1])
        if filled + entry.height_mm / 2 > share and len(columns) < count:
            columns.append([])
        columns[-1].append(entry)
    return list(columns)


def _width_mm(column: Sequence[LegendEntry], composer: Composer) -> float:
    names = (composer.fit_line(entry.name, _NAME, _WIDEST_NAME_MM).line.width_mm for entry in column)
    return _SAMPLE_MM + _SAMPLE_GAP_MM + max(names)


def _size(columns: Sequence[Sequence[LegendEntry]], head: str, composer: Composer) -> Size:
    widths = [_width_mm(column, composer) for column in columns]
    across = sum(widths) + _COLUMN_GAP_MM * (len(columns) - 1)
    down = max(sum(entry.height_mm for entry in column) for column in columns)
    least = composer.line(head, _HEAD).width_mm
    return Size(max(across, least) + 2 * _PADDING_MM, _HEAD.leading_mm + down + 2 * _PADDING_MM)


def settled(entries: Sequence[LegendEntry], head: str, room: Rect, frame: Rect, composer: Composer) -> Legend:
    """Return the legend in its room, no larger than its entries need, on the side of the frame's edge.

    Args:
        entries: as drawn.
        head: its head.
        room: what was kept free.
        frame: the map.
        composer: sets the names.
    """
    sizes = legend_sizes(entries, head, composer)
    width_mm, height_mm = room.width_mm + _HAIR_MM, room.height_mm + _HAIR_MM
    fitting = [size for size in sizes if size.width_mm <= width_mm and size.height_mm <= height_mm]
    size = max(fitting or sizes[:1], key=lambda one: one.width_mm)
    to_right = room.centre.x_mm > frame.centre.x_mm
    to_foot = room.centre.y_mm > frame.centre.y_mm
    left = room.right_mm - size.width_mm if to_right else room.x_mm
    top = room.bottom_mm - size.height_mm if to_foot else room.y_mm
    return Legend(Rect(left, top, size.width_mm, size.height_mm), tuple(entries))


def legend_ops(legend: Legend, head: str, composer: Composer) -> list[Operation]:
    """Return the box with its head, samples and names."""
    rect = legend.rect
    ops: list[Operation] = [rectangle(rect, Ink("paper"), INSET_LINE)]
    x_mm, y_mm = rect.x_mm + _PADDING_MM, rect.y_mm + _PADDING_MM
    baseline = y_mm + (_HEAD.leading_mm - _HEAD.size_mm) / 2 + em_top_mm(composer, _HEAD) - 0.4
    ops.append(Group(tuple(composer.line(head, _HEAD).ops_at(x_mm, baseline)), tag="P"))
    sizes = legend_sizes(legend.entries, head, composer)
    count = next(n for n, size in enumerate(sizes, 1) if abs(size.width_mm - rect.width_mm) < _HAIR_MM)
    for column in _in_columns(legend.entries, count):
        corner = Point(x_mm, y_mm + _HEAD.leading_mm)
        ops += entries_ops(column, corner, _SAMPLE_MM + _SAMPLE_GAP_MM + _WIDEST_NAME_MM, composer)
        x_mm += _width_mm(column, composer) + _COLUMN_GAP_MM
    return ops


def entries_ops(
    entries: Sequence[LegendEntry], corner: Point, width_mm: float, composer: Composer
) -> tuple[Operation, ...]:
    """Return samples and names below one another.

    Args:
        entries: what is explained.
        corner: upper left of the first.
        width_mm: of sample and name.
        composer: sets the names.
    """
    ops: list[Operation] = []
    y_mm = corner.y_mm
    for entry in entries:
        middle = y_mm + entry.height_mm / 2
        move = Transform(1.0, corner.x_mm + _SAMPLE_MM / 2, middle)
        ops.append(Group(tuple(move.op(op) for op in entry.sample), tag="Artifact"))
        left = corner.x_mm + _SAMPLE_MM + _SAMPLE_GAP_MM
        line = composer.fit_line(entry.name, _NAME, corner.x_mm + width_mm - left).line
        baseline = middle - _NAME.size_mm / 2 + em_top_mm(composer, _NAME)
        ops.append(Group(tuple(line.ops_at(left, baseline)), tag="P"))
        y_mm += entry.height_mm
    return tuple(ops)
