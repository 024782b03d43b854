"""GeoJSON: reads what others wrote, and writes the compact form in which layers are kept.

Source: RFC 7946; the member `crs` of the older specification of 2008 is heeded, because publishers in Japan
write it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import numpy as np
import shapely

from ofdesk.base.errors import InputError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.exchange.geodata.families import FieldNames
from ofdesk.exchange.geodata.spatial_reference import DEGREES, zone_of_name
from ofdesk.exchange.geodata.vector_data import (
    ShapeCollector,
    VectorData,
    area_of,
    coordinates,
    line_of,
    ring_of,
)

MAX_BYTES = 48 * 1024**2
_MOST_DEEP = 4  # collections inside of collections
_GEOMETRIES = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})


def parse(data: bytes, file: str) -> Mapping[str, Any]:
    """Return the top object of a GeoJSON.

    Args:
        data: the whole file; UTF-8, with or without byte order mark.
        file: how errors call the file.

    Raises:
        InputError: "layer.file_too_large", "layer.not_geojson".
    """
    if len(data) > MAX_BYTES:
        raise InputError("layer.file_too_large", file=file, limit_mb=MAX_BYTES // 1024**2)
    try:
        top = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:  # ValueError: no JSON, no UTF-8, NaN, a number too long
        raise InputError("layer.not_geojson", file=file) from error
    if not isinstance(top, dict) or not isinstance(top.get("type"), str):
        raise InputError("layer.not_geojson", file=file)
    return top


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def field_names(top: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the first feature's properties."""
    for feature in _features(top):
        properties = feature.get("properties")
        return tuple(str(name) for name in properties) if isinstance(properties, dict) else ()
    return ()


def read(
    top: Mapping[str, Any], file: str, naming: FieldNames, zone: int | None, cancel: Cancel = NEVER_CANCELLED
) -> VectorData:
    """Return the shapes of a parsed GeoJSON.

    Args:
        top: what `parse` returned.
        file: how errors call the file.
        naming: properties that hold a name, the best first.
        zone: in which coordinates the user says the data is; None: as the data says, else degrees.
        cancel: asked every few thousand shapes.

    Raises:
        InputError: "layer.not_geojson", "layer.old_datum", "layer.unknown_reference", or see
            `ShapeCollector`.
        Cancelled: called off.
    """
    found = ShapeCollector(file, cancel)
    if top["type"] not in ("FeatureCollection", "Feature", "GeometryCollection", *_GEOMETRIES):
        raise InputError("layer.not_geojson", file=file)
    for feature in _features(top):
        name = naming.name_in(feature.get("properties"))
        for shape in _shapes(feature.get("geometry"), 0):
            found.add(shape, name)
    return found.finish(_zone(top, file) if zone is None else zone)


def _features(top: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if top["type"] == "FeatureCollection":
        features = top.get("features")
        if isinstance(features, list):
            yield from (feature for feature in features if isinstance(feature, dict))
    elif top["type"] == "Feature":
        yield top
    else:
        yield {"geometry": top}


def _zone(top: Mapping[str, Any], file: str) -> int:
    reference = top.get("crs")
    properties = reference.get("properties") if isinstance(reference, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return zone_of_name(name, file) if isinstance(name, str) else DEGREES


def _shapes(geometry: object, depth: int) -> Iterator[shapely.Geometry | None]:
    """Yield the shapes of a geometry; None for each that cannot be used."""
    if not isinstance(geometry, dict):
        return
    kind, places = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        inner = geometry.get("geometries")
        if isinstance(inner, list) and depth < _MOST_DEEP:
            for part in inner:
                yield from _shapes(part, depth + 1)
        else:
            yield None
        return
    if kind not in _GEOMETRIES or not isinstance(places, list):
        yield None
        return
    if kind in ("Point", "LineString", "Polygon"):
        places = [places]
    single = str(kind).removeprefix("Multi")
    yield from (_single(single, part) for part in places)


def _single(kind: str, places: Any) -> shapely.Geometry | None:
    if not isinstance(places, list) or not places:
        return None
    if kind == "Point":
        array = coordinates([places])
        return None if array is None else shapely.points(array[0])
    if kind == "LineString":
        return line_of(places)
    rings = [ring_of(ring) for ring in places if isinstance(ring, list)]
    return area_of([ring for ring in rings if ring is not None]) if rings and rings[0] is not None else None


def write(data: VectorData) -> bytes:
    """Return data in degrees as compact GeoJSON: geometries and names only."""
    geometries = shapely.to_geojson(data.shapes)
    features = (
        f'{{"type":"Feature","properties":{json.dumps({"name": name} if name else {}, ensure_ascii=False)},'
        f'"geometry":{geometry}}}'
        for geometry, name in zip(np.atleast_1d(geometries), data.names, strict=True)
    )
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n").encode("utf-8")
