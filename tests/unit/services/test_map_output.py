"""The MAP as files of every format: what they hold, what is told, what is refused."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image
from tests.unit.press.structure_walk import walked
from tests.unit.services.small_project import EVENT_ID, FACTORY_ID, small_catalogue

from ofdesk.base.errors import Cancelled, InputError
from ofdesk.base.progress import CancelToken
from ofdesk.booklet.plan import paginate
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import AddRecord, SetBooklet, apply, set_field
from ofdesk.model.fields import ListType, PartType, TextType, specs_of
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Edition, Event, Factory, Participation
from ofdesk.services.editions import WEB
from ofdesk.services.map_formats import MAP_FORMATS, PIN_FORMATS
from ofdesk.services.map_output import SheetChoice, write_map
from ofdesk.services.output_report import OutputWarning
from ofdesk.storage.photo_store import PhotoStore

YAO = Location(lat_deg=34.6267, lon_deg=135.6012, level="town", radius_m=300)
MARKER = "カナリア秘密9731"


def edited(catalogue: Catalogue, record_id: RecordId, **values: Any) -> Catalogue:
    for name, value in values.items():
        record = catalogue.get(record_id)
        assert record is not None
        catalogue = apply(catalogue, set_field(record, name, value))
    return catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return an event whose only factory has a place, and a factory of Tokyo that has none."""
    edition, elsewhere = RecordId("e" * 32), RecordId("f" * 32)
    found = edited(small_catalogue(), FACTORY_ID, location=YAO, url="https://example.jp/")
    for record in (
        Edition(id=edition, event=EVENT_ID, label="第1回", number=1),
        Participation(id=RecordId("d" * 32), factory=FACTORY_ID, edition=edition),
        Factory(id=elsewhere, order="b", name="見本木工", reading="みほん", address="東京都大田区1-1"),
    ):
        found = apply(found, AddRecord(record))
    return found


def features(catalogue: Catalogue, folder: Path, area: str) -> list[dict[str, Any]]:
    target = folder / "pins.geojson"
    write_map(catalogue, PhotoStore(), target, choice=SheetChoice(area))
    read = json.loads(target.read_text(encoding="utf-8"))
    return [one["properties"] | {"place": one["geometry"]["coordinates"]} for one in read["features"]]


