"""Whatever the gate lets in, checks, pages and maps must bear."""

from __future__ import annotations

import itertools
import math

import pytest
from tests.e2e.hostile_catalogues import ENDLESS, TEXTS, HostileCatalogues
from tests.e2e.hostile_walk import take_through_everything, toolkit_for
from tests.unit.services.small_project import EVENT_ID, FACTORY_ID, small_catalogue

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoPoint, Rect
from ofdesk.cartography.projection import LambertConformalConic, TransverseMercator
from ofdesk.cartography.view import View
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import apply, set_field
from ofdesk.model.fields import MAX_TEXT_CHARS, TextType, specs_of
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory
from ofdesk.model.storable import MAX_RECORD_CHARS


def of_small(record_id: str, **values: object) -> Catalogue:
    catalogue = small_catalogue()
    for field, value in values.items():
        record = catalogue.get(record_id)  # type: ignore[arg-type]
        assert record is not None
        catalogue = apply(catalogue, set_field(record, field, value))
    return catalogue


@pytest.mark.parametrize("seed", [5, 54, 161])
def test_nothing_the_gate_lets_in_breaks_checks_pages_or_maps(seed: int) -> None:
    assert take_through_everything(HostileCatalogues(seed).make()) > 20


def text_fields(owner: type) -> list[str]:
    return [spec.name for spec in specs_of(owner) if isinstance(spec.type, TextType) and spec.name != "order"]


@pytest.mark.parametrize("first", range(0, len(TEXTS), 25))
def test_hostile_texts_may_stand_in_every_field_of_a_factory(first: int) -> None:
    texts = itertools.cycle(TEXTS[first:] + TEXTS[:first])
    take_through_everything(of_small(FACTORY_ID, **{field: next(texts) for field in text_fields(Factory)}))


@pytest.mark.parametrize("first", [0, 9])
def test_texts_without_end_are_bounded_and_laid_out(first: int) -> None:
    pieces = itertools.cycle(ENDLESS[first % len(ENDLESS) :] + ENDLESS[: first % len(ENDLESS)])
    fields = text_fields(Event)
    # As many as a record may hold, the others in the other run.
    full = (fields[first:] + fields[:first])[: MAX_RECORD_CHARS // MAX_TEXT_CHARS - 1]
    values = {field: (next(pieces) * MAX_TEXT_CHARS)[:MAX_TEXT_CHARS] for field in full}
    take_through_everything(of_small(EVENT_ID, **values))


def test_two_hundred_thousand_characters_are_refused_at_the_gate() -> None:
    with pytest.raises(InputError, match="too_long"):
        of_small(EVENT_ID, overview_long="あ" * 200_000)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 90.1])
def test_coordinates_that_are_none_are_refused_at_the_gate(value: float) -> None:
    with pytest.raises(InputError):
        of_small(FACTORY_ID, location=Location(lat_deg=value, lon_deg=135.0))


@pytest.mark.parametrize("place", [(90.0, 0.0), (0.0, -135.0), (34.6, -45.0)])
def test_a_pin_anywhere_on_the_earth_leaves_maps_whole(place: tuple[float, float]) -> None:
    lat_deg, lon_deg = place
    away = Location(lat_deg=lat_deg, lon_deg=lon_deg)
    catalogue = of_small(EVENT_ID, location=away)
    factory = catalogue.get(FACTORY_ID)
    assert factory is not None
    take_through_everything(apply(catalogue, set_field(factory, "location", away)))


@pytest.mark.parametrize("lat_deg", [90.0, -90.0, 0.0])
@pytest.mark.parametrize("lon_deg", [-180.0, -45.0, 0.0, 45.0, 135.0, 180.0])
def test_no_place_of_the_earth_is_projected_to_infinity(lat_deg: float, lon_deg: float) -> None:
    for projection in (TransverseMercator(135.0, 35.0), LambertConformalConic(33.0, 44.0, 137.0, 38.0)):
        view = View(projection, 1e6, Rect(0.0, 0.0, 200.0, 200.0), (0.0, 0.0))
        place = view.place(GeoPoint(lat_deg, lon_deg))
        assert math.isfinite(place.x_mm)
        assert math.isfinite(place.y_mm)


@pytest.mark.parametrize("width_mm", [-3.0, 0.0, 0.1])
@pytest.mark.parametrize("text", ["見本", "\u200d", " ", ""])
def test_a_line_without_room_is_left_out_and_counted(text: str, width_mm: float) -> None:
    toolkit = toolkit_for("ja")
    style = toolkit.theme.style("small")
    fitted = toolkit.composer.fit_line(text, style, width_mm)
    assert fitted.line.width_mm <= max(0.0, width_mm)
    assert fitted.left_out_chars in (0, len(text))


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("tenth", range(10))
def test_five_hundred_catalogues(tenth: int) -> None:
    for seed in range(1000 + 50 * tenth, 1050 + 50 * tenth):
        take_through_everything(HostileCatalogues(seed).make())
