"""The geocoder in geopy's clothes."""

from __future__ import annotations

from pathlib import Path

import pytest
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.point import Point

from ofdesk.geocoding.geopy_interface import OfflineAdapter, OfflineJapan
from ofdesk.geocoding.matcher import AddressMatcher


@pytest.fixture(scope="session")
def geocoder(matcher: AddressMatcher) -> OfflineJapan:
    return OfflineJapan(matcher=matcher)


def test_address_becomes_a_location(geocoder: OfflineJapan) -> None:
    location = geocoder.geocode("大阪府八尾市本町1-1-1 見本ビル")
    assert location.address == "大阪府八尾市本町一丁目"
    assert (location.latitude, location.longitude) == pytest.approx((34.6273, 135.6009), abs=0.001)
    assert location.raw["level"] == "chome"
    assert location.raw["matched"] == "大阪府八尾市本町1"
    assert location.raw["rest"] == "1-1 見本ビル"
    assert location.raw["radius_m"] > 0


def test_several_places_are_none_or_a_list(geocoder: OfflineJapan) -> None:
    assert geocoder.geocode("北区") is None
    found = geocoder.geocode("北区", exactly_one=False)
    assert "東京都北区" in [location.address for location in found]
    assert geocoder.geocode("見本", exactly_one=False) is None
    assert len(geocoder.geocode("八尾市", exactly_one=False)) == 1


@pytest.mark.parametrize("query", ["", "  ", None, 5])
def test_no_address_is_a_query_error(geocoder: OfflineJapan, query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)


@pytest.mark.parametrize("query", ["34.6273, 135.6009", (34.6273, 135.6009), Point(34.6273, 135.6009)])
def test_point_becomes_the_nearest_town(geocoder: OfflineJapan, query: object) -> None:
    location = geocoder.reverse(query)
    assert location.address == "大阪府八尾市本町一丁目"
    assert location.raw["distance_m"] < 50
    assert geocoder.reverse(query, exactly_one=False)[0].address == location.address


def test_point_at_sea_has_no_town(geocoder: OfflineJapan) -> None:
    assert geocoder.reverse((30.0, 145.0)) is None


@pytest.mark.parametrize("query", ["nowhere", (float("nan"), 0.0), None])
def test_no_point_is_a_query_error(geocoder: OfflineJapan, query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse(query)


def test_adapter_refuses_the_network() -> None:
    adapter = OfflineAdapter(proxies=None, ssl_context=None)
    for fetch in (adapter.get_json, adapter.get_text):
        with pytest.raises(GeocoderUnavailable):
            fetch("https://example.com", timeout=1, headers={})


def test_damaged_gazetteer_is_an_unavailable_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "gazetteer.bin"
    broken.write_bytes(b"")
    monkeypatch.setattr("ofdesk.geocoding.gazetteer.resource_path", lambda *parts: broken)
    with pytest.raises(GeocoderUnavailable):
        OfflineJapan()
