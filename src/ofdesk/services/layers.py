"""The user's own layers of maps: taking data in.

Owns the limits of what is kept in the project and what happens beyond them: detail is left out first, then
the data is used where it lies, in the project's folder. Nothing of a file that is refused stays behind.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from PIL import Image

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoExtent
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.cartography.plane_zones import plane_zone
from ofdesk.cartography.user_pictures import PlacedPicture
from ofdesk.exchange.geodata import geojson
from ofdesk.exchange.geodata.reading import GeoDataSet, PictureData, read_geodata
from ofdesk.exchange.geodata.vector_data import VectorData, plain_name, rounded
from ofdesk.model.choices import LAYER_ROLE
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Layer
from ofdesk.services.layer_files import path_beside
from ofdesk.services.words import Words, load_words
from ofdesk.storage.layout import GEOJSON
from ofdesk.storage.photo_import import import_photo
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import MAX_LAYER_TEXT_BYTES

MAX_KEPT_BYTES = 8 * 1024**2
SIMPLIFIED_TO_M = 5.0
_ROLE_OF_DIMENSION = {0: "point", 1: "line", 2: "area"}
_HILLSHADE_WORDS = ("hillshade", "relief", "shade", "陰影", "起伏")
_ORIENTATION_TAG = 0x0112
_UPRIGHT = (0, 1)
_JPEG_QUALITY = 85


@dataclass(frozen=True, slots=True)
class LayerWish:
    """What the user says about data; "" and None leave it to the data.

    Attributes:
        zone: 1 to 19: plane rectangular coordinates; 0: degrees.
        owner: bureau that answers for the layer.
    """

    role: str = ""
    name: str = ""
    credit: str = ""
    zone: int | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ImportedLayer:
    """A layer taken in; its record is not in the catalogue yet.

    Attributes:
        left_out: how many shapes could not be used.
        simplified: whether detail was left out to keep it in the project.
        beside: whether it is used where it lies.
    """

    record: Layer
    left_out: int = 0
    simplified: bool = False
    beside: bool = False

    def remarks(self, words: Words) -> list[str]:
        """Return sentences on what a user might not expect."""
        found = {
            "simplified": self.simplified,
            "beside": self.beside,
            "left_out": bool(self.left_out),
            "no_credit": not self.record.credit,
        }
        details = {"count": f"{self.left_out:,}", "file": self.record.file_name}
        return [words("layer_remarks", code, **details) for code, holds in found.items() if holds]


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where data is from now on: the fields of the record that say so."""

    fields: dict[str, object]
    simplified: bool = False


