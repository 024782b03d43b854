"""Work beside the interface: plain functions in threads, polled from the GUI thread.

A worker touches no widget; it returns a value, which is handed over here by a timer.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from ofdesk.base.errors import Cancelled, OfdeskError
from ofdesk.base.progress import Cancel, CancelToken, Progress

_POLL_MS = 40
_BREATH_S = 0.002


class Work(Protocol):
    """A plain function that tells how far it is and can be called off."""

    def __call__(self, *, progress: Progress, cancel: Cancel) -> Any:
        """Do the work and return its result."""


class Breathing:
    """Lets the interface have the interpreter now and then; asked by long work every few records."""

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel

    def check(self) -> None:
        """Wait a moment, and raise `Cancelled` when the work shall stop."""
        self._cancel.check()
        time.sleep(_BREATH_S)


class Job(QObject):
    """One piece of work under way.

    Signals:
        advanced(): `done`, `total` or `stage` changed.
        succeeded(result), failed(error), ended(): exactly one of the first two comes unless the work
            was called off; `ended` always comes last.
    """

    advanced = Signal()
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, title: str, parent: QObject | None = None, *, cancellable: bool = True) -> None:
        super().__init__(parent)
        self.title = title
        self.cancellable = cancellable
        self.done = 0
        self.total = 0
        self.stage = ""
        self.token = CancelToken()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self.token.cancel()

    def note(self, done: int, total: int, stage: str) -> None:
        """Take in how far the work is (GUI thread)."""
        if (done, total, stage) != (self.done, self.total, self.stage):
            self.done, self.total, self.stage = done, total, stage
            self.advanced.emit()


class _Running:
    def __init__(self, job: Job, future: Future[Any], told: list[tuple[int, int, str]]) -> None:
        self.job, self.future, self.told = job, future, told


class Background(QObject):
    """Runs work in a few threads and keeps the list of all jobs the status bar shows."""

    jobs_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="ofdesk-work")
        self._running: list[_Running] = []
        self._jobs: list[Job] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Work under way, here and in other processes."""
        return tuple(self._jobs)

    def start(self, title: str, work: Work, *, cancellable: bool = True) -> Job:
        """Begin a piece of work; connect to the job's signals at once, they come later."""
        job = self._submit(title, work, cancellable=cancellable)
        self.show(job)
        return job

    def start_quietly(self, work: Work) -> Job:
        """Begin a piece of work that the status bar does not mention."""
        return self._submit("", work, cancellable=True)

    def _submit(self, title: str, work: Work, *, cancellable: bool) -> Job:
        job = Job(title, self, cancellable=cancellable)
        told: list[tuple[int, int, str]] = []

        def progress(done: int, total: int, code: str) -> None:
            told[:] = [(done, total, code)]

        future = self._pool.submit(lambda: work(progress=progress, cancel=job.token))
        self._running.append(_Running(job, future, told))
        self._timer.start()
        return job

    def show(self, job: Job) -> None:
        """List a job that runs elsewhere, until its `ended`."""
        self._jobs.append(job)
        job.ended.connect(self._drop_ended)
        self.jobs_changed.emit()

    def _drop_ended(self) -> None:
        sender = self.sender()
        self._jobs = [job for job in self._jobs if job is not sender]
        self.jobs_changed.emit()

    def _poll(self) -> None:
        for running in tuple(self._running):
            if running.told:
                running.job.note(*running.told[-1])
            if running.future.done():
                self._running.remove(running)
                self._hand_over(running)
        if not self._running:
            self._timer.stop()

    def _hand_over(self, running: _Running) -> None:
        job, error = running.job, running.future.exception()
        if error is None:
            job.succeeded.emit(running.future.result())
        elif isinstance(error, OfdeskError):
            job.failed.emit(error)
        elif not isinstance(error, Cancelled):
            # A fault of the program: it goes the way of every unforeseen exception, on this thread.
            sys.excepthook(type(error), error, error.__traceback__)
        job.ended.emit()
        job.deleteLater()

    def close(self) -> None:
        """Call all work off and wait for the threads."""
        self._timer.stop()
        for running in self._running:
            running.job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._running.clear()
