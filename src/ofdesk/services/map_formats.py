"""The formats a MAP can be written in: light to load, for those who only offer them."""

from __future__ import annotations

from pathlib import Path

from ofdesk.base.errors import InputError

PAGE_FORMATS = ("pdf", "svg", "png")
PIN_FORMATS = ("geojson", "kml", "csv")
MAP_FORMATS = (*PAGE_FORMATS, *PIN_FORMATS)
"""Suffixes of the files, without their dot."""


def format_of(target: Path) -> str:
    """Return which of `MAP_FORMATS` a file asks for by its suffix.

    Raises:
        InputError: code "map.unknown_format".
    """
    suffix = target.suffix.lower().removeprefix(".")
    if suffix not in MAP_FORMATS:
        formats = ", ".join(f".{form}" for form in MAP_FORMATS)
        raise InputError("map.unknown_format", name=target.name, formats=formats)
    return suffix
