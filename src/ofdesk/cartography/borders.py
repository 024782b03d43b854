"""What a line of the base map divides."""

from __future__ import annotations

from enum import IntEnum


class BorderKind(IntEnum):
    """Kind of an arc, as stored in the arc files."""

    COAST = 0
    PREFECTURE = 1
    MUNICIPALITY = 2
    WARD = 3
    SHORE = 4
