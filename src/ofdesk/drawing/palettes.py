"""Reads palettes from the program's resources.

Owns the shape of `resources/themes/*.yaml`: role → process inks in percent and sRGB as `#rrggbb`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from ofdesk.base.errors import ResourceError
from ofdesk.base.resources import resource_table
from ofdesk.drawing.colours import Cmyk, Palette, Rgb, Swatch

STANDARD_PALETTE = "palette"
_HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")


def load_palette(name: str = STANDARD_PALETTE) -> Palette:
    """Read one palette of the program.

    Args:
        name: file name without suffix in `resources/themes`.

    Raises:
        ResourceError: code "resource.missing" or "palette.invalid".
    """
    try:
        table = resource_table("themes", f"{name}.yaml")
        return Palette({str(role): _swatch(entry) for role, entry in table.items()})
    except (OSError, ValueError, AttributeError, TypeError, LookupError, yaml.YAMLError) as error:
        raise ResourceError("palette.invalid", name=name) from error


def _swatch(entry: Mapping[str, object]) -> Swatch:
    inks, screen = entry["cmyk"], entry["rgb"]
    if not isinstance(inks, list) or len(inks) != 4:
        raise ValueError("cmyk needs four inks")
    shares = [float(percent) / 100 for percent in inks]
    if not all(0 <= share <= 1 for share in shares):
        raise ValueError("an ink lies from 0 to 100 percent")
    matched = _HEX.fullmatch(str(screen))
    if matched is None:
        raise ValueError("rgb is written as #rrggbb")
    return Swatch(Cmyk(*shares), Rgb(*(int(part, 16) / 255 for part in matched.groups())))
