"""Booklets written by several processes and from kept pages: always the very file that one process writes."""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tests.unit.press.samples import jpeg
from tests.unit.services.small_project import EVENT_ID, small_catalogue
from tests.unit.services.test_tasks import long_catalogue

from ofdesk.base.errors import Cancelled, DamagedFileError, OfdeskError
from ofdesk.booklet.engine import Source
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import paginate
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import AddRecord, apply, set_field
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Layer, Photo
from ofdesk.services import booklet_press, projects
from ofdesk.services.booklet_editions import options_of
from ofdesk.services.booklet_press import BookletChoice, BookletPress
from ofdesk.services.child_process import ChildProcess
from ofdesk.services.editions import WEB
from ofdesk.services.page_making import PageKey, PageMaker, PageStyle
from ofdesk.services.page_workers import PageWorkers, usual_workers
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.saving import save_project

EVENTS = 16


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return long_catalogue(EVENTS)


@pytest.fixture(scope="module")
def file_of_one(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the file as one process writes it."""
    target = tmp_path_factory.mktemp("one") / "one.pdf"
    with BookletPress(workers=0) as press:
        press.write(catalogue, PhotoStore(), target)
    return target.read_bytes()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out.pdf"


@pytest.fixture
def makings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the patterns of the pages this process makes from now on."""
    made: list[str] = []
    make = PageMaker.make

    def noting(self: PageMaker, key: PageKey) -> object:
        made.append(key[0])
        return make(self, key)

    monkeypatch.setattr(PageMaker, "make", noting)
    return made


def keys_of(catalogue: Catalogue) -> list[PageKey]:
    source = Source(catalogue, paginate(catalogue))
    return [(slot.pattern, PATTERNS[slot.pattern].gather(slot, source)) for slot in source.plan.slots]


def maker_of(catalogue: Catalogue) -> PageMaker:
    settings = catalogue.booklet
    style = PageStyle(settings.language, settings.theme, options_of("print"), "ja-JP")
    return PageMaker(style, PhotoStore())


@pytest.fixture
def workers() -> Iterator[PageWorkers]:
    with PageWorkers(1) as started:
        started.start()
        yield started


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_two_processes_write_the_same_bytes_as_one(
    catalogue: Catalogue, file_of_one: bytes, target: Path, makings: list[str]
) -> None:
    with BookletPress(workers=1) as press:
        press.write(catalogue, PhotoStore(), target)
        assert target.read_bytes() == file_of_one
        # By now the other process runs for certain, and does its share.
        makings.clear()
        press.write(catalogue, PhotoStore(), target)
    assert target.read_bytes() == file_of_one
    assert 0 < len(makings) < len(paginate(catalogue).slots)


def test_the_pages_of_a_process_that_dies_are_made_here(
    catalogue: Catalogue, workers: PageWorkers
) -> None:
    keys, maker = keys_of(catalogue), maker_of(catalogue)
    expected = [maker.make(key) for key in keys]
    pages = workers.made(keys, maker, PhotoStore())
    found = [next(pages)]
    (process,) = [worker.process for worker in workers._workers]
    assert process.pid is not None
    os.kill(process.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    found += pages
    assert [page.painted.content for page in found] == [page.painted.content for page in expected]


@pytest.mark.parametrize("fault", [OfdeskError("resource.missing"), ZeroDivisionError()])
def test_a_page_that_cannot_be_made_tells_the_same_fault_whoever_tried(
    workers: PageWorkers, catalogue: Catalogue, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, maker = keys_of(catalogue)[:3], maker_of(catalogue)
    broken: PageKey = ("no such pattern", "unlike any other")  # fails in the other process
    make = PageMaker.make

    def failing(self: PageMaker, key: PageKey) -> object:
        if key == broken:
            raise fault
        return make(self, key)

    monkeypatch.setattr(PageMaker, "make", failing)
    pages = workers.made([*keys, broken, *keys], maker, PhotoStore())
    for _ in keys:
        next(pages)
    with pytest.raises(type(fault)):
        list(pages)


def test_a_file_called_off_leaves_nothing_and_the_press_goes_on(
    catalogue: Catalogue, file_of_one: bytes, target: Path
) -> None:
    class After:
        asked = 0

        def check(self) -> None:
            self.asked += 1
            if self.asked > 12:
                raise Cancelled

    with BookletPress(workers=1, keeping=True) as press:
        press.warm_up()
        with pytest.raises(Cancelled):
            press.write(catalogue, PhotoStore(), target, cancel=After())
        assert list(target.parent.iterdir()) == []
        press.write(catalogue, PhotoStore(), target)
    assert target.read_bytes() == file_of_one


@pytest.mark.parametrize("edition", ["print", WEB])
def test_after_an_edit_only_what_it_touches_is_made_again(
    target: Path, makings: list[str], edition: str
) -> None:
    catalogue, choice = long_catalogue(8), BookletChoice(edition=edition)
    event = catalogue.get(EVENT_ID)
    assert event is not None
    edited = apply(catalogue, set_field(event, "overview_short", "扉を開く一週間です。"))
    with BookletPress(workers=0) as fresh:
        fresh.write(edited, PhotoStore(), target, choice)
    expected = target.read_bytes()
    with BookletPress(workers=0, keeping=True) as press:
        first = press.write(catalogue, PhotoStore(), target, choice)
        before = target.read_bytes()
        makings.clear()
        second = press.write(edited, PhotoStore(), target, choice)
        assert target.read_bytes() == expected
        assert 0 < len(makings) <= 3
        assert first.problems == second.problems
        press.write(catalogue, PhotoStore(), target, choice)
        assert target.read_bytes() == before


def test_what_is_kept_is_bounded(
    target: Path, makings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = long_catalogue(8)
    monkeypatch.setattr(booklet_press, "_KEPT_BYTES", 100_000)  # of three pages or four
    with BookletPress(workers=0, keeping=True) as press:
        press.write(catalogue, PhotoStore(), target)
        before = target.read_bytes()
        makings.clear()
        press.write(catalogue, PhotoStore(), target)
    assert target.read_bytes() == before
    assert len(makings) >= len(paginate(catalogue).slots) - 4


def test_pages_with_a_layer_that_may_change_outside_are_made_anew(
    target: Path, makings: list[str]
) -> None:
    layer = Layer(id=RecordId("7" * 32), order="a", name="見本の層", role="area", shown=True)
    catalogue = apply(small_catalogue(), AddRecord(layer))
    with BookletPress(workers=0, keeping=True) as press:
        told = [press.write(catalogue, PhotoStore(), target).warnings]
        makings.clear()
        told.append(press.write(catalogue, PhotoStore(), target).warnings)
    assert "region_opener" in makings
    assert told[0] == told[1]
    assert [warning.code for warning in told[0]] == ["layer.not_drawn"]


def test_photos_are_read_without_checking_only_while_nobody_touches_the_file(
    target: Path, tmp_path: Path
) -> None:
    path, store = tmp_path / "見本.ofdesk", PhotoStore(tmp_path / "photos")
    photo = Photo(id=RecordId("9" * 32), order="a", media="image/jpeg", width_px=320, height_px=240)
    photo = dataclasses.replace(photo, sha256=store.add(jpeg(), "image/jpeg"))
    catalogue = small_catalogue()
    event = catalogue.get(EVENT_ID)
    assert event is not None
    for change in (AddRecord(photo), set_field(event, "photos", (photo.id,))):
        catalogue = apply(catalogue, change)
    save_project(path, catalogue, store, expected_digest=None)
    with projects.read_project(path, photos_later=True) as project, BookletPress(keeping=True) as press:
        press.write(project.catalogue, project.photos, target)
        before = target.read_bytes()
        press.write(project.catalogue, project.photos, target)
        assert target.read_bytes() == before
        assert project.photos.archive is not None
        about = path.stat()
        with path.open("r+b") as stream:
            for entry in project.photos.archive.entries.values():
                if entry.name.endswith(".jpg"):
                    stream.seek(entry.data_offset + entry.packed_size // 2)
                    stream.write(b"damage")
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))  # as programs do that copy files
        with pytest.raises(DamagedFileError):
            press.write(project.catalogue, project.photos, target)
    assert target.read_bytes() == before


def test_no_more_processes_than_cores() -> None:
    assert 0 <= usual_workers() < (os.cpu_count() or 1)


def test_a_machine_without_room_for_a_process_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("ofdesk.services.child_process.ChildProcess.start", refuse)
    catalogue = small_catalogue()
    keys, maker = keys_of(catalogue), maker_of(catalogue)
    with PageWorkers(2) as workers:
        workers.start()
        assert len(list(workers.made(keys, maker, PhotoStore()))) == len(keys)


def serve_with_a_helper(inbox: Connection, outbox: Connection) -> None:
    """Start a process inside a process, as exports of the editor do."""
    with PageWorkers(1) as workers:
        workers.start()
        outbox.send([worker.process.is_alive for worker in workers._workers])
        inbox.recv()


def test_the_process_of_an_export_may_have_helpers() -> None:
    process = ChildProcess(serve_with_a_helper, "with a helper", with_helpers=True)
    process.start()
    told: list[list[bool]] = []

    def has_told() -> bool:
        told.extend(process.take())
        return bool(told) or process.has_fallen_silent

    wait_until(has_told)
    process.stop()
    assert told == [[True]]


def serve_an_answer(inbox: Connection, outbox: Connection) -> None:
    """Answer once."""
    outbox.send(inbox.recv())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
def test_ctrl_c_while_a_process_loads_leaves_it_to_the_one_that_started_it() -> None:
    process = ChildProcess(serve_an_answer, "loading")
    process.start()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGINT)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    process.send("still there")
    told: list[str] = []

    def has_told() -> bool:
        told.extend(process.take())
        return bool(told) or process.has_fallen_silent

    wait_until(has_told)
    process.stop()
    assert told == ["still there"]
