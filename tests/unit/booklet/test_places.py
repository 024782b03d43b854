"""Which municipality an address names."""

from __future__ import annotations

import pytest

from ofdesk.booklet.places import MunicipalityNames
from ofdesk.cartography.base_map import load_base_map


@pytest.fixture(scope="module")
def names() -> MunicipalityNames:
    return MunicipalityNames(load_base_map())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("大阪府八尾市本町1-1", "八尾市"),
        ("大阪府 堺市堺区", "堺市"),
        ("福井県丹生郡越前町小曽原", "越前町"),
        ("福井県越前町小曽原", "越前町"),
        ("福島県郡山市朝日1", "郡山市"),
        ("岐阜県郡上市八幡町", "郡上市"),
        ("奈良県大和郡山市北郡山町", "大和郡山市"),
        ("京都府京都市左京区1", "京都市"),
        ("三重県四日市市1", "四日市市"),
        ("東京都大田区1", "大田区"),
    ],
)
def test_an_address_names_its_municipality(names: MunicipalityNames, address: str, name: str) -> None:
    assert names.of_address(address) == name


@pytest.mark.parametrize("address", ["", "八尾市本町1-1", "大阪府", "大阪府見本市1", "郡", "大阪府郡"])
def test_what_names_none_gets_none(names: MunicipalityNames, address: str) -> None:
    assert names.of_address(address) == ""
