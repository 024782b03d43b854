"""The project's own layers on the maps of the editor: which are shown, and their pictures for a view.

Pictures are made beside the interface when a map rests. Until they are there, those of an earlier view are
shown where they belong; what was taken away is gone at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from ofdesk.base.errors import OfdeskError
from ofdesk.base.progress import Cancel, Progress
from ofdesk.cartography.screen_view import screen_view
from ofdesk.gui.bridge.background import Background, Job
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.map.layer_pictures import LayerInks, LayerPicture, picture_of
from ofdesk.gui.map.view_transform import ViewTransform
from ofdesk.gui.theme import Theme
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Layer
from ofdesk.services.screen_layers import ScreenLayers


class LayerChoice(QObject):
    """Which layers the maps of the editor show: those of the booklet's maps, until the user says otherwise.

    Signals:
        changed(): layers came, went, look otherwise, or are switched on or off.
    """

    changed = Signal()

    def __init__(self, bridge: DocumentBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._said: dict[RecordId, bool] = {}
        self._known = bridge.catalogue.all_of(Layer)
        bridge.changes_applied.connect(self._follow)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers of the project in their order."""
        return self._known

    @property
    def shown(self) -> tuple[Layer, ...]:
        """Those that are switched on."""
        return tuple(filter(self.is_on, self._known))

    def is_on(self, layer: Layer) -> bool:
        """Tell whether a layer is switched on."""
        return self._said.get(layer.id, layer.shown)

    def switch(self, layers: Iterable[Layer], *, on: bool) -> None:
        """Switch layers on or off."""
        self._said.update({layer.id: on for layer in layers})
        self.changed.emit()

    def _follow(self, _changes: object) -> None:
        layers = self._bridge.catalogue.all_of(Layer)
        if layers == self._known:
            return
        before = {layer.id: layer for layer in self._known}
        for layer in layers:
            former = before.get(layer.id)
            if former is not None and former.shown != layer.shown:
                self._said.pop(layer.id, None)  # said anew, in the form
        self._known = layers
        self.changed.emit()


@dataclass(frozen=True, eq=False)
class _Painted:
    pictures: tuple[LayerPicture, ...]
    failed: dict[RecordId, OfdeskError]


class LayerGround(QObject):
    """The pictures of layers for one map.

    Signals:
        changed(): others are to be shown.
        painted(): sharper pictures of the same are there.
        failed(errors): layers that cannot be shown, by identity; each is told once.
    """

    changed = Signal()
    painted = Signal()
    failed = Signal(object)

    def __init__(
        self,
        choice: LayerChoice,
        drawing: ScreenLayers,
        bridge: DocumentBridge,
        background: Background,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choice, self._drawing, self._bridge, self._background = choice, drawing, bridge, background
        self._inks = LayerInks(theme)
        self._wish: tuple[ViewTransform, float, tuple[Layer, ...]] | None = None
        self._job: Job | None = None
        self._pictures: dict[RecordId, tuple[Layer, float, LayerPicture]] = {}
        self._broken: dict[RecordId, Layer] = {}
        choice.changed.connect(self._follow)

    @property
    def pictures(self) -> tuple[LayerPicture, ...]:
        """What is to be painted now, the lowest first."""
        found = []
        for number, layer in enumerate(self._choice.shown):
            kept = self._pictures.get(layer.id)
            if kept is not None and kept[0] == _look(layer) and kept[2].rank >= 0:
                found.append((kept[2].rank, number, kept[2]))
        return tuple(picture for _rank, _number, picture in sorted(found, key=lambda one: one[:2]))

    @property
    def credits(self) -> tuple[str, ...]:
        """Lines that name the sources of what is shown."""
        return tuple(dict.fromkeys(layer.credit for layer in self._choice.shown if layer.credit))

    def rest_at(self, view: ViewTransform, ratio: float) -> None:
        """Make the pictures of a view in which the map rests; what is under way for another is called off."""
        if self._job is not None and self._wish == (view, ratio, self._choice.shown):
            return
        self.interrupt()
        self._wish = view, ratio, self._choice.shown
        missing = self._missing(view, ratio)
        if missing:
            self._begin(missing, view, ratio)

    def interrupt(self) -> None:
        """Call off what is under way: the map moves on."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _follow(self) -> None:
        kept = {layer.id for layer in self._choice.layers}
        self._pictures = {key: value for key, value in self._pictures.items() if key in kept}
        self.changed.emit()

    def _missing(self, view: ViewTransform, ratio: float) -> list[Layer]:
        found = []
        for layer in self._choice.shown:
            kept, look = self._pictures.get(layer.id), _look(layer)
            there = kept is not None and kept[:2] == (look, ratio) and kept[2].view == view
            if not there and self._broken.get(layer.id) != look:
                found.append(layer)
        return found

    def _begin(self, missing: list[Layer], view: ViewTransform, ratio: float) -> None:
        drawing, store, inks = self._drawing, self._bridge.session.photos, self._inks

        def work(*, progress: Progress, cancel: Cancel) -> _Painted:
            frame = screen_view(view.centre, view.scale, view.width_px, view.height_px)
            drawn = drawing.draw(missing, store, frame, cancel=cancel)
            pictures = []
            for layer in drawn.drawn:
                cancel.check()
                pictures.append(picture_of(layer, view, ratio, inks))
            return _Painted(tuple(pictures), drawn.failed)

        def take(painted: _Painted) -> None:
            if self._job is job:  # and no other view is being waited for
                self._job = None
                self._take(painted, {layer.id: _look(layer) for layer in missing}, ratio)

        job = self._job = self._background.start_quietly(work)
        job.succeeded.connect(take)

    def _take(self, painted: _Painted, looks: dict[RecordId, Layer], ratio: float) -> None:
        for picture in painted.pictures:
            self._pictures[picture.id] = (looks[picture.id], ratio, picture)
        for key in painted.failed:
            self._broken[key] = looks[key]
            self._pictures.pop(key, None)
        self.painted.emit()
        if painted.failed:
            self.failed.emit(painted.failed)


def _look(layer: Layer) -> Layer:
    """Return what decides how a layer looks: everything but words."""
    return replace(layer, name="", credit="", owner="", shown=True, order="")
