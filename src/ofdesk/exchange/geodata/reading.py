"""Reads a file with map data, whatever it is, into what layers are made of.

Owns telling formats apart by their first bytes and finding the files that belong together: members of a zip,
and the world file and `.prj` beside a picture. Pictures stay undecoded here.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.errors import InputError, ReadError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.base.zip_members import LOCAL_SIGNATURE
from ofdesk.exchange.geodata import geojson, shapefiles
from ofdesk.exchange.geodata.archive import MAX_SMALL_BYTES, Archive, DataSet
from ofdesk.exchange.geodata.families import UNKNOWN, Family, family_of
from ofdesk.exchange.geodata.spatial_reference import DEGREES, zone_of_wkt
from ofdesk.exchange.geodata.vector_data import VectorData
from ofdesk.exchange.geodata.world_file import (
    MAX_WORLD_BYTES,
    PICTURE_ENDINGS,
    WORLD_ENDINGS,
    PixelPlaces,
)

MAX_PICTURE_BYTES = 256 * 1024**2
_GEOJSON_ENDINGS = ("geojson", "json")
_EMPTY_ZIP = b"PK\x05\x06"


@dataclass(frozen=True)
class PictureData:
    """A picture with a known place, undecoded.

    Attributes:
        data: the picture file.
        places: where its pixels lie.
        zone: zone of plane rectangular coordinates, 0 for degrees.
    """

    data: bytes
    places: PixelPlaces
    zone: int


@dataclass(frozen=True)
class GeoDataSet:
    """One layer's worth of data.

    Attributes:
        name: of the file it came from, without ending.
        family: the published data set it belongs to.
        content: shapes or a picture.
        alone: whether the file holds nothing else.
    """

    name: str
    family: Family
    content: VectorData | PictureData
    alone: bool = True


def read_geodata(
    path: Path, *, zone: int | None = None, cancel: Cancel = NEVER_CANCELLED
) -> tuple[GeoDataSet, ...]:
    """Read all data sets of a file.

    Args:
        path: GeoJSON, a zip with Shapefiles, GeoJSON or pictures, or a picture with its world file beside it.
        zone: 1 to 19: the data is in this zone of plane rectangular coordinates; 0: in degrees; None: as it
            says.
        cancel: asked between shapes and blocks.

    Raises:
        ReadError: the file cannot be read.
        InputError: it cannot be taken in; the code says why.
        DamagedFileError: the zip is damaged or hostile.
        Cancelled: called off.
    """
    head = _bytes_of(path, 16, whole=False)
    if head[:4] in (LOCAL_SIGNATURE, _EMPTY_ZIP):
        return _in_zip(path, zone, cancel)
    ending = path.suffix.lower().lstrip(".")
    if ending in PICTURE_ENDINGS:
        return (_picture_beside(path, zone),)
    if ending == "shp":
        raise InputError("layer.shapefile_alone", file=path.name)
    data = _bytes_of(path, geojson.MAX_BYTES)
    return (_geojson(data, path.stem, path.name, zone, cancel),)


def _geojson(data: bytes, name: str, label: str, zone: int | None, cancel: Cancel) -> GeoDataSet:
    top = geojson.parse(data, label)
    family = family_of(name, geojson.field_names(top))
    return GeoDataSet(name, family, geojson.read(top, label, family.naming, zone, cancel))


def _in_zip(path: Path, zone: int | None, cancel: Cancel) -> tuple[GeoDataSet, ...]:
    try:
        with path.open("rb") as stream:
            archive = Archive(stream, path.name, cancel)
            sets = archive.data_sets(("shp", *_GEOJSON_ENDINGS))
            if not sets:
                sets = [one for one in archive.data_sets(PICTURE_ENDINGS) if _world_of(one.members)]
            if not sets:
                raise InputError("layer.nothing_in_zip", file=path.name)
            return tuple(_one_of(archive, found, zone, cancel, alone=len(sets) == 1) for found in sets)
    except OSError as error:
        raise ReadError("file.cannot_read", path=path.name) from error


def _one_of(
    archive: Archive, found: DataSet, zone: int | None, cancel: Cancel, *, alone: bool
) -> GeoDataSet:
    if "shp" in found.members:
        shapes, family = shapefiles.read(archive, found, zone, cancel)
        return GeoDataSet(found.stem, family, shapes, alone)
    for ending in _GEOJSON_ENDINGS:
        if ending in found.members:
            data = archive.read(found.members[ending], geojson.MAX_BYTES)
            label = f"{archive.label} › {found.stem}.{ending}"
            one = _geojson(data, found.stem, label, zone, cancel)
            return GeoDataSet(one.name, one.family, one.content, alone)
    ending = next(ending for ending in PICTURE_ENDINGS if ending in found.members)
    data = archive.read(found.members[ending], MAX_PICTURE_BYTES)

    def small(other: str, limit: int) -> bytes | None:
        return archive.read(found.members[other], limit) if other in found.members else None

    return GeoDataSet(found.stem, UNKNOWN, _picture(data, ending, found.stem, zone, small), alone)


def _world_of(members: dict[str, object] | object) -> bool:
    held = members if isinstance(members, dict) else {}
    return any(
        world in held for ending in PICTURE_ENDINGS if ending in held for world in WORLD_ENDINGS[ending]
    )


def _picture_beside(path: Path, zone: int | None) -> GeoDataSet:
    def small(ending: str, limit: int) -> bytes | None:
        for spelled in (ending, ending.upper()):
            beside = path.with_suffix(f".{spelled}")
            if beside.is_file():
                return _bytes_of(beside, limit)
        return None

    data = _bytes_of(path, MAX_PICTURE_BYTES)
    ending = path.suffix.lower().lstrip(".")
    return GeoDataSet(path.stem, UNKNOWN, _picture(data, ending, path.name, zone, small))


def _picture(
    data: bytes, ending: str, label: str, zone: int | None, small: Callable[[str, int], bytes | None]
) -> PictureData:
    """Return a picture with the places of its pixels; `small` reads a file of the same name beside it."""
    world = next(
        (text for other in WORLD_ENDINGS[ending] if (text := small(other, MAX_WORLD_BYTES)) is not None), None
    )
    if world is None:
        raise InputError("layer.no_world_file", file=label, ending=WORLD_ENDINGS[ending][0])
    places = PixelPlaces.parse(world.decode("utf-8", "replace"), label)
    if zone is None:
        reference = small("prj", MAX_SMALL_BYTES)
        zone = DEGREES if reference is None else zone_of_wkt(reference.decode("utf-8", "replace"), label)
    if zone == DEGREES and not (abs(places.c) <= 180 and abs(places.f) <= 90):
        raise InputError("layer.not_degrees", file=label)
    return PictureData(data, places, zone)


def _bytes_of(path: Path, limit: int, *, whole: bool = True) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise ReadError("file.not_a_file", path=path.name)
        if whole and about.st_size > limit:
            raise InputError("layer.file_too_large", file=path.name, limit_mb=max(1, limit // 1024**2))
        with path.open("rb") as stream:
            return stream.read(limit)
    except FileNotFoundError as error:
        raise ReadError("file.not_found", path=path.name) from error
    except (OSError, ValueError) as error:
        raise ReadError("file.cannot_read", path=path.name) from error
