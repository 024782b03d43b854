"""Map data of every family and format is read; what is broken or hostile is refused in one sentence."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image
from tests.unit.exchange.geodata import map_files as files

from ofdesk.base.errors import Cancelled, DamagedFileError, InputError, OfdeskError, ReadError
from ofdesk.base.progress import CancelToken
from ofdesk.exchange.geodata import geojson, vector_data
from ofdesk.exchange.geodata.reading import PictureData, read_geodata
from ofdesk.exchange.geodata.vector_data import VectorData, rounded

TRACK = [[(135.6, 34.6), (135.61, 34.62), (135.62, 34.62)]]
SQUARE = [[(136.0, 35.9), (136.0, 36.0), (136.1, 36.0), (136.1, 35.9), (136.0, 35.9)]]


def shapes_of(path: Path, zone: int | None = None) -> VectorData:
    content = read_geodata(path, zone=zone)[0].content
    assert isinstance(content, VectorData)
    return content


def refusal(path: Path, zone: int | None = None) -> str:
    with pytest.raises(OfdeskError) as caught:
        read_geodata(path, zone=zone)
    assert isinstance(caught.value, (InputError, DamagedFileError, ReadError))
    return caught.value.code


@pytest.mark.parametrize(
    ("stem", "shape", "fields", "wanted"),
    [
        ("N02-22_RailroadSection", TRACK, {"N02_001": "11", "N02_003": "見本線"}, ("railway", "見本線")),
        ("N02-22_Station", TRACK, {"N02_003": "見本線", "N02_005": "見本駅"}, ("station", "見本駅")),
        ("N03-20240101_27", SQUARE, {"N03_001": "大阪府", "N03_004": "八尾市"}, ("municipalities", "八尾市")),
        ("N06-20_HighwaySection", TRACK, {"N06_001": "1", "N06_007": "見本道"}, ("motorway", "見本道")),
        ("N01-07L-27-01.0a", TRACK, {"N01_001": "1", "N01_002": "見本街道"}, ("road", "見本街道")),
        ("W05-09_27-g_Stream", TRACK, {"W05_001": "8", "W05_004": "見本川"}, ("river", "見本川")),
    ],
)
def test_families_are_known_by_the_names_of_files_and_fields(
    tmp_path: Path, stem: str, shape: list[object], fields: dict[str, str], wanted: tuple[str, str]
) -> None:
    kind = files.AREA if shape is SQUARE else files.LINE
    members = files.shapefile_members([shape], fields, kind=kind)
    by_file = read_geodata(files.write_shapefile(tmp_path / "a.zip", f"data/{stem}", members))
    by_field = read_geodata(files.write_shapefile(tmp_path / "b.zip", "renamed", members))
    for found in (by_file, by_field):
        assert found[0].family.key == wanted[0]
        assert isinstance(found[0].content, VectorData)
        assert found[0].content.names == (wanted[1],)


def test_one_zip_gives_each_data_set_once_and_prefers_shapefiles_in_utf_8(tmp_path: Path) -> None:
    section = files.shapefile_members([TRACK], {"N02_001": "11", "N02_003": "見本線"})
    utf_8 = files.shapefile_members([TRACK], {"N02_001": "11", "N02_003": "髙見線"}, encoding="utf-8")
    station = files.shapefile_members([TRACK], {"N02_005": "見本駅"})
    members = {
        **{f"Shift-JIS/N02-22_RailroadSection.{ending}": data for ending, data in section.items()},
        **{f"UTF-8/N02-22_RailroadSection.{ending}": data for ending, data in utf_8.items()},
        **{f"UTF-8/N02-22_Station.{ending}": data for ending, data in station.items()},
        "N02-22_RailroadSection.geojson": b"{}",
        "KS-META-N02-22.xml": b"<x/>",
    }
    found = read_geodata(files.write_zip(tmp_path / "N02-22_GML.zip", members))
    assert [one.family.key for one in found] == ["railway", "station"]
    assert isinstance(found[0].content, VectorData)
    assert found[0].content.names == ("髙見線",)
    assert not found[0].alone


def test_a_table_may_be_missing_but_not_the_shapes(tmp_path: Path) -> None:
    members = files.shapefile_members([TRACK], {"N02_003": "見本線"})
    without_table = {"shp": members["shp"]}
    found = shapes_of(files.write_shapefile(tmp_path / "a.zip", "lines", without_table))
    assert (len(found.shapes), found.names) == (1, ("",))
    assert refusal(files.write_shapefile(tmp_path / "b.zip", "lines", {"dbf": members["dbf"]})) == (
        "layer.nothing_in_zip"
    )


def test_a_broken_table_only_costs_the_names(tmp_path: Path) -> None:
    members = files.shapefile_members([TRACK], {"N02_003": "見本線"})
    found = shapes_of(files.write_shapefile(tmp_path / "a.zip", "lines", members | {"dbf": b"\x03" * 40}))
    assert found.names == ("",)


def test_a_hole_and_an_island_stay_what_they_are(tmp_path: Path) -> None:
    hole = [(136.02, 35.92), (136.08, 35.92), (136.08, 35.98), (136.02, 35.98), (136.02, 35.92)]
    island = [(136.3, 35.9), (136.3, 36.0), (136.4, 36.0), (136.4, 35.9), (136.3, 35.9)]
    members = files.shapefile_members([[*SQUARE, hole, island]], {"N03_004": "見本市"}, kind=files.AREA)
    found = shapes_of(files.write_shapefile(tmp_path / "a.zip", "N03-20240101_18", members, files.JGD2011))
    # 0.1 × 0.1 without 0.06 × 0.06, and another 0.1 × 0.1.
    assert shapely.area(found.shapes[0]) == pytest.approx(0.01 - 0.0036 + 0.01)


def test_a_prj_tells_the_zone_and_what_cannot_be_used(tmp_path: Path) -> None:
    members = files.shapefile_members([[[(1000.0, 2000.0), (1500.0, 2500.0)]]], {"NAME": "見本"})
    # Zone 6 begins at 36° N 136° E.
    in_degrees = files.shapefile_members([TRACK], {"NAME": "見本"})

    def made(prj: str, held: dict[str, bytes] = members) -> Path:
        return files.write_shapefile(tmp_path / "a.zip", "x", held, prj)

    assert shapes_of(made(files.plane(36, 136))).zone == 6
    assert shapes_of(made(""), 9).zone == 9
    assert refusal(made("")) == "layer.not_degrees"
    assert refusal(made(files.UTM)) == "layer.unknown_reference"
    assert refusal(made("nonsense")) == "layer.unknown_reference"
    assert refusal(made(files.TOKYO, in_degrees)) == "layer.old_datum"
    assert shapes_of(made(files.JGD2011, in_degrees)).zone == 0


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.99])
def test_a_truncated_zip_is_refused(tmp_path: Path, share: float) -> None:
    whole = files.write_shapefile(tmp_path / "a.zip", "x", files.shapefile_members([TRACK], {"NAME": "見本"}))
    data = whole.read_bytes()
    whole.write_bytes(data[: int(len(data) * share)])
    assert refusal(whole) == "zip.damaged"


@pytest.mark.parametrize("length", [0, 30, 100, 130, 170])
def test_truncated_shapes_are_refused(tmp_path: Path, length: int) -> None:
    members = files.shapefile_members([TRACK, TRACK], {"NAME": "見本"})
    cut = members | {"shp": members["shp"][:length]}
    assert refusal(files.write_shapefile(tmp_path / "a.zip", "x", cut)) in (
        "layer.broken_shapefile",
        "layer.empty",
    )


def test_no_flipped_byte_of_a_shapefile_leads_to_anything_but_a_refusal(tmp_path: Path) -> None:
    members = files.shapefile_members([TRACK, TRACK], {"NAME": "見本"})
    path = tmp_path / "a.zip"
    for ending in ("shp", "dbf"):
        for place in range(len(members[ending])):
            data = bytearray(members[ending])
            data[place] ^= 0xFF
            files.write_shapefile(path, "x", members | {ending: bytes(data)})
            try:
                read_geodata(path)
            except OfdeskError as error:
                assert error.code.startswith("layer.")  # noqa: PT017 - either outcome is right


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(files.write_zip(tmp_path / "a.zip", {"x.shp": b"\0" * 40_000_000})) == "zip.too_large"
    monkeypatch.setattr("ofdesk.exchange.geodata.shapefiles.MAX_SHAPES_BYTES", 1000)
    assert refusal(files.write_zip(tmp_path / "b.zip", {"x.shp": b"\0" * 1001})) == "layer.file_too_large"


def test_a_zip_of_too_many_data_sets_is_refused(tmp_path: Path) -> None:
    members = {f"{number}.geojson": b"{}" for number in range(9)}
    assert refusal(files.write_zip(tmp_path / "a.zip", members)) == "layer.too_many_data_sets"


def test_a_shapefile_outside_of_a_zip_and_a_missing_file_are_told(tmp_path: Path) -> None:
    alone = tmp_path / "x.shp"
    alone.write_bytes(b"\x00\x00\x27\x0a")
    assert refusal(alone) == "layer.shapefile_alone"
    assert refusal(tmp_path / "none.geojson") == "file.not_found"
    assert refusal(tmp_path) == "file.not_a_file"


def test_geojson_of_every_shape_is_read(tmp_path: Path) -> None:
    ring = [[136.0, 35.9], [136.1, 35.9], [136.1, 36.0], [136.0, 35.9]]
    path = files.write_geojson(
        tmp_path / "a.geojson",
        files.feature(files.geometry("Point", [136.0, 35.9, 12.5]), name="点"),
        files.feature(files.geometry("MultiLineString", [[[136.0, 35.9], [136.1, 35.9]], [[0, 1], [1, 1]]])),
        files.feature({"type": "GeometryCollection", "geometries": [files.geometry("Polygon", [ring])]}),
        files.feature(None),
    )
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    found = shapes_of(path)
    assert [shape.geom_type for shape in found.shapes] == ["Point", "LineString", "LineString", "Polygon"]
    assert (found.names[0], found.left_out) == ("点", 0)
    path.write_text(json.dumps(files.geometry("LineString", [[136.0, 35.9], [136.1, 35.9]])))
    assert len(shapes_of(path).shapes) == 1


@pytest.mark.parametrize(
    "places",
    [
        [[[136.0, 35.9], [136.1, 35.9]]],  # an area of two points
        [[[136.0, 35.9], [136.0, 35.9], [136.0, 35.9], [136.0, 35.9]]],
        [[["a", "b"], [1, 2], [3, 4]]],
        [[136.0, 35.9]],
        [],
        [[[1e999, 0], [1, 1], [2, 2]]],
        {"x": 1},
    ],
)
def test_shapes_that_mean_nothing_are_left_out_and_counted(tmp_path: Path, places: object) -> None:
    good = files.feature(files.geometry("Point", [136.0, 35.9]))
    path = files.write_geojson(tmp_path / "a.geojson", good, files.feature(files.geometry("Polygon", places)))
    path.write_text(path.read_text(encoding="utf-8").replace("Infinity", "1e999"), encoding="utf-8")
    found = shapes_of(path)
    assert (len(found.shapes), found.left_out) == (1, 1)
    files.write_geojson(path, files.feature(files.geometry("Polygon", [[[136.0, 35.9], [136.1, 35.9]]])))
    assert refusal(path) == "layer.empty"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "layer.not_geojson"),
        (b"[1, 2]", "layer.not_geojson"),
        (b'{"type": "Topology"}', "layer.not_geojson"),
        (b'{"type": "Point", "coordinates": [NaN, 35.9]}', "layer.not_geojson"),
        (b'{"type": "Point", "coordinates": [136.0', "layer.not_geojson"),
        (b'{"type": "Point", "name": "\x88\xc0", "coordinates": [1, 2]}', "layer.not_geojson"),
        (b'{"type": "Point", "coordinates": [999.0, 35.9]}', "layer.not_degrees"),
        (b'{"type": "FeatureCollection", "features": {}}', "layer.empty"),
        (b"[" * 200_000, "layer.not_geojson"),
        (b'{"type": "FeatureCollection", "features": [' + b"[" * 100_000, "layer.not_geojson"),
        (b'{"type": "Point", "coordinates": [1' + b"0" * 10_000 + b", 2]}", "layer.not_geojson"),
    ],
)
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: bytes, code: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(text)
    assert refusal(path) == code


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 0),
        ("urn:ogc:def:crs:EPSG::6668", 0),
        ("EPSG:4326", 0),
        ("urn:ogc:def:crs:EPSG::6674", 6),
        ("EPSG:2448", 6),
        ("EPSG:4301", "layer.old_datum"),
        ("EPSG:3857", "layer.unknown_reference"),
        ("", "layer.unknown_reference"),
    ],
)
def test_the_coordinates_a_geojson_names_are_heeded(tmp_path: Path, name: str, zone: int | str) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    place = files.feature(files.geometry("Point", [30.0, 20.0]))
    path = files.write_geojson(tmp_path / "a.json", place, crs=crs)
    if isinstance(zone, str):
        assert refusal(path) == zone
    else:
        assert shapes_of(path).zone == zone


def test_too_many_vertices_are_refused_and_reading_can_be_called_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [[136.0 + number / 1000, 35.9] for number in range(50)]
    path = files.write_geojson(tmp_path / "a.geojson", files.feature(files.geometry("LineString", places)))
    monkeypatch.setattr(vector_data, "MAX_VERTICES", 49)
    assert refusal(path) == "layer.too_detailed"
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        read_geodata(path, cancel=token)


def test_what_is_kept_is_rounded_and_reads_the_same_again(tmp_path: Path) -> None:
    line = files.geometry("LineString", [[136.0000012, 35.9], [136.0000013, 35.9], [136.1234567, 35.9876543]])
    point = files.geometry("MultiPoint", [[136.5, 35.5], [136.6, 35.5]])
    named = files.feature(line, name="見本「線」\n")
    path = files.write_geojson(tmp_path / "a.geojson", named, files.feature(point))
    kept = geojson.write(rounded(shapes_of(path)))
    top = json.loads(kept)
    assert top["features"][0]["geometry"]["coordinates"] == [[136, 35.9], [136.12346, 35.98765]]
    assert top["features"][0]["properties"] == {"name": "見本「線」"}
    again = tmp_path / "b.geojson"
    again.write_bytes(kept)
    assert geojson.write(rounded(shapes_of(again))) == kept


def test_simplifying_leaves_out_what_lies_near_the_line() -> None:
    # 2 m to the side of a line of 20 km: 2 / 111,132 = 0.000018°.
    wiggly = np.array([(136.0, 35.9), (136.1, 35.900018), (136.2, 35.9)])
    data = VectorData(np.array([shapely.linestrings(wiggly)], dtype=object), ("",))
    assert shapely.get_num_coordinates(data.simplified(5.0).shapes[0]) == 2
    assert shapely.get_num_coordinates(data.simplified(1.0).shapes[0]) == 3


# Pictures


def picture_bytes(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 20), 128).save(out, kind)
    return out.getvalue()


WORLD = "0.01\n0\n0\n-0.01\n136.0\n36.0\n"


@pytest.mark.parametrize(
    ("name", "world", "kind"),
    [
        ("a.png", "a.pgw", "PNG"),
        ("a.jpg", "a.jgw", "JPEG"),
        ("a.tif", "a.tfw", "TIFF"),
        ("a.png", "a.WLD", "PNG"),
    ],
)
def test_a_picture_is_placed_by_the_world_file_beside_it(
    tmp_path: Path, name: str, world: str, kind: str
) -> None:
    (tmp_path / name).write_bytes(picture_bytes(kind))
    (tmp_path / world).write_text(WORLD)
    content = read_geodata(tmp_path / name)[0].content
    assert isinstance(content, PictureData)
    assert list(content.places.numbers) == [0.01, 0, 0, -0.01, 136.0, 36.0]
    assert content.zone == 0
    zipped = files.write_zip(
        tmp_path / "a.zip", {f"d/{name}": picture_bytes(kind), f"d/{world.lower()}": WORLD.encode()}
    )
    assert read_geodata(zipped)[0].content == content


def test_a_prj_or_the_user_tells_the_zone_of_a_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture_bytes())
    (tmp_path / "a.pgw").write_text("10\n0\n0\n-10\n5000\n-3000\n")
    assert refusal(tmp_path / "a.png") == "layer.not_degrees"
    told = read_geodata(tmp_path / "a.png", zone=6)[0].content
    (tmp_path / "a.prj").write_text(files.plane(36, 136))
    found = read_geodata(tmp_path / "a.png")[0].content
    assert isinstance(told, PictureData)
    assert isinstance(found, PictureData)
    assert (told.zone, found.zone) == (6, 6)


@pytest.mark.parametrize(
    "world",
    [
        "0.01\n0\n0\n-0.01\n136.0\n",  # five lines
        WORLD + "1\n",
        "0.01\n0\n0\nx\n136.0\n36.0\n",
        "nan\n0\n0\n-0.01\n136\n36\n",
        "0\n0\n0\n0\n136\n36\n",
        "1e300\n0\n0\n-1e300\n136\n36\n",
        "1e-300\n0\n0\n-1e-300\n136\n36\n",
        "",
    ],
)
def test_a_world_file_that_is_none_is_refused(tmp_path: Path, world: str) -> None:
    (tmp_path / "a.png").write_bytes(picture_bytes())
    (tmp_path / "a.pgw").write_text(world)
    assert refusal(tmp_path / "a.png") == "layer.broken_world_file"


def test_a_picture_without_a_world_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture_bytes())
    assert refusal(tmp_path / "a.png") == "layer.no_world_file"
    assert refusal(files.write_zip(tmp_path / "a.zip", {"a.png": picture_bytes()})) == "layer.nothing_in_zip"


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = files.write_shapefile(tmp_path / "a.zip", "x", files.shapefile_members([TRACK], {"NAME": "見本"}))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    data[start + 8] |= 1
    path.write_bytes(bytes(data))
    assert refusal(path) == "zip.foreign"
