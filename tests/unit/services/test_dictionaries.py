"""The user's dictionaries: imported whole or not at all, listed, switched, removed; damage is told."""

from __future__ import annotations

import datetime
import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.geocoding.dictionaries import published
from tests.unit.geocoding.dictionaries.published import YAO, abr_pair, csv_text, mlit_block, moved, write_zip
from tests.unit.geocoding.dictionaries.stand_in import StandIn

from ofdesk.base.errors import Cancelled, InputError, OfdeskError, WriteError
from ofdesk.base.geometry import GeoPoint
from ofdesk.base.progress import CancelToken
from ofdesk.cartography.base_map import load_base_map
from ofdesk.geocoding.dictionaries import dictionary_file
from ofdesk.geocoding.dictionaries.importing import ImportReport
from ofdesk.geocoding.dictionaries.rows import Family, Reason
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.match import Level, Note
from ofdesk.services.dictionaries import DictionaryShelf, load_geocoder
from ofdesk.services.dictionary_import import DictionaryImport
from ofdesk.services.municipality_areas import MunicipalityAreas
from ofdesk.services.words import LANGUAGES, load_words

HONMACHI = ("大阪府", "八尾市", "本町一丁目")
YAO_POINT = GeoPoint(34.627276, 135.600855)
DAY = datetime.date(2026, 4, 1)


class Shelf:
    """A shelf in a folder of the test, with one dictionary on it."""

    def __init__(self, folder: Path) -> None:
        self.data, self.files = folder / "data", folder / "files"
        self.files.mkdir()
        self.shelf = DictionaryShelf(self.data)
        self.importing = DictionaryImport(self.shelf, lambda: DAY)

    def take(self, *paths: Path, name: str = "街区") -> ImportReport:
        return self.importing.run(paths, name)

    def blocks(self, *numbers: int, name: str = "27.zip") -> Path:
        rows = [mlit_block(HONMACHI, number, moved(YAO_POINT, number % 200)) for number in numbers]
        return published.write_mlit_blocks(self.files / name, rows)

    def state(self) -> dict[str, str]:
        """Return digests of all that is in the folder, the lock apart."""
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.shelf.folder.iterdir()
            if path.name != "in-use"
        }

    def level(self, address: str = "八尾市本町1-1") -> Level:
        return load_geocoder(None, self.data).matcher.match(address).level


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    found = Shelf(tmp_path)
    found.take(found.blocks(1, 2, 3))
    return found


def test_an_import_is_listed_with_where_it_is_from(shelf: Shelf) -> None:
    (entry,) = shelf.shelf.entries()
    assert (entry.name, entry.active, entry.problem) == ("街区", True, None)
    assert entry.about is not None
    assert (entry.about.family, entry.about.numbers, entry.about.municipalities) == ("mlit-block", 3, 1)
    assert (entry.about.imported_on, entry.about.sources) == ("2026-04-01", ("27.zip",))
    assert "国土交通省" in entry.about.attribution
    assert entry.size_bytes > 4_096


def test_the_geocoder_uses_what_is_active(shelf: Shelf) -> None:
    assert shelf.level() is Level.BLOCK
    shelf.shelf.set_active("街区", active=False)
    assert shelf.level() is Level.CHOME
    assert not shelf.shelf.entries()[0].active
    shelf.shelf.set_active("街区", active=True)
    assert shelf.level() is Level.BLOCK
    shelf.shelf.remove("街区")
    assert shelf.level() is Level.CHOME
    assert shelf.shelf.entries() == ()
    assert shelf.state() == {}


def test_an_import_of_the_same_name_replaces_and_one_of_another_stands_beside(shelf: Shelf) -> None:
    shelf.take(shelf.blocks(7))
    assert (shelf.level("八尾市本町1-1"), shelf.level("八尾市本町1-7")) == (Level.CHOME, Level.BLOCK)
    shelf.take(shelf.blocks(1), name="もう一つ")
    assert (shelf.level("八尾市本町1-1"), shelf.level("八尾市本町1-7")) == (Level.BLOCK, Level.BLOCK)
    assert [entry.name for entry in shelf.shelf.entries()] == ["もう一つ", "街区"]
    assert len(shelf.state()) == 2