@pytest.mark.parametrize("form", MAP_FORMATS)
def test_every_format_is_written_and_told(catalogue: Catalogue, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"図.{form.upper()}"
    stages: list[str] = []
    report = write_map(
        catalogue, PhotoStore(), target, progress=lambda done, total, code: stages.append(code)
    )
    data = target.read_bytes()
    assert report.size_bytes == len(data)
    assert stages
    assert list(tmp_path.iterdir()) == [target]
    if form in PIN_FORMATS:
        assert (report.pages, report.places) == (0, 2)
        assert report.warnings == (OutputWarning("pins.no_place", None, "見本木工"),)
    else:
        assert (report.pages, report.places, report.warnings) == (1, 0, ())
    match form:
        case "pdf":
            assert data.startswith(b"%PDF-")
        case "svg":
            assert ElementTree.fromstring(data).attrib["width"] == "210mm"
        case "png":
            with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
                assert picture.size == (2894, 4093)
        case "kml":
            assert ElementTree.fromstring(data).tag.endswith("}kml")
        case "geojson":
            assert len(json.loads(data)["features"]) == 2
        case "csv":
            rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
            assert rows[0][:3] == ["種別", "番号", "名称"]
            assert len(rows) == 3
    again = tmp_path / f"again.{form}"
    write_map(catalogue, PhotoStore(), again)
    assert again.read_bytes() == data


def test_numbers_and_pages_are_those_of_the_booklet(catalogue: Catalogue, tmp_path: Path) -> None:
    plan = paginate(catalogue)
    event, factory = features(catalogue, tmp_path, "全国")
    assert (event["kind"], event["number"], event["page"]) == ("event", None, plan.event_page[EVENT_ID])
    assert factory["number"] == plan.order.factory_numbers[FACTORY_ID] == 2
    assert factory["page"] == plan.factory_page[FACTORY_ID]
    assert factory["events"] == ["見本オープンファクトリー"]
    assert (factory["prefecture"], factory["municipality"]) == ("大阪府", "八尾市")
    assert (factory["level"], factory["radius_m"]) == ("town", 300)
    assert factory["place"] == [135.6012, 34.6267]


def test_where_an_event_has_no_place_of_its_own_it_is_told_what_its_pin_means(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    event = features(catalogue, tmp_path, "全国")[0]
    assert (event["level"], event["radius_m"], event["place"]) == ("factories", None, [135.6012, 34.6267])
    far = edited(catalogue, FACTORY_ID, location=None)
    far = edited(far, EVENT_ID, municipalities=("大阪府八尾市",))
    event = features(far, tmp_path, "全国")[0]
    assert (event["level"], event["radius_m"]) == ("municipality", None)
    own = edited(catalogue, EVENT_ID, location=dataclasses.replace(YAO, level="point", radius_m=5))
    event = features(own, tmp_path, "全国")[0]
    assert (event["level"], event["radius_m"]) == ("point", 5)


@pytest.mark.parametrize(("area", "count"), [("近畿", 2), ("大阪府", 2), ("東京", 0), ("沖縄", 0)])
def test_an_area_holds_its_own_pins(catalogue: Catalogue, tmp_path: Path, area: str, count: int) -> None:
    assert len(features(catalogue, tmp_path, area)) == count


def test_an_english_booklet_has_english_heads(catalogue: Catalogue, tmp_path: Path) -> None:
    english = apply(catalogue, SetBooklet("language", "ja", "en"))
    target = tmp_path / "pins.csv"
    write_map(english, PhotoStore(), target)
    assert target.read_text(encoding="utf-8-sig").startswith("Kind,Number,Name,")


def test_a_booklet_without_a_language_is_japanese(catalogue: Catalogue, tmp_path: Path) -> None:
    target = tmp_path / "pins.csv"
    write_map(apply(catalogue, SetBooklet("language", "ja", "")), PhotoStore(), target)
    assert target.read_text(encoding="utf-8-sig").startswith("種別,番号,名称,")


@pytest.mark.parametrize("name", ["map.jpg", "map", "map.geojson.zip", "csv"])
def test_other_formats_are_refused_with_those_there_are(
    catalogue: Catalogue, tmp_path: Path, name: str
) -> None:
    with pytest.raises(InputError, match=r"map\.unknown_format") as caught:
        write_map(catalogue, PhotoStore(), tmp_path / name)
    assert caught.value.details["formats"] == ".pdf, .svg, .png, .geojson, .kml, .csv"
    assert list(tmp_path.iterdir()) == []


def test_the_map_for_the_web_is_a_title_a_figure_and_a_list(catalogue: Catalogue, tmp_path: Path) -> None:
    target = tmp_path / "map.pdf"
    choice = SheetChoice("kinki", edition=WEB)
    assert write_map(catalogue, PhotoStore(), target, choice=choice).warnings == ()
    with pikepdf.open(target) as pdf:
        walk = walked(pdf)
        assert walk.faults == []
        assert walk.kinds[:3] == ["Document", "H1", "Figure"]
        assert {"L", "LI", "Lbl", "LBody"} <= set(walk.kinds)
        assert "近畿" in walk.alts[0]
        assert "近畿" in str(pdf.docinfo.Title)


@pytest.mark.parametrize("form", MAP_FORMATS)
def test_called_off_the_former_file_stays(catalogue: Catalogue, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"map.{form}"
    target.write_bytes(b"former")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        write_map(catalogue, PhotoStore(), target, cancel=token)
    assert target.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [target]


def private_texts(record_type: type, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the way to every private text of a record and of its parts."""
    for spec in specs_of(record_type):
        inner = spec.type.item if isinstance(spec.type, ListType) else spec.type
        if isinstance(inner, PartType):
            yield from private_texts(inner.part, (*path, spec.name))
        elif spec.private and isinstance(inner, TextType):
            yield (*path, spec.name)


def planted(catalogue: Catalogue, record_id: RecordId, path: tuple[str, ...]) -> Catalogue:
    """Return a catalogue with the marker in one private text."""
    record = catalogue.get(record_id)
    assert record is not None
    if len(path) == 1:
        return edited(catalogue, record_id, **{path[0]: MARKER})
    part = getattr(record, path[0]) or YAO
    return edited(catalogue, record_id, **{path[0]: dataclasses.replace(part, **{path[1]: MARKER})})


@pytest.mark.parametrize("form", PIN_FORMATS)
def test_no_marks_of_readings_reach_a_file(catalogue: Catalogue, tmp_path: Path, form: str) -> None:
    marked = "｜産地《さんち》"
    texts = {"name": marked, "reading": marked, "name_en": marked}
    event = edited(catalogue, EVENT_ID, **texts, municipalities=("八尾市《やおし》",))
    both = edited(event, FACTORY_ID, **texts, address="大阪府八尾市本町《ほんまち》一丁目")
    target = tmp_path / f"map.{form}"
    write_map(both, PhotoStore(), target, choice=SheetChoice(f"event:{EVENT_ID}"))
    written = target.read_text(encoding="utf-8")
    assert "産地" in written
    assert not set("｜《》").intersection(written)


def test_no_private_text_reaches_a_file(catalogue: Catalogue, tmp_path: Path) -> None:
    ways = [
        (record_id, path)
        for kind, record_id in ((Event, EVENT_ID), (Factory, FACTORY_ID), (Edition, RecordId("e" * 32)))
        for path in private_texts(kind)
    ]
    assert (EVENT_ID, ("location", "confirmed_by")) in ways
    assert len(ways) >= 8
    for record_id, path in ways:
        catalogue = planted(catalogue, record_id, path)
    assert sum(repr(record).count(MARKER) for record in catalogue) == len(ways)
    for form in ("svg", *PIN_FORMATS):
        target = tmp_path / f"map.{form}"
        write_map(catalogue, PhotoStore(), target, choice=SheetChoice("大阪府"))
        text = target.read_text(encoding="utf-8")
        assert "見本" in text
        assert MARKER not in text
