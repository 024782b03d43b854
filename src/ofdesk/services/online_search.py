"""Asks an online service about an address and sets its answer beside the offline one.

Owns what is sent (the address, no more), the waiting and the comparison. An answer is a further candidate:
what to do with it is the user's to say. Nothing here is called unless the user chose a service.
"""

from __future__ import annotations

import datetime
import re
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ofdesk.base.errors import Cancelled, ServiceError
from ofdesk.base.geometry import GeoPoint
from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.geocoding.match import Level, Match
from ofdesk.geocoding.online_hits import MAX_QUERY_CHARS, OnlineHit, OnlineService
from ofdesk.services.online_cache import OnlineCache

if TYPE_CHECKING:
    from ofdesk.geocoding.online import OnlineGeocoder

_PATIENCE_S = 15.0
_LOOK_S = 0.05
_BORDER_M = 300.0  # borders of the base map are true to 230 m in 95 of 100 places
_DIGIT = "[0-9〇一二三四五六七八九十]"
_NUMBER = f"{_DIGIT}(?:{_DIGIT}|[-‐−ーのノ]|丁目|番地|番|号|地割)*"
_NUMBERS = re.compile(_NUMBER)
_TOWN_AND_NUMBERS = re.compile(rf"[^\s0-9]*(?:{_NUMBER.replace(_DIGIT, '[0-9]', 1)})?")


class Agreement(StrEnum):
    """How an online answer stands to the offline one."""

    NEAR = "near"  # in the municipality, within the radius the offline answer gives itself
    BEYOND = "beyond"  # in the municipality, but farther away than that
    ELSEWHERE = "elsewhere"  # in another municipality, or at sea
    UNCOMPARED = "uncompared"  # offline there is nothing to compare with


@dataclass(frozen=True, slots=True)
class OnlineAnswer:
    """A place a service proposes.

    Attributes:
        query: what was sent.
        title: what the service calls the place.
        level: how exact the service says it is; None where it does not say.
        attribution: who must be named beside it.
        distance_m: how far it lies from the offline answer; None without one.
        asked_on: the day it was given; in the past when it comes from the cache.
    """

    service: OnlineService
    query: str
    title: str
    point: GeoPoint
    level: Level | None
    attribution: str
    distance_m: float | None
    agreement: Agreement
    asked_on: datetime.date


class Ground(Protocol):
    """Knows where municipalities lie."""

    def distance_m(self, code: str, point: GeoPoint) -> float | None:
        """Return how far a point lies outside a municipality, 0 inside, None for an unknown code."""


Matching = Callable[[str], Match]


def cache_path(data_folder: Path) -> Path:
    """Return where answers are kept in the user's data folder."""
    return data_folder / "online" / "answers.json"


def text_to_send(match: Match) -> str:
    """Return the address as it is sent: official spelling and 番地, without building, floor or name."""
    if not match.canonical:
        return " ".join(match.query.split())[:MAX_QUERY_CHARS]
    rest = unicodedata.normalize("NFKC", match.rest).strip()
    # Where the town was not understood it has to come along: it is what the service may know.
    wanted = _NUMBERS if match.level.depth >= Level.TOWN.depth else _TOWN_AND_NUMBERS
    found = wanted.match(rest)
    return (match.canonical + (found[0] if found else ""))[:MAX_QUERY_CHARS]