@dataclass(frozen=True)
class LayerImport:
    """Takes in files for one project.

    Attributes:
        store: where the data is kept.
        new_id: makes identities.
        words: in which layers are named.
    """

    store: PhotoStore
    new_id: Callable[[], RecordId]
    words: Words

    def run(
        self,
        path: Path,
        wish: LayerWish = LayerWish(),
        *,
        progress: Progress = no_progress,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> tuple[ImportedLayer, ...]:
        """Take in all data sets of a file.

        Raises:
            InputError, ReadError, DamagedFileError: it cannot be taken in; the code says why.
            WriteError: the data cannot be kept.
            Cancelled: called off.
        """
        if wish.role and wish.role not in LAYER_ROLE.codes:
            raise InputError("layer.unknown_role", role=wish.role[:40], known=", ".join(LAYER_ROLE.codes))
        if wish.zone is not None and not 0 <= wish.zone <= 19:
            raise InputError("layer.unknown_zone", zone=wish.zone)
        progress(0, 2, "layer.read")
        found = read_geodata(path, zone=wish.zone, cancel=cancel)
        progress(1, 2, "layer.read")
        made = []
        for one in found:
            cancel.check()
            made.append(self._take(one, path, wish))
        progress(2, 2, "layer.read")
        return tuple(made)

    def _take(self, one: GeoDataSet, path: Path, wish: LayerWish) -> ImportedLayer:
        picture = isinstance(one.content, PictureData)
        kept = self._picture(one, path) if picture else self._vector(one, path, wish)
        family = one.family.key
        name = self.words("layer_families", f"{family}.name") if family else plain_name(one.name)
        # The sources ask to be named in these words, in whatever language the program speaks.
        credit = load_words("ja")("layer_families", f"{family}.credit") if family else ""
        record = Layer(
            id=self.new_id(),
            name=wish.name or name,
            role=wish.role or one.family.role or _role_of(one),
            owner=wish.owner,
            shown=True,
            credit=wish.credit or credit,
            **kept.fields,  # type: ignore[arg-type]  # names and types of the record's own fields
        )
        left_out = 0 if isinstance(one.content, PictureData) else one.content.left_out
        return ImportedLayer(record, left_out, kept.simplified, beside=not record.sha256)

    def _vector(self, one: GeoDataSet, path: Path, wish: LayerWish) -> _Kept:
        assert isinstance(one.content, VectorData)
        data = rounded(in_degrees(one.content, path.name))
        if not len(data.shapes):
            raise InputError("layer.empty", file=path.name)
        box = _box(data.extent)
        text = geojson.write(data)
        simplified = False
        if _is_too_large(text):
            data = rounded(data.simplified(SIMPLIFIED_TO_M))
            text, simplified = geojson.write(data), True
        if _is_too_large(text):
            return _Kept({**self._beside(one, path), "media": GEOJSON, "zone": wish.zone or None, **box})
        sha256 = self.store.add(text, GEOJSON)
        fields = {"sha256": sha256, "media": GEOJSON, "file_name": path.name[-200:], **box}
        return _Kept(fields, simplified)

    def _picture(self, one: GeoDataSet, path: Path) -> _Kept:
        assert isinstance(one.content, PictureData)
        content = one.content
        picture = decoded(content, path.name)
        outline = picture.outline
        if not _is_on_earth(outline):
            raise InputError("layer.outside_zone", file=path.name, zone=content.zone)
        west, south = outline.min(axis=0).tolist()
        east, north = outline.max(axis=0).tolist()
        box = _box(GeoExtent(south, west, north, east))
        data, media = _stored(content, picture, path.name)
        if len(data) > MAX_KEPT_BYTES:
            return _Kept({**self._beside(one, path), "media": media, "zone": content.zone or None, **box})
        fields = {
            "sha256": self.store.add(data, media),
            "media": media,
            "file_name": path.name[-200:],
            "zone": content.zone or None,
            "pixel_places": content.places.text,
            **box,
        }
        return _Kept(fields)

    def _beside(self, one: GeoDataSet, path: Path) -> dict[str, object]:
        """Return the fields that name data where it lies.

        Raises:
            InputError: "layer.too_large_to_keep" when it does not lie in the project's folder.
        """
        folder = self.store.beside
        there = path.absolute()
        if folder is None or not one.alone or not there.is_relative_to(folder.absolute()):
            limit_mb = MAX_KEPT_BYTES // 1024**2
            raise InputError("layer.too_large_to_keep", file=path.name, limit_mb=limit_mb)
        name = there.relative_to(folder.absolute()).as_posix()
        path_beside(folder, name)
        return {"sha256": "", "file_name": name}


def in_degrees(data: VectorData, file: str) -> VectorData:
    """Return data with its places in degrees.

    Raises:
        InputError: "layer.outside_zone".
    """
    if not data.zone:
        return data
    mapped = data.mapped(plane_zone(data.zone).inverse)
    if not _is_on_earth(shapely.get_coordinates(mapped.shapes)):
        raise InputError("layer.outside_zone", file=file, zone=data.zone)
    return mapped


def _is_on_earth(degrees: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bool:
    return bool(
        np.isfinite(degrees).all() and (np.abs(degrees) <= np.array([180.0, 90.0])).all()
    )


def decoded(content: PictureData, file: str) -> PlacedPicture:
    """Return a picture with its pixels.

    Raises:
        InputError: "photo.broken" and its like, or "layer.turned_picture": its own notes say that it is to be
            turned, and nobody knows which way the world file means.
    """
    imported = import_photo(content.data, file)
    if _orientation(content.data) not in _UPRIGHT:
        raise InputError("layer.turned_picture", file=file)
    with Image.open(io.BytesIO(imported.data), formats=("PNG", "JPEG")) as opened:
        plain = opened.mode in ("L", "RGB", "RGBA")
        picture = opened.copy() if plain else opened.convert("RGBA")
    return PlacedPicture(picture, content.places.numbers, content.zone)


def _orientation(data: bytes) -> int:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "WEBP")) as picture:
            return int(picture.getexif().get(_ORIENTATION_TAG, 1))
    except (OSError, ValueError, SyntaxError, TypeError):
        return 1  # broken notes say nothing; the picture itself was read


def _stored(content: PictureData, picture: PlacedPicture, file: str) -> tuple[bytes, str]:
    """Return the bytes to keep: as they are taken in, or as JPEG when that is what makes them fit."""
    imported = import_photo(content.data, file)
    if len(imported.data) <= MAX_KEPT_BYTES or picture.pixels.mode == "RGBA":
        return imported.data, imported.media
    out = io.BytesIO()
    picture.pixels.save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue(), "image/jpeg"


def _is_too_large(text: bytes) -> bool:
    return len(text) > MAX_LAYER_TEXT_BYTES or len(zlib.compress(text, 6)) > MAX_KEPT_BYTES


def _role_of(one: GeoDataSet) -> str:
    if isinstance(one.content, PictureData):
        name = one.name.lower()
        return "relief" if any(word in name for word in _HILLSHADE_WORDS) else "picture"
    dimensions = np.bincount(shapely.get_dimensions(one.content.shapes), minlength=3)
    return _ROLE_OF_DIMENSION[int(dimensions.argmax())]


def _box(extent: GeoExtent) -> dict[str, object]:
    return {
        "south_deg": round(extent.south_deg, 6),
        "west_deg": round(extent.west_deg, 6),
        "north_deg": round(extent.north_deg, 6),
        "east_deg": round(extent.east_deg, 6),
    }