def test_a_dictionary_that_is_open_can_be_replaced(shelf: Shelf) -> None:
    matcher = load_geocoder(None, shelf.data).matcher
    shelf.take(shelf.blocks(7))
    assert matcher.match("八尾市本町1-1").level is Level.BLOCK


def test_points_are_checked_against_the_base_map(shelf: Shelf) -> None:
    """A point 1.5 km from its town is near enough, unless another municipality lies there."""
    gazetteer, base_map = Gazetteer(), load_base_map()
    (yao,) = gazetteer.official("八尾市")
    table = gazetteer.towns(yao.number)
    inside: list[dict[str, object]] = []
    outside: list[dict[str, object]] = []
    for town, name in enumerate(table.names):
        for north_m, east_m in ((1_500, 0), (-1_500, 0), (0, 1_500), (0, -1_500)):
            point = moved(table.point(town), north_m, east_m)
            distance_m = base_map.distance_m("27212", point)
            if name and distance_m is not None and not 250 < distance_m < 350:
                rows = inside if distance_m < 300 else outside
                rows.append(mlit_block(("大阪府", "八尾市", name), 1, point))
    assert len(inside) > 100
    assert len(outside) > 20
    report = shelf.take(published.write_mlit_blocks(shelf.files / "x.zip", [*inside, *outside]))
    assert report.reasons == {Reason.OUTSIDE_MUNICIPALITY: len(outside)}


@pytest.mark.parametrize("code", ["27212", "27100", "27127", "26104", "13101", "22138", "01101", "47382"])
def test_areas_agree_with_the_distances_of_the_base_map(code: str) -> None:
    """Cities, wards the map knows and wards it lacks, islands."""
    base_map = load_base_map()
    areas = MunicipalityAreas(base_map)
    municipality = base_map.municipality(code)
    assert municipality is not None
    label = municipality.label
    agreed = 0
    for north_m in range(-30_000, 30_001, 5_000):
        for east_m in range(-30_000, 30_001, 5_000):
            point = moved(label, north_m, east_m)
            distance_m = base_map.distance_m(code, point)
            assert distance_m is not None
            if not 285 <= distance_m <= 310:  # a circle of few corners is a little too small
                assert areas(code, point) is (distance_m < 300), (point, distance_m)
                agreed += 1
    assert agreed > 150
    assert areas("99999", label)  # a code the map does not have


# ── failures: one sentence, the former dictionary as it was ─────────────────────────────────────────


def bad_encoding(shelf: Shelf) -> list[Path]:
    text = csv_text(published.MLIT_BLOCK, [mlit_block(HONMACHI, 1, YAO_POINT)])
    path = shelf.files / "x.csv"
    path.write_bytes(text.encode("euc-jp"))
    return [path]


def utf16(shelf: Shelf) -> list[Path]:
    path = shelf.files / "x.csv"
    path.write_bytes(csv_text(published.MLIT_BLOCK, []).encode("utf-16"))
    return [path]


def bad_encoding_far_inside(shelf: Shelf) -> list[Path]:
    rows = [mlit_block(HONMACHI, number, YAO_POINT) for number in range(1, 4_000)]
    path = shelf.files / "x.csv"
    path.write_bytes(csv_text(published.MLIT_BLOCK, rows).encode("cp932") + b'"\x81"\r\n')
    return [path]


def missing_column(shelf: Shelf) -> list[Path]:
    path = shelf.files / "x.csv"
    text = csv_text(published.MLIT_BLOCK, [mlit_block(HONMACHI, 1, YAO_POINT)])
    path.write_text(text.replace("街区符号・地番", "番号"), encoding="utf-8")
    return [path]


def another_table(shelf: Shelf) -> list[Path]:
    path = shelf.files / "x.csv"
    path.write_text("品名,数量\nねじ,3\n", encoding="utf-8")
    return [path]


def no_table_at_all(shelf: Shelf) -> list[Path]:
    path = shelf.files / "x.pdf"
    path.write_bytes(b"%PDF-1.7\n\x80\xff\x00" * 100)
    return [path]


