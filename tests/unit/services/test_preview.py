"""The preview process: draws the newest wish of the newest state, dies without harm, leaves when told."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.services.small_project import EVENT_ID, FACTORY_ID, photo_bytes, small_catalogue

from ofdesk.base.errors import OfdeskError
from ofdesk.booklet.engine import LayoutEngine
from ofdesk.booklet.plan import paginate
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import AddRecord, Change, SetBooklet, apply, set_field
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Factory, Participation, Photo
from ofdesk.services.page_drawing import PageDrawer, pages_showing
from ofdesk.services.preview import (
    PreviewAnswer,
    PreviewFailure,
    PreviewImage,
    PreviewRequest,
    PreviewWorker,
)
from ofdesk.services.thumbnails import ThumbnailRequest
from ofdesk.storage.photo_store import PhotoStore

WIDTH_PX = 200
PATIENCE_S = 30.0
ROOT = Path(__file__).parents[3]


@pytest.fixture
def worker() -> Iterator[PreviewWorker]:
    """A preview process that holds the small catalogue."""
    found = PreviewWorker()
    found.start(small_catalogue(), PhotoStore())
    yield found
    found.stop()


def awaited(worker: PreviewWorker, serial: int) -> PreviewAnswer:
    """Return the answer of a wish; every poll must return at once."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        began = time.monotonic()
        answer = worker.poll()
        assert time.monotonic() - began < 0.5
        if answer is not None and answer.serial == serial:
            return answer
        time.sleep(0.005)
    raise AssertionError("no answer came")


def picture(answer: PreviewAnswer) -> PreviewImage:
    assert isinstance(answer, PreviewImage), answer
    return answer


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def typed(catalogue: Catalogue, text: str) -> tuple[Catalogue, Change]:
    event = catalogue.get(EVENT_ID)
    assert event is not None
    change = set_field(event, "overview_long", text)
    return apply(catalogue, change), change


def drawn_here(catalogue: Catalogue, record_id: RecordId | None = EVENT_ID) -> PreviewImage:
    """Draw a page without a process, to compare."""
    drawer = PageDrawer()
    drawer.load(catalogue, PhotoStore())
    return picture(drawer.draw(PreviewRequest(0, record_id, None, WIDTH_PX)))


def test_the_page_of_a_record_is_drawn_in_the_width_asked_for(worker: PreviewWorker) -> None:
    answer = picture(awaited(worker, worker.request(EVENT_ID, None, WIDTH_PX)))
    plan = paginate(small_catalogue())
    assert answer.page_number == plan.event_page[EVENT_ID]
    assert answer.pages_of_record[0] == answer.page_number
    assert (answer.first_number, answer.page_count) == (1, len(plan.slots))
    assert answer.width_px == WIDTH_PX
    assert (answer.width_mm, answer.height_mm) == (210.0, 297.0)
    assert len(answer.pixels) == answer.stride * answer.height_px
    assert len(set(answer.pixels[::97])) > 3
    assert any(box.record == EVENT_ID for box in answer.boxes)


def test_a_page_is_found_by_its_number_and_numbers_out_of_range_are_bent(worker: PreviewWorker) -> None:
    last = len(paginate(small_catalogue()).slots)
    assert picture(awaited(worker, worker.request(EVENT_ID, 2, WIDTH_PX))).page_number == 2
    assert picture(awaited(worker, worker.request(None, 999, WIDTH_PX))).page_number == last
    assert picture(awaited(worker, worker.request(None, -5, WIDTH_PX))).page_number == 1
    assert picture(awaited(worker, worker.request(None, None, WIDTH_PX))).page_number == 1


def test_of_many_wishes_the_newest_is_answered_and_most_others_are_not(worker: PreviewWorker) -> None:
    awaited(worker, worker.request(EVENT_ID, None, WIDTH_PX))  # warm
    serials = [worker.request(None, number % 5 + 1, WIDTH_PX) for number in range(60)]
    answers: list[PreviewAnswer] = []
    until = time.monotonic() + PATIENCE_S
    while (not answers or answers[-1].serial != serials[-1]) and time.monotonic() < until:
        answer = worker.poll()
        if answer is not None:
            answers.append(answer)
        time.sleep(0.002)
    assert picture(answers[-1]).page_number == 59 % 5 + 1
    assert [answer.serial for answer in answers] == sorted(answer.serial for answer in answers)
    assert len(answers) < 30


def test_edits_are_followed_in_order(worker: PreviewWorker) -> None:
    catalogue = small_catalogue()
    for number in range(40):
        catalogue, change = typed(catalogue, "工" * number + "場")
        worker.apply((change,))
    answer = picture(awaited(worker, worker.request(EVENT_ID, None, WIDTH_PX)))
    assert answer.pixels == drawn_here(catalogue).pixels
    assert answer.pixels != drawn_here(small_catalogue()).pixels


