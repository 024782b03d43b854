"""What a theme does with colour and pictures: ornaments, bands, corners, as data in `resources/themes`.

What a theme's file leaves out is as in the sober theme, so that this one needs no entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ofdesk.drawing.palettes import STANDARD_PALETTE


@dataclass(frozen=True)
class Look:
    """Colour and pictures.

    Attributes:
        palette: name of the palette (see `drawing/palettes.py`).
        cover_columns, cover_rows: squares of the cover's ornament across the page and from its foot.
        cover_ground: tint of the squares' grounds, 0 to 1.
        cover_title_pt: size of the title on the cover.
        cover_standing: whether the subtitle stands in columns (縦組み) at the right of a Japanese cover.
        ornament: tints of ground and figure where a photo is missing.
        band_mm: height of the colour at the head of a region; one that reaches into the type area bears the
            region's name.
        frieze_mm: height of the ornament above the first page of a section; 0 for none.
        picture_foot_mm: height of the region's colour along the foot of an event's picture; 0 for none.
        corner_mm: radius of the corners of pictures within the type area.
    """

    palette: str = STANDARD_PALETTE
    cover_columns: int = 6
    cover_rows: int = 5
    cover_ground: float = 0.14
    cover_title_pt: float = 30.0
    cover_standing: bool = False
    ornament: tuple[float, float] = (0.1, 0.2)
    band_mm: float = 5.0
    frieze_mm: float = 0.0
    picture_foot_mm: float = 0.0
    corner_mm: float = 0.0


def read_look(table: Mapping[str, Any]) -> Look:
    """Return the look of the entry `look` of a theme's file.

    Raises:
        KeyError, TypeError, ValueError: the entry is not of this shape.
    """
    if not table:
        return Look()
    cover, (ground, figure) = table["cover"], table["ornament"]
    return Look(
        palette=str(table["palette"]),
        cover_columns=int(cover["columns"]),
        cover_rows=int(cover["rows"]),
        cover_ground=float(cover["ground"]),
        cover_title_pt=float(cover["title"]),
        cover_standing=bool(cover["standing"]),
        ornament=(float(ground), float(figure)),
        band_mm=float(table["band"]),
        frieze_mm=float(table["frieze"]),
        picture_foot_mm=float(table["picture_foot"]),
        corner_mm=float(table["corner"]),
    )
