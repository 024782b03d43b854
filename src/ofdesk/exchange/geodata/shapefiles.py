"""Reads a Shapefile out of a zip with pyshp.

Owns the choice of encoding and coordinates, and what is made of broken records: left out and counted. The
table of attributes may be missing, the shapes may not.

Source: ESRI Shapefile Technical Description (July 1998).
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ofdesk.base.errors import InputError
from ofdesk.exchange.geodata.archive import (
    MAX_SHAPES_BYTES,
    MAX_SMALL_BYTES,
    MAX_TABLE_BYTES,
    Archive,
    DataSet,
)
from ofdesk.exchange.geodata.families import Family, FieldNames, family_of
from ofdesk.exchange.geodata.spatial_reference import DEGREES, zone_of_wkt
from ofdesk.exchange.geodata.vector_data import (
    ShapeCollector,
    VectorData,
    area_of,
    coordinates,
    line_of,
    ring_of,
)

if TYPE_CHECKING:
    from ofdesk.base.progress import Cancel

_ENCODINGS = ("utf-8", "cp932")
_UTF8_PAGES = frozenset({"utf-8", "utf8", "65001"})
_POINT, _LINE, _AREA, _POINTS = 1, 3, 5, 8
_NO_SHAPE = 0
_DELETION_MARK = "DeletionFlag"
_KIND_STEP = 10  # with heights 11, 13 …, with measures 21, 23 …
# What the library was seen to raise on broken bytes; anything else is a bug and shall show.
_READER_FAILURES = (
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    MemoryError,
    EOFError,
    OSError,
    RuntimeError,
    struct.error,
)


def read(archive: Archive, found: DataSet, zone: int | None, cancel: Cancel) -> tuple[VectorData, Family]:
    """Return the shapes of a Shapefile and the family it belongs to.

    Args:
        archive: the zip.
        found: its members that make up the Shapefile.
        zone: in which coordinates the user says the data is; None: as its `.prj` says, else degrees.
        cancel: asked every few thousand shapes.

    Raises:
        InputError: "layer.broken_shapefile", "layer.old_datum", "layer.unknown_reference",
            "layer.file_too_large", or see `ShapeCollector`.
        DamagedFileError: the zip is damaged or hostile.
        Cancelled: called off.
    """
    label = f"{archive.label} › {found.stem}.shp"
    shapes = archive.read(found.members["shp"], MAX_SHAPES_BYTES)
    table = archive.read(found.members["dbf"], MAX_TABLE_BYTES) if "dbf" in found.members else b""
    if zone is None:
        zone = _zone(archive, found, label)
    names: tuple[str, ...] = ()
    family = family_of(found.stem, ())
    if table:
        fields, names = _names(table, found.stem, _encodings(archive, found))
        family = family_of(found.stem, fields)
    collector = ShapeCollector(label, cancel)
    for number, shape in enumerate(_shapes(shapes, label)):
        collector.add(shape, names[number] if number < len(names) else "")
    return collector.finish(zone), family


@contextmanager
def _doubts_settled() -> Iterator[None]:
    """A file that is not as long as it says is broken; what else the library wonders about costs no shape."""
    import shapefile

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", shapefile.PossiblyCorruptFileHeader)
        yield


def _zone(archive: Archive, found: DataSet, label: str) -> int:
    if "prj" not in found.members:
        return DEGREES  # data of 国土数値情報 often has none; numbers that are no degrees are refused later
    text = archive.read(found.members["prj"], MAX_SMALL_BYTES).decode("utf-8", "replace")
    return zone_of_wkt(text, label)


def _encodings(archive: Archive, found: DataSet) -> tuple[str, ...]:
    if "cpg" not in found.members:
        return _ENCODINGS
    page = archive.read(found.members["cpg"], MAX_SMALL_BYTES).decode("ascii", "replace").strip().lower()
    said = "utf-8" if page in _UTF8_PAGES else "cp932"
    return (said, *(encoding for encoding in _ENCODINGS if encoding != said))


def _names(table: bytes, stem: str, encodings: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of a table and the name each of its rows gives; nothing of a table that is broken."""
    import shapefile  # pyshp: only those who import such data wait for it

    for encoding in encodings:
        given = {"dbf": io.BytesIO(table), "encoding": encoding}
        try:
            with _doubts_settled(), closing(shapefile.Reader(**given)) as reader:
                fields = tuple(field.name for field in reader.fields if field.name != _DELETION_MARK)
                naming = family_of(stem, fields).naming
                return fields, tuple(_rows(reader, fields, naming))
        except (shapefile.ShapefileException, *_READER_FAILURES):
            continue  # the library tells letters it cannot decode like any other fault
    return (), ()


def _rows(reader: Any, fields: tuple[str, ...], naming: FieldNames) -> Iterator[str]:
    wanted = [field for field in naming.fields if field in fields][:2]
    if not wanted:
        return
    for record in reader.iterRecords(fields=wanted):
        yield naming.name_in(record.as_dict())


def _shapes(data: bytes, label: str) -> Iterator[shapely.Geometry | None]:
    import shapefile

    try:
        with _doubts_settled(), closing(shapefile.Reader(shp=io.BytesIO(data))) as reader:
            for shape in reader.iterShapes():
                yield from _made(shape)
    except (shapefile.ShapefileException, shapefile.PossiblyCorruptFileHeader, *_READER_FAILURES) as error:
        raise InputError("layer.broken_shapefile", file=label) from error


def _made(shape: Any) -> Iterator[shapely.Geometry | None]:
    """Yield the one shape of a record; None for one that cannot be used."""
    kind = int(shape.shapeType)
    if kind == _NO_SHAPE:
        yield None
        return
    kind %= _KIND_STEP
    points = coordinates(shape.points)
    if points is None or not len(points):
        yield None
    elif kind in (_POINT, _POINTS):
        yield shapely.points(points[0]) if len(points) == 1 else shapely.multipoints(points)
    elif kind in (_LINE, _AREA):
        yield _lines(points, shape.parts) if kind == _LINE else _areas(points, shape.parts)
    else:
        yield None


def _parts(points: np.ndarray[Any, np.dtype[np.float64]], starts: Any) -> list[Any]:
    return np.split(points, [start for start in starts if 0 < start < len(points)])


def _lines(points: Any, starts: Any) -> shapely.Geometry | None:
    lines = [line for part in _parts(points, starts) if (line := line_of(part)) is not None]
    if len(lines) < 2:
        return lines[0] if lines else None
    return shapely.multilinestrings(lines)


def _areas(points: Any, starts: Any) -> shapely.Geometry | None:
    return area_of([ring for part in _parts(points, starts) if (ring := ring_of(part)) is not None])