def test_a_new_snapshot_replaces_the_old_one(worker: PreviewWorker) -> None:
    _, change = typed(small_catalogue(), "はじめ")
    worker.apply((change,))
    other, _ = typed(small_catalogue(), "別の文章です。")
    worker.start(other, PhotoStore())
    answer = picture(awaited(worker, worker.request(EVENT_ID, None, WIDTH_PX)))
    assert answer.pixels == drawn_here(other).pixels


def test_a_change_of_language_reaches_the_page(worker: PreviewWorker) -> None:
    catalogue = small_catalogue()
    before = picture(awaited(worker, worker.request(EVENT_ID, None, WIDTH_PX)))
    worker.apply((SetBooklet("language", catalogue.booklet.language, "en"),))
    after = picture(awaited(worker, worker.request(EVENT_ID, None, WIDTH_PX)))
    assert after.pixels != before.pixels


def test_a_change_of_the_order_of_numbers_reaches_the_page() -> None:
    catalogue = small_catalogue()
    (first,) = catalogue.all_of(Factory)
    addresses = ("大阪府八尾市本町1", "大阪府大阪市北区1")
    for number, address in enumerate(addresses):
        maker = dataclasses.replace(first, id=RecordId(f"{80 + number:032d}"), address=address, reading="あ")
        catalogue = catalogue.with_record(maker)
    drawer = PageDrawer()
    drawer.load(catalogue, PhotoStore())
    before = drawer.draw(PreviewRequest(1, FACTORY_ID, None, WIDTH_PX))
    drawer.apply((SetBooklet("number_order", "", "by_area"),))
    after = drawer.draw(PreviewRequest(2, FACTORY_ID, None, WIDTH_PX))
    assert picture(after).pixels != picture(before).pixels


def test_killed_it_is_started_anew_with_all_edits_and_the_last_wish(worker: PreviewWorker) -> None:
    awaited(worker, worker.request(EVENT_ID, None, WIDTH_PX))
    catalogue, change = typed(small_catalogue(), "消えてはいけない文章")
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    wait_until(lambda: not worker.is_running)
    worker.apply((change,))  # lost with the process, but in the snapshot
    serial = worker.request(EVENT_ID, None, WIDTH_PX)
    assert worker.restart_if_dead(lambda: (catalogue, PhotoStore()))
    assert not worker.restart_if_dead(lambda: (catalogue, PhotoStore()))
    assert picture(awaited(worker, serial)).pixels == drawn_here(catalogue).pixels


def test_killed_at_any_moment_polling_never_waits(worker: PreviewWorker) -> None:
    awaited(worker, worker.request(EVENT_ID, None, 1200))
    for delay_s in (0.0, 0.01, 0.03, 0.06):
        worker.restart_if_dead(lambda: (small_catalogue(), PhotoStore()))
        awaited(worker, worker.request(EVENT_ID, None, 1200))
        worker.request(EVENT_ID, None, 2400)  # megabytes on their way
        time.sleep(delay_s)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            began = time.monotonic()
            worker.poll()
            assert time.monotonic() - began < 0.2
            time.sleep(0.01)
        wait_until(lambda: not worker.is_running)


def test_stopped_it_is_gone_and_stays_quiet() -> None:
    worker = PreviewWorker()
    worker.start(small_catalogue(), PhotoStore())
    worker.request(EVENT_ID, None, WIDTH_PX)
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 5.0
    assert not worker.is_running
    assert worker.pid is None
    assert worker.poll() is None
    worker.apply(())
    worker.request(EVENT_ID, None, WIDTH_PX)
    assert not worker.restart_if_dead(lambda: (small_catalogue(), PhotoStore()))
    worker.stop()


@pytest.mark.skipif(os.name == "nt", reason="asks for a process by its number as POSIX does")
def test_it_leaves_when_the_editor_is_killed() -> None:
    script = """
import os, signal, sys
from tests.unit.services.small_project import small_catalogue
from ofdesk.services.preview import PreviewWorker
from ofdesk.storage.photo_store import PhotoStore
if __name__ == "__main__":
    worker = PreviewWorker()
    worker.start(small_catalogue(), PhotoStore())
    print(worker.pid, flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGKILL)
"""
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
        text=True,
    ) as editor:
        assert editor.stdout is not None
        pid = int(editor.stdout.readline())
        assert _runs(pid)
        editor.communicate("\n", timeout=30)
    wait_until(lambda: not _runs(pid))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"


def with_photo(catalogue: Catalogue, sha256: str) -> Catalogue:
    photo = Photo(
        id=RecordId("f" * 32), sha256=sha256, media="image/jpeg", width_px=64, height_px=48, consent="given"
    )
    catalogue = apply(catalogue, AddRecord(photo))
    event = catalogue.get(EVENT_ID)
    assert event is not None
    return apply(catalogue, set_field(event, "photos", (photo.id,)))


