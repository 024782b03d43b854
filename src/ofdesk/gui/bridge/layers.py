"""Layers of maps for the widgets: files with map data taken in beside the interface, all in one step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal

from ofdesk.base.errors import OfdeskError
from ofdesk.base.progress import Cancel, Progress
from ofdesk.editing import commands
from ofdesk.gui.bridge.background import Background
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.model.records import Layer
from ofdesk.services.words import Words

LAYER_SUFFIXES = (".geojson", ".json", ".zip", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
_NOT_DEGREES = "layer.not_degrees"


@dataclass(frozen=True, slots=True)
class _Taken:
    """What came of some files: layers, sentences about them, sentences about files that were refused."""

    layers: tuple[Layer, ...]
    remarks: tuple[str, ...]
    refused: tuple[str, ...]
    without_zone: tuple[Path, ...]


class LayerBook(QObject):
    """Imports of one session.

    Signals:
        layers_added(record_id): layers were added; the first one's identity.
        import_reported(sentence, icon): what came of an import.
        zone_requested(paths): the coordinates of these files are no degrees; the user may know the zone.
    """

    layers_added = Signal(str)
    import_reported = Signal(str, str)
    zone_requested = Signal(object)

    def __init__(
        self, bridge: DocumentBridge, background: Background, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._background, self._words = bridge, background, words

    def import_files(self, paths: tuple[Path, ...], zone: int | None = None) -> None:
        """Take in files; a zone of plane rectangular coordinates (1 to 19) goes for all of them."""
        session, words, owner = self._bridge.session, self._words, self._bridge.catalogue.project.owner

        def work(*, progress: Progress, cancel: Cancel) -> _Taken:
            from ofdesk.services.layers import (  # brings the libraries that read map data
                LayerImport,
                LayerWish,
            )

            importing = LayerImport(session.photos, session.new_id, words)
            layers: list[Layer] = []
            remarks: list[str] = []
            refused: list[str] = []
            without_zone: list[Path] = []
            for number, path in enumerate(paths):
                cancel.check()
                progress(number, len(paths), "layer.read")
                try:
                    found = importing.run(path, LayerWish(owner=owner, zone=zone), cancel=cancel)
                except OfdeskError as error:
                    if error.code == _NOT_DEGREES and zone is None:
                        without_zone.append(path)
                    else:
                        refused.append(words.error(error))
                    continue
                layers += [one.record for one in found]
                remarks += [remark for one in found for remark in one.remarks(words)]
            return _Taken(tuple(layers), tuple(remarks), tuple(refused), tuple(without_zone))

        job = self._background.start(words("ui", "work.layers"), work)
        job.succeeded.connect(self._add)
        job.failed.connect(self._refuse)

    def _add(self, found: _Taken) -> None:
        words = self._words
        if found.layers:
            catalogue = self._bridge.catalogue
            self._bridge.step(commands.add_records(catalogue, found.layers, "command.import_layers"))
            self.layers_added.emit(found.layers[0].id)
        if found.refused:
            self.import_reported.emit("\n".join(found.refused), "warning")
        elif found.layers:
            quoted = "".join(words("ui", "layers.quoted", name=layer.title) for layer in found.layers)
            done = words("ui", "layers.done", names=quoted)
            self.import_reported.emit("\n".join((done, *dict.fromkeys(found.remarks))), "accept")
        if found.without_zone:
            self.zone_requested.emit(found.without_zone)

    def _refuse(self, error: OfdeskError) -> None:
        self.import_reported.emit(self._words.error(error), "warning")


def layer_files_in(mime: QMimeData) -> tuple[Path, ...]:
    """Return the files with map data that a drop names."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return tuple(path for path in paths if path.suffix.lower() in LAYER_SUFFIXES)
