"""Exports in a process of their own, so that typing stays smooth while a booklet is written.

The process runs the same plain functions as the command line; the editor polls for progress and may
cancel at any time, after which nothing is left at the target but what stood there before.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ofdesk.base.collecting import collect_seldom
from ofdesk.base.errors import Cancelled, OfdeskError
from ofdesk.base.progress import Progress
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.services.child_process import ChildProcess
from ofdesk.services.editions import PRINT
from ofdesk.services.output_report import OutputReport, OutputWarning
from ofdesk.services.snapshots import SnapshotAssembly, pieces_of
from ofdesk.storage.atomic import discard_siblings
from ofdesk.storage.photo_store import PhotoStore

if TYPE_CHECKING:
    from ofdesk.services.booklet_press import BookletPress

_WAITS_S = 600.0
_PROGRESS_INTERVAL_S = 0.1
_LEAVES_WITHIN_S = 2.0


@dataclass(frozen=True, slots=True)
class BookletJob:
    """Write an edition of the booklet, or the pages of a range of numbers (first, last), to a PDF file."""

    target: Path
    pages: tuple[int, int] | None = None
    edition: str = PRINT


@dataclass(frozen=True, slots=True)
class MapJob:
    """Write the MAP of an area (全国, a region or a prefecture) to a file whose suffix tells the format."""

    target: Path
    area: str = "全国"
    size: str = "a4"
    edition: str = PRINT


Job: TypeAlias = BookletJob | MapJob


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """How far an export is."""

    done: int
    total: int
    code: str


@dataclass(frozen=True, slots=True)
class TaskFinished:
    """A written file, what is doubtful about it, and how long it took; see `OutputReport`."""

    target: Path
    pages: int
    size_bytes: int
    seconds: float
    warnings: tuple[OutputWarning, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: int = 0


@dataclass(frozen=True, slots=True)
class TaskFailed:
    """An export that could not be finished; `error` tells why."""

    error: OfdeskError


@dataclass(frozen=True, slots=True)
class TaskCancelled:
    """An export the user called off."""


TaskNews: TypeAlias = TaskProgress | TaskFinished | TaskFailed | TaskCancelled


class ExportTask:
    """One export. Used from one thread; no call blocks but `stop`, which must come at the end."""

    def __init__(
        self, job: Job, catalogue: Catalogue, photos: PhotoStore, process: ChildProcess | None = None
    ) -> None:
        """Prepare an export, in a new process or in one that did others before (`ExportDesk`)."""
        self.job = job
        self._snapshot = catalogue, photos
        self._process = process or ChildProcess(serve, "ofdesk export", with_helpers=True)
        self._ended = False

    @property
    def pid(self) -> int | None:
        """Number of the process while it runs."""
        return self._process.pid

    def start(self) -> None:
        """Begin."""
        if self._process.pid is None:
            self._process.start()
        self._process.send(self.job)
        for piece in pieces_of(*self._snapshot):
            self._process.send(piece)

    def cancel(self) -> None:
        """Ask the export to stop; news of it comes with `poll`."""
        if not self._ended:
            self._process.send(_CANCEL)

    def poll(self) -> tuple[TaskNews, ...]:
        """Return what happened since the last poll; the last news is never a progress once it has ended."""
        if self._ended:
            return ()
        silent = self._process.has_fallen_silent  # asked first: what came before is taken below
        found: list[TaskNews] = self._process.take()
        if silent and not (found and _is_last(found[-1])):
            found.append(TaskFailed(OfdeskError("task.died")))
        self._ended = bool(found) and _is_last(found[-1])
        return tuple(found)

    def stop(self) -> None:
        """End the process; an export that still runs leaves what stood at its target."""
        pid = self._process.pid
        if not self._ended:
            self._process.send(_CANCEL)
        # After its last news the process has nothing left to do that would be worth waiting for.
        self._process.stop(patience_s=0.0 if self._ended else _LEAVES_WITHIN_S)
        self._ended = True
        if pid is not None:
            discard_siblings(self.job.target, pid)

    def part(self) -> ChildProcess | None:
        """Give the process away for another export; None when it is gone or this one has not ended."""
        return self._process if self._ended and self._process.is_alive else None


class ExportDesk:
    """Exports in a process that stays for some minutes and keeps what the next one can use again."""

    def __init__(self) -> None:
        self._spare: ChildProcess | None = None

    def begin(self, job: Job, catalogue: Catalogue, photos: PhotoStore) -> ExportTask:
        """Begin an export."""
        process, self._spare = self._spare, None
        if process is not None and not process.is_alive:
            process.stop(0.0)
            process = None
        task = ExportTask(job, catalogue, photos, process)
        task.start()
        return task

    def take_back(self, task: ExportTask) -> None:
        """Keep the process of an export that has ended, or end it when there is one already."""
        process = task.part()
        if process is None or self._spare is not None:
            task.stop()
        else:
            self._spare = process

    def stop(self) -> None:
        """End the process that waits for another export."""
        if self._spare is not None:
            self._spare.stop(0.0)
            self._spare = None


def _is_last(news: TaskNews) -> bool:
    return not isinstance(news, TaskProgress)


_CANCEL = "cancel"


class _AskedOfPipe:
    """A cancel token: the editor has sent something or is gone."""

    def __init__(self, inbox: Connection) -> None:
        self._inbox = inbox

    def check(self) -> None:
        if self._inbox.poll():
            raise Cancelled


def _throttled(outbox: Connection) -> Progress:
    shown_at, shown_code = 0.0, ""

    def progress(done: int, total: int, code: str) -> None:
        nonlocal shown_at, shown_code
        now = time.monotonic()
        if done >= total or code != shown_code or now - shown_at >= _PROGRESS_INTERVAL_S:
            shown_at, shown_code = now, code
            outbox.send(TaskProgress(done, total, code))

    return progress


def serve(inbox: Connection, outbox: Connection) -> None:
    """Run one export after the other, until none is asked for during some minutes.

    Raises:
        EOFError, BrokenPipeError: the editor is gone.
    """
    with _press() as press:
        while inbox.poll(_WAITS_S):
            job = inbox.recv()
            if job == _CANCEL:  # came when the export it was meant for had ended
                continue
            _serve_one(inbox, outbox, press, job)
            press.rest()


def _press() -> BookletPress:
    collect_seldom()
    # Heavy, and of no use to the editor's own process.
    from ofdesk.services.booklet_press import BookletPress
    from ofdesk.services.page_workers import usual_workers

    # One core less than from the command line: somebody is typing.
    return BookletPress(workers=usual_workers() - 1, keeping=True)


def _serve_one(inbox: Connection, outbox: Connection, press: BookletPress, job: Job) -> None:
    assembly = SnapshotAssembly()
    while (snapshot := assembly.take(inbox.recv())) is None:
        pass
    progress, cancel = _throttled(outbox), _AskedOfPipe(inbox)
    started = time.monotonic()
    news: TaskNews
    try:
        report = _written(press, job, snapshot, progress, cancel)
        news = TaskFinished(
            job.target,
            report.pages,
            report.size_bytes,
            time.monotonic() - started,
            report.warnings,
            report.problems,
            report.places,
        )
    except Cancelled:
        news = TaskCancelled()
    except OfdeskError as error:
        news = TaskFailed(error)
    except MemoryError:
        news = TaskFailed(OfdeskError("task.memory"))
    outbox.send(news)


def _written(
    press: BookletPress,
    job: Job,
    snapshot: tuple[Catalogue, PhotoStore],
    progress: Progress,
    cancel: _AskedOfPipe,
) -> OutputReport:
    from ofdesk.services.booklet_press import BookletChoice
    from ofdesk.services.map_output import SheetChoice, write_map

    match job:
        case BookletJob(target, pages, edition):
            choice = BookletChoice(pages, edition)
            return press.write(*snapshot, target, choice, progress=progress, cancel=cancel)
        case MapJob(target, area, size, edition):
            sheet = SheetChoice(area, size, edition)
            return write_map(*snapshot, target, choice=sheet, progress=progress, cancel=cancel)
