"""The ground of the map as a picture that is kept while the map moves: base map, layers, circles of the pins.

All belong to the earth: moved and scaled with it they stand right, only less sharp until drawn anew.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from ofdesk.gui.map.error_circles import circles_in_view, paint_circles
from ofdesk.gui.map.layer_pictures import LayerPicture
from ofdesk.gui.map.map_painter import MapPainter
from ofdesk.gui.map.pin_layer import PinLayer
from ofdesk.gui.map.view_transform import ViewTransform
from ofdesk.gui.theme import Theme


class KeptGround:
    """Keeps the pictures, and draws them when they are missing."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._base: QPixmap | None = None
        self._base_view: ViewTransform | None = None
        self._with_circles: QPixmap | None = None
        self.circles_of: PinLayer | None = None
        """The pins whose circles are shown, None for no circles."""
        self.layers: tuple[LayerPicture, ...] = ()
        """Layers of the project, the lowest first."""
        self.version = 0
        """Counts what changes the picture."""

    def forget(self) -> None:
        """Draw everything anew at the next frame."""
        self._base = self._with_circles = None
        self.version += 1

    def show_layers(self, layers: tuple[LayerPicture, ...]) -> None:
        """Show these layers from the next frame on."""
        self.layers = layers
        self.forget()

    def show_circles(self, layer: PinLayer | None) -> None:
        """Show the circles of these pins from the next frame on; None takes them away."""
        self.circles_of, self._with_circles = layer, None
        self.version += 1

    def paint(self, painter: QPainter, source: MapPainter, view: ViewTransform, font: QFont) -> None:
        """Paint what is kept, moved to where it belongs; draw it first when there is none."""
        ratio = painter.device().devicePixelRatioF()
        if self._base is None or self._base_view is None:
            self._base, self._base_view = self._drawn(source, view, font, ratio), view
        ground, ground_view = self._base, self._base_view
        if self.circles_of is not None:
            if self._with_circles is None:
                self._with_circles = self._circled(ground, ground_view, self.circles_of, ratio)
            ground = self._with_circles
        if ground_view == view:
            painter.drawPixmap(0, 0, ground)
            return
        x, y = view.to_screen(ground_view.to_point(0, 0))
        grown = view.scale / ground_view.scale
        painter.save()
        painter.translate(x, y)
        painter.scale(grown, grown)
        painter.drawPixmap(0, 0, ground)
        painter.restore()

    def _drawn(self, source: MapPainter, view: ViewTransform, font: QFont, ratio: float) -> QPixmap:
        base = QPixmap(round(view.width_px * ratio), round(view.height_px * ratio))
        base.setDevicePixelRatio(ratio)
        painter = QPainter(base)
        painter.setFont(font)
        source.paint_base(painter, view, self.layers)
        painter.end()
        return base

    def _circled(self, base: QPixmap, view: ViewTransform, layer: PinLayer, ratio: float) -> QPixmap:
        picture = base.copy()
        painter = QPainter(picture)
        paint_circles(painter, circles_in_view(layer, view), QColor(self._theme.accent), ratio)
        painter.end()
        return picture
