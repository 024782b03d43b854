"""What dictionaries make of an answer: deeper where they are sure, as before where they are not."""

from __future__ import annotations

import sqlite3
import string
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.geocoding.dictionaries import published
from tests.unit.geocoding.dictionaries.conftest import Desk
from tests.unit.geocoding.dictionaries.published import mlit_block, moved

from ofdesk.base.errors import DamagedFileError
from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.dictionaries.dictionary import Dictionary
from ofdesk.geocoding.dictionaries.questions import Finding, Question
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.match import Level, Match, Note
from ofdesk.geocoding.matcher import AddressMatcher

HONMACHI = ("大阪府", "八尾市", "本町一丁目")


class Stated:
    """A dictionary that always gives one finding."""

    name = "言い張る"

    def __init__(self, finding: Finding | None) -> None:
        self.finding = finding
        self.questions: list[Question] = []

    def find(self, question: Question) -> Finding | None:
        self.questions.append(question)
        return self.finding


class Broken:
    """A dictionary whose file went away."""

    name = "壊れた"

    def find(self, question: Question) -> Finding | None:
        raise DamagedFileError("dictionary.damaged", name=self.name)


def block(point: GeoPoint, *, radius_m: int = 40, level: Level = Level.BLOCK, end: int = 1) -> Finding:
    return Finding(level, point, radius_m, "9番", end)


def without(match: Match, *names: str) -> Match:
    """Return an answer with some notes left out."""
    return match._replace(notes=tuple(note for note in match.notes if note.value not in names))


@pytest.mark.parametrize("address", ["", "どこか", "北区", "八尾市", "大阪府", "581-0003", "府中市1-1"])
def test_an_answer_without_a_town_is_not_asked_about(gazetteer: Gazetteer, address: str) -> None:
    stated = Stated(None)
    plain = AddressMatcher(gazetteer).match(address)
    assert AddressMatcher(gazetteer, [stated]).match(address) == plain
    assert not stated.questions


def test_the_question_tells_the_town_and_what_stands_behind(gazetteer: Gazetteer) -> None:
    stated = Stated(None)
    AddressMatcher(gazetteer, [stated]).match("〒581-0003 八尾市本町１丁目９－１　見本ビル")
    (question,) = stated.questions
    assert (question.code, question.key, question.chome) == ("27212", "本町", 1)
    assert question.behind == "9-1見本びる"
    assert question.canonical == "大阪府八尾市本町一丁目"


def test_two_dictionaries_that_agree_give_the_deeper_one(desk: Desk) -> None:
    yao = desk.point("八尾市", "本町", 1)
    house = Finding(Level.PARCEL, moved(yao, 30), 20, "9番1号", 3)
    matcher = AddressMatcher(desk.gazetteer, [Stated(block(yao)), Stated(house), Stated(None)])
    match = matcher.match("八尾市本町1-9-1")
    assert (match.level, match.point, match.radius_m) == (Level.PARCEL, moved(yao, 30), 20)
    assert match.canonical.endswith("9番1号")
    assert Note.DICTIONARIES_DIFFER not in match.notes


def test_the_radius_grows_by_what_equals_differ(desk: Desk) -> None:
    yao = desk.point("八尾市", "本町", 1)
    matcher = AddressMatcher(desk.gazetteer, [Stated(block(yao)), Stated(block(moved(yao, 70)))])
    match = matcher.match("八尾市本町1-9-1")
    assert (match.level, match.point, match.radius_m) == (Level.BLOCK, yao, 70)


@pytest.mark.parametrize(("north_m", "differ"), [(99, False), (102, True), (800, True)])
def test_dictionaries_that_disagree_leave_the_answer_coarse_and_say_so(
    desk: Desk, north_m: int, differ: bool
) -> None:
    yao = desk.point("八尾市", "本町", 1)
    stated = [Stated(block(yao)), Stated(block(moved(yao, north_m)))]
    plain = desk.matcher().match("八尾市本町1-9-1")
    match = AddressMatcher(desk.gazetteer, stated).match("八尾市本町1-9-1")
    assert (Note.DICTIONARIES_DIFFER in match.notes) is differ
    if differ:
        assert without(match, "dictionaries_differ") == plain


def test_a_finding_far_from_its_town_is_not_taken(desk: Desk) -> None:
    far = Stated(block(moved(desk.point("八尾市", "本町", 1), 2_500)))
    assert AddressMatcher(desk.gazetteer, [far]).match("八尾市本町1-9") == desk.matcher().match(
        "八尾市本町1-9"
    )