def empty_file(shelf: Shelf) -> list[Path]:
    path = shelf.files / "x.csv"
    path.write_bytes(b"")
    return [path]


def quote_left_open(shelf: Shelf) -> list[Path]:
    path = shelf.files / "x.csv"
    path.write_text(csv_text(published.MLIT_BLOCK, []) + '"大阪府,' + "x,\n" * 100_000, encoding="utf-8")
    return [path]


def endless_line(shelf: Shelf) -> list[Path]:
    path = shelf.files / "x.csv"
    path.write_text(csv_text(published.MLIT_BLOCK, []) + "1" * 5_000_000, encoding="utf-8")
    return [path]


def truncated_zip(shelf: Shelf) -> list[Path]:
    path = shelf.blocks(*range(1, 300), name="x.zip")
    path.write_bytes(path.read_bytes()[:-400])
    return [path]


def damaged_zip(shelf: Shelf) -> list[Path]:
    path = shelf.blocks(*range(1, 300), name="x.zip")
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(bytes(data))
    return [path]


def bomb(shelf: Shelf) -> list[Path]:
    rows = csv_text(published.MLIT_BLOCK, []).encode("cp932") + b"1\r\n" * 20_000_000
    return [write_zip(shelf.files / "x.zip", {"27_2024.csv": rows})]


def zip_without_table(shelf: Shelf) -> list[Path]:
    return [write_zip(shelf.files / "x.zip", {"a.html": b"<html/>"})]


def missing_file(shelf: Shelf) -> list[Path]:
    return [shelf.files / "x.zip"]


def folder(shelf: Shelf) -> list[Path]:
    (shelf.files / "x").mkdir()
    return [shelf.files / "x"]


def nothing_right(shelf: Shelf) -> list[Path]:
    rows = [mlit_block(HONMACHI, 1, moved(YAO_POINT, 90_000))]
    return [published.write_mlit_blocks(shelf.files / "x.zip", rows)]


def masters_without_points(shelf: Shelf) -> list[Path]:
    row = {
        "lg_code": YAO,
        "city": "八尾市",
        "oaza_cho": "本町",
        "machiaza_id": "1",
        "prc_id": 1,
        "prc_num1": 1,
    }
    headers = (published.ABR_PARCEL, published.ABR_PARCEL_POS)
    return abr_pair(shelf.files, "mt_parcel_x", headers, [(row, YAO_POINT)])[:1]


def points_without_masters(shelf: Shelf) -> list[Path]:
    row = {
        "lg_code": YAO,
        "city": "八尾市",
        "oaza_cho": "本町",
        "machiaza_id": "1",
        "prc_id": 1,
        "prc_num1": 1,
    }
    headers = (published.ABR_PARCEL, published.ABR_PARCEL_POS)
    return abr_pair(shelf.files, "mt_parcel_x", headers, [(row, YAO_POINT)])[1:]


def two_families(shelf: Shelf) -> list[Path]:
    path = shelf.files / "x.csv"
    path.write_text(csv_text(published.GEOLONIA, []), encoding="utf-8")
    return [shelf.blocks(1, name="x.zip"), path]


FAILURES: list[tuple[Callable[[Shelf], list[Path]], str, str]] = [
    (bad_encoding, "table.encoding", "x.csv"),
    (utf16, "table.encoding", "x.csv"),
    (bad_encoding_far_inside, "table.encoding", "x.csv"),
    (missing_column, "dictionary.no_column", "街区符号・地番"),
    (another_table, "dictionary.unknown_layout", "品名"),
    (no_table_at_all, "table.encoding", "x.pdf"),
    (empty_file, "table.empty", "x.csv"),
    (quote_left_open, "table.malformed", "x.csv"),
    (endless_line, "table.malformed", "x.csv"),
    (truncated_zip, "zip.damaged", "x.zip"),
    (damaged_zip, "zip.damaged", "27_2024.csv"),
    (bomb, "zip.too_large", "27_2024.csv"),
    (zip_without_table, "dictionary.no_table", "x.zip"),
    (missing_file, "file.not_found", "x.zip"),
    (folder, "file.not_a_file", "x"),
    (nothing_right, "dictionary.nothing_taken", "1"),
    (masters_without_points, "dictionary.no_positions", "mt_parcel_pos"),
    (points_without_masters, "dictionary.no_master", "mt_parcel"),
    (two_families, "dictionary.mixed", "x.zip"),
]