def test_a_page_that_cannot_be_drawn_does_not_keep_others_from_being_drawn(
    worker: PreviewWorker, tmp_path: Path
) -> None:
    store = PhotoStore(tmp_path)
    catalogue = with_photo(small_catalogue(), store.add(photo_bytes(1), "image/jpeg"))
    worker.start(catalogue, store)
    picture(awaited(worker, worker.request(EVENT_ID, None, WIDTH_PX)))
    broken = with_photo(small_catalogue(), "0" * 64)
    worker.start(broken, store)
    answer = awaited(worker, worker.request(EVENT_ID, None, WIDTH_PX))
    assert isinstance(answer, PreviewFailure)
    assert answer.code.startswith("photo.")
    assert answer.details
    picture(awaited(worker, worker.request(FACTORY_ID, None, WIDTH_PX)))


# ── drawing, without a process ──────────────────────────────────────────────────────────────────


def test_a_mistake_in_a_pattern_is_told_without_any_text_of_the_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*arguments: object) -> None:
        raise ValueError("見本金属工業")

    drawer = PageDrawer()
    drawer.load(small_catalogue(), PhotoStore())
    monkeypatch.setattr(LayoutEngine, "page", fail)
    answer = drawer.draw(PreviewRequest(7, EVENT_ID, None, WIDTH_PX))
    assert isinstance(answer, PreviewFailure)
    assert (answer.serial, answer.code) == (7, "preview.page_failed")
    assert answer.details["reason"] == f"ValueError, {Path(__file__).name}:{fail.__code__.co_firstlineno + 1}"


def test_before_a_snapshot_there_is_no_picture() -> None:
    answer = PageDrawer().draw(PreviewRequest(1, None, None, WIDTH_PX))
    assert answer == PreviewFailure(1, "preview.no_snapshot")


def test_changes_that_do_not_fit_are_refused() -> None:
    drawer = PageDrawer()
    drawer.load(small_catalogue(), PhotoStore())
    _, change = typed(small_catalogue(), "一")
    drawer.apply((change,))
    with pytest.raises(OfdeskError):
        drawer.apply((change,))


def test_records_without_a_page_of_their_own_are_shown_where_they_belong() -> None:
    edition = Edition(id=RecordId("a" * 32), event=EVENT_ID, label="第1回")
    part = Participation(id=RecordId("b" * 32), factory=FACTORY_ID, edition=edition.id)
    catalogue = with_photo(small_catalogue(), "0" * 64)
    for record in (edition, part):
        catalogue = apply(catalogue, AddRecord(record))
    plan = paginate(catalogue)
    event_page, factory_page = plan.event_page[EVENT_ID], plan.factory_page[FACTORY_ID]
    assert pages_showing(plan, catalogue, EVENT_ID)[0] == event_page
    assert pages_showing(plan, catalogue, edition.id)[0] == event_page
    assert pages_showing(plan, catalogue, RecordId("f" * 32))[0] == event_page
    assert pages_showing(plan, catalogue, part.id)[0] == factory_page
    assert pages_showing(plan, catalogue, RecordId("9" * 32)) == ()
    assert pages_showing(plan, catalogue, None) == ()


def test_small_pictures_come_after_the_page_and_in_the_order_wished_for(worker: PreviewWorker) -> None:
    small = worker.request_thumbnails((2, 1, 3), 60)
    serial = worker.request(None, 1, WIDTH_PX)
    assert isinstance(awaited(worker, serial), PreviewImage)
    found = worker.take_thumbnails()
    until = time.monotonic() + PATIENCE_S
    while len(found) < 3 and time.monotonic() < until:
        assert worker.poll() is None
        found += worker.take_thumbnails()
        time.sleep(0.005)
    assert [(t.serial, t.number, t.width_px) for t in found] == [(small, n, 60) for n in (2, 1, 3)]
    assert all(len(t.pixels) == t.stride * t.height_px for t in found)


def test_a_small_picture_is_drawn_anew_only_when_its_page_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    drawer = PageDrawer()
    catalogue = small_catalogue()
    drawer.load(catalogue, PhotoStore())
    page = paginate(catalogue).event_page[EVENT_ID]
    first = drawer.thumbnail(ThumbnailRequest(1, (page,), 60))
    drawn: list[int] = []
    rasterise = PageDrawer._rasterise

    def count(self: PageDrawer, *arguments: Any) -> Any:
        drawn.append(1)
        return rasterise(self, *arguments)

    monkeypatch.setattr(PageDrawer, "_rasterise", count)
    factory = catalogue.get(FACTORY_ID)
    event = catalogue.get(EVENT_ID)
    assert factory is not None
    assert event is not None
    drawer.apply((set_field(factory, "remarks", "見本"),))
    assert drawer.thumbnail(ThumbnailRequest(2, (page,), 60)).pixels == first.pixels
    assert not drawn
    drawer.apply((set_field(event, "overview_short", "別の見本です。"),))
    assert drawer.thumbnail(ThumbnailRequest(3, (page,), 60)).pixels != first.pixels
    assert len(drawn) == 1


def test_a_page_that_is_gone_has_no_small_picture() -> None:
    drawer = PageDrawer()
    drawer.load(small_catalogue(), PhotoStore())
    assert drawer.thumbnail(ThumbnailRequest(1, (999,), 60)).pixels == b""
