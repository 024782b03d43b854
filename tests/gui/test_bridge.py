"""Work beside the interface, faults of the program, gathering of strokes, dates as written."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot
from tests.unit.geocoding.dictionaries.published import mlit_block, write_mlit_blocks

from ofdesk.base.errors import InputError, ReadError
from ofdesk.base.geometry import GeoPoint
from ofdesk.base.progress import Cancel, Progress
from ofdesk.geocoding.match import Level
from ofdesk.gui.bridge.background import Background
from ofdesk.gui.bridge.crashes import CrashHook
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.bridge.typing_pause import PAUSE_S, TypingPause
from ofdesk.gui.forms.date_text import date_text, parse_date_text
from ofdesk.model.dates import PartialDate
from ofdesk.services.dictionaries import DictionaryShelf
from ofdesk.services.dictionary_import import DictionaryImport


def test_a_result_is_handed_over_on_the_gui_thread(qtbot: QtBot) -> None:
    background = Background()
    seen: list[tuple[object, bool]] = []

    def work(*, progress: Progress, cancel: Cancel) -> bool:
        return threading.current_thread() is threading.main_thread()

    job = background.start("work", work)
    job.succeeded.connect(lambda r: seen.append((r, threading.current_thread() is threading.main_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, True)]
    background.close()


def test_a_failure_comes_as_an_error_and_the_job_ends(qtbot: QtBot) -> None:
    background = Background()
    codes: list[str] = []

    def work(*, progress: Progress, cancel: Cancel) -> None:
        raise ReadError("file.not_found", path="x")

    job = background.start("work", work)
    job.failed.connect(lambda error: codes.append(error.code))
    with qtbot.waitSignal(job.ended):
        pass
    assert codes == ["file.not_found"]
    assert background.jobs == ()
    background.close()


def test_cancelled_work_ends_without_result_or_failure(qtbot: QtBot) -> None:
    background = Background()
    told: list[object] = []
    begun = threading.Event()

    def work(*, progress: Progress, cancel: Cancel) -> None:
        begun.set()
        while True:
            cancel.check()
            QThread.msleep(2)

    job = background.start("work", work)
    job.succeeded.connect(told.append)
    job.failed.connect(told.append)
    qtbot.waitUntil(begun.is_set)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert told == []
    background.close()


def test_progress_reaches_the_job(qtbot: QtBot) -> None:
    background = Background()
    go_on = threading.Event()

    def work(*, progress: Progress, cancel: Cancel) -> None:
        progress(3, 10, "layout")
        go_on.wait(5)

    job = background.start("work", work)
    qtbot.waitUntil(lambda: job.total == 10)
    assert (job.done, job.stage) == (3, "layout")
    go_on.set()
    qtbot.waitUntil(lambda: background.jobs == ())
    background.close()


def test_a_fault_in_a_worker_is_told_on_the_gui_thread_and_logged_without_values(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = CrashHook(tmp_path / "faults.log")
    threads: list[bool] = []
    hook.crashed.connect(lambda _: threads.append(threading.current_thread() is threading.main_thread()))
    monkeypatch.setattr(threading, "excepthook", hook._catch_thread)

    def fail() -> None:
        raise ValueError("secret@example.jp")

    worker = threading.Thread(target=fail)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: threads == [True])
    log = (tmp_path / "faults.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "test_bridge.py" in log
    assert "secret" not in log.replace('raise ValueError("secret@example.jp")', "")


def test_a_fault_of_background_work_goes_to_the_hook(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append(kind))
    background = Background()

    def work(*, progress: Progress, cancel: Cancel) -> None:
        raise KeyError("bug")

    job = background.start("work", work)
    with qtbot.waitSignal(job.ended):
        pass
    assert caught == [KeyError]
    background.close()


def test_strokes_belong_together_until_a_pause_or_another_field() -> None:
    now = [100.0]
    typing = TypingPause(lambda: now[0])
    first = typing.key_for("a", "name")
    now[0] += PAUSE_S / 2
    assert typing.key_for("a", "name") == first
    now[0] += PAUSE_S * 1.1
    second = typing.key_for("a", "name")
    assert second != first
    assert typing.key_for("a", "reading") != second
    third = typing.key_for("a", "name")
    typing.end()
    assert typing.key_for("a", "name") != third


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-11-23", PartialDate(2026, 11, 23)),
        ("2026/11", PartialDate(2026, 11)),
        ("2026年11月23日（月）", PartialDate(2026, 11, 23)),
        ("２０２６年１１月", PartialDate(2026, 11)),
        ("2026年", PartialDate(2026)),
        ("2026", PartialDate(2026)),
        ("令和8年11月3日", PartialDate(2026, 11, 3)),  # 2018 + 8
        ("令和元年5月", PartialDate(2019, 5)),
        ("平成31年4月30日", PartialDate(2019, 4, 30)),  # 1988 + 31
        ("R8.11.3", PartialDate(2026, 11, 3)),
        ("2026-11-23 (Mon)", PartialDate(2026, 11, 23)),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, date: PartialDate | None) -> None:
    assert parse_date_text(text) == date


@pytest.mark.parametrize("text", ["11月", "2026-13", "2026-02-30", "あした", "令和", "20261"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date_text(text)
    assert caught.value.code == "value.not_a_date"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("date", [PartialDate(2026), PartialDate(2026, 2), PartialDate(2026, 2, 28)])
def test_a_date_shown_is_read_back_as_itself(date: PartialDate, language: str) -> None:
    assert parse_date_text(date_text(date, language)) == date


def test_addresses_are_asked_of_the_dictionaries_in_the_user_s_folder(qtbot: QtBot, tmp_path: Path) -> None:
    there = GeoPoint(34.6273, 135.6009)
    source = write_mlit_blocks(tmp_path / "x.zip", [mlit_block(("大阪府", "八尾市", "本町一丁目"), 2, there)])
    shelf = DictionaryShelf(tmp_path / "data")
    DictionaryImport(shelf).run([source], "街区")
    (shelf.folder / "0123456789abcdef-0001.sqlite").write_bytes(b"x" * 5_000)
    background = Background()
    places = Places(background, tmp_path / "data")
    failed: list[str] = []
    places.load_failed.connect(lambda error: failed.append(error.code))
    with qtbot.waitSignal(places.gazetteer_ready):
        places.load()
    match = places.match("八尾市本町1-2-3")
    assert match is not None
    assert (match.level, match.point) == (Level.BLOCK, there)
    assert failed == ["dictionary.damaged"]
    background.close()
