"""The base map of a view as display list operations, back to front: sea, land, tints, lakes, borders, coast.

Owns the look of the base map (roles, widths, dashes); places and detail come from `Outlines`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoExtent, Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.borders import BorderKind
from ofdesk.cartography.outlines import Outlines, Strokes
from ofdesk.cartography.user_layers import BENEATH, ON_LAND_ONLY, UPON, UserLayer, layers_in_order
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Group, Ink, Operation, Path, Polylines, Stroke

FloatArray = NDArray[np.float64]
SEA, LAND, OTHER = Ink("map.sea"), Ink("map.land"), Ink("map.other")
COAST = Stroke(Ink("map.coast"), pt_to_mm(0.35))
SHORE = Stroke(Ink("map.coast"), pt_to_mm(0.25))
PREFECTURE = Stroke(Ink("map.prefecture"), pt_to_mm(0.3))
# Dashed and light; 0.25 pt is the thinnest line print shops take.
RIM = Stroke(Ink("map.coast"), pt_to_mm(0.6))
MUNICIPALITY = Stroke(Ink("map.municipality"), pt_to_mm(0.25), (0.7, 0.5))
BORDERS: Mapping[str, Stroke] = MappingProxyType(
    {"rim": RIM, "prefecture": PREFECTURE, "municipality": MUNICIPALITY}
)
"""How each kind of border is drawn, by its code in a legend."""
# Municipalities would only make a grey veil at smaller scales.
_MUNICIPALITIES_FROM = 3_200_000.0
_PRECISION = 3  # decimals of a millimetre


@dataclass(frozen=True)
class LayerStyle:
    """What of the base map is shown, and in which ink.

    Attributes:
        focus: areas drawn as land; all others are drawn paler.
        tints: inks laid over parts of the land, by the numbers of their areas.
        municipalities: whether municipality borders are wanted (where the scale allows them).
        hidden: extents whose islands are left out.
        layers: the user's own, in any order.
    """

    focus: tuple[int, ...]
    tints: Mapping[tuple[int, ...], Ink]
    municipalities: bool = True
    hidden: tuple[GeoExtent, ...] = ()
    layers: tuple[UserLayer, ...] = ()


def base_layers(base_map: BaseMap, view: View, painted: Rect, style: LayerStyle) -> Group:
    """Return the base map of a view, clipped to the painted rectangle."""
    outlines = Outlines(base_map, view, painted.grown(0.5), style.hidden)
    everything = tuple(range(len(base_map.areas)))
    ops: list[Operation] = [rectangle(painted, SEA)]
    if style.focus != everything:
        ops += _filled(outlines.land(everything), OTHER)
    ops += _filled(outlines.land(style.focus), LAND)
    for areas, ink in style.tints.items():
        ops += _filled(outlines.land(areas), ink)
    for layer in layers_in_order(style.layers, BENEATH):
        drawn = layer.ops(view, painted)
        land = outlines.land(everything) if layer.role in ON_LAND_ONLY and drawn else []
        ops += [Group(drawn, clip=Polylines(_flat(land), closed=True))] if land else drawn
    if style.municipalities and view.scale_denominator <= _MUNICIPALITIES_FROM:
        ops += _stroked(outlines.borders([BorderKind.MUNICIPALITY], style.focus), MUNICIPALITY)
    ops += _stroked(outlines.borders([BorderKind.PREFECTURE]), PREFECTURE)
    if style.focus != everything:
        ops += _stroked(outlines.rim(style.focus), RIM)
    ops += _filled(outlines.lakes(), SEA)
    ops += _stroked(outlines.shores(), SHORE)
    ops += _stroked(outlines.coast(), COAST)
    for layer in layers_in_order(style.layers, UPON):
        ops += layer.ops(view, painted)
    return Group(tuple(ops), clip=rectangle(painted))


def borders_in(drawn: Group) -> frozenset[str]:
    """Return the codes of the borders that are drawn in a base map."""
    strokes = {op.stroke for op in drawn.ops if isinstance(op, Polylines)}
    return frozenset(code for code, stroke in BORDERS.items() if stroke in strokes)


def rectangle(rect: Rect, fill: Ink | None = None, stroke: Stroke | None = None) -> Path:
    """Return a rectangle as a path."""
    return Path(
        (
            ("M", rect.x_mm, rect.y_mm),
            ("L", rect.right_mm, rect.y_mm),
            ("L", rect.right_mm, rect.bottom_mm),
            ("L", rect.x_mm, rect.bottom_mm),
            ("Z",),
        ),
        fill=fill,
        stroke=stroke,
    )


def _filled(rings: Sequence[FloatArray], ink: Ink) -> list[Operation]:
    return [Polylines(_flat(rings), closed=True, fill=ink)] if rings else []


def _stroked(strokes: Strokes, stroke: Stroke) -> list[Operation]:
    ops: list[Operation] = []
    if strokes.pieces:
        ops.append(Polylines(_flat(strokes.pieces), stroke=stroke))
    if strokes.rings:
        ops.append(Polylines(_flat(strokes.rings), closed=True, stroke=stroke))
    return ops


def _flat(lines: Sequence[FloatArray]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(np.round(line, _PRECISION).reshape(-1).tolist()) for line in lines)
