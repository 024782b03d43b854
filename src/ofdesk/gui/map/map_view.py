"""The part of the map widget that moves: where the map stands, and the ground kept while it moves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ofdesk.base.geometry import GeoExtent, GeoPoint
from ofdesk.gui.bridge.map_layers import LayerGround
from ofdesk.gui.map.kept_ground import KeptGround
from ofdesk.gui.map.map_painter import MapPainter
from ofdesk.gui.map.view_transform import ViewTransform
from ofdesk.gui.theme import Theme

JAPAN = GeoExtent(30.0, 128.5, 45.8, 146.2)
_SETTLE_MS = 90


class MapView(QWidget):
    """A widget with a ground that is pulled and zoomed; what stands on it is painted by `MapCanvas`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._painter: MapPainter | None = None
        self.view = ViewTransform(JAPAN.centre, 40.0, 400, 400).showing(JAPAN)
        self._fit: Callable[[ViewTransform], ViewTransform] | None = (
            _showing_nation  # until the user moves it
        )
        self._ground = KeptGround(theme)
        self._layers: LayerGround | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._sharpen)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_painter(self, painter: MapPainter) -> None:
        """Take the painter once the base map is read."""
        self._painter = painter
        self._sharpen()

    def set_layers(self, layers: LayerGround) -> None:
        """Take the layers of the project, which the ground shows as well."""
        self._layers = layers
        layers.changed.connect(self._refresh_layers)
        layers.painted.connect(self._take_pictures)
        self._refresh_layers()

    def _refresh_layers(self) -> None:
        if self._layers is not None:
            if self.isVisible():
                self._layers.rest_at(self.view, self.devicePixelRatioF())
            self._ground.show_layers(self._layers.pictures)
            self.update()

    def _take_pictures(self) -> None:
        if not self._settle.isActive():  # while the map moves its ground is not drawn anew
            self._refresh_layers()

    @property
    def credits(self) -> tuple[str, ...]:
        """Whose data the layers shown are."""
        return self._layers.credits if self._layers is not None else ()

    def show_nation(self) -> None:
        """Show all of Japan."""
        self._fit_to(_showing_nation)

    def show_point(self, point: GeoPoint, radius_m: float) -> None:
        """Show a point with room for its circle."""

        def fit(view: ViewTransform) -> ViewTransform:
            return view.showing_point(point, radius_m)

        self._fit_to(fit)

    def show_extent(self, extent: GeoExtent) -> None:
        """Show an extent whole."""

        def fit(view: ViewTransform) -> ViewTransform:
            return view.showing(extent)

        self._fit_to(fit)

    def _fit_to(self, fit: Callable[[ViewTransform], ViewTransform]) -> None:
        """Show something, and show it again whole when the size changes, until the user moves the map."""
        self._fit = fit
        self._set_view(fit(self.view))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle."""
        self._move_to(self.view.zoomed(factor, self.width() / 2, self.height() / 2))

    def _move_to(self, view: ViewTransform) -> None:
        """Take the view the user moved the map to."""
        self._fit = None
        self._set_view(view)

    def _set_view(self, view: ViewTransform) -> None:
        self.view = view
        if self._layers is not None:
            self._layers.interrupt()
        self._settle.start()
        self.update()

    def _sharpen(self) -> None:
        self._settle.stop()
        self._ground.forget()
        self._refresh_layers()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with layers that came while the map was not seen."""
        super().showEvent(event)
        self._settle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what was shown whole, or the centre once the user moved the map."""
        self.view = self.view.resized(self.width(), self.height())
        if self._fit is not None:
            self.view = self._fit(self.view)
        self._settle.start()  # the kept base does for as long as the size changes
        super().resizeEvent(event)


def _showing_nation(view: ViewTransform) -> ViewTransform:
    return view.showing(JAPAN)
