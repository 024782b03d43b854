"""Small pictures of pages for the flat plan: what is wished for, what comes back, and what is kept.

They are drawn by the preview process while nothing else waits, from the same pages that are printed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from ofdesk.press.raster import RasterPage

MOST_KEPT_BYTES = 24_000_000


@dataclass(frozen=True, slots=True)
class ThumbnailRequest:
    """Wish for small pictures; a newer wish replaces what is left of an older one.

    Attributes:
        serial: counts up; every picture carries the serial of its wish.
        numbers: page numbers, the most wanted first.
        width_px: width of each picture in device pixels.
    """

    serial: int
    numbers: tuple[int, ...]
    width_px: int


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture of a page; without pixels when the page could not be drawn.

    Attributes:
        stride: bytes a row of `pixels`, which are B, G, R, X.
    """

    serial: int
    number: int
    width_px: int
    height_px: int
    stride: int
    pixels: bytes


class ThumbnailShelf:
    """Pictures by what the page shows; the ones not asked for longest go when they grow too many."""

    def __init__(self, most_bytes: int = MOST_KEPT_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, RasterPage] = OrderedDict()

    @property
    def kept_bytes(self) -> int:
        """How much the pictures take."""
        return self._bytes

    def picture(self, key: Hashable, draw: Callable[[], RasterPage]) -> RasterPage:
        """Return the picture of a content, drawn only when it is not kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        made = draw()
        self._kept[key] = made
        self._bytes += len(made.pixels)
        while self._bytes > self._most_bytes and len(self._kept) > 1:
            self._bytes -= len(self._kept.popitem(last=False)[1].pixels)
        return made

    def clear(self) -> None:
        """Forget all pictures."""
        self._kept.clear()
        self._bytes = 0
