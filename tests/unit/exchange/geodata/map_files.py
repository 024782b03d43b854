"""Writes small files of map data shaped like those that publishers give out."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapefile

LINE, AREA, POINT = 3, 5, 1
JGD2011 = (
    'GEOGCS["JGD2011",DATUM["Japanese_Geodetic_Datum_2011",SPHEROID["GRS 1980",6378137,298.257222101]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)
TOKYO = (
    'GEOGCS["Tokyo",DATUM["Tokyo",SPHEROID["Bessel 1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]]'
)
UTM = (
    'PROJCS["JGD2011 / UTM zone 53N",GEOGCS["JGD2011"],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",135],PARAMETER["scale_factor",0.9996],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]'
)


def plane(lat_deg: float, lon_deg: float) -> str:
    """Return the `.prj` of a zone of plane rectangular coordinates."""
    return (
        'PROJCS["JGD2011 / Japan Plane Rectangular CS",GEOGCS["JGD2011"],PROJECTION["Transverse_Mercator"],'
        f'PARAMETER["latitude_of_origin",{lat_deg}],PARAMETER["central_meridian",{lon_deg}],'
        'PARAMETER["scale_factor",0.9999],PARAMETER["false_easting",0],PARAMETER["false_northing",0],'
        'UNIT["metre",1]]'
    )


def shapefile_members(
    shapes: Sequence[Any], fields: dict[str, str], *, kind: int = LINE, encoding: str = "cp932"
) -> dict[str, bytes]:
    """Return the members of a Shapefile by ending; every shape has the same attributes.

    Args:
        shapes: for lines and areas a list of parts each, for points a pair each.
        fields: attributes by name.
    """
    streams = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**streams, encoding=encoding, shapeType=kind) as writer:
        for name in fields:
            writer.field(name, "C", 60)
        for shape in shapes:
            if kind == POINT:
                writer.point(*shape)
            elif kind == AREA:
                writer.poly(shape)
            else:
                writer.line(shape)
            writer.record(*fields.values())
        writer.close()
        return {ending: stream.getvalue() for ending, stream in streams.items()}


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def write_shapefile(path: Path, stem: str, members: dict[str, bytes], prj: str = "") -> Path:
    """Write a zip that holds a Shapefile; a stem may name a folder."""
    held = {f"{stem}.{ending}": data for ending, data in members.items()}
    if prj:
        held[f"{stem}.prj"] = prj.encode()
    return write_zip(path, held)


def feature(geometry: object, **properties: object) -> dict[str, object]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geometry(kind: str, places: object) -> dict[str, object]:
    """Return a GeoJSON geometry."""
    return {"type": kind, "coordinates": places}


def write_geojson(path: Path, *features: object, **more: object) -> Path:
    """Write a GeoJSON of features."""
    top = {"type": "FeatureCollection", "features": list(features), **more}
    path.write_text(json.dumps(top, ensure_ascii=False), encoding="utf-8")
    return path
