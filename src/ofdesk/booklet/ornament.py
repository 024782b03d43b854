"""The booklet's ornament: quarter circles in squares, after the seven treasures (七宝) of traditional cloth.

The cover is composed of it in all colours, and the frieze above sections; where a photo is missing it
stands in the tints of one.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.base.japan import REGIONS
from ofdesk.booklet.shapes import rectangle, sector
from ofdesk.drawing.display_list import Group, Ink, Operation, Stroke

_CORNERS = ((0, 0, 0.0), (1, 0, math.pi / 2), (1, 1, math.pi), (0, 1, 3 * math.pi / 2))
# Steps through the nine colours that bring each to every part of a field and no two side by side.
_ROW_STEP, _COLUMN_STEP, _GROUND_STEP = 4, 7, 5
_UNDERLAP_MM = 0.05  # grounds reach under their neighbours: no white seam shows between them


@dataclass(frozen=True, slots=True)
class TileInks:
    """Ground and figure of one square.

    Attributes:
        joined: whether all squares have the same inks: their ground is there already, and their figures
            shall meet without a seam.
    """

    ground: Ink
    figure: Ink
    joined: bool = False


def tiled(
    frame: Rect, columns: int, rows: int, seed: str, inks: Callable[[int, int], TileInks]
) -> list[Operation]:
    """Return a field of squares; the same seed turns the quarter circles the same way.

    Args:
        frame: the field; its squares are as wide as the columns.
        columns, rows: how many squares.
        seed: any text.
        inks: the inks of a square by row and column.
    """
    tile_mm = frame.width_mm / columns
    turns = _turns(seed, columns * rows)
    grounds: list[Operation] = []
    figures: list[Operation] = []
    for row in range(rows):
        for column in range(columns):
            corner = Point(frame.x_mm + column * tile_mm, frame.y_mm + row * tile_mm)
            chosen, turn = inks(row, column), turns[row * columns + column]
            if not chosen.joined:
                square = Rect(corner.x_mm, corner.y_mm, tile_mm + _UNDERLAP_MM, tile_mm + _UNDERLAP_MM)
                grounds.append(rectangle(square, chosen.ground))
            figures += _figure(corner, tile_mm, turn, chosen)
    return [*grounds, *figures]


def _figure(corner: Point, tile_mm: float, turn: int, inks: TileInks) -> list[Operation]:
    dx, dy, start = _CORNERS[turn % 4]
    centre = Point(corner.x_mm + dx * tile_mm, corner.y_mm + dy * tile_mm)
    angles = (start, start + math.pi / 2)
    edge = Stroke(inks.figure, _UNDERLAP_MM) if inks.joined else None
    ops: list[Operation] = [sector(centre, tile_mm, angles, inks.figure, edge)]
    if turn % 3 == 0:
        ops.append(sector(centre, tile_mm * 0.55, angles, inks.ground))
        ops.append(sector(centre, tile_mm * 0.28, angles, inks.figure, edge))
    return ops


def _turns(seed: str, count: int) -> tuple[int, ...]:
    found: list[int] = []
    block = 0
    while len(found) < count:
        found += hashlib.sha256(f"{seed}/{block}".encode()).digest()
        block += 1
    return tuple(found[:count])


def region_inks(row: int, column: int, ground: float) -> TileInks:
    """Return the inks of a square among those of all regions; `ground` is the tint of its ground."""
    index = row * _ROW_STEP + column * _COLUMN_STEP
    figure = Ink(f"region.{REGIONS[index % len(REGIONS)]}")
    return TileInks(Ink(f"region.{REGIONS[(index + _GROUND_STEP) % len(REGIONS)]}", ground), figure)


def frieze(page: Size, bleed_mm: float, height_mm: float, seed: str, ground: float) -> Group:
    """Return a row of squares in all colours along the head of a page, out into the bleed on three sides.

    The squares are as wide as the frieze is high with its bleed, or a little wider, so that whole ones fill
    the row.
    """
    height, width = height_mm + bleed_mm, page.width_mm + 2 * bleed_mm
    columns = max(1, int(width / height))
    tile_mm = width / columns
    frame = Rect(-bleed_mm, -bleed_mm, width, height)
    field = Rect(-bleed_mm, frame.bottom_mm - tile_mm, width, tile_mm)
    ops = tiled(field, columns, 1, seed, lambda row, column: region_inks(row, column, ground))
    return Group(tuple(ops), clip=rectangle(frame), tag="Artifact")


def placeholder(
    frame: Rect, accent: Ink, seed: str, columns: int, tints: tuple[float, float] = (0.1, 0.2)
) -> Group:
    """Return an ornament in two tints of one ink that fills a frame exactly, where a picture is missing."""
    tile_mm = frame.width_mm / columns
    rows = math.ceil(frame.height_mm / tile_mm - 1e-6)
    light, middle = (Ink(accent.role, tint * accent.tint) for tint in tints)

    def inks(row: int, column: int) -> TileInks:
        return TileInks(light, middle, joined=True)

    # Whole squares stand at the foot; what is cut off is cut off at the top.
    field = Rect(frame.x_mm, frame.bottom_mm - rows * tile_mm, frame.width_mm, rows * tile_mm)
    ops = [rectangle(frame, light), *tiled(field, columns, rows, seed, inks)]
    return Group(tuple(ops), clip=rectangle(frame), tag="Artifact")
