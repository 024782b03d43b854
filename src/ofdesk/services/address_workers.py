"""Answers many addresses at once, shared among processes; the answers come in the order of the questions.

Owns the sharing. Python computes on one core at a time, so a long table takes half the time on two cores; a
short one is answered before a second process has started.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self, TypeAlias

from ofdesk.base.errors import OfdeskError
from ofdesk.geocoding.match import Match
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.services.child_process import ChildProcess

Row: TypeAlias = tuple[str, ...]
_AHEAD = 2  # chunks that wait at each process, so that none runs dry
_LOOK_S = 0.001


def match_as_row(match: Match) -> Row:
    """Return an answer as the values of `addresses.ADDED_COLUMNS`."""
    point = match.point
    return (
        match.prefecture,
        match.municipality,
        match.town_with_chome,
        match.level.value,
        f"{point.lat_deg:.6f}" if point else "",
        f"{point.lon_deg:.6f}" if point else "",
        str(match.radius_m) if point else "",
        match.canonical,
        " ".join([note.value for note in match.notes]),
    )


def answer_here(matcher: AddressMatcher, chunks: Iterable[list[str]]) -> Iterator[list[Row]]:
    """Yield the answers to each chunk of addresses, one process doing all."""
    for addresses in chunks:
        yield [match_as_row(matcher.match(address)) for address in addresses]


class AddressWorkers:
    """Processes with the user's geocoder each; a context, at whose end they are gone."""

    def __init__(self, count: int) -> None:
        """Prepare so many processes."""
        self._processes = [ChildProcess(serve_addresses, f"addresses {n + 1}") for n in range(count)]
        self._received: list[deque[list[Row]]] = [deque() for _ in range(count)]

    def __enter__(self) -> Self:
        for process in self._processes:
            process.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.stop(0.0 if kind is not None else 1.0)

    def answer(self, chunks: Iterable[list[str]]) -> Iterator[list[Row]]:
        """Yield the answers to each chunk of addresses, in order.

        Raises:
            OfdeskError: code "task.died": a process is gone.
        """
        count = len(self._processes)
        asked = answered = 0
        for addresses in chunks:
            self._processes[asked % count].send(addresses)
            asked += 1
            if asked - answered > count * _AHEAD:
                yield self._take(answered % count)
                answered += 1
        while answered < asked:
            yield self._take(answered % count)
            answered += 1

    def _take(self, number: int) -> list[Row]:
        process, received = self._processes[number], self._received[number]
        while not received:
            silent = process.has_fallen_silent
            received.extend(process.take())
            if silent and not received:
                raise OfdeskError("task.died")
            if not received:
                time.sleep(_LOOK_S)
        return received.popleft()


def serve_addresses(inbox: Connection, outbox: Connection) -> None:
    """Answer chunks of addresses until the inbox ends.

    Raises:
        EOFError, BrokenPipeError: the asking process is gone.
    """
    from ofdesk.services.dictionaries import load_geocoder

    matcher = load_geocoder().matcher
    while True:
        outbox.send([match_as_row(matcher.match(address)) for address in inbox.recv()])
