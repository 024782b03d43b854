"""The checks: found by themselves, counted, and leading to the field."""

from __future__ import annotations

from pathlib import Path

from tests.gui.conftest import Driver

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.problems import Problem
from ofdesk.model.records import Factory
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.saving import save_project


def problems(driver: Driver) -> tuple[Problem, ...]:
    return driver.desk.project.checks.problems


def test_a_missing_name_is_found_counted_and_led_to(at_work: Driver) -> None:
    record_id = at_work.add("factory")
    wanted = (record_id, "name")
    at_work.until(lambda: any((p.record_id, p.field) == wanted for p in problems(at_work)))
    at_work.desk.show_place("checks")
    panel = at_work.desk.checks
    model = panel.model
    problem = next(p for p in problems(at_work) if (p.record_id, p.field) == wanted)
    index = model.index(model.row_of(problem))
    assert at_work.window.appearance.words.problem(problem) in index.data()
    panel.list.doubleClicked.emit(index)
    assert at_work.desk.navigation.place == "factory"
    assert at_work.desk.record_id == record_id
    at_work.until(lambda: at_work.input_of("name").hasFocus())


def test_a_mended_problem_goes_from_the_list(at_work: Driver) -> None:
    record_id = at_work.add("report")
    at_work.until(lambda: any(p.record_id == record_id and p.field == "name" for p in problems(at_work)))
    at_work.type_into("name", "見本報告書")
    at_work.until(lambda: not any(p.record_id == record_id and p.field == "name" for p in problems(at_work)))


def test_the_status_bar_tells_how_many_and_leads_to_them(at_work: Driver) -> None:
    at_work.add("factory")
    at_work.until(lambda: len(problems(at_work)) > 2)
    text = at_work.window.status.problems.text()
    errors = sum(p.severity == 2 for p in problems(at_work))
    assert str(errors) in text
    at_work.click(at_work.window.status.problems)
    assert at_work.desk.navigation.place == "checks"


def test_problems_of_the_booklet_lead_to_its_settings(at_work: Driver) -> None:
    at_work.until(lambda: any(p.record_id is None and p.field == "publisher" for p in problems(at_work)))
    at_work.desk.open_field("", "publisher")
    assert at_work.desk.navigation.place == "booklet"
    at_work.until(lambda: at_work.desk.booklet.booklet_form.editors["publisher"].target().hasFocus())


def test_a_pin_in_another_municipality_is_found_once_the_map_is_there(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "pin.ofdesk"
    factory = Factory(
        id=RecordId("1" * 32),
        order="i",
        name="見本",
        reading="みほん",
        address="大阪府八尾市本町一丁目1-1",
        location=Location(lat_deg=34.6794, lon_deg=135.6008),  # 東大阪市役所
    )
    save_project(path, Catalogue.of([factory]), PhotoStore(), expected_digest=None)
    driver.open(path)
    driver.until(
        lambda: any(
            (p.record_id, p.code) == (factory.id, "check.location_elsewhere") for p in problems(driver)
        )
    )