def test_a_dictionary_that_cannot_be_read_is_named_and_the_others_are_used(desk: Desk) -> None:
    yao = desk.point("八尾市", "本町", 1)
    match = AddressMatcher(desk.gazetteer, [Broken(), Stated(block(yao))]).match("八尾市本町1-9")
    assert match.level is Level.BLOCK
    assert Note.DICTIONARY_UNREADABLE in match.notes


def test_several_dictionaries_each_know_their_part(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    one = desk.load(
        [published.write_mlit_blocks(tmp_path / "1.zip", [mlit_block(HONMACHI, 1, moved(yao, 10))])], "一"
    )
    other = desk.load(
        [published.write_mlit_blocks(tmp_path / "2.zip", [mlit_block(HONMACHI, 2, moved(yao, 20))])], "二"
    )
    matcher = desk.matcher(one, other)
    assert [matcher.match(f"八尾市本町1-{number}").point for number in (1, 2)] == [
        moved(yao, 10),
        moved(yao, 20),
    ]


def test_koaza_left_out_of_the_address_are_no_hindrance_where_one_has_the_number(
    desk: Desk, tmp_path: Path
) -> None:
    chizu = desk.point("智頭町", "大字智頭")
    place = ("鳥取県", "八頭郡智頭町", "大字智頭")
    rows = [
        mlit_block(place, 5, moved(chizu, 10), blocks=False, koaza="上町"),
        mlit_block(place, 6, moved(chizu, 20), blocks=False, koaza="上町"),
        mlit_block(place, 6, moved(chizu, 900), blocks=False, koaza="下町"),
    ]
    matcher = desk.matcher(desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)]))
    assert matcher.match("智頭町智頭5").point == moved(chizu, 10)
    assert matcher.match("智頭町智頭6").level is Level.TOWN
    assert matcher.match("智頭町智頭字下町6").point == moved(chizu, 900)
    assert matcher.match("智頭町智頭上町6番地").canonical.endswith("智頭上町6番地")


def test_a_chome_younger_than_the_gazetteer_is_found(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町")
    rows = [mlit_block(("大阪府", "八尾市", "本町九丁目"), 3, moved(yao, 50))]
    matcher = desk.matcher(desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)]))
    assert Note.CHOME_UNKNOWN in desk.matcher().match("八尾市本町9丁目3番").notes
    match = matcher.match("八尾市本町9丁目3番")
    assert (match.level, match.chome, match.canonical) == (Level.BLOCK, 9, "大阪府八尾市本町九丁目3番")
    assert Note.CHOME_UNKNOWN not in match.notes


def test_houses_go_before_lots_and_lots_before_mere_blocks(desk: Desk, tmp_path: Path) -> None:
    """A town where 住居表示 is in force in a part only has blocks and lots under the same numbers."""
    yao = desk.point("八尾市", "本町", 1)
    rows = [
        mlit_block(HONMACHI, 9, moved(yao, 10)),
        mlit_block(HONMACHI, "9-1", moved(yao, 20), blocks=False),
        mlit_block(HONMACHI, 8, moved(yao, 30), blocks=False),
    ]
    matcher = desk.matcher(desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)]))
    for behind, label, north_m in (
        ("9-1", "9番地1", 20),
        ("9番1号", "9番", 10),
        ("9-2", "9番", 10),
        ("9", "9番", 10),
        ("9番", "9番", 10),
        ("9番地1", "9番地1", 20),
        ("8番", "8番地", 30),
    ):
        match = matcher.match(f"八尾市本町1丁目{behind}")
        assert (match.canonical, match.point) == (f"大阪府八尾市本町一丁目{label}", moved(yao, north_m)), (
            behind
        )


def test_a_lot_that_is_part_known_says_how_far_off_it_may_be(desk: Desk, tmp_path: Path) -> None:
    chizu = desk.point("智頭町", "大字智頭")
    rows = [mlit_block(("鳥取県", "八頭郡智頭町", "大字智頭"), 72, chizu, blocks=False)]
    matcher = desk.matcher(desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)]))
    whole, part = matcher.match("智頭町智頭72"), matcher.match("智頭町智頭72-3")
    assert (whole.radius_m, part.radius_m) == (100, 200)  # no neighbours; and twice that for a part
    assert (whole.rest, part.rest) == ("", "3")


