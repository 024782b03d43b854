"""The shelf of small pictures stays within its bound."""

from __future__ import annotations

from ofdesk.press.raster import RasterPage
from ofdesk.services.thumbnails import ThumbnailShelf

PICTURE = RasterPage(width_px=5, height_px=5, stride=20, pixels=b"x" * 100)


def test_the_pictures_not_asked_for_longest_go_first() -> None:
    shelf, drawn = ThumbnailShelf(most_bytes=250), list[str]()

    def ask(key: str) -> None:
        def draw() -> RasterPage:
            drawn.append(key)
            return PICTURE

        shelf.picture(key, draw)

    for key in ("a", "b", "a", "c", "a", "b"):  # two fit; "c" puts out "b", which is drawn again
        ask(key)
    assert drawn == ["a", "b", "c", "b"]
    assert shelf.kept_bytes == 200
    shelf.clear()
    assert shelf.kept_bytes == 0
