"""What fits on the pages: a process of its own that measures fields while they are typed.

The editor sends changes and wishes and polls for answers; it never waits. Drawing the preview is another
process's work, so that neither holds up the other.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TypeAlias

from ofdesk.base.collecting import collect_seldom
from ofdesk.booklet.fit_page import FitPlace
from ofdesk.model.problems import Problem
from ofdesk.services.following_process import ApplyChanges, FollowingProcess
from ofdesk.services.snapshots import SnapshotAssembly, SnapshotPiece


@dataclass(frozen=True, slots=True)
class FitRequest:
    """Wish to know what fits.

    Attributes:
        serial: counts up; answers carry the serial of their request.
        owner: identity of a record, or "booklet" for the booklet's settings.
        fields: names of fields, the one that is typed in first.
    """

    serial: int
    owner: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FitAnswer:
    """What fits of one field.

    Attributes:
        places: the pages where it stands, by their numbers; none for a field that is not printed.
        complete: whether pages with maps are among them, which take longer.
        settled: False for a first answer: so many fit, perhaps a few more; the exact one follows.
    """

    serial: int
    owner: str
    field: str
    places: tuple[FitPlace, ...]
    complete: bool
    settled: bool = True


@dataclass(frozen=True, slots=True)
class OverflowFound:
    """All fields of the booklet that do not fit, told when nothing is asked for."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """The measurer goes on when so many seconds have passed without news."""

    seconds: float


_PATIENCE_S = 0.25  # a first answer is not given up at once: who types fast would never see one

FitNews: TypeAlias = FitAnswer | OverflowFound
FitStep: TypeAlias = FitNews | Rest


class FitWorker(FollowingProcess):
    """The editor's end of the process."""

    def __init__(self) -> None:
        super().__init__(serve, "ofdesk fit")

    def request(self, owner: str, fields: tuple[str, ...]) -> int:
        """Wish to know what fits; a newer wish replaces an older one. Returns the serial of the wish."""
        serial = self.next_serial()
        self.wish(FitRequest(serial, owner, fields))
        return serial

    def poll(self) -> list[FitNews]:
        """Return what came since the last poll, in order."""
        return self.take()


def serve(inbox: Connection, outbox: Connection) -> None:
    """Run the process: take in all that waits, then measure on, a page at a time.

    Raises:
        EOFError, BrokenPipeError: the editor is gone.
    """
    collect_seldom()
    # Heavy, and of no use to the editor's own process.
    from ofdesk.services.fit_measuring import FitMeasurer

    measurer, assembly = FitMeasurer(), SnapshotAssembly()
    wish: FitRequest | None = None
    work: Iterator[FitStep | None] | None = None
    rest_s = patient_until = 0.0
    while True:
        if wish is not None and not inbox.poll():
            work, wish = measurer.measure(wish), None
            patient_until = time.monotonic() + _PATIENCE_S
        if work is not None and (time.monotonic() < patient_until or not inbox.poll(rest_s)):
            try:
                step = next(work)
            except StopIteration:
                work = step = None
            rest_s = step.seconds if isinstance(step, Rest) else 0.0
            if isinstance(step, FitAnswer | OverflowFound):
                outbox.send(step)
            patient_until = patient_until if step is None else 0.0
            continue
        work, rest_s = None, 0.0
        match inbox.recv():
            case SnapshotPiece() as piece:
                if (snapshot := assembly.take(piece)) is not None:
                    measurer.load(*snapshot)
            case ApplyChanges(changes):
                measurer.apply(changes)
            case FitRequest() as newer:
                wish = newer
