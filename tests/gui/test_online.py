"""Online search in the editor: off until agreed to, asked by a button, taken over by another."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

import pytest
from geopy.exc import GeocoderTimedOut, GeocoderUnavailable
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from tests.gui.conftest import Driver
from tests.unit.geocoding.fake_adapter import GSI_ANSWER, GSI_TITLE, NOMINATIM_ANSWER, FakeNetwork, Stopwatch

from ofdesk.geocoding.online_hits import OnlineService
from ofdesk.gui.bridge.online import OnlineQuestions
from ofdesk.gui.dialogs.online_settings import OnlineSettingsDialog
from ofdesk.gui.map.online_search import OnlineRow
from ofdesk.gui.preferences import Preferences
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Factory
from ofdesk.services.online_search import OnlineSearch

ADDRESS = "大阪府八尾市本町1-1-1 見本ビル"
CONSENT = {
    "ja": (
        "住所の文字",
        "IPアドレス",
        "個人のお宅",
        "コンテンツ利用規約",
        "1秒に1回",
        "いつでもやめられます",
    ),
    "en": (
        "text of the address",
        "IP address",
        "private homes",
        "terms",
        "once a second",
        "stop at any time",
    ),
}


def questions(driver: Driver) -> OnlineQuestions:
    online = driver.window.places.online
    assert online is not None
    return online


def connect(driver: Driver, *answers: object) -> FakeNetwork:
    """Put a network that is none behind the editor; its cache stays the real one."""
    network, watch = FakeNetwork(*answers), Stopwatch()  # type: ignore[arg-type]
    online = questions(driver)
    online.search = OnlineSearch(
        online.search.cache, adapter_factory=network, clock=watch.clock, sleep=watch.sleep
    )
    return network


def search_on_map(driver: Driver, address: str = ADDRESS) -> RecordId:
    """Type an address and look for it in the dictionary."""
    driver.until(lambda: driver.window.places.has_gazetteer and driver.window.places.layers is not None)
    factory_id = driver.add("factory")
    driver.type_into("address", address)
    driver.desk.show_map()
    driver.click(driver.desk.map.geocode_button)
    return factory_id


def dialog_of(driver: Driver) -> OnlineSettingsDialog:
    driver.window.commands["online_settings"].trigger()
    found = [one for one in driver.window.findChildren(OnlineSettingsDialog) if one.isVisible()]
    return found[-1]


def switch_on(driver: Driver, service: OnlineService = OnlineService.GSI) -> None:
    dialog = dialog_of(driver)
    driver.click(dialog.choices[service.value])
    dialog.consent.setFocus()
    QTest.keyClick(dialog.consent, Qt.Key.Key_Space)
    driver.click(dialog.save_button)


def location_of(driver: Driver, factory_id: RecordId) -> Location | None:
    factory = driver.catalogue.find(Factory, factory_id)
    assert factory is not None
    return factory.location


def row_of(driver: Driver) -> OnlineRow:
    return driver.desk.map.online


# ── the setting ─────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_offered_and_nothing_asked_while_it_is_off(at_work: Driver) -> None:
    network = connect(at_work, GSI_ANSWER)
    search_on_map(at_work)
    assert at_work.desk.map.card.isVisible()
    assert not row_of(at_work).isVisible()
    assert not row_of(at_work).ask_button.isVisible()
    online, places, match = questions(at_work), at_work.window.places, at_work.desk.map.card.match
    assert online.service is None
    assert places.layers is not None
    assert places.matching is not None
    assert match is not None
    assert online.ask("", match, places.matching, places.layers) is None
    assert network.urls == []


def test_a_service_needs_the_consent(at_work: Driver) -> None:
    dialog = dialog_of(at_work)
    assert dialog.choices[""].isChecked()
    assert not dialog.consent.isEnabled()
    at_work.click(dialog.choices["gsi"])
    assert not dialog.save_button.isEnabled()
    QTest.keyClick(dialog.consent, Qt.Key.Key_Space)
    assert dialog.save_button.isEnabled()
    # Another service, another consent.
    at_work.click(dialog.choices["nominatim"])
    assert not dialog.consent.isChecked()
    assert not dialog.save_button.isEnabled()
    at_work.click(dialog.cancel_button)
    assert questions(at_work).service is None


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_consent_says_what_is_sent_to_whom_and_how_to_stop(at_work: Driver, language: str) -> None:
    at_work.window.commands[f"language_{language}"].trigger()
    dialog = dialog_of(at_work)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    sources = ("国土地理院", "© OpenStreetMap contributors", "ODbL", "HTTPS", "ofdesk")
    assert [words for words in (*CONSENT[language], *sources) if words not in said] == []


def test_the_choice_is_remembered_with_the_day_and_can_be_taken_back(at_work: Driver, tmp_path: Path) -> None:
    connect(at_work, NOMINATIM_ANSWER)
    switch_on(at_work, OnlineService.NOMINATIM)
    ini = tmp_path / "data" / "preferences.ini"
    assert Preferences(ini).online_service is OnlineService.NOMINATIM
    today = datetime.datetime.now().astimezone().date()
    assert f"consented_on={today.isoformat()}" in ini.read_text(encoding="utf-8")
    search_on_map(at_work)
    at_work.click(row_of(at_work).ask_button)
    at_work.until(lambda: not at_work.window.background.jobs)
    kept = tmp_path / "data" / "online" / "answers.json"
    assert kept.exists()
    dialog = dialog_of(at_work)
    assert dialog.choices["nominatim"].isChecked()
    assert dialog.consent.isChecked()
    at_work.click(dialog.choices[""])
    at_work.click(dialog.save_button)
    assert Preferences(ini).online_service is None
    assert not kept.exists()
    assert not row_of(at_work).isVisible()


@pytest.mark.parametrize(
    ("service", "day"),
    [("gsi", ""), ("gsi", "yes"), ("", "2026-11-01"), ("off", "2026-11-01"), ("google", "2026-11-01")],
)
def test_a_setting_without_service_or_day_counts_as_off(tmp_path: Path, service: str, day: str) -> None:
    doubtful, good = tmp_path / "doubtful.ini", tmp_path / "good.ini"
    doubtful.write_text(f"[online]\nservice={service}\nconsented_on={day}\n", encoding="utf-8")
    assert Preferences(doubtful).online_service is None
    good.write_text("[online]\nservice=gsi\nconsented_on=2026-11-01\n", encoding="utf-8")
    assert Preferences(good).online_service is OnlineService.GSI


# ── the question ────────────────────────────────────────────────────────────────────────────────


def test_an_answer_is_one_more_candidate_and_is_taken_by_its_own_button(at_work: Driver) -> None:
    network = connect(at_work, GSI_ANSWER)
    switch_on(at_work)
    factory_id = search_on_map(at_work)
    row = row_of(at_work)
    assert "大阪府八尾市本町一丁目1-1" in row.told.text()
    assert "見本ビル" not in row.told.text()
    assert network.urls == []  # only the button asks
    at_work.click(row.ask_button)
    at_work.until(lambda: row.answer is not None)
    assert len(network.urls) == 1
    assert GSI_TITLE in row.told.text()
    assert "街区まで一致" in row.comparison.text()
    assert "国土地理院" in row.source.text()
    # Both stand on the map; the record has neither.
    assert len([pin for pin in at_work.desk.map.canvas.stage.pins if pin.candidate]) == 2
    assert location_of(at_work, factory_id) is None
    at_work.click(row.accept_button)
    found = location_of(at_work, factory_id)
    assert found is not None
    assert (found.lat_deg, found.lon_deg) == (34.6273, 135.6009)
    assert (found.level, found.radius_m, found.origin) == ("block", None, "online_gsi")
    assert "国土地理院" in at_work.desk.map.summary.text()
    at_work.window.commands["undo"].trigger()
    assert location_of(at_work, factory_id) is None


def test_the_dictionarys_place_can_still_be_taken(at_work: Driver) -> None:
    connect(at_work, NOMINATIM_ANSWER)
    switch_on(at_work, OnlineService.NOMINATIM)
    factory_id = search_on_map(at_work)
    row = row_of(at_work)
    at_work.click(row.ask_button)
    at_work.until(lambda: row.answer is not None)
    assert "© OpenStreetMap contributors" in row.source.text()
    at_work.click(at_work.desk.map.card.accept_button)
    found = location_of(at_work, factory_id)
    assert found is not None
    assert (found.origin, found.level) == ("geocoder", "chome")


def test_a_place_elsewhere_is_called_so(at_work: Driver) -> None:
    connect(
        at_work,
        '[{"geometry": {"coordinates": [139.3433, 35.755]}, "properties": {"title": "東京水道"}}]',
    )
    switch_on(at_work)
    search_on_map(at_work)
    row = row_of(at_work)
    at_work.click(row.ask_button)
    at_work.until(lambda: row.answer is not None)
    assert "市区町村の外" in row.comparison.text()
    assert row.comparison.property("role") == "warning"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("[]", "見つかりませんでした"),
        ("{", "読み取れない答え"),
        (GeocoderUnavailable("x"), "接続できません"),
        (GeocoderTimedOut("x"), "時間内に答えが返りませんでした"),
    ],
)
def test_every_failure_is_one_sentence_and_can_be_tried_again(
    at_work: Driver, answer: object, said: str
) -> None:
    connect(at_work, answer)
    switch_on(at_work)
    search_on_map(at_work)
    row = row_of(at_work)
    at_work.click(row.ask_button)
    at_work.until(lambda: row.ask_button.isVisible())
    assert said in row.told.text()
    assert not row.accept_button.isVisible()
    assert at_work.desk.map.card.accept_button.isEnabled()


class Silence:
    def __init__(self) -> None:
        self.reached, self.over = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.reached.set()
        self.over.wait(20)
        return GSI_ANSWER


def begin_to_ask(driver: Driver) -> tuple[OnlineRow, Silence]:
    silence = Silence()
    connect(driver, silence)
    switch_on(driver)
    search_on_map(driver)
    row = row_of(driver)
    driver.click(row.ask_button)
    driver.until(silence.reached.is_set)
    return row, silence


def test_asking_can_be_stopped_and_the_late_answer_is_not_shown(at_work: Driver) -> None:
    row, silence = begin_to_ask(at_work)
    assert row.stop_button.isVisible()
    at_work.click(row.stop_button)
    assert row.ask_button.isVisible()
    at_work.until(lambda: not at_work.window.background.jobs)
    silence.over.set()
    assert row.answer is None
    assert not row.accept_button.isVisible()


def test_asking_can_be_called_off_at_the_status_bar(at_work: Driver) -> None:
    row, silence = begin_to_ask(at_work)
    (job,) = at_work.window.background.jobs
    job.cancel()
    at_work.until(row.ask_button.isVisible)
    silence.over.set()
    assert "大阪府八尾市本町一丁目1-1" in row.told.text()
    assert not row.stop_button.isVisible()


def test_looking_at_the_page_calls_the_question_off_and_coming_back_offers_it_again(at_work: Driver) -> None:
    row, silence = begin_to_ask(at_work)
    at_work.desk.show_page()
    at_work.until(lambda: not at_work.window.background.jobs)
    silence.over.set()
    at_work.desk.show_map()
    assert row.ask_button.isVisible()
    assert "大阪府八尾市本町一丁目1-1" in row.told.text()


def test_another_record_calls_the_question_off(at_work: Driver) -> None:
    row, silence = begin_to_ask(at_work)
    at_work.click(at_work.desk.map.card.dismiss_button)
    at_work.until(lambda: not at_work.window.background.jobs)
    silence.over.set()
    assert row.answer is None


def test_the_editor_closes_while_a_service_is_silent(at_work: Driver) -> None:
    _, silence = begin_to_ask(at_work)
    at_work.editor.close_without_asking()
    assert not at_work.window.isVisible()
    assert not silence.over.is_set()
    silence.over.set()


def test_the_dialog_is_reached_from_the_menu_without_a_project(driver: Driver) -> None:
    dialog = dialog_of(driver)
    assert dialog.findChildren(QPushButton)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
