"""Names of the points of the user's own layers: small, beside their discs, where nothing else stands.

They give way to everything: pins, callouts, furniture and the names of the base map. What finds no room is
left out; the disc still marks the place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.cartography.candidates import corners
from ofdesk.cartography.lettering import em_top_mm
from ofdesk.cartography.pins import label_beside
from ofdesk.cartography.placement import place
from ofdesk.cartography.user_layers import UserLayer, point_radius_mm
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Group, Ink, Operation, Stroke
from ofdesk.drawing.fonts import REGULAR
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

FloatArray = NDArray[np.float64]
_STYLE = TextStyle(
    REGULAR, 6.0, 8.0, Ink("text", 0.7), align="left", halo=Stroke(Ink("map.land"), 0.5)
)
_GAP_MM = 0.3
_EDGE_MM = 1.0
_ROOM_MM2 = 250.0  # of the map for each name: more names would make it grey
_SAME_MM = 10.0  # two discs of one name that stand nearer (a station of two lines) are named once
_MOST_CHARS = 20
_MOST_DISCS = 1500  # that names keep off; where there are more, discs are everywhere


def point_names(
    layers: Sequence[UserLayer],
    view: View,
    taken: Sequence[Rect],
    lines: Sequence[tuple[Point, Point]],
    composer: Composer,
) -> list[Operation]:
    """Return the names that find room on a view.

    Args:
        layers: the user's own.
        view: one of the sheet's maps.
        taken: boxes that stand on it already.
        lines: leaders and ties, which names keep off.
        composer: sets the names.
    """
    found = [layer.named_points(view, view.frame) for layer in layers]
    places = np.concatenate([np.zeros((0, 2)), *(one for one, _ in found)])
    names = [name for _, some in found for name in some]
    chosen = _chosen(places, names, taken, view.frame)
    if not chosen:
        return []
    half, bounds = point_radius_mm(view), view.frame.grown(-_EDGE_MM)
    texts = {str(number): composer.line(_short(names[number]), _STYLE) for number in chosen}
    labels = [
        label_beside(key, (_point(places[int(key)]), half), Size(line.width_mm, _STYLE.size_mm), bounds)
        for key, line in texts.items()
    ]
    others = [number for number in range(len(places)) if number not in set(chosen)]
    discs = [_around(places[number], half) for number in [*chosen, *others][:_MOST_DISCS]]
    result = place(labels, [*taken, *discs], lines, _GAP_MM)
    top = em_top_mm(composer, _STYLE)
    return [
        Group(tuple(texts[label.key].ops_at(label.rect.x_mm, label.rect.y_mm + top)), tag="Span")
        for label in result.placed
    ]


def _chosen(places: FloatArray, names: Sequence[str], taken: Sequence[Rect], frame: Rect) -> list[int]:
    """Return the numbers of the points to be named: those to be seen, evenly spread, no name twice nearby."""
    boxes = corners(taken)
    seen = np.array([bool(name) for name in names], dtype=bool)
    for left, top, right, bottom in boxes.tolist():
        x_mm, y_mm = places[:, 0], places[:, 1]
        seen &= ~((left <= x_mm) & (x_mm <= right) & (top <= y_mm) & (y_mm <= bottom))
    numbers = np.flatnonzero(seen)
    most = max(1, int(frame.width_mm * frame.height_mm / _ROOM_MM2))
    if len(numbers) > most:
        side_mm = float(np.sqrt(_ROOM_MM2))
        cells = np.floor(places[numbers] / side_mm)
        _, first = np.unique(cells, axis=0, return_index=True)
        numbers = numbers[np.sort(first)]
    chosen: list[int] = []
    by_name: dict[str, list[int]] = {}
    for number in numbers.tolist():
        same = by_name.setdefault(names[number], [])
        apart = np.hypot(*(places[same] - places[number]).T) if same else np.array([np.inf])
        if apart.min() >= _SAME_MM:
            same.append(number)
            chosen.append(number)
    return chosen


def _short(name: str) -> str:
    return name if len(name) <= _MOST_CHARS else name[:_MOST_CHARS] + "…"


def _point(place: FloatArray) -> Point:
    return Point(float(place[0]), float(place[1]))


def _around(place: FloatArray, half_mm: float) -> Rect:
    return Rect(float(place[0]) - half_mm, float(place[1]) - half_mm, 2 * half_mm, 2 * half_mm)
