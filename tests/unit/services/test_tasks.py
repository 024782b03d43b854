"""Exports in a process of their own: progress, cancelling, failures, and nothing half-written ever."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.unit.services.small_project import small_catalogue

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import AddRecord, apply
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Photo
from ofdesk.services.tasks import (
    BookletJob,
    ExportDesk,
    ExportTask,
    Job,
    MapJob,
    TaskCancelled,
    TaskFailed,
    TaskFinished,
    TaskNews,
    TaskProgress,
)
from ofdesk.storage.photo_store import PhotoStore

PATIENCE_S = 60.0
FORMER = b"what stood there before"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "出力"
    folder.mkdir()
    return folder / "冊子.pdf"


@pytest.fixture
def begin(target: Path) -> Iterator[Callable[..., ExportTask]]:
    """Begin exports; all are stopped in the end."""
    tasks: list[ExportTask] = []

    def start(catalogue: Catalogue, job: Job | None = None) -> ExportTask:
        task = ExportTask(job or BookletJob(target), catalogue, PhotoStore())
        tasks.append(task)
        task.start()
        return task

    yield start
    for task in tasks:
        task.stop()


def long_catalogue(events: int = 80) -> Catalogue:
    """Return a catalogue whose booklet takes some seconds."""
    catalogue = small_catalogue()
    for number in range(events):
        event = Event(
            id=RecordId(f"{number:032x}".replace("0", "e", 1)),
            order=f"b{number:03d}c",
            name=f"見本の催し{number}",
            reading="みほんのもよおし",
            prefectures=("福井県",),
            municipalities=("鯖江市",),
            overview_long="工場の扉を開き、職人の手仕事を間近で見られます。" * 15,
        )
        catalogue = apply(catalogue, AddRecord(event))
    return catalogue


def news_until_the_end(task: ExportTask) -> list[TaskNews]:
    found: list[TaskNews] = []
    until = time.monotonic() + PATIENCE_S
    while not found or isinstance(found[-1], TaskProgress):
        assert time.monotonic() < until
        found += task.poll()
        time.sleep(0.005)
    return found


def wait_for_progress(task: ExportTask) -> None:
    """Wait until pages are being written."""
    until = time.monotonic() + PATIENCE_S
    seen: list[TaskNews] = []
    while not seen:
        assert time.monotonic() < until
        seen += task.poll()
        time.sleep(0.005)
    assert isinstance(seen[-1], TaskProgress), seen


def kill(task: ExportTask) -> None:
    assert task.pid is not None
    os.kill(task.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


def test_a_booklet_is_written_and_told(begin: Callable[..., ExportTask], target: Path) -> None:
    task = begin(small_catalogue())
    *before, last = news_until_the_end(task)
    assert isinstance(last, TaskFinished)
    assert last.target == target
    assert last.size_bytes == target.stat().st_size
    assert target.read_bytes().startswith(b"%PDF-")
    assert last.warnings == ()
    assert last.seconds > 0
    progress = [news for news in before if isinstance(news, TaskProgress)]
    assert len(progress) == len(before)
    assert (progress[-1].done, progress[-1].total, progress[-1].code) == (last.pages, last.pages, "layout")
    assert task.poll() == ()


def test_some_pages_and_a_map_are_written(begin: Callable[..., ExportTask], target: Path) -> None:
    last = news_until_the_end(begin(small_catalogue(), BookletJob(target, (2, 4))))[-1]
    assert isinstance(last, TaskFinished)
    assert last.pages == 3
    last = news_until_the_end(begin(small_catalogue(), MapJob(target, "近畿")))[-1]
    assert isinstance(last, TaskFinished)
    assert last.pages == 1


@pytest.mark.parametrize("former", [None, FORMER])
def test_cancelled_midway_the_target_is_as_before(
    begin: Callable[..., ExportTask], target: Path, former: bytes | None
) -> None:
    if former is not None:
        target.write_bytes(former)
    task = begin(long_catalogue())
    wait_for_progress(task)
    task.cancel()
    assert news_until_the_end(task)[-1] == TaskCancelled()
    task.stop()
    assert left_in(target) == ({} if former is None else {target.name: FORMER})


def left_in(target: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in target.parent.iterdir()}


def test_cancelled_before_it_began_it_writes_nothing(begin: Callable[..., ExportTask], target: Path) -> None:
    task = begin(small_catalogue())
    task.cancel()
    assert news_until_the_end(task)[-1] == TaskCancelled()
    assert left_in(target) == {}


def test_a_folder_that_vanished_is_told(begin: Callable[..., ExportTask], target: Path) -> None:
    target.parent.rmdir()
    last = news_until_the_end(begin(small_catalogue()))[-1]
    assert isinstance(last, TaskFailed)
    assert last.error.code == "file.no_folder"
    assert last.error.details["path"] == str(target.parent)
    assert not target.parent.exists()


def test_a_photo_that_is_missing_is_told(begin: Callable[..., ExportTask], target: Path) -> None:
    photo = Photo(
        id=RecordId("f" * 32), sha256="0" * 64, media="image/jpeg", width_px=64, height_px=48, consent="given"
    )
    event = Event(
        id=RecordId("d" * 32), name="見本", reading="みほん", prefectures=("福井県",), photos=(photo.id,)
    )
    catalogue = apply(apply(small_catalogue(), AddRecord(photo)), AddRecord(event))
    target.write_bytes(FORMER)
    last = news_until_the_end(begin(catalogue))[-1]
    assert isinstance(last, TaskFailed)
    assert last.error.code.startswith("photo.")
    assert left_in(target) == {target.name: FORMER}


def test_an_unknown_area_is_told(begin: Callable[..., ExportTask], target: Path) -> None:
    last = news_until_the_end(begin(small_catalogue(), MapJob(target, "みちのく")))[-1]
    assert isinstance(last, TaskFailed)
    assert last.error.code == "map.unknown_area"


def test_a_process_that_dies_is_told_and_leaves_nothing_behind(
    begin: Callable[..., ExportTask], target: Path
) -> None:
    target.write_bytes(FORMER)
    task = begin(long_catalogue())
    wait_for_progress(task)
    assert len(left_in(target)) == 2  # the booklet in the making stands beside
    kill(task)
    last = news_until_the_end(task)[-1]
    assert isinstance(last, TaskFailed)
    assert last.error.code == "task.died"
    task.stop()
    assert left_in(target) == {target.name: FORMER}


def test_news_of_a_process_that_is_gone_already_are_not_lost(
    begin: Callable[..., ExportTask], target: Path
) -> None:
    task = begin(small_catalogue())
    until = time.monotonic() + PATIENCE_S
    while not any(isinstance(news, TaskFinished) for news in tuple(task._process._received)):
        assert time.monotonic() < until
        time.sleep(0.01)
    kill(task)
    while not task._process.has_fallen_silent:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert isinstance(news_until_the_end(task)[-1], TaskFinished)


def test_stopped_while_it_writes_it_leaves_what_stood_there(
    begin: Callable[..., ExportTask], target: Path
) -> None:
    target.write_bytes(FORMER)
    task = begin(long_catalogue())
    wait_for_progress(task)
    began = time.monotonic()
    task.stop()
    assert time.monotonic() - began < 5.0
    assert left_in(target) == {target.name: FORMER}
    assert task.poll() == ()
    task.stop()


def test_stopped_before_it_was_started(target: Path) -> None:
    task = ExportTask(BookletJob(target), small_catalogue(), PhotoStore())
    task.stop()
    assert task.pid is None
    assert left_in(target) == {}


def test_starting_waits_for_nothing(begin: Callable[..., ExportTask]) -> None:
    catalogue = long_catalogue()
    began = time.monotonic()
    task = begin(catalogue)
    assert time.monotonic() - began < 0.5
    task.cancel()


def test_the_process_of_an_export_does_the_next_one_too(target: Path) -> None:
    desk, catalogue = ExportDesk(), small_catalogue()
    pids: list[int | None] = []
    files: list[bytes] = []
    for job in (BookletJob(target), MapJob(target, "近畿"), BookletJob(target)):
        task = desk.begin(job, catalogue, PhotoStore())
        pids.append(task.pid)
        assert isinstance(news_until_the_end(task)[-1], TaskFinished)
        task.cancel()  # too late to mean anything
        desk.take_back(task)
        assert task.poll() == ()
        files.append(target.read_bytes())
    assert len(set(pids)) == 1
    assert files[0] == files[2] != files[1]
    cancelled = desk.begin(BookletJob(target), catalogue, PhotoStore())
    cancelled.cancel()
    assert isinstance(news_until_the_end(cancelled)[-1], TaskCancelled | TaskFinished)
    other = desk.begin(BookletJob(target), catalogue, PhotoStore())  # meanwhile, in another process
    assert other.pid != cancelled.pid
    kill(other)
    assert isinstance(news_until_the_end(other)[-1], TaskFailed)
    desk.take_back(other)
    desk.take_back(cancelled)
    desk.stop()
    desk.stop()
    assert cancelled.pid is None
