"""A process beside the interface, spoken to through pipes without ever waiting.

Owns the traffic: a thread sends, a thread receives, so that neither a busy nor a dying process can hold up
the caller. Pipes, unlike the queues of `multiprocessing`, tell both ends when the other one is gone.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, TypeAlias

Serve: TypeAlias = Callable[[Connection, Connection], None]
"""What runs in the process: takes messages from the first pipe, puts answers into the second."""

_KILLED_WITHIN_S = 5.0


class ChildProcess:
    """One process, from start to stop. Used from one thread; no call blocks but `stop`."""

    def __init__(self, serve: Serve, name: str, *, with_helpers: bool = False) -> None:
        """Prepare a process.

        Args:
            serve: a function on the top level of a module; returns when its inbox ends (`EOFError`).
            name: shown by tools that list processes.
            with_helpers: whether it may start processes itself, which `multiprocessing` allows only to those
                that it does not end by itself.
        """
        context = multiprocessing.get_context("spawn")
        theirs, self._outbox = context.Pipe(duplex=False)
        self._inbox, answers = context.Pipe(duplex=False)
        self._theirs = (theirs, answers)
        self._process: SpawnProcess = context.Process(
            target=_run, args=(serve, *self._theirs), name=name, daemon=not with_helpers
        )
        self._waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._received: deque[Any] = deque()
        self._silent = threading.Event()
        self._stopped = False
        self._threads = (
            threading.Thread(target=self._send_all, name=f"{name} sender", daemon=True),
            threading.Thread(target=self._receive_all, name=f"{name} receiver", daemon=True),
        )

    def start(self) -> None:
        """Start the process.

        Raises:
            OSError: the system has no room for another one.
        """
        with _ctrl_c_held_back():
            self._process.start()
        if not self._process.daemon:
            atexit.register(self.stop)  # waiting for it at the end of the program would never end
        for end in self._theirs:
            end.close()  # from now on only the process holds them: its death shows as the end of the pipe
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int | None:
        """Number of the process while it runs."""
        return None if self._stopped else self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return not self._stopped and self._process.is_alive()

    @property
    def has_fallen_silent(self) -> bool:
        """Whether no answer will come any more besides those `take` has not returned yet."""
        return self._silent.is_set()

    def send(self, message: object) -> None:
        """Send a message, in order; lost when the process is gone."""
        self._waiting.put(message)

    def take(self) -> list[Any]:
        """Return the answers that came since the last call."""
        taken: list[Any] = []
        while self._received:
            taken.append(self._received.popleft())
        return taken

    def stop(self, patience_s: float = 1.0) -> None:
        """End the process: its inbox ends, and when it does not leave in time it is killed."""
        if self._stopped:
            return
        self._stopped = True
        atexit.unregister(self.stop)
        if self._process.pid is None:
            for end in (*self._theirs, self._inbox, self._outbox):
                end.close()
            return
        self._waiting.put(_END)
        self._process.join(patience_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_KILLED_WITHIN_S)
        for thread in self._threads:
            thread.join(_KILLED_WITHIN_S)
        self._inbox.close()
        self._process.close()

    def _send_all(self) -> None:
        with self._outbox:
            while (message := self._waiting.get()) is not _END:
                try:
                    self._outbox.send(message)
                except OSError:  # the process is gone
                    return

    def _receive_all(self) -> None:
        try:
            while True:
                self._received.append(self._inbox.recv())
        except (EOFError, OSError):
            self._silent.set()


_END = object()


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Start processes that are deaf to Ctrl-C from their first moment, before `_run` can see to that.

    Here it is only late by the moment the block takes. Windows knows no such thing.
    """
    if os.name == "nt":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it would take the signal back from the mask when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _run(serve: Serve, inbox: Connection, outbox: Connection) -> None:
    # Ctrl-C in a terminal goes to all processes; this one ends when the one that started it does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(inbox, outbox)
    except (EOFError, BrokenPipeError):
        return