@pytest.mark.parametrize(("make", "code", "named"), FAILURES, ids=[make.__name__ for make, _, _ in FAILURES])
def test_a_file_that_cannot_be_imported(
    shelf: Shelf, make: Callable[[Shelf], list[Path]], code: str, named: str
) -> None:
    before = shelf.state()
    with pytest.raises(OfdeskError) as caught:
        shelf.take(*make(shelf))
    assert caught.value.code == code
    assert shelf.state() == before
    for language in LANGUAGES:
        sentence = load_words(language).error(caught.value)
        assert named in sentence
        assert "{" not in sentence
        assert "\n" not in sentence


def test_the_disk_is_full(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite itself refuses the page that has no room, as it does on a full disk."""
    before = shelf.state()
    real = dictionary_file.connect

    def small(path: Path) -> sqlite3.Connection:
        connection = real(path)
        connection.execute("PRAGMA max_page_count = 12")
        return connection

    monkeypatch.setattr(dictionary_file, "connect", small)
    with pytest.raises(WriteError) as caught:
        shelf.take(shelf.blocks(*range(1, 3_000), name="x.zip"))
    assert caught.value.code == "file.disk_full"
    assert caught.value.details["path"] == str(shelf.shelf.folder)
    assert shelf.state() == before


def test_the_last_step_fails(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shelf.state()

    def refuse(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(WriteError):
        shelf.take(shelf.blocks(7))
    assert shelf.state() == before


def test_called_off_half_way(shelf: Shelf) -> None:
    before = shelf.state()
    token = CancelToken()
    seen: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, code: str) -> None:
        seen.append((done, total, code))
        if 0 < done < 100:
            token.cancel()

    path = shelf.files / "x.csv"
    rows = [mlit_block(HONMACHI, number, moved(YAO_POINT, number % 300)) for number in range(1, 40_000)]
    path.write_text(csv_text(published.MLIT_BLOCK, rows), encoding="utf-8")
    with pytest.raises(Cancelled):
        shelf.importing.run([path], "街区", progress=progress, cancel=token)
    # It stopped at once: what called it off is the last that was told.
    assert [done for done, _, _ in seen if 0 < done < 100] == [seen[-1][0]]
    assert shelf.state() == before


def test_progress_grows_to_a_hundred(shelf: Shelf) -> None:
    seen: list[int] = []
    path = shelf.blocks(*range(1, 9_000), name="x.zip")
    shelf.importing.run([path], "街区", progress=lambda done, total, code: seen.append(done))
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_only_one_import_at_a_time(shelf: Shelf) -> None:
    path = shelf.blocks(7, name="x.zip")

    def progress(done: int, total: int, code: str) -> None:
        with pytest.raises(WriteError, match="in_use"):
            DictionaryImport(shelf.shelf).run([path], "別")

    shelf.importing.run([path], "街区", progress=progress)


def test_what_a_killed_import_left_is_swept_away(shelf: Shelf) -> None:
    for name in ("~ofdesk-99-0.tmp", "~ofdesk-99-0.tmp.positions", "0123456789abcdef-0001.sqlite"):
        (shelf.shelf.folder / name).write_bytes(b"x")
    (shelf.shelf.folder / "0123456789abcdef-0002.sqlite").write_bytes(b"y")
    shelf.take(shelf.blocks(7))
    left = sorted(shelf.state())
    assert len(left) == 2
    assert "0123456789abcdef-0002.sqlite" in left


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb", "\x1b[2J", "jageocoder"])
def test_names_that_are_refused(shelf: Shelf, name: str) -> None:
    with pytest.raises(InputError):
        shelf.take(shelf.blocks(7), name=name)


@pytest.mark.parametrize("name", ["../../x", "NUL", "a/b\\c:d", "東京　街区", "𠮷" * 60])
def test_names_never_become_paths(shelf: Shelf, name: str) -> None:
    shelf.take(shelf.blocks(7), name=name)
    assert name in [entry.name for entry in shelf.shelf.entries()]
    assert all(path.name.isascii() for path in shelf.shelf.folder.iterdir())


def test_a_kind_that_was_not_wished_for(shelf: Shelf) -> None:
    with pytest.raises(InputError, match="other_family"):
        shelf.importing.run([shelf.blocks(7)], "街区", Family.GEOLONIA)


@pytest.mark.parametrize("action", ["remove", "enable"])
def test_a_name_that_is_not_there(shelf: Shelf, action: str) -> None:
    with pytest.raises(InputError, match="unknown"):
        shelf.shelf.remove("ない") if action == "remove" else shelf.shelf.set_active("ない", active=True)


def test_a_damaged_dictionary_is_named_and_the_others_are_used(shelf: Shelf) -> None:
    shelf.take(shelf.blocks(7), name="もう一つ")
    (damaged,) = [entry.path for entry in shelf.shelf.entries() if entry.name == "街区"]
    damaged.write_bytes(b"x" * 5_000)
    geocoder = load_geocoder(None, shelf.data)
    assert geocoder.matcher.match("八尾市本町1-7").level is Level.BLOCK
    (problem,) = geocoder.problems
    assert damaged.name in load_words("ja").error(problem)
    (entry,) = [entry for entry in shelf.shelf.entries() if entry.problem]
    shelf.shelf.remove(entry.name)
    assert not load_geocoder(None, shelf.data).problems


def test_a_dictionary_damaged_while_it_is_used_is_told_with_the_answer(shelf: Shelf) -> None:
    shelf.take(shelf.blocks(*range(1, 3_000)))
    geocoder = load_geocoder(None, shelf.data)
    (entry,) = shelf.shelf.entries()
    with entry.path.open("r+b") as file:
        file.truncate(8_192)
    match = geocoder.matcher.match("八尾市本町1-2999")
    assert match.level is Level.CHOME
    assert Note.DICTIONARY_UNREADABLE in match.notes


def test_jageocoder_is_one_more(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in = StandIn()
    monkeypatch.setitem(sys.modules, "jageocoder", stand_in)
    shelf.shelf.use_jageocoder(tmp_path)
    assert [(entry.name, entry.active) for entry in shelf.shelf.entries()] == [
        ("jageocoder", True),
        ("街区", True),
    ]
    load_geocoder(None, shelf.data).matcher.match("八尾市本町1-1")
    assert stand_in.asked == ["大阪府八尾市本町一丁目1"]
    shelf.shelf.set_active("jageocoder", active=False)
    load_geocoder(None, shelf.data).matcher.match("八尾市本町1-1")
    assert len(stand_in.asked) == 1
    shelf.shelf.set_active("jageocoder", active=True)
    monkeypatch.setitem(sys.modules, "jageocoder", None)
    geocoder = load_geocoder(None, shelf.data)
    assert [problem.code for problem in geocoder.problems] == ["dictionary.jageocoder_missing"]
    assert geocoder.matcher.match("八尾市本町1-1").level is Level.BLOCK
    shelf.shelf.remove("jageocoder")
    assert [entry.name for entry in shelf.shelf.entries()] == ["街区"]


def test_the_data_folder_may_have_any_name(tmp_path: Path) -> None:
    (tmp_path / "日本 語#1?%41").mkdir()
    shelf = Shelf(tmp_path / "日本 語#1?%41")
    shelf.take(shelf.blocks(1))
    assert shelf.level() is Level.BLOCK


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    shelf = DictionaryShelf(tmp_path / "none")
    assert shelf.entries() == ()
    assert load_geocoder(None, tmp_path / "none").problems == ()
    assert not (tmp_path / "none").exists()


def test_tests_do_not_see_the_user_s_own_dictionaries() -> None:
    assert "ofdesk-tests-" in str(DictionaryShelf().folder)
