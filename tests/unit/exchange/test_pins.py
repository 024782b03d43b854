"""Pins as other programs read them: places, words, and nothing that could hurt."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofdesk.base.geometry import GeoPoint
from ofdesk.exchange.geojson import geojson_of
from ofdesk.exchange.kml import kml_of
from ofdesk.exchange.pin_table import csv_of
from ofdesk.exchange.pins import COLUMNS, Pin, PinWords, one_line

KML = "{http://www.opengis.net/kml/2.2}"
HOSTILE = "<script>alert(1)</script>&\x00\"'\ud800\n二行目"
WORDS = PinWords(
    "見本の地図",
    {name: f"見出し {name}" for name in (*COLUMNS, "lat", "lon")},
    {"event": "催し", "factory": "工場"},
    {"town": "町まで"},
)
FACTORY = Pin(
    kind="factory",
    number=7,
    name="見本金属工業",
    reading="みほんきんぞくこうぎょう",
    name_en="Mihon Metals",
    prefecture="大阪府",
    municipality="八尾市",
    address="大阪府八尾市本町1-1",
    level="town",
    radius_m=300,
    page=12,
    events=("見本の日", "見本の夜"),
    url="https://example.jp/?a=1&b=2",
    point=GeoPoint(34.6267, 135.6012345678),
)
EVENT = dataclasses.replace(
    FACTORY,
    kind="event",
    number=None,
    name="見本の日",
    level="",
    radius_m=None,
    page=None,
    events=(),
    point=GeoPoint(26.2, 127.7),
)
TEXTS = ("name", "reading", "name_en", "prefecture", "municipality", "address", "url")
texts = st.text(max_size=20)
pins = st.builds(
    Pin,
    kind=st.sampled_from(["event", "factory"]),
    number=st.none() | st.integers(1, 9999),
    level=st.sampled_from(["", "town", "factories"]),
    radius_m=st.none() | st.integers(0, 2_000_000),
    page=st.none() | st.integers(1, 999),
    events=st.lists(texts, max_size=3).map(tuple),
    point=st.builds(GeoPoint, st.floats(-90, 90), st.floats(-180, 180)),
    **dict.fromkeys(TEXTS, texts),
)


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def marks_of(data: bytes) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(data).iter(f"{KML}Placemark"))


def test_geojson_has_longitude_first_and_tells_every_fact() -> None:
    read = json.loads(geojson_of([EVENT, FACTORY], WORDS))
    assert (read["type"], read["name"]) == ("FeatureCollection", "見本の地図")
    assert "crs" not in read
    first, second = read["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [127.7, 26.2]}
    assert second["geometry"]["coordinates"] == [135.601235, 34.6267]
    assert tuple(second["properties"]) == COLUMNS
    assert second["properties"]["events"] == ["見本の日", "見本の夜"]
    assert (second["properties"]["number"], second["properties"]["level"]) == (7, "town")
    assert (first["properties"]["number"], first["properties"]["page"]) == (None, None)


def test_kml_has_longitude_first_and_a_folder_for_each_kind() -> None:
    root = ElementTree.fromstring(kml_of([EVENT, FACTORY], WORDS))
    assert root.tag == f"{KML}kml"
    assert [folder.findtext(f"{KML}name") for folder in root.iter(f"{KML}Folder")] == ["催し", "工場"]
    event, factory = root.iter(f"{KML}Placemark")
    assert factory.findtext(f"{KML}Point/{KML}coordinates") == "135.601235,34.626700"
    assert (event.findtext(f"{KML}name"), factory.findtext(f"{KML}name")) == ("見本の日", "7 見本金属工業")
    styles = {f"#{style.attrib['id']}" for style in root.iter(f"{KML}Style")}
    assert {mark.findtext(f"{KML}styleUrl") for mark in (event, factory)} == styles
    data = {d.attrib["name"]: d.findtext(f"{KML}value") for d in factory.iter(f"{KML}Data")}
    assert tuple(data) == COLUMNS
    assert (data["level"], data["events"]) == ("町まで", "見本の日、見本の夜")
    assert not list(root.iter(f"{KML}href"))  # nothing is fetched
    # The order in which the schema wants the parts of a placemark.
    parts = [part.tag.removeprefix(KML) for part in factory]
    assert parts == ["name", "description", "styleUrl", "ExtendedData", "Point"]


def test_a_table_opens_in_excel() -> None:
    data = csv_of([EVENT, FACTORY], WORDS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    head, event, factory = rows_of(data)
    assert head == [WORDS.columns[name] for name in (*COLUMNS, "lat", "lon")]
    assert factory[:3] == ["工場", "7", "見本金属工業"]
    assert factory[-2:] == ["34.626700", "135.601235"]
    assert event[1] == ""


@pytest.mark.parametrize("start", "=+-@＝＋－＠")
def test_a_table_holds_no_formula(start: str) -> None:
    formula = f"{start}HYPERLINK(1)"
    words: dict[str, Any] = dict.fromkeys(TEXTS, f" \t{formula}")
    (_, row) = rows_of(csv_of([dataclasses.replace(FACTORY, events=(formula,), **words)], WORDS))
    found = dict(zip(COLUMNS, row[: len(COLUMNS)], strict=True))
    assert {found[name] for name in (*TEXTS, "events")} == {f"'{formula}"}


def test_places_west_and_south_stay_numbers_in_a_table() -> None:
    pin = dataclasses.replace(FACTORY, point=GeoPoint(-1.5, -2.5))
    assert rows_of(csv_of([pin], WORDS))[1][-2:] == ["-1.500000", "-2.500000"]


def test_hostile_words_stay_words_in_every_format() -> None:
    pin = dataclasses.replace(FACTORY, name=HOSTILE, reading=HOSTILE, events=(HOSTILE,), url=HOSTILE)
    words = dataclasses.replace(WORDS, title=HOSTILE)
    told = "<script>alert(1)</script>&\"' 二行目"
    assert one_line(HOSTILE) == told
    feature = json.loads(geojson_of([pin], words))["features"][0]
    assert feature["properties"]["name"] == told
    (mark,) = marks_of(kml_of([pin], words))
    assert mark.findtext(f"{KML}name") == f"7 {told}"
    # A description is read as HTML once more.
    assert "<script" not in (mark.findtext(f"{KML}description") or "")
    assert told in rows_of(csv_of([pin], words))[1]


@given(st.lists(pins, max_size=4), texts)
def test_every_format_can_be_read_back_whatever_is_written(some: list[Pin], title: str) -> None:
    words = dataclasses.replace(WORDS, title=title)
    assert len(json.loads(geojson_of(some, words))["features"]) == len(some)
    assert len(marks_of(kml_of(some, words))) == len(some)
    rows = rows_of(csv_of(some, words))
    assert [len(row) for row in rows] == [len(COLUMNS) + 2] * (len(some) + 1)
    assert csv_of(some, words) == csv_of(some, words)
