"""The layers of a project, ready to be drawn: read when a map first shows them, and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from ofdesk.base.errors import DamagedFileError, InputError, OfdeskError
from ofdesk.cartography.user_layers import LayerData, UserLayer
from ofdesk.cartography.user_pictures import MAX_PPI
from ofdesk.exchange.geodata import geojson
from ofdesk.exchange.geodata.families import FieldNames
from ofdesk.exchange.geodata.reading import PictureData, read_geodata
from ofdesk.exchange.geodata.world_file import PixelPlaces
from ofdesk.model.records import Layer
from ofdesk.services.layer_files import path_beside
from ofdesk.services.layers import decoded, in_degrees
from ofdesk.storage.layout import GEOJSON
from ofdesk.storage.photo_store import PhotoStore

_KEPT = 16
_HALF = 0.5


class LayerShelf:
    """Gives layers to those who draw maps. Not shared between threads.

    Attributes:
        store: where their data is.
        failed: names of layers that could not be read since the shelf was made, with the reason.
    """

    def __init__(self, store: PhotoStore, most_ppi: float = MAX_PPI) -> None:
        """Take the store, and how fine pictures are made at most."""
        self.store, self._most_ppi = store, most_ppi
        self.failed: dict[str, OfdeskError] = {}
        self._data: OrderedDict[Hashable, LayerData] = OrderedDict()
        self._layers: OrderedDict[Hashable, UserLayer] = OrderedDict()

    def __call__(self, layer: Layer) -> UserLayer | None:
        """Return a layer, None when its data is missing or damaged: a map without it is better than none."""
        try:
            key = self._key(layer)
            data = self._data.get(key)
            if data is None:
                data = self._data[key] = self._read(layer)
                _shorten(self._data)
        except OfdeskError as error:
            self.failed[layer.name or layer.id] = error
            return None
        opacity = layer.opacity_percent / 100 if layer.opacity_percent is not None else _HALF
        look = (key, layer.role, layer.credit, opacity, layer.name)
        found = self._layers.get(look)
        if found is None:
            found = self._layers[look] = UserLayer(
                layer.role, data, layer.credit, opacity, layer.name, self._most_ppi
            )
            _shorten(self._layers)
        return found

    def _key(self, layer: Layer) -> Hashable:
        if layer.sha256:
            return (layer.sha256, layer.media, layer.zone, layer.pixel_places)
        path = path_beside(self.store.beside, layer.file_name)
        try:
            about = path.stat()
        except OSError as error:
            raise InputError("layer.missing_beside", file=layer.file_name) from error
        return (layer.file_name, layer.zone, about.st_mtime_ns, about.st_size)

    def _read(self, layer: Layer) -> LayerData:
        if layer.sha256:
            return _kept(layer, self.store.get(layer.sha256))
        path = path_beside(self.store.beside, layer.file_name)
        content = read_geodata(path, zone=layer.zone)[0].content
        if isinstance(content, PictureData):
            return decoded(content, path.name)
        return in_degrees(content, path.name)


def _kept(layer: Layer, data: bytes) -> LayerData:
    name = layer.file_name or layer.sha256[:12]
    if layer.media == GEOJSON:
        return geojson.read(geojson.parse(data, name), name, FieldNames(("name",)), 0)
    if layer.media not in ("image/png", "image/jpeg"):
        raise DamagedFileError("layer.unknown_media", file=name)
    places = PixelPlaces.parse(layer.pixel_places, name)
    return decoded(PictureData(data, places, layer.zone or 0), name)


def _shorten(kept: OrderedDict[Hashable, LayerData] | OrderedDict[Hashable, UserLayer]) -> None:
    while len(kept) > _KEPT:
        kept.popitem(last=False)