class OnlineSearch:
    """Asks services; keep one for the whole run, since it also keeps the pauses between questions."""

    def __init__(
        self,
        cache: OnlineCache,
        *,
        adapter_factory: Callable[..., Any] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        """Take the cache; the rest stands in for network and clock in tests."""
        self.cache = cache
        self._adapter_factory, self._clock, self._sleep = adapter_factory, clock, sleep
        self._patience_s = patience_s
        self._geocoders: dict[OnlineService, OnlineGeocoder] = {}
        self._lock = threading.Lock()

    def ask(
        self,
        service: OnlineService,
        offline: Match,
        matching: Matching,
        ground: Ground,
        *,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> OnlineAnswer | None:
        """Return what a service proposes for an address, None when it finds nothing.

        Args:
            service: whom to ask.
            offline: the answer of the offline geocoder, which also tells what to ask.
            matching: reads the service's titles, to see how exact they are.
            ground: knows the municipalities' land.
            cancel: heard at once, even while the service keeps us waiting.

        Raises:
            ServiceError: see `OnlineGeocoder.search`.
            Cancelled: called off.
        """
        query = text_to_send(offline)
        if not query:
            raise ServiceError("online.query")
        kept = self.cache.find(service, query)
        if kept is None:
            hits = self._fetch(service, query, cancel)
            kept = self.cache.keep(service, query, hits)
        found = [(hit, *_compared(hit, offline, ground)) for hit in kept.hits]
        if not found:
            return None
        # Services also answer places that merely share a word: one in the right municipality goes first.
        hit, agreement, distance_m = next(
            (one for one in found if one[1] is not Agreement.ELSEWHERE), found[0]
        )
        return OnlineAnswer(
            service=service,
            query=query,
            title=hit.title,
            point=hit.point,
            level=hit.level or _level_of_title(hit.title, service, matching),
            attribution=service.attribution,
            distance_m=distance_m,
            agreement=agreement,
            asked_on=kept.asked_on,
        )

    def _fetch(self, service: OnlineService, query: str, cancel: Cancel) -> tuple[OnlineHit, ...]:
        """Ask in a thread that may be left behind: looking up a host's name cannot be called off."""
        geocoder = self._geocoder(service)
        told: list[Any] = []

        def work() -> None:
            try:
                told.append(geocoder.search(query, guard))
            except BaseException as error:  # noqa: BLE001 - raised below, on the thread that asked
                told.append(error)

        guard = _GivenUp(cancel)
        thread = threading.Thread(target=work, name="ofdesk-online", daemon=True)
        ends_at = self._clock() + self._patience_s
        thread.start()
        try:
            while thread.is_alive():
                cancel.check()
                if self._clock() > ends_at:
                    raise ServiceError("online.timeout")
                thread.join(_LOOK_S)
        except BaseException:
            guard.give_up()
            raise
        (found,) = told
        if isinstance(found, BaseException):
            raise found
        hits: tuple[OnlineHit, ...] = found
        return hits

    def _geocoder(self, service: OnlineService) -> OnlineGeocoder:
        # Loaded here, so that a program that asks nobody does not even load what could open a socket.
        from ofdesk.geocoding.online import OnlineGeocoder, Timing
        from ofdesk.geocoding.online_transport import HttpsAdapter

        with self._lock:
            if service not in self._geocoders:
                factory = self._adapter_factory or partial(HttpsAdapter, clock=self._clock)
                self._geocoders[service] = OnlineGeocoder(service, Timing(self._clock, self._sleep), factory)
            return self._geocoders[service]


class _GivenUp:
    """Tells a thread that was left behind that its question is not to be sent any more."""

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._given_up = threading.Event()

    def give_up(self) -> None:
        self._given_up.set()

    def check(self) -> None:
        if self._given_up.is_set():
            raise Cancelled
        self._cancel.check()


def _compared(hit: OnlineHit, offline: Match, ground: Ground) -> tuple[Agreement, float | None]:
    """Return how a hit stands to the offline answer, and how far from it."""
    distance_m = hit.point.distance_m(offline.point) if offline.point is not None else None
    outside_m = ground.distance_m(offline.municipality_code, hit.point) if offline.municipality_code else None
    if outside_m is not None and outside_m > _BORDER_M:
        return Agreement.ELSEWHERE, distance_m
    if distance_m is None:
        return Agreement.UNCOMPARED, None
    return Agreement.NEAR if distance_m <= offline.radius_m else Agreement.BEYOND, distance_m


def _level_of_title(title: str, service: OnlineService, matching: Matching) -> Level | None:
    """Return how exact a title of 国土地理院 is, as far as the gazetteer can read it."""
    if service is not OnlineService.GSI:
        return None
    read = matching(title)
    if read.point is None or read.level.depth < Level.TOWN.depth:
        return read.level if read.point is not None and not read.rest else None
    if not read.rest:
        return read.level
    # 街区 is what its data promise; a 号 in the title does not make it a parcel.
    return Level.BLOCK if _NUMBERS.match(unicodedata.normalize("NFKC", read.rest)) else None
