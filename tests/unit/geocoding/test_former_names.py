"""Municipalities merged or renamed since 1999: old address lists find their towns of today."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ofdesk.geocoding.match import Level, Note
from ofdesk.geocoding.matcher import AddressMatcher

FORMER = Path(__file__).resolve().parents[2] / "data" / "geocoding" / "former.csv"
MOVED = [
    ("北海道常呂郡常呂町常呂", "北海道北見市常呂町字常呂"),
    ("北海道厚田郡厚田村聚富", "北海道石狩市厚田区聚富"),
    ("青森県西津軽郡木造町", "青森県つがる市"),
    ("岩手県水沢市佐倉河", "岩手県奥州市水沢佐倉河"),
    ("岩手県岩手郡滝沢村巣子", "岩手県滝沢市巣子"),
    ("宮城県古川市七日町", "宮城県大崎市古川七日町"),
    ("秋田県本荘市尾崎17", "秋田県由利本荘市尾崎"),
    ("山形県西田川郡温海町温海", "山形県鶴岡市温海"),
    ("福島県原町市本町2-27", "福島県南相馬市原町区本町二丁目"),
    ("茨城県水海道市諏訪町3222", "茨城県常総市水海道諏訪町"),
    ("栃木県下都賀郡岩舟町静5132", "栃木県栃木市岩舟町静"),
    ("群馬県北群馬郡伊香保町伊香保541", "群馬県渋川市伊香保町伊香保"),
    ("埼玉県浦和市高砂3-15-1", "埼玉県さいたま市浦和区高砂三丁目"),
    ("埼玉県大宮市錦町630", "埼玉県さいたま市大宮区錦町"),
    ("鳩ヶ谷市三ツ和1丁目1-1", "埼玉県川口市三ツ和一丁目"),
    ("上福岡市福岡1-1-1", "埼玉県ふじみ野市福岡一丁目"),
    ("千葉県山武郡大網白里町大網115", "千葉県大網白里市大網"),
    ("東京都田無市南町5-6-13", "東京都西東京市南町五丁目"),
    ("神奈川県津久井郡津久井町中野", "神奈川県相模原市緑区中野"),
    ("新潟県中頸城郡柿崎町柿崎6405", "新潟県上越市柿崎区柿崎"),
    ("新潟県新津市程島2009", "新潟県新潟市秋葉区程島"),
    ("富山県新湊市本町2-10-30", "富山県射水市本町二丁目"),
    ("石川県松任市倉光2-1", "石川県白山市倉光二丁目"),
    ("福井県武生市府中1-13-7", "福井県越前市府中一丁目"),
    ("山梨県中巨摩郡櫛形町小笠原376", "山梨県南アルプス市小笠原"),
    ("山梨県西八代郡上九一色村本栖", "山梨県南都留郡富士河口湖町本栖"),
    ("長野県更埴市屋代", "長野県千曲市大字屋代"),
    ("岐阜県吉城郡古川町本町2-22", "岐阜県飛騨市古川町本町"),
    ("静岡県清水市旭町6-8", "静岡県静岡市清水区旭町"),
    ("静岡県天竜市二俣町二俣481", "静岡県浜松市天竜区二俣町二俣"),
    ("愛知県西加茂郡三好町大字三好字小坂50", "愛知県みよし市三好町"),
    ("三重県上野市丸之内", "三重県伊賀市上野丸之内"),
    ("滋賀県甲賀郡水口町名坂1111", "滋賀県甲賀市水口町名坂"),
    ("京都府竹野郡網野町網野", "京都府京丹後市網野町網野"),
    ("大阪府南河内郡美原町黒山167", "大阪府堺市美原区黒山"),
    ("兵庫県篠山市北新町41", "兵庫県丹波篠山市北新町"),
    ("兵庫県多紀郡篠山町北新町41", "兵庫県丹波篠山市北新町"),
    ("奈良県宇陀郡榛原町下井足17-3", "奈良県宇陀市榛原下井足"),
    ("和歌山県那賀郡粉河町粉河", "和歌山県紀の川市粉河"),
    ("鳥取県東伯郡羽合町田後", "鳥取県東伯郡湯梨浜町大字田後"),
    ("島根県平田市平田町", "島根県出雲市平田町"),
    ("岡山県児島郡灘崎町片岡207", "岡山県岡山市南区片岡"),
    ("広島県因島市土生町", "広島県尾道市因島土生町"),
    ("山口県徳山市岐山通1-1", "山口県周南市岐山通一丁目"),
    ("徳島県麻植郡鴨島町鴨島", "徳島県吉野川市鴨島町鴨島"),
    ("香川県大川郡志度町志度", "香川県さぬき市志度"),
    ("愛媛県伊予三島市中之庄町", "愛媛県四国中央市中之庄町"),
    ("高知県幡多郡大方町入野", "高知県幡多郡黒潮町入野"),
    ("福岡県宗像郡福間町中央1-1-1", "福岡県福津市中央一丁目"),
    ("佐賀県神埼郡三田川町吉田321", "佐賀県神埼郡吉野ヶ里町吉田"),
    ("長崎県下県郡厳原町国分1441", "長崎県対馬市厳原町国分"),
    ("熊本県本渡市東浜町8-1", "熊本県天草市東浜町"),
    ("大分県南海部郡蒲江町蒲江浦", "大分県佐伯市蒲江大字蒲江浦"),
    ("宮崎県東臼杵郡北川町川内名", "宮崎県延岡市北川町川内名"),
    ("鹿児島県国分市中央3-45-1", "鹿児島県霧島市国分中央三丁目"),
    ("沖縄県平良市字西里186", "沖縄県宮古島市平良西里"),
    ("静岡県浜松市中区元城町103-2", "静岡県浜松市中央区元城町"),
]


@pytest.mark.parametrize(("address", "canonical"), MOVED, ids=[address for address, _ in MOVED])
def test_a_former_municipality_leads_to_its_town_of_today(
    matcher: AddressMatcher, address: str, canonical: str
) -> None:
    match = matcher.match(address)
    assert match.canonical == canonical
    assert match.point is not None
    assert Note.FORMER_MUNICIPALITY in match.notes


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("府中町", "34302"),  # 広島, of today; not the one once in 富山
        ("広島県府中町", "34302"),
        ("大阪府八尾市本町1-1-1", "27212"),
        ("池田町", ""),  # four of today: asked
        ("山口県周南市岐山通1-1", "35215"),
    ],
)
def test_names_of_today_go_before_former_ones(matcher: AddressMatcher, address: str, code: str) -> None:
    match = matcher.match(address)
    assert match.municipality_code == code
    assert Note.FORMER_MUNICIPALITY not in match.notes


def test_the_prefecture_tells_a_former_name_from_one_of_today(matcher: AddressMatcher) -> None:
    match = matcher.match("福井県美山町")
    assert (match.canonical, match.level) == ("福井県福井市", Level.MUNICIPALITY)
    assert Note.FORMER_MUNICIPALITY in match.notes


def test_a_village_that_changed_its_prefecture_is_found_under_the_old_one(matcher: AddressMatcher) -> None:
    assert matcher.match("長野県木曽郡山口村").canonical == "岐阜県中津川市"


@pytest.mark.parametrize("address", ["水口町名坂1", "大東町本町1", "吉田町5", "三好町1-1"])
def test_the_bare_name_of_a_former_town_is_no_address(matcher: AddressMatcher, address: str) -> None:
    assert matcher.match(address).point is None


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("三重県北牟婁郡紀北町紀伊長島区東長島769", "三重県北牟婁郡紀北町東長島"),
        ("岡山市南区灘崎町片岡207", "岡山県岡山市南区片岡"),
    ],
)
def test_a_former_municipality_named_as_a_part_of_its_heir_is_stepped_over(
    matcher: AddressMatcher, address: str, canonical: str
) -> None:
    assert matcher.match(address).canonical == canonical


def test_a_town_that_its_heir_does_not_have_leaves_the_heir(matcher: AddressMatcher) -> None:
    match = matcher.match("滋賀県甲賀郡水口町見本1")
    assert (match.canonical, match.level) == ("滋賀県甲賀市", Level.MUNICIPALITY)
    assert Note.TOWN_UNKNOWN in match.notes


def rows() -> list[dict[str, str]]:
    with FORMER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["address"])
def test_an_office_of_before_is_found_in_todays_town(matcher: AddressMatcher, row: dict[str, str]) -> None:
    match = matcher.match(row["address"])
    assert (match.municipality_code, match.canonical) == (row["municipality_code"], row["canonical"])
    assert Note.FORMER_MUNICIPALITY in match.notes
