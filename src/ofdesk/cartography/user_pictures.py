"""Pictures with a known place, bent onto a view.

A mesh of small squares of the sheet is led back to the pixels of the picture; inside of a square the way is a
straight one, which at 6 mm leaves less than a tenth of a pixel of difference.
"""

from __future__ import annotations

import hashlib
import io
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures

from ofdesk.base.geometry import Rect
from ofdesk.base.units import MM_PER_INCH
from ofdesk.cartography.plane_zones import plane_zone
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Image

FloatArray = NDArray[np.float64]
MAX_PPI = 350.0
_LEAST_PPI = 72.0
_MESH_PX = 64
_OPAQUE = 255
_FINER = 1.2  # than the picture itself, because pixels that are bent lie askew
_MOST_REDUCED = 64


@dataclass(frozen=True, eq=False)
class PlacedPicture:
    """A decoded picture and where its pixels lie.

    Attributes:
        pixels: grey, RGB or RGBA.
        places: a, d, b, e, c, f of a world file: x = a·column + b·row + c, y = d·column + e·row + f.
        zone: zone of plane rectangular coordinates in which x and y are metres; 0: they are degrees.
    """

    pixels: Pictures.Image
    places: tuple[float, float, float, float, float, float]
    zone: int = 0

    def to_earth(self, pixels: FloatArray) -> FloatArray:
        """Return points (longitude, latitude) of positions in pixels; (0, 0) is the picture's corner."""
        a, d, b, e, c, f = self.places
        middles = pixels - 0.5  # a world file speaks of the middles of pixels
        x = a * middles[:, 0] + b * middles[:, 1] + c
        y = d * middles[:, 0] + e * middles[:, 1] + f
        there = np.stack([x, y], axis=1)
        return plane_zone(self.zone).inverse(there) if self.zone else there

    def to_pixels(self, degrees: FloatArray) -> FloatArray:
        """Return positions in pixels of points (longitude, latitude)."""
        a, d, b, e, c, f = self.places
        there = plane_zone(self.zone).forward(degrees) if self.zone else degrees
        x, y = there[:, 0] - c, there[:, 1] - f
        span = a * e - b * d
        return np.stack([(e * x - b * y) / span, (a * y - d * x) / span], axis=1) + 0.5

    @cached_property
    def outline(self) -> FloatArray:
        """Points (longitude, latitude) along the edge of the picture."""
        share = np.linspace(0.0, 1.0, 17)
        none, all_ = np.zeros_like(share), np.ones_like(share)
        sides = [(share, none), (all_, share), (share, all_), (none, share)]
        around = np.concatenate([np.stack(side, axis=1) for side in sides])
        return self.to_earth(around * np.array(self.pixels.size, dtype=np.float64))


def warped(
    picture: PlacedPicture, view: View, painted: Rect, opacity: float, most_ppi: float = MAX_PPI
) -> Image | None:
    """Return the part of a picture that a painted rectangle shows, None when it shows none.

    Args:
        picture: the picture.
        view, painted: where it goes; no finer than the picture itself.
        opacity: 0 to 1.
        most_ppi: pixels an inch, no finer than this.
    """
    rect = _shown(picture, view, painted)
    if rect is None:
        return None
    finest_ppi = _pixels_per_mm(picture, view, rect) * MM_PER_INCH
    per_mm = min(most_ppi, max(_LEAST_PPI, finest_ppi * _FINER)) / MM_PER_INCH
    size = (max(1, math.ceil(rect.width_mm * per_mm)), max(1, math.ceil(rect.height_mm * per_mm)))
    made = _bent(picture, view, rect, size)
    if made.getchannel("A").getextrema() == (0, 0):
        return None
    if opacity < 1:
        made.putalpha(made.getchannel("A").point([round(value * opacity) for value in range(_OPAQUE + 1)]))
    out = io.BytesIO()
    made.save(out, "PNG", compress_level=3)
    data = out.getvalue()
    return Image(hashlib.sha256(data).hexdigest(), rect, data=data)


def _shown(picture: PlacedPicture, view: View, painted: Rect) -> Rect | None:
    """Return the part of a painted rectangle in which a picture may be seen, None for none."""
    with np.errstate(all="ignore"):  # far from the view its projection leads anywhere
        corners = view.to_sheet(picture.outline)
    if not np.isfinite(corners).all():
        return painted
    (west, top), (east, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    left, upper = max(west, painted.x_mm), max(top, painted.y_mm)
    right, lower = min(east, painted.right_mm), min(bottom, painted.bottom_mm)
    return Rect(left, upper, right - left, lower - upper) if right > left and lower > upper else None


def _pixels_per_mm(picture: PlacedPicture, view: View, rect: Rect) -> float:
    middle = rect.centre
    ends = np.array([(rect.x_mm, middle.y_mm), (rect.right_mm, middle.y_mm)])
    one, other = picture.to_pixels(view.to_earth(ends))
    return float(np.hypot(*(other - one))) / rect.width_mm


def _bent(picture: PlacedPicture, view: View, rect: Rect, size: tuple[int, int]) -> Pictures.Image:
    """Return the pixels of a rectangle of the sheet, transparent where the picture does not reach."""
    columns = np.unique(np.append(np.arange(0, size[0], _MESH_PX), size[0]))
    rows = np.unique(np.append(np.arange(0, size[1], _MESH_PX), size[1]))
    across, down = np.meshgrid(columns, rows)
    x_mm = rect.x_mm + across * (rect.width_mm / size[0])
    y_mm = rect.y_mm + down * (rect.height_mm / size[1])
    nodes = picture.to_pixels(view.to_earth(np.stack([x_mm.ravel(), y_mm.ravel()], axis=1)))
    nodes = nodes.reshape(len(rows), len(columns), 2)
    source = picture.pixels if picture.pixels.mode == "RGBA" else picture.pixels.convert("RGBA")
    # Where the picture is much finer than the sheet, pixels are averaged first: taken singly they would
    # flicker.
    factor = min(_MOST_REDUCED, max(1, int(np.hypot(*(nodes[0, -1] - nodes[0, 0])) / size[0])))
    if factor > 1:
        source = source.reduce(factor)
        nodes = nodes / factor
    mesh = []
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            box = (int(columns[column]), int(rows[row]), int(columns[column + 1]), int(rows[row + 1]))
            quad = nodes[[row, row + 1, row + 1, row], [column, column, column + 1, column + 1]]
            mesh.append((box, tuple(quad.reshape(-1).tolist())))
    return source.transform(size, Pictures.Transform.MESH, mesh, Pictures.Resampling.BILINEAR)
