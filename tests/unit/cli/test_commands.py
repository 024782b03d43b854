"""What the subcommands do when all is well: results, exit codes, the shapes of `--json`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.unit.cli.command_line import ROOT, CommandLine
from tests.unit.services.small_project import EVENT_ID, FACTORY_ID, crowded_catalogue, small_catalogue

from ofdesk import __version__
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import apply, set_field
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.services.map_formats import MAP_FORMATS, PAGE_FORMATS
from ofdesk.services.output_report import OutputReport, OutputWarning
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import save_project

GOLDEN = ROOT / "tests" / "golden" / "cli"
ADDRESS = "大阪府八尾市本町一丁目1番1号"
AMBIGUOUS = "府中市"
NOWHERE = "どこにもない"


def as_golden(name: str, text: str, project: Path) -> None:
    """Compare a JSON answer with the golden one; delete the golden file to have it written anew."""
    found: dict[str, Any] = json.loads(text)
    if "file" in found:
        assert found["file"] == str(project)
        assert found["size_bytes"] == project.stat().st_size
        found |= {"file": "FILE", "size_bytes": 0}
    for problem in found.get("problems", ()):
        assert problem["message"]
        problem["message"] = "SENTENCE"
    path = GOLDEN / f"{name}.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shown = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        path.write_text(shown, encoding="utf-8", newline="\n")
        raise AssertionError("the golden file was missing and has been written; compare and commit it")
    assert found == json.loads(path.read_text(encoding="utf-8"))


def edited(project: Path, field: str, value: object, record_id: RecordId = EVENT_ID) -> None:
    catalogue: Catalogue = small_catalogue()
    record = catalogue.get(record_id)
    assert record is not None
    project.unlink()
    save_project(
        project, apply(catalogue, set_field(record, field, value)), PhotoStore(), expected_digest=None
    )


# ── json ────────────────────────────────────────────────────────────────────────────────────────


def test_info_as_json_keeps_its_shape(ofdesk: CommandLine, project: Path) -> None:
    ended = ofdesk("info", project, "--json")
    assert (ended.code, ended.err) == (0, "")
    as_golden("info", ended.out, project)


def test_check_as_json_keeps_its_shape(ofdesk: CommandLine, project: Path) -> None:
    edited(project, "municipalities", ("清洲市",))
    ended = ofdesk("check", project, "--json")
    assert (ended.code, ended.err) == (1, "")
    as_golden("check", ended.out, project)


def test_geocode_as_json_keeps_its_shape(ofdesk: CommandLine, project: Path) -> None:
    ended = ofdesk("geocode", "--json", ADDRESS, AMBIGUOUS, NOWHERE)
    assert (ended.code, ended.err) == (1, "")
    found = json.loads(ended.out)
    assert [match["query"] for match in found["matches"]] == [ADDRESS, AMBIGUOUS, NOWHERE]
    place, question, nothing = found["matches"]
    assert place["municipality_code"] == "27212"
    assert place["lat"] == pytest.approx(34.62, abs=0.02)
    assert [question["lat"], question["lon"], question["radius_m"]] == [None, None, None]
    assert {other["canonical"] for other in question["alternatives"]} == {"東京都府中市", "広島県府中市"}
    assert nothing["alternatives"] == []
    # Places move a little when the gazetteer is built anew; their names and types must not.
    as_golden("geocode", json.dumps({"matches": [shape_of(m) for m in found["matches"]]}), project)


def shape_of(value: Any) -> Any:
    match value:
        case dict():
            return {key: shape_of(inner) for key, inner in value.items()}
        case list():
            return [shape_of(inner) for inner in value[:1]]
        case _:
            return type(value).__name__


# ── for people ──────────────────────────────────────────────────────────────────────────────────


def test_version(ofdesk: CommandLine) -> None:
    ended = ofdesk("--version")
    assert (ended.code, ended.out) == (0, f"ofdesk {__version__}\n")


def test_help_names_every_subcommand(ofdesk: CommandLine) -> None:
    ended = ofdesk("--help")
    assert ended.code == 0
    for name in ("edit", "new", "info", "check", "booklet", "map", "geocode", "self-test"):
        assert name in ended.out


@pytest.mark.parametrize("name", ["edit", "new", "info", "check", "booklet", "map", "geocode", "self-test"])
def test_every_subcommand_has_help(ofdesk: CommandLine, name: str) -> None:
    ended = ofdesk(name, "--help")
    assert ended.code == 0
    assert f"ofdesk {name}" in ended.out


def test_info_tells_what_the_file_holds(ofdesk: CommandLine, project: Path) -> None:
    ended = ofdesk("info", project)
    assert ended.code == 0
    assert ended.out.startswith("見本\n")
    assert "工場・事業所: 1\n" in ended.out


def test_check_passes_what_has_only_warnings(ofdesk: CommandLine, project: Path) -> None:
    ended = ofdesk("check", project)
    assert ended.code == 0
    assert "[注意] 工場・事業所「見本金属工業」" in ended.out
    assert "誤り 0件" in ended.out


def test_check_finds_errors(ofdesk: CommandLine, project: Path) -> None:
    edited(project, "municipalities", ("清洲市",))
    ended = ofdesk("check", project)
    assert ended.code == 1
    assert "[誤り]" in ended.out


def test_check_finds_a_pin_in_another_municipality(ofdesk: CommandLine, project: Path) -> None:
    higashi_osaka_hall = Location(lat_deg=34.6794, lon_deg=135.6008)
    edited(project, "location", higashi_osaka_hall, FACTORY_ID)
    ended = ofdesk("check", project)
    assert ended.code == 1
    assert "ピンが大阪府東大阪市にあります（大阪府八尾市から約" in ended.out
    as_golden("check_pin", ofdesk("check", project, "--json").out, project)


def test_new_writes_an_empty_project(ofdesk: CommandLine, tmp_path: Path) -> None:
    ended = ofdesk("new", tmp_path / "new.ofdesk")
    assert ended.code == 0
    assert "new.ofdesk" in ended.out
    assert len(open_project(tmp_path / "new.ofdesk").catalogue) == 0
    assert ofdesk("info", tmp_path / "new.ofdesk").code == 0


def test_new_replaces_a_file_only_when_told(ofdesk: CommandLine, project: Path) -> None:
    before = project.read_bytes()
    ended = ofdesk.fails("new", project)
    assert ended.code == 3
    assert project.read_bytes() == before
    assert ofdesk("new", project, "--force").code == 0
    assert len(open_project(project).catalogue) == 0


def test_words_come_in_english_when_asked(
    ofdesk: CommandLine, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFDESK_LANGUAGE", "en")
    assert "file size" in ofdesk("info", project).out


def test_the_edition_for_screens_is_written_when_asked_for(
    ofdesk: CommandLine, project: Path, tmp_path: Path
) -> None:
    web, printed = tmp_path / "web.pdf", tmp_path / "print.pdf"
    assert ofdesk("booklet", project, "-o", web, "--edition", "web", "--pages", "1-2").code == 0
    assert ofdesk("booklet", project, "-o", printed, "--pages", "1-2").code == 0
    sheet = tmp_path / "map.pdf"
    assert ofdesk("map", project, "-o", sheet, "--area", "近畿", "--edition", "web").code == 0
    for path, tagged in ((web, True), (printed, False), (sheet, True)):
        with pikepdf.open(path) as pdf:
            assert ("/StructTreeRoot" in pdf.Root) is tagged
    assert ofdesk("booklet", project, "-o", web, "--edition", "mobile").code == 2


def test_booklet_writes_all_pages_or_some(ofdesk: CommandLine, project: Path, tmp_path: Path) -> None:
    pages = json.loads(ofdesk("info", project, "--json").out)["booklet_pages"]
    ended = ofdesk("booklet", project, "-o", tmp_path / "all.pdf")
    assert (ended.code, ended.err) == (0, "")
    assert f"{pages}ページ" in ended.out
    ended = ofdesk("booklet", project, "-o", tmp_path / "some.pdf", "--pages", "1-3")
    assert (ended.code, ended.err) == (0, "")
    assert "（3ページ" in ended.out
    ended = ofdesk("booklet", project, "-o", tmp_path / "one.pdf", "--pages", "2")
    assert "（1ページ" in ended.out
    assert (tmp_path / "all.pdf").stat().st_size > (tmp_path / "some.pdf").stat().st_size


def test_booklet_comes_in_another_theme_when_asked(
    ofdesk: CommandLine, project: Path, tmp_path: Path
) -> None:
    for name in ("standard", "lively"):
        ended = ofdesk("booklet", project, "-o", tmp_path / f"{name}.pdf", "--pages", "1", "--theme", name)
        assert (ended.code, ended.err) == (0, "")
    assert (tmp_path / "lively.pdf").read_bytes() != (tmp_path / "standard.pdf").read_bytes()
    ended = ofdesk("booklet", project, "-o", tmp_path / "neon.pdf", "--theme", "neon")
    assert ended.code == 2
    assert "「neon」という体裁はありません" in ended.err
    assert "lively" in ended.err
    assert not (tmp_path / "neon.pdf").exists()


@pytest.mark.parametrize("area", ["近畿", "kinki", "大阪府", "大阪", "osaka"])
def test_map_knows_an_area_by_its_names(
    ofdesk: CommandLine, project: Path, tmp_path: Path, area: str
) -> None:
    ended = ofdesk("map", project, "-o", tmp_path / "map.pdf", "--area", area)
    assert (ended.code, ended.err) == (0, "")
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("form", MAP_FORMATS)
def test_map_writes_the_format_its_name_asks_for(
    ofdesk: CommandLine, project: Path, tmp_path: Path, form: str
) -> None:
    target = tmp_path / f"地図.{form}"
    ended = ofdesk("map", project, "-o", target, "--area", "大阪府")
    assert ended.code == 0
    assert str(target) in ended.out
    # The event and the factory of this project have no place: as pins they are told to be missing.
    is_page = form in PAGE_FORMATS
    assert ("1ページ" in ended.out, "0件" in ended.out) == (is_page, not is_page)
    assert len(ended.err.splitlines()) == (0 if is_page else 2)
    assert target.stat().st_size


def test_map_numbers_in_another_way_and_says_so(
    ofdesk: CommandLine, project: Path, tmp_path: Path
) -> None:
    target = tmp_path / "map.pdf"
    ended = ofdesk("map", project, "-o", target, "--area", "大阪府", "--number", "by-route")
    assert ended.code == 0
    assert len(ended.err.splitlines()) == 1
    assert "この地図の番号は冊子の番号と異なります" in ended.err
    assert "巡る道順" in ended.err
    same = ofdesk("map", project, "-o", target, "--area", "大阪府", "--number", "by-reading")
    assert (same.code, same.err) == (0, "")


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--number", "by-size", "by-route"),
        ("--area", "34.5,135.5,34.8,135.8", "西,南,東,北"),
        ("--area", "見本オープンファクトリー", "位置"),
        ("--layers", "鉄道", "地図レイヤーが一つも読み込まれていません"),
    ],
)
def test_map_says_in_one_sentence_what_it_cannot_do(
    ofdesk: CommandLine, project: Path, tmp_path: Path, option: str, value: str, words: str
) -> None:
    ended = ofdesk.fails("map", project, "-o", tmp_path / "map.pdf", option, value)
    assert ended.code == 2
    assert words in ended.err
    assert list(tmp_path.glob("map*")) == []


FOLDED = ("--area", "大阪府", "--size", "a3-folded")


def test_map_treats_the_back_of_a_folded_sheet_like_its_front(
    ofdesk: CommandLine, project: Path, tmp_path: Path
) -> None:
    front, back = tmp_path / "map.svg", tmp_path / "map-2.svg"
    for _ in range(2):  # what stands there is replaced, as with every output
        ended = ofdesk("map", project, "-o", front, *FOLDED)
        assert ended.code == 0
        assert str(front) in ended.out
        assert str(back) in ended.out
    back.unlink()
    front.write_bytes(b"kept")
    back.mkdir()
    ofdesk.fails("map", project, "-o", front, *FOLDED)
    assert front.read_bytes() == b"kept"  # asked before either is written


def test_map_does_not_write_its_back_over_the_project(
    ofdesk: CommandLine, project: Path, tmp_path: Path
) -> None:
    own = project.rename(tmp_path / "map-2.svg")
    before = own.read_bytes()
    ended = ofdesk.fails("map", own, "-o", tmp_path / "map.svg", *FOLDED)
    assert ended.code == 2
    assert "map-2.svg" in ended.err
    assert own.read_bytes() == before
    assert not (tmp_path / "map.svg").exists()


def test_map_refuses_a_format_it_does_not_know(ofdesk: CommandLine, project: Path, tmp_path: Path) -> None:
    ended = ofdesk.fails("map", project, "-o", tmp_path / "地図.jpg")
    assert ended.code == 2
    assert all(f".{form}" in ended.err for form in MAP_FORMATS)
    assert not (tmp_path / "地図.jpg").exists()


def test_what_an_export_warns_of_is_told_in_words(
    ofdesk: CommandLine, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warnings = (OutputWarning("pdf.glyph_missing", 7, "𠮟"), OutputWarning("pdf.anchor_missing", None, "x"))
    report = OutputReport(9, 1000, warnings)
    monkeypatch.setattr(
        "ofdesk.services.booklet_press.BookletPress.write", lambda *arguments, **more: report
    )
    ended = ofdesk("booklet", project, "-o", tmp_path / "all.pdf")
    assert ended.code == 0
    first, second = ended.err.splitlines()
    assert "7ページ" in first
    assert "𠮟" in first
    assert "ページ）" not in second


# ── addresses ───────────────────────────────────────────────────────────────────────────────────


def test_geocode_tells_the_place(ofdesk: CommandLine) -> None:
    ended = ofdesk("geocode", ADDRESS)
    assert ended.code == 0
    assert ended.out.startswith(f"{ADDRESS}\t大阪府八尾市本町一丁目\t")


def test_geocode_asks_where_several_places_fit(ofdesk: CommandLine) -> None:
    ended = ofdesk("geocode", AMBIGUOUS)
    assert ended.code == 1
    assert "東京都府中市" in ended.out
    assert "広島県府中市" in ended.out


def test_geocode_reads_lines_from_standard_input(
    ofdesk: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\ufeff{ADDRESS}\r\n{ADDRESS}\n"))
    ended = ofdesk("geocode")
    assert ended.code == 0
    assert [line.split("\t")[0] for line in ended.out.splitlines()] == [ADDRESS, ADDRESS]


def test_geocode_tells_the_town_of_a_point(ofdesk: CommandLine) -> None:
    ended = ofdesk("geocode", "--reverse", "34.6266,135.6010")
    assert ended.code == 0
    assert ended.out.startswith("34.626600,135.601000\t大阪府八尾市本町一丁目\t")
    at_sea = ofdesk("geocode", "--reverse", "35.2,139.3")
    assert (at_sea.code, at_sea.out) == (1, "35.2,139.3\t位置を決められません\n")


def test_a_point_answers_as_json_with_the_keys_of_an_address(ofdesk: CommandLine) -> None:
    (address,) = json.loads(ofdesk("geocode", "--json", ADDRESS).out)["matches"]
    for point, distance in (("34.6266,135.6010", int), ("35.2,139.3", type(None))):
        (found,) = json.loads(ofdesk("geocode", "--json", "--reverse", point).out)["matches"]
        assert list(found) == [*address, "distance_m"]
        assert isinstance(found["distance_m"], distance)


@pytest.mark.parametrize("arguments", [("34.6",), ("a,b",), ("95,135",), ("nan,135",), ("34,135", ADDRESS)])
def test_what_is_no_point_is_refused(ofdesk: CommandLine, arguments: tuple[str, ...]) -> None:
    ended = ofdesk("geocode", "--reverse", *arguments)
    assert ended.code != 0
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_geocode_adds_columns_to_a_table(ofdesk: CommandLine, tmp_path: Path, encoding: str) -> None:
    rows = f'名称,住所,電話\r\n"見本,工業",{ADDRESS},072-000-0000\r\n二行\r\n'
    (tmp_path / "in.csv").write_bytes(rows.encode(encoding))
    ended = ofdesk("geocode", "--input", tmp_path / "in.csv", "--output", tmp_path / "out.csv")
    assert ended.code == 0
    assert "2件のうち1件" in ended.out
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")  # for Excel
    header, first, second = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert header[:4] == ["名称", "住所", "電話", "pref"]
    assert first[:5] == ["見本,工業", ADDRESS, "072-000-0000", "大阪府", "八尾市"]
    assert second[:4] == ["二行", "", "", ""]
    assert len(header) == len(first) == len(second) == 12


# ── texts without room ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def crowded(project: Path) -> Path:
    project.unlink()
    save_project(project, crowded_catalogue(), PhotoStore(), expected_digest=None)
    return project


def test_a_booklet_with_texts_that_do_not_fit_is_written_but_not_passed(
    ofdesk: CommandLine, crowded: Path, tmp_path: Path
) -> None:
    ended = ofdesk("booklet", crowded, "-o", tmp_path / "all.pdf")
    assert ended.code == 1
    assert (tmp_path / "all.pdf").exists()
    assert "[誤り] オープンファクトリー「見本オープンファクトリー」" in ended.err


def test_check_lays_out_the_pages_when_asked(ofdesk: CommandLine, crowded: Path) -> None:
    assert ofdesk("check", crowded).code == 0
    ended = ofdesk("check", crowded, "--layout", "--json")
    assert ended.code == 1
    codes = {problem["code"] for problem in json.loads(ended.out)["problems"]}
    assert "fit.overflow" in codes
