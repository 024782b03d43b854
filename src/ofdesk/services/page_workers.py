"""Processes that make pages beside this one; what they do not do is done here.

Owns the sharing: who makes which page, and what becomes of the pages of a process that is gone. Python
computes on one core at a time, so a booklet takes half the time on two cores. The pages are the same whoever
made them.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from ofdesk.base.collecting import collect_seldom
from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.booklet.fit_steps import MAP_PATTERNS
from ofdesk.services.child_process import ChildProcess
from ofdesk.services.page_making import MadePage, PageKey, PageMaker, PageStyle
from ofdesk.storage.photo_store import PhotoStore

_MOST_WORKERS = 3  # each needs some 90 MB
_AHEAD = 2  # parcels that wait at each process, so that none runs dry
_PAGES_A_PARCEL = 4
_LOOK_S = 0.002


def usual_workers() -> int:
    """Return how many processes help on this machine: one for each core but the first."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores - 1, _MOST_WORKERS)


@dataclass(frozen=True, slots=True)
class _Begin:
    """Pages of this style are asked for from now on."""

    style: PageStyle
    layers: PhotoStore


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Pages to be made; `number` comes back with them."""

    number: int
    keys: tuple[PageKey, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """The pages of a parcel; None when making them failed, which whoever asked finds out by doing it."""

    number: int
    pages: tuple[MadePage, ...] | None


@dataclass(slots=True)
class _Worker:
    """A process and the parcels it holds, by their numbers: indices of their pages."""

    process: ChildProcess
    held: dict[int, tuple[int, ...]] = field(default_factory=dict)


class PageWorkers:
    """Processes that make pages; a context, at whose end they are gone."""

    def __init__(self, count: int) -> None:
        """Prepare so many processes; none is a good number."""
        self._count = max(0, count)
        self._workers: list[_Worker] = []
        self._parcels = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the processes that do not run; they load while something else is done."""
        self._workers = [worker for worker in self._workers if worker.process.is_alive]
        while len(self._workers) < self._count:
            process = ChildProcess(serve_pages, f"ofdesk pages {len(self._workers) + 1}")
            try:
                process.start()
            except OSError:  # no room for another process: the others make do
                process.stop()
                break
            self._workers.append(_Worker(process))

    def stop(self) -> None:
        """End the processes at once: what they still do is wanted by nobody."""
        for worker in self._workers:
            worker.process.stop(0.0)
        self._workers.clear()

    def made(
        self, keys: Sequence[PageKey], maker: PageMaker, layers: PhotoStore, cancel: Cancel = NEVER_CANCELLED
    ) -> Iterator[MadePage]:
        """Yield the pages of keys in their order.

        Args:
            keys: what the pages show.
            maker: makes pages here.
            layers: see `PageMaker`.
            cancel: asked before every page.

        Raises:
            OfdeskError: as the maker does; the first page that fails tells.
            Cancelled: called off.
        """
        for worker in self._workers:
            worker.held.clear()  # of a file that was called off
            worker.process.send(_Begin(maker.style, layers))
        queue = _Queue(keys)
        done: dict[int, MadePage] = {}
        for index in range(len(keys)):
            while index not in done:
                cancel.check()
                self._supply(keys, queue)
                if not self._collect(done, queue) and index not in done:
                    self._work_here(queue, done, maker)
            yield done.pop(index)

    def _supply(self, keys: Sequence[PageKey], queue: _Queue) -> None:
        """Give every process that has room another parcel; the first one makes the maps."""
        for position, worker in enumerate(self._workers):
            while len(worker.held) < _AHEAD and (indices := queue.parcel(maps_first=position == 0)):
                self._parcels += 1
                worker.held[self._parcels] = indices
                worker.process.send(_Parcel(self._parcels, tuple(keys[index] for index in indices)))

    def _collect(self, done: dict[int, MadePage], queue: _Queue) -> bool:
        """Take what has come; tells whether anything did."""
        found = False
        for worker in list(self._workers):
            silent = worker.process.has_fallen_silent  # asked first: what came before is taken below
            for made in worker.process.take():
                indices = worker.held.pop(made.number, ())
                found = found or bool(indices)
                if made.pages is None:
                    queue.give_back(indices)
                else:
                    done.update(zip(indices, made.pages, strict=bool(indices)))
            if silent:
                for indices in worker.held.values():
                    queue.give_back(indices)
                worker.process.stop(0.0)
                self._workers.remove(worker)
        return found

    def _work_here(self, queue: _Queue, done: dict[int, MadePage], maker: PageMaker) -> None:
        """Make one page, or wait a moment when all that is left is being made elsewhere."""
        index = queue.one()
        if index is None:
            time.sleep(_LOOK_S)
        else:
            done[index] = maker.make(queue.keys[index])


class _Queue:
    """Pages nobody makes yet: those with maps apart, for they need much memory in whichever process."""

    def __init__(self, keys: Sequence[PageKey]) -> None:
        self.keys = keys
        with_maps = [key[0] in MAP_PATTERNS for key in keys]
        self._maps = deque(index for index, has_map in enumerate(with_maps) if has_map)
        self._plain = deque(index for index, has_map in enumerate(with_maps) if not has_map)
        self._failed: deque[int] = deque()

    def parcel(self, *, maps_first: bool) -> tuple[int, ...]:
        """Return the indices of some pages for another process, () when there are none."""
        if self._maps and (maps_first or not self._plain):
            return (self._maps.popleft(),)
        count = min(_PAGES_A_PARCEL, len(self._plain))
        return tuple(self._plain.popleft() for _ in range(count))

    def one(self) -> int | None:
        """Return the index of a page to be made here."""
        for waiting in (self._failed, self._plain, self._maps):
            if waiting:
                return waiting.popleft()
        return None

    def give_back(self, indices: Sequence[int]) -> None:
        """Take pages that another process could not make: they are made here, where errors show."""
        self._failed.extend(indices)


def serve_pages(inbox: Connection, outbox: Connection) -> None:
    """Make pages until the inbox ends.

    Raises:
        EOFError, BrokenPipeError: the asking process is gone.
    """
    collect_seldom()
    maker: PageMaker | None = None
    begin: _Begin | None = None
    while True:
        message: _Begin | _Parcel = inbox.recv()
        if isinstance(message, _Begin):
            maker = maker if message == begin else None
            begin = message
            continue
        assert begin is not None
        try:
            maker = maker or PageMaker(begin.style, begin.layers)
            pages = tuple(maker.make(key) for key in message.keys)
        except Exception:  # noqa: BLE001 - the process that asked makes the page itself and tells of the fault
            outbox.send(_Made(message.number, None))
        else:
            outbox.send(_Made(message.number, pages))
