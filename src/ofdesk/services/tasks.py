"""Exports in a process of their own, so that typing stays smooth while a booklet is written.

The process runs the same plain functions as the command line; the editor polls for progress and may
cancel at any time, after which nothing is left at the target but what stood there before.
"""

from __future__ import annotations

import multiprocessing
import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, TypeAlias

from ofdesk.base.errors import Cancelled, OfdeskError
from ofdesk.model.catalogue import Catalogue
from ofdesk.storage.photo_store import PhotoStore

_PROGRESS_INTERVAL_S = 0.1


@dataclass(frozen=True, slots=True)
class BookletJob:
    """Write the booklet, or the pages of a range of numbers (first, last), to a PDF file."""

    target: Path
    pages: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class MapJob:
    """Write the MAP of an area (全国, a region or a prefecture) to a PDF file."""

    target: Path
    area: str = "全国"


Job: TypeAlias = BookletJob | MapJob


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """How far an export is."""

    done: int
    total: int
    code: str


@dataclass(frozen=True, slots=True)
class TaskFinished:
    """A written file."""

    target: Path
    pages: int
    size_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TaskFailed:
    """An export that could not be finished; `error` tells why."""

    error: OfdeskError


@dataclass(frozen=True, slots=True)
class TaskCancelled:
    """An export the user called off."""


TaskNews: TypeAlias = TaskProgress | TaskFinished | TaskFailed | TaskCancelled


class ExportTask:
    """One export. Used from one thread; no call blocks but `stop`."""

    def __init__(self, job: Job, catalogue: Catalogue, photos: PhotoStore) -> None:
        context = multiprocessing.get_context("spawn")
        self.job = job
        self._news: Any = context.Queue()
        self._cancel: Any = context.Event()
        self._ended = False
        self._process: SpawnProcess = context.Process(
            target=run_job,
            args=(job, catalogue, photos, self._news, self._cancel),
            name="ofdesk export",
            daemon=True,
        )

    def start(self) -> None:
        """Begin."""
        self._process.start()

    def cancel(self) -> None:
        """Ask the export to stop; news of it comes with `poll`."""
        self._cancel.set()

    def poll(self) -> tuple[TaskNews, ...]:
        """Return what happened since the last poll; the last news is never a progress once it has ended."""
        found: list[TaskNews] = []
        while not self._ended:
            try:
                news = self._news.get_nowait()
            except queue.Empty:
                if not self._process.is_alive() and self._news.empty():
                    news = TaskFailed(OfdeskError("task.died"))
                else:
                    break
            found.append(news)
            self._ended = not isinstance(news, TaskProgress)
        return tuple(found)

    def stop(self) -> None:
        """End the process at once (when the program closes)."""
        self._cancel.set()
        if self._process.pid is not None:
            self._process.join(timeout=2.0)
            if self._process.is_alive():
                self._process.kill()
                self._process.join(timeout=1.0)
        self._news.cancel_join_thread()
        self._news.close()
        self._ended = True


class _EventCancel:
    def __init__(self, event: Any) -> None:
        self._event = event

    def check(self) -> None:
        if self._event.is_set():
            raise Cancelled


def _throttled(news: Any) -> Callable[[int, int, str], None]:
    last = [0.0]

    def progress(done: int, total: int, code: str) -> None:
        now = time.monotonic()
        if done >= total or now - last[0] >= _PROGRESS_INTERVAL_S:
            last[0] = now
            news.put(TaskProgress(done, total, code))

    return progress


def run_job(job: Job, catalogue: Catalogue, photos: PhotoStore, news: Any, cancel: Any) -> None:
    """Run an export inside its process and report how it ended."""
    from ofdesk.services.output import write_booklet, write_map

    started = time.monotonic()
    try:
        progress, token = _throttled(news), _EventCancel(cancel)
        match job:
            case BookletJob(target, pages):
                report = write_booklet(
                    catalogue, photos, target, pages=pages, progress=progress, cancel=token
                )
            case MapJob(target, area):
                report = write_map(catalogue, photos, target, area=area, progress=progress, cancel=token)
        news.put(TaskFinished(job.target, report.pages, report.size_bytes, time.monotonic() - started))
    except Cancelled:
        news.put(TaskCancelled())
    except OfdeskError as error:
        news.put(TaskFailed(error))
    except MemoryError:
        news.put(TaskFailed(OfdeskError("task.memory")))