def test_kana_that_fold_to_one_are_not_mixed_up(desk: Desk, tmp_path: Path) -> None:
    chizu = desk.point("智頭町", "大字智頭")
    rows = [mlit_block(("鳥取県", "八頭郡智頭町", "大字智頭"), "オ12", chizu, blocks=False)]
    matcher = desk.matcher(desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)]))
    assert matcher.match("智頭町智頭オ12番地").level is Level.PARCEL
    assert matcher.match("智頭町智頭ヲ12番地").level is Level.TOWN


def test_threads_share_a_dictionary(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    rows = [mlit_block(HONMACHI, number, moved(yao, number)) for number in range(1, 51)]
    matcher = desk.matcher(desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)]))
    wrong: list[str] = []

    def ask() -> None:
        for number in range(1, 51):
            match = matcher.match(f"八尾市本町1-{number}")
            if match.point != moved(yao, number):
                wrong.append(match.query)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.fixture(scope="module")
def full(
    gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[AddressMatcher, set[GeoPoint]]:
    """A matcher with every kind of number in two towns, and all points its files gave."""
    folder = tmp_path_factory.mktemp("full")
    desk = Desk(gazetteer, folder)
    yao, chizu = desk.point("八尾市", "本町", 1), desk.point("智頭町", "大字智頭")
    lot = ("鳥取県", "八頭郡智頭町", "大字智頭")
    rows = [mlit_block(HONMACHI, number, moved(yao, 20 * number)) for number in range(1, 20)]
    rows += [mlit_block(lot, number, moved(chizu, 10 * number), blocks=False) for number in range(1, 20)]
    rows += [
        mlit_block(lot, f"{one}-{two}", moved(chizu, one, two), blocks=False)
        for one in (1, 20)
        for two in (1, 2)
    ]
    rows += [
        mlit_block(lot, f"甲{n}", moved(chizu, 5, n), blocks=False, koaza=k)
        for n in (1, 2)
        for k in ("", "東")
    ]
    dictionary = desk.load([published.write_mlit_blocks(folder / "x.zip", rows)])
    points = {GeoPoint(float(str(row["緯度"])), float(str(row["経度"]))) for row in rows}
    return desk.matcher(dictionary), points


@pytest.fixture(scope="module")
def bare(gazetteer: Gazetteer) -> AddressMatcher:
    return AddressMatcher(gazetteer)


REST = st.text(
    string.digits + "-の番地号丁目街区甲イ字東 　ー－０１２９一二十ビル階F,、/\x00", max_size=14
) | st.text(max_size=14)


@settings(max_examples=400)
@given(town=st.sampled_from(["八尾市本町1", "八尾市本町", "智頭町智頭", "智頭町大字智頭字東"]), rest=REST)
def test_no_rest_of_an_address_raises_or_leads_to_a_point_nobody_gave(
    full: tuple[AddressMatcher, set[GeoPoint]], bare: AddressMatcher, town: str, rest: str
) -> None:
    matcher, points = full
    match = matcher.match(town + rest)
    if match.level in (Level.BLOCK, Level.PARCEL):
        assert match.point in points
        assert 20 <= match.radius_m <= 10_000
    else:
        plain = bare.match(town + rest)
        assert (match.point, match.level) == (plain.point, plain.level)
    assert match.query == town + rest


def damaged_copies(path: Path) -> list[bytes]:
    whole = path.read_bytes()
    page = 4096
    copies = [whole[:length] for length in (0, 10, 100, 2000, page, len(whole) - page)]
    for at in range(16, len(whole), 331):
        copies.append(whole[:at] + bytes(255 - byte for byte in whole[at : at + 60]) + whole[at + 60 :])
    return copies


def test_a_damaged_file_never_raises_anything_but_its_own_error(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    rows = [mlit_block(HONMACHI, number, moved(yao, number)) for number in range(1, 400)]
    desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)], "元").close()
    path = tmp_path / "壊.sqlite"
    told = 0
    for data in damaged_copies(tmp_path / "元.sqlite"):
        path.write_bytes(data)
        try:
            dictionary = Dictionary(path)
        except DamagedFileError:
            told += 1
            continue
        matcher = desk.matcher(dictionary)
        for number in (1, 200, 399):
            match = matcher.match(f"八尾市本町1-{number}")
            told += Note.DICTIONARY_UNREADABLE in match.notes
            assert match.point is not None
        dictionary.close()
    assert told > 10


def test_another_program_s_database_is_no_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE about (name, value)")
    connection.close()
    with pytest.raises(DamagedFileError, match="damaged"):
        Dictionary(path)
