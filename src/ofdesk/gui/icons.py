"""The one icon set (`resources/icons`), drawn in the ink of the theme.

The drawings name `currentColor`; this module puts a colour in its place and renders each size.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ofdesk.base.resources import resource_path
from ofdesk.gui.theme import Theme

SIDE_PX = 20
_SCALES = (1, 2, 3)
_STYLESHEET_PICTURES = {
    "chevron": "choose",
    "chevron_right": "next",
    "tick": "accept",
    "sort_up": "up",
    "sort_down": "down",
}


class IconSet:
    """Icons of one theme; each is rendered once."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._icons: dict[tuple[str, str], QIcon] = {}

    def __call__(self, name: str, colour: str = "") -> QIcon:
        """Return an icon in the colour of text, or in another one.

        Raises:
            ResourceError: there is no such icon.
        """
        key = (name, colour or self._theme.text)
        if key not in self._icons:
            self._icons[key] = self._rendered(*key)
        return self._icons[key]

    def pixmap(self, name: str, colour: str = "", side_px: int = SIDE_PX) -> QPixmap:
        """Return one icon as a picture of a size."""
        return self(name, colour).pixmap(side_px, side_px)

    def _rendered(self, name: str, colour: str) -> QIcon:
        icon = QIcon()
        for mode, ink in (
            (QIcon.Mode.Normal, colour),
            (QIcon.Mode.Selected, colour),
            (QIcon.Mode.Disabled, self._theme.outline),
        ):
            for scale in _SCALES:
                image = draw_icon(name, ink, SIDE_PX * scale)
                image.setDevicePixelRatio(scale)
                icon.addPixmap(QPixmap.fromImage(image), mode)
        return icon

    def write_stylesheet_pictures(self, folder: Path) -> dict[str, str]:
        """Write the pictures the stylesheet needs into a folder of our own and return their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        paths: dict[str, str] = {}
        for role, name in _STYLESHEET_PICTURES.items():
            ink = self._theme.on_accent if role == "tick" else self._theme.muted
            path = folder / f"{self._theme.name}-{role}.png"
            draw_icon(name, ink, SIDE_PX * 2).save(str(path))
            paths[role] = path.as_posix()
        return paths


def draw_icon(name: str, colour: str, side_px: int) -> QImage:
    """Render one drawing in a colour.

    Raises:
        ResourceError: there is no such icon.
    """
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    image = QImage(side_px, side_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, side_px, side_px))
    painter.end()
    return image
