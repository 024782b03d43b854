"""Saving, closing with unsaved work, files changed by others, restoring after a crash, recent files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot
from tests.gui.conftest import Driver

from ofdesk.editing.history import Command
from ofdesk.gui.app import Editor
from ofdesk.model.changes import AddRecord
from ofdesk.model.records import Event
from ofdesk.services.session import Surroundings, new_session
from ofdesk.storage.project_file import open_project


def with_unsaved_event(driver: Driver, name: str = "Sample") -> None:
    driver.add("event")
    driver.type_into("name", name)


def answer(driver: Driver, key: str) -> None:
    question = driver.window.files.question
    assert question is not None
    driver.click(question.buttons[key])


def test_the_title_and_the_status_tell_of_unsaved_work(at_work: Driver, tmp_path: Path) -> None:
    window = at_work.window
    assert not window.isWindowModified()
    with_unsaved_event(at_work)
    assert window.isWindowModified()
    assert window.status.saved.text() == window.appearance.text("status.modified")
    at_work.save_as(tmp_path / "a.ofdesk")
    assert not window.isWindowModified()
    assert window.status.saved.text() == window.appearance.text("status.saved")
    assert "MB" in window.status.size_note.text()


def test_closing_without_changes_asks_nothing(at_work: Driver) -> None:
    at_work.window.close()
    assert not at_work.window.isVisible()


def test_cancel_keeps_the_window_and_the_work(at_work: Driver) -> None:
    with_unsaved_event(at_work)
    at_work.window.close()
    assert at_work.window.isVisible()
    answer(at_work, "cancel")
    assert at_work.window.isVisible()
    assert at_work.window.isWindowModified()


def test_not_saving_closes_and_leaves_the_file_as_it_was(at_work: Driver, tmp_path: Path) -> None:
    path = tmp_path / "a.ofdesk"
    at_work.save_as(path)
    before = path.read_bytes()
    with_unsaved_event(at_work)
    at_work.window.close()
    answer(at_work, "discard")
    at_work.until(lambda: not at_work.window.isVisible())
    assert path.read_bytes() == before


def test_saving_on_closing_writes_the_file_and_closes(at_work: Driver, tmp_path: Path) -> None:
    path = tmp_path / "a.ofdesk"
    at_work.save_as(path)
    with_unsaved_event(at_work, "Late")
    at_work.window.close()
    answer(at_work, "save")
    at_work.until(lambda: not at_work.window.isVisible())
    (event,) = open_project(path).catalogue.all_of(Event)
    assert event.name == "Late"


def test_opening_another_file_asks_about_the_one_at_hand(at_work: Driver, tmp_path: Path) -> None:
    path = tmp_path / "a.ofdesk"
    at_work.save_as(path)
    with_unsaved_event(at_work)
    at_work.window.files.open_path(path)
    answer(at_work, "discard")
    at_work.until(lambda: len(at_work.catalogue.table("event")) == 0)


def test_a_file_changed_by_somebody_else_is_not_overwritten_without_asking(
    at_work: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "a.ofdesk"
    at_work.save_as(path)
    path.write_bytes(path.read_bytes() + b"changed elsewhere")
    foreign = path.read_bytes()
    with_unsaved_event(at_work)
    at_work.window.commands["save"].trigger()
    at_work.until(lambda: at_work.window.files.question is not None)
    answer(at_work, "cancel")
    assert path.read_bytes() == foreign
    assert at_work.window.isWindowModified()
    at_work.window.files.question = None
    at_work.window.commands["save"].trigger()
    at_work.until(lambda: at_work.window.files.question is not None)
    answer(at_work, "replace")
    at_work.until(lambda: not at_work.window.isWindowModified())
    assert len(open_project(path).catalogue.table("event")) == 1


def test_coming_back_to_the_window_tells_of_a_change_on_disk(at_work: Driver, tmp_path: Path) -> None:
    path = tmp_path / "a.ofdesk"
    at_work.save_as(path)
    at_work.desk.look_after_file()
    path.write_bytes(path.read_bytes() + b"!")
    at_work.desk.look_after_file()
    at_work.until(lambda: not at_work.desk.notice.isHidden())
    assert at_work.desk.notice.text.text() == at_work.window.appearance.text("notice.file_changed")


def test_a_file_that_is_no_project_is_told_and_the_open_one_stays(at_work: Driver, tmp_path: Path) -> None:
    path = tmp_path / "broken.ofdesk"
    path.write_bytes(b"not a project")
    told: list[str] = []
    at_work.window.files.failed.connect(told.append)
    project = at_work.window.files.project
    at_work.window.files.open_path(path)
    at_work.until(lambda: bool(told))
    assert at_work.window.files.project is project
    assert told[0]


def test_recent_files_are_offered_on_the_start_screen(
    at_work: Driver, tmp_path: Path, make_editor: Callable[[], Editor], qtbot: QtBot
) -> None:
    path = tmp_path / "最近.ofdesk"
    at_work.save_as(path)
    at_work.window.files.request_close()
    start = at_work.window.start
    assert start is not None
    assert "最近" in start.recent_list.item(0).text()
    start.recent_list.itemActivated.emit(start.recent_list.item(0))
    at_work.until(lambda: at_work.window.desk is not None)


def test_work_of_a_session_that_was_cut_off_is_offered_and_restored(driver: Driver, tmp_path: Path) -> None:
    session = new_session(Surroundings(tmp_path / "data"))
    record = Event(id=session.new_id(), order="i", name="見本の祭典")
    session.execute(Command("command.add", (AddRecord(record),)))
    session.tick()
    session.close(keep_journal=True)
    driver.window.restoring.look()
    driver.until(lambda: driver.window.restoring.question is not None)
    question = driver.window.restoring.question
    assert question is not None
    driver.click(question.buttons["restore"])
    driver.until(lambda: driver.window.desk is not None)
    (event,) = driver.catalogue.all_of(Event)
    assert event.name == "見本の祭典"
    assert driver.window.isWindowModified()


def test_discarded_work_is_not_offered_again(driver: Driver, tmp_path: Path) -> None:
    session = new_session(Surroundings(tmp_path / "data"))
    record = Event(id=session.new_id(), order="i", name="見本の祭典")
    session.execute(Command("command.add", (AddRecord(record),)))
    session.tick()
    session.close(keep_journal=True)
    driver.window.restoring.look()
    driver.until(lambda: driver.window.restoring.question is not None)
    question = driver.window.restoring.question
    assert question is not None
    driver.click(question.buttons["discard"])
    assert not any((tmp_path / "data" / "sessions").iterdir())


def test_every_step_is_in_the_journal_within_a_second(at_work: Driver, tmp_path: Path) -> None:
    with_unsaved_event(at_work)
    (work_folder,) = (tmp_path / "data" / "sessions").iterdir()
    journal = next(path for path in work_folder.iterdir() if "journal" in path.name)
    at_work.qtbot.wait(1000)
    assert b"command.add" in journal.read_bytes()
