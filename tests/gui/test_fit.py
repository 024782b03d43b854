"""The fit meter in the real window, over real pages."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.conftest import Driver, compose, type_text
from tests.unit.booklet.catalogues import record_id, small

from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.overflow import OVERFLOW, TIGHTENED, find_overflow
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import paginate
from ofdesk.booklet.toolkit import load_toolkit
from ofdesk.gui.forms.fit_meter import FitMeter
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import Event, Photo
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.saving import save_project

FIELD = "overview_long"
LONG = "期間中は参加企業がそれぞれの現場を公開する。" * 50


@pytest.fixture
def over_pages(driver: Driver, real_fit: None, tmp_path: Path) -> Driver:
    """Open a small project at an event."""
    catalogue = small()
    for photo in catalogue.all_of(Photo):
        catalogue = catalogue.without(photo)
    for event in catalogue.all_of(Event):
        catalogue = catalogue.with_record(dataclasses.replace(event, photos=(), overview_long=LONG))
    path = tmp_path / "見本.ofdesk"
    save_project(path, catalogue, PhotoStore(), expected_digest=None)
    driver.open(path)
    driver.desk.open_record(record_id(1))
    return driver


def meter_of(driver: Driver, field: str) -> FitMeter:
    meter = driver.form.rows[field].meter
    assert meter is not None
    return meter


def reported(engine: LayoutEngine, catalogue: Catalogue) -> tuple[Problem, ...]:
    """Return what the export of the booklet would report."""
    return find_overflow(engine, Source(catalogue, paginate(catalogue)))


def open_problem(driver: Driver, code: str) -> None:
    """Double-click a finding on the long overview in the list of the checks."""
    checks = driver.desk.checks

    def found() -> Problem | None:
        problems = driver.desk.project.checks.problems
        return next((p for p in problems if (p.code, p.field) == (code, FIELD)), None)

    driver.until(lambda: found() is not None)
    problem = found()
    assert problem is not None
    driver.desk.show_place("checks")
    checks.list.doubleClicked.emit(checks.model.index(checks.model.row_of(problem)))
    driver.until(lambda: driver.input_of(FIELD).hasFocus())


def test_a_text_is_typed_until_the_page_gives_way_and_until_it_no_longer_fits(over_pages: Driver) -> None:
    driver, meter = over_pages, meter_of(over_pages, FIELD)
    engine = LayoutEngine(PATTERNS, load_toolkit("ja", ""))
    driver.until(lambda: bool(meter.places))
    (before,) = meter.places
    assert meter.text == f"あと {before.remaining}字 (1枠)"
    assert meter.isVisible()

    # With little left, the lines stand closer: the meter says so, and the checks note it.
    driver.input_of(FIELD).setFocus()
    QTest.keyClick(driver.input_of(FIELD), Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    type_text(driver.input_of(FIELD), "あ" * (before.remaining - 1))
    driver.until(lambda: meter.text.startswith("あと 1字 (1枠)"))
    driver.until(lambda: meter.places[0].tight_by > 0)
    tight_by = meter.places[0].tight_by
    assert meter.text == f"あと 1字 (1枠)　詰めて収めています（{tight_by}字減らすと標準の組み）"
    (note,) = reported(engine, driver.catalogue)
    assert (note.code, note.field, note.severity) == (TIGHTENED[2], FIELD, Severity.NOTE)
    open_problem(driver, note.code)
    type_text(driver.input_of(FIELD), "あ")
    driver.until(lambda: meter.text.startswith("あと 0字 (1枠)　詰めて"))

    # One more pushes the features off the page, many more are lost themselves: as the export tells.
    type_text(driver.input_of(FIELD), "あ")
    features = meter_of(driver, "features")
    driver.until(lambda: any(place.excess for place in features.places))
    assert meter.text == "ほかの文が17字超過 (1頁)"
    type_text(driver.input_of(FIELD), "あ" * 60)
    driver.until(lambda: any(place.excess for place in meter.places))
    told = {problem.field: dict(problem.details) for problem in reported(engine, driver.catalogue)}
    assert meter.text == f"{told[FIELD]['chars']}字超過 (1頁)"
    assert features.text == f"{told['features']['chars']}字超過 (1頁)"
    assert meter.text in driver.input_of(FIELD).accessibleDescription()
    open_problem(driver, OVERFLOW)


def test_an_open_conversion_keeps_the_last_number_and_its_end_brings_the_next(over_pages: Driver) -> None:
    driver, meter = over_pages, meter_of(over_pages, "catchphrase")
    driver.until(lambda: bool(meter.places))
    (before,) = meter.places
    target = driver.input_of("catchphrase")
    target.setFocus()
    compose(target, "へんかん")
    driver.until(lambda: not driver.desk.project.fit.is_waiting)
    assert meter.places == (before,)
    type_text(target, "変換")
    driver.until(lambda: meter.places != (before,))
    (after,) = meter.places
    assert after.remaining == before.remaining - 2
    # Only texts that are printed have a meter.
    assert driver.form.rows["remarks"].meter is None or meter_of(driver, "remarks").isHidden()
    assert driver.form.rows["prefectures"].meter is None
