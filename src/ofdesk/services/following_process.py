"""A process that holds a snapshot of the project, follows every edit and answers wishes.

Owns its life: started with a snapshot, told of edits, started anew with the current snapshot when it has
died. What it does with a wish is the affair of whoever serves in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change
from ofdesk.services.child_process import ChildProcess, Serve
from ofdesk.services.snapshots import pieces_of
from ofdesk.storage.photo_store import PhotoStore


@dataclass(frozen=True, slots=True)
class ApplyChanges:
    """Follow an edit."""

    changes: tuple[Change, ...]


class FollowingProcess:
    """The editor's end of the process. Used from one thread; no call blocks but `stop`."""

    def __init__(self, serve: Serve, name: str) -> None:
        """Prepare a process.

        Args:
            serve: see `ChildProcess`; takes snapshot pieces, `ApplyChanges` and wishes.
            name: shown by tools that list processes.
        """
        self._serve, self._name = serve, name
        self._process: ChildProcess | None = None
        self._serial = 0
        self._wishes: dict[type, object] = {}

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.is_alive

    @property
    def pid(self) -> int | None:
        """Number of the process, if there is one."""
        return self._process.pid if self._process is not None else None

    def start(self, catalogue: Catalogue, photos: PhotoStore) -> None:
        """Start the process if need be and hand it a snapshot."""
        if self._process is None or not self._process.is_alive:
            self.stop()
            self._process = ChildProcess(self._serve, self._name)
            self._process.start()
        for piece in pieces_of(catalogue, photos):
            self._process.send(piece)

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Tell the process of an edit."""
        self._send(ApplyChanges(changes))

    def next_serial(self) -> int:
        """Return the serial of a new wish: greater than all before."""
        self._serial += 1
        return self._serial

    def wish(self, wish: object) -> None:
        """Send a wish, which replaces the one of its kind before."""
        self._wishes[type(wish)] = wish
        self._send(wish)

    def take(self) -> list[Any]:
        """Return the answers that came since the last call."""
        return self._process.take() if self._process is not None else []

    def restart_if_dead(self, snapshot: Callable[[], tuple[Catalogue, PhotoStore]]) -> bool:
        """Start the process anew when it has died, and repeat the last wishes; tells whether it did."""
        if self._process is None or self._process.is_alive:
            return False
        self.start(*snapshot())
        for wish in self._wishes.values():
            self._send(wish)
        return True

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.stop()
            self._process = None

    def _send(self, message: object) -> None:
        if self._process is not None:
            self._process.send(message)
