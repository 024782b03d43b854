"""`ofdesk layer` and `ofdesk map --layers`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.unit.cli.command_line import CommandLine
from tests.unit.exchange.geodata import map_files as files

from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import save_project


def railway_file(folder: Path) -> Path:
    fields = {"N02_001": "1", "N02_003": "見本線"}
    members = files.shapefile_members([[[(135.6, 34.6), (135.7, 34.7)]]], fields)
    return files.write_shapefile(folder / "N02-22_GML.zip", "N02-22_RailroadSection", members)


def layers_in(ofdesk: CommandLine, project: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ofdesk("layer", "list", project, "--json").out)["layers"]
    return found


def test_layers_are_imported_listed_shown_and_removed(
    ofdesk: CommandLine, project: Path, tmp_path: Path
) -> None:
    place = files.feature(files.geometry("Point", [135.6, 34.6]))
    point = files.write_geojson(tmp_path / "拠点.geojson", place)
    ended = ofdesk("layer", "import", project, railway_file(tmp_path), point)
    assert ended.code == 0, ended.err
    assert "「鉄道」（鉄道）" in ended.out
    assert "「拠点」（地点）" in ended.out
    assert ended.out.count("出典が入っていません") == 1
    listed = layers_in(ofdesk, project)
    assert [(one["name"], one["kept"]) for one in listed] == [("鉄道", True), ("拠点", True)]
    assert "出典：「国土数値情報（鉄道データ）」" in ofdesk("layer", "list", project).out
    sizes = {}
    for chosen in ("all", "none", "鉄道"):
        target = tmp_path / f"{chosen}.pdf"
        assert ofdesk("map", project, "-o", target, "--area", "大阪府", "--layers", chosen).code == 0
        sizes[chosen] = target.stat().st_size
    assert sizes["none"] < sizes["鉄道"] < sizes["all"]
    assert "運河" in ofdesk.fails("map", project, "-o", tmp_path / "x.pdf", "--layers", "運河").err
    assert "拠点" in ofdesk("layer", "remove", project, "拠点").out
    assert [one["name"] for one in layers_in(ofdesk, project)] == ["鉄道"]


def test_a_bad_file_among_good_ones_leaves_the_project_as_it_was(
    ofdesk: CommandLine, project: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "壊れた.zip"
    bad.write_bytes(railway_file(tmp_path).read_bytes()[:200])
    before = project.read_bytes()
    ended = ofdesk.fails("layer", "import", project, railway_file(tmp_path), bad)
    assert ended.code == 3
    assert "壊れた.zip" in ended.err
    assert ofdesk.fails("layer", "remove", project, "運河").code == 2
    assert project.read_bytes() == before


def test_plane_coordinates_need_their_zone(ofdesk: CommandLine, project: Path, tmp_path: Path) -> None:
    line = files.geometry("LineString", [[1000.0, 2000.0], [1500.0, 2500.0]])
    path = files.write_geojson(tmp_path / "線.geojson", files.feature(line))
    assert "系番号" in ofdesk.fails("layer", "import", project, path).err
    given = ("--zone", "6", "--role", "road", "--name", "見本道")
    assert ofdesk("layer", "import", project, path, *given).code == 0
    (layer,) = layers_in(ofdesk, project)
    assert (layer["name"], layer["role"]) == ("見本道", "road")
    assert 136.0 < layer["extent"][0] < 136.02


def test_a_layer_whose_data_is_gone_is_a_problem(ofdesk: CommandLine, project: Path, tmp_path: Path) -> None:
    ofdesk("layer", "import", project, railway_file(tmp_path))
    opened = open_project(project)
    save_project(tmp_path / "lost.ofdesk", opened.catalogue, PhotoStore(), expected_digest=None)
    ended = ofdesk("check", tmp_path / "lost.ofdesk")
    assert ended.code == 1
    assert "N02-22_GML.zip" in ended.out
