"""The gazetteer as the checks ask for it."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.services.official_names import GazetteerNames


@pytest.fixture(scope="module")
def names() -> GazetteerNames:
    return GazetteerNames(Gazetteer())


@pytest.mark.parametrize(
    ("municipality", "prefectures"),
    [
        ("八尾市", ("大阪府",)),
        ("府中市", ("東京都", "広島県")),
        ("大阪市大正区", ("大阪府",)),
        ("大阪市", ("大阪府",)),
        ("港区", ("東京都",)),
        ("越前町", ("福井県",)),
        ("丹生郡越前町", ()),  # official names are written without 郡
        ("大阪府八尾市", ()),
        ("清洲市", ()),
        ("清洲町", ()),  # merged in 2005
        ("", ()),
    ],
)
def test_only_official_names_are_known(
    names: GazetteerNames, municipality: str, prefectures: tuple[str, ...]
) -> None:
    assert names.prefectures_with(municipality) == prefectures


@pytest.mark.parametrize(
    ("municipality", "prefecture", "meant"),
    [
        ("清洲市", "愛知県", "清須市"),
        ("丹波笹山市", "兵庫県", "丹波篠山市"),
        ("東大坂市", "大阪府", "東大阪市"),
        ("龍ヶ崎市", "茨城県", "龍ケ崎市"),
        ("大正区", "大阪府", "大阪市大正区"),
        ("丹生郡越前町", "福井県", "越前町"),
        ("大阪府八尾市", "大阪府", "八尾市"),
        ("八尾", "", "八尾市"),
    ],
)
def test_what_a_wrong_name_may_mean(
    names: GazetteerNames, municipality: str, prefecture: str, meant: str
) -> None:
    assert names.similar(municipality, prefecture)[0] == meant


def test_names_of_other_prefectures_are_not_meant(names: GazetteerNames) -> None:
    assert "清須市" in names.similar("清洲市", "")
    assert names.similar("清洲市", "大阪府") == ()


def test_a_right_name_is_not_its_own_correction(names: GazetteerNames) -> None:
    assert "八尾市" not in names.similar("八尾市", "大阪府")
