"""How long work tells where it stands and hears that it shall stop."""

from __future__ import annotations

import threading
from typing import Protocol

from ofdesk.base.errors import Cancelled


class Progress(Protocol):
    """Receives steps of long work; must return quickly and never raise."""

    def __call__(self, done: int, total: int, code: str) -> None:
        """Take note that `done` of `total` steps are finished in the stage named by `code`."""


class Cancel(Protocol):
    """Asked by long work between two steps."""

    def check(self) -> None:
        """Raise `Cancelled` when the work shall stop."""


class CancelToken:
    """A flag set by one thread and asked by another."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether stopping was asked for."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` when stopping was asked for."""
        if self._event.is_set():
            raise Cancelled


class _NeverCancelled:
    def check(self) -> None:
        return None


def no_progress(done: int, total: int, code: str) -> None:
    """Take steps and tell nobody."""


NEVER_CANCELLED: Cancel = _NeverCancelled()
