"""`ofdesk dictionary`: results, exit codes, one sentence for what goes wrong."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from tests.unit.cli.command_line import CommandLine, process
from tests.unit.geocoding.dictionaries import published
from tests.unit.geocoding.dictionaries.published import mlit_block, moved

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.dictionaries.rows import Family, Reason
from ofdesk.geocoding.match import Note
from ofdesk.services.data_folder import VARIABLE
from ofdesk.services.words import LANGUAGES, load_words

HONMACHI = ("大阪府", "八尾市", "本町一丁目")
YAO_POINT = GeoPoint(34.627276, 135.600855)
OK, FOUND, USAGE, FILE = 0, 1, 2, 3


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def blocks(tmp_path: Path) -> Path:
    """Three good rows, one that lies 90 km off, one whose number is a formula."""
    rows = [mlit_block(HONMACHI, number, moved(YAO_POINT, 60 * number)) for number in (1, 2, 3)]
    rows += [mlit_block(HONMACHI, 4, moved(YAO_POINT, 90_000)), mlit_block(HONMACHI, "=1+1", YAO_POINT)]
    return published.write_mlit_blocks(tmp_path / "27000-24.0a.zip", rows)


def test_import_list_use_disable_enable_remove(ofdesk: CommandLine, blocks: Path) -> None:
    assert "取り込んだ辞書はありません" in ofdesk("dictionary", "list").out
    ended = ofdesk("dictionary", "import", blocks, "--name", "街区")
    assert (ended.code, ended.err) == (OK, "")
    assert "辞書「街区」（位置参照情報 街区レベル）に3行、1市区町村を取り込みました。" in ended.out
    assert "2行は取り込みませんでした。" in ended.out
    assert "町の位置から離れすぎている: 1" in ended.out
    listed = ofdesk("dictionary", "list")
    assert listed.code == OK
    assert "街区\t使用中\t位置参照情報 街区レベル\t3件、1市区町村" in listed.out
    assert "出典：国土交通省" in listed.out
    assert "本町一丁目2番\t街区まで一致" in ofdesk("geocode", "八尾市本町1-2-3").out
    assert ofdesk("dictionary", "disable", "街区").code == OK
    assert "街区\t停止" in ofdesk("dictionary", "list").out
    assert "丁目まで一致" in ofdesk("geocode", "八尾市本町1-2-3").out
    assert ofdesk("dictionary", "enable", "街区").code == OK
    assert "街区まで一致" in ofdesk("geocode", "八尾市本町1-2-3").out
    assert ofdesk("dictionary", "remove", "街区").code == OK
    assert "取り込んだ辞書はありません" in ofdesk("dictionary", "list").out


def test_a_table_is_geocoded_with_the_dictionaries(ofdesk: CommandLine, blocks: Path, tmp_path: Path) -> None:
    ofdesk("dictionary", "import", blocks)
    table, result = tmp_path / "a.csv", tmp_path / "b.csv"
    table.write_text("住所\n八尾市本町1-2\n", encoding="utf-8")
    assert ofdesk("geocode", "--input", table, "--output", result).code == OK
    (row,) = csv.DictReader(io.StringIO(result.read_text(encoding="utf-8-sig")))
    assert (row["level"], row["canonical"], row["radius_m"]) == ("block", "大阪府八尾市本町一丁目2番", "42")


def test_import_as_json(ofdesk: CommandLine, blocks: Path) -> None:
    told = json.loads(ofdesk("dictionary", "import", blocks, "--json").out)
    rejects = told.pop("rejects")
    assert told == {
        "name": "27000-24.0a",
        "kind": "mlit-block",
        "rows": 5,
        "taken": 3,
        "refused": 2,
        "reasons": {"far_from_town": 1, "number_unreadable": 1},
        "towns": 0,
        "numbers": 3,
        "municipalities": 1,
    }
    assert [(one["line"], one["reason"]) for one in rejects] == [
        (5, "far_from_town"),
        (6, "number_unreadable"),
    ]


def test_list_as_json(ofdesk: CommandLine, blocks: Path) -> None:
    ofdesk("dictionary", "import", blocks, "--name", "街区")
    (entry,) = json.loads(ofdesk("dictionary", "list", "--json").out)["dictionaries"]
    assert entry.pop("size_bytes") > 4_096
    assert entry.pop("attribution").startswith("出典：")
    assert len(entry.pop("imported_on")) == 10
    assert entry == {
        "name": "街区",
        "active": True,
        "problem": None,
        "kind": "mlit-block",
        "towns": 0,
        "numbers": 3,
        "municipalities": 1,
        "sources": ["27000-24.0a.zip"],
    }


def test_rejects_go_to_a_table_that_a_spreadsheet_takes_for_text(ofdesk: CommandLine, tmp_path: Path) -> None:
    good = mlit_block(HONMACHI, 1, YAO_POINT)
    evil = mlit_block(HONMACHI, 2, moved(YAO_POINT, 90_000)) | {"都道府県名": '=HYPERLINK("http://x")'}
    source = published.write_mlit_blocks(tmp_path / "x.zip", [good, evil])
    target = tmp_path / "rejects.csv"
    assert ofdesk("dictionary", "import", source, "--rejects", target).code == OK
    (row,) = csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig")))
    assert (row["line"], row["reason"]) == ("3", "municipality_unknown")
    assert row["text"].startswith("'=HYPERLINK")
    assert row["explanation"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("dictionary",), USAGE),
        (("dictionary", "import"), USAGE),
        (("dictionary", "export"), USAGE),
        (("dictionary", "import", "ない.zip"), FILE),
        (("dictionary", "import", "ない.zip", "--kind", "mlit"), USAGE),
        (("dictionary", "remove", "ない"), USAGE),
        (("dictionary", "disable", "ない"), USAGE),
        (("dictionary", "import", "a", "b", "--kind", "jageocoder"), USAGE),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_cannot_be_done_is_told(
    ofdesk: CommandLine, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, language: str
) -> None:
    monkeypatch.setenv("OFDESK_LANGUAGE", language)
    ended = ofdesk(*arguments)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.strip()
    assert "Traceback" not in ended.err
    assert "{" not in ended.err.splitlines()[-1]


def test_a_kind_that_does_not_fit(ofdesk: CommandLine, blocks: Path) -> None:
    assert ofdesk.fails("dictionary", "import", blocks, "--kind", "geolonia").code == USAGE


def test_a_truncated_zip(ofdesk: CommandLine, blocks: Path) -> None:
    blocks.write_bytes(blocks.read_bytes()[:-100])
    ended = ofdesk.fails("dictionary", "import", blocks)
    assert ended.code == FILE
    assert blocks.name in ended.err
    assert "もう一度ダウンロード" in ended.err


def test_rejects_never_go_over_the_source(ofdesk: CommandLine, blocks: Path) -> None:
    before = blocks.read_bytes()
    assert ofdesk.fails("dictionary", "import", blocks, "--rejects", blocks).code == USAGE
    assert blocks.read_bytes() == before


def test_jageocoder_that_is_not_installed(
    ofdesk: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jageocoder", None)
    ended = ofdesk.fails("dictionary", "import", tmp_path, "--kind", "jageocoder")
    assert ended.code == USAGE
    assert "ofdesk[jageocoder]" in ended.err


def test_a_damaged_dictionary_is_listed_and_geocoding_goes_on(
    ofdesk: CommandLine, blocks: Path, data_folder: Path
) -> None:
    ofdesk("dictionary", "import", blocks, "--name", "街区")
    (path,) = (data_folder / "dictionaries").glob("*.sqlite")
    path.write_bytes(b"x" * 9_000)
    listed = ofdesk("dictionary", "list")
    assert listed.code == FOUND
    assert "壊れている" in listed.out
    ended = ofdesk("geocode", "八尾市本町1-2-3")
    assert ended.code == OK
    assert "丁目まで一致" in ended.out
    assert path.name in ended.err
    assert ended.err.count("\n") == 1
    assert ofdesk("dictionary", "remove", path.name).code == OK


def test_a_process_of_its_own_keeps_to_the_folder_it_is_given(blocks: Path, data_folder: Path) -> None:
    ended = process("dictionary", "import", blocks)  # it inherits the variable
    assert (ended.returncode, ended.stderr) == (OK, b"")
    assert len(list((data_folder / "dictionaries").glob("*.sqlite"))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_every_family_has_words(language: str) -> None:
    words = load_words(language)
    assert all(words.has("dictionary_reasons", reason.value) for reason in Reason)
    assert all(words.has("dictionary_families", family.value) for family in Family)
    assert all(words.has("ui", f"geocode.note.{note.value}") for note in Note)
