"""Builds the sample catalogue: its texts from `resources/samples`, places from the geocoder, drawn pictures.

Owns how the sample's files become records. The same program gives the same catalogue and the same bytes,
identities included.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from ofdesk.base.errors import DamagedFileError, ResourceError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.base.resources import resource_path
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.ordering import evenly_spaced
from ofdesk.model.parts import Location
from ofdesk.model.records import (
    Edition,
    Event,
    Factory,
    Forum,
    Link,
    Participation,
    Photo,
    Record,
    Report,
    Survey,
)
from ofdesk.model.settings import SECTION_PATTERNS, BookletSettings, Project, Section
from ofdesk.services.sample_compositions import PictureColours
from ofdesk.services.sample_photos import SIZE_PX, DrawnPhoto, draw_photo
from ofdesk.storage.codec import read_fields
from ofdesk.storage.yaml_reading import Tree, read_yaml

SHOWN_EDITION = "shown"
"""Key of the edition in which the fictional factories of an event take part."""

_LEAD = 0  # the drawing that opens an event's page
_MOST_THREADS = 4

RecordT = TypeVar("RecordT", bound=Record)
_Entry = dict[str, Tree]


@dataclass(frozen=True)
class Sample:
    """The sample catalogue and the bytes of its photos by SHA-256."""

    catalogue: Catalogue
    photos: Mapping[str, bytes]


def sample_id(kind: str, key: str) -> RecordId:
    """Return the identity of a record of the sample, the same on every machine."""
    return RecordId(hashlib.sha256(f"ofdesk.sample/{kind}/{key}".encode()).hexdigest()[:32])


def build_sample(
    matcher: AddressMatcher,
    *,
    picture_size_px: tuple[int, int] = SIZE_PX,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> Sample:
    """Build the sample catalogue.

    Args:
        matcher: places events and factories.
        picture_size_px: width and height of the drawings.

    Raises:
        ResourceError: code "resource.missing" or "sample.invalid".
        Cancelled: called off.
    """
    try:
        drawings = _draw(read_entries("events"), picture_size_px, progress, cancel)
        wording = _read("wording")
        builder = _Builder(matcher, _Pictures(drawings, picture_size_px, wording), wording)
        records = tuple(builder.records())
        settings = _read("booklet")
        project = read_fields(Project, settings["project"], "booklet", id=sample_id("project", "sample"))
        sections = _every_section(_mapping(wording, "headings"))
        booklet = read_fields(BookletSettings, settings["booklet"], "booklet", sections=sections)
    except (DamagedFileError, KeyError, ValueError) as error:
        raise ResourceError("sample.invalid", reason=str(error)) from error
    photos = {_digest(photo.jpeg): photo.jpeg for row in drawings.values() for photo in row}
    return Sample(Catalogue.of(_in_order(records), project, booklet), photos)


def read_entries(name: str) -> list[_Entry]:
    """Return the entries of one of the sample's files, such as "factories", as text trees.

    Raises:
        ResourceError: code "resource.missing" or "sample.invalid".
    """
    try:
        entries = _read(name)[name]
    except (DamagedFileError, KeyError) as error:
        raise ResourceError("sample.invalid", reason=str(error)) from error
    if not isinstance(entries, list):
        raise ResourceError("sample.invalid", reason=name)
    return [entry for entry in entries if isinstance(entry, dict)]


def _every_section(headings: _Entry) -> tuple[Section, ...]:
    """Return all sections there are, so that the sample shows every kind of page."""
    return tuple(
        Section(pattern=name, heading=str(headings.get(name, "")), included=True)
        for name in SECTION_PATTERNS
        if name != "blank"
    )


def _read(name: str) -> _Entry:
    file = resource_path("samples", f"{name}.yaml")
    return read_yaml(file.read_bytes(), file.name)


def _text(entry: _Entry, key: str) -> str:
    value = entry[key]
    if not isinstance(value, str):
        raise ValueError(f"{key} is not a text")
    return value


def _mapping(entry: _Entry, key: str) -> _Entry:
    value = entry[key]
    if not isinstance(value, dict):
        raise ValueError(f"{key} is not a mapping")
    return value


def _list(entry: _Entry, key: str) -> list[Tree]:
    value = entry[key]
    if not isinstance(value, list):
        raise ValueError(f"{key} is not a list")
    return value


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _in_order(records: tuple[Record, ...]) -> Iterator[Record]:
    """Give the records of each kind their places in the order in which the files name them."""
    kinds = dict.fromkeys(record.kind for record in records)
    for kind in kinds:
        same = [record for record in records if record.kind == kind]
        for record, order in zip(same, evenly_spaced(len(same)), strict=True):
            yield dataclasses.replace(record, order=order)


def _draw(
    events: list[_Entry], size_px: tuple[int, int], progress: Progress, cancel: Cancel
) -> dict[str, tuple[DrawnPhoto, ...]]:
    """Draw every event's pictures, the lead first."""
    jobs = [
        (_text(event, "key"), _mapping(event, "picture"), str(composition), number * 10 + variant)
        for number, event in enumerate(events)
        for variant, composition in enumerate(_list(_mapping(event, "picture"), "compositions"))
    ]

    def draw(job: tuple[str, _Entry, str, int]) -> DrawnPhoto:
        _, picture, composition, seed = job
        colours = PictureColours.of(*(_text(picture, name) for name in ("ground", "ink", "accent")))
        return draw_photo(_text(picture, "pattern"), colours, composition, seed=seed, size_px=size_px)

    found: dict[str, list[DrawnPhoto]] = {}
    pool = ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1))
    try:
        for done, (job, photo) in enumerate(zip(jobs, pool.map(draw, jobs), strict=True), start=1):
            cancel.check()
            found.setdefault(job[0], []).append(photo)
            progress(done, len(jobs), "sample")
    finally:
        pool.shutdown(cancel_futures=True)
    return {key: tuple(photos) for key, photos in found.items()}


class _Pictures:
    """Makes photo records of drawings, in the words of `wording.yaml`."""

    def __init__(
        self, drawings: Mapping[str, tuple[DrawnPhoto, ...]], size_px: tuple[int, int], wording: _Entry
    ) -> None:
        self._drawings = drawings
        self._size_px = size_px
        self._wording = wording

    def photo(self, key: str, event: _Entry, variant: int) -> Photo:
        """Return the record of one use of one of an event's drawings."""
        picture, event_key = _mapping(event, "picture"), _text(event, "key")
        drawing = self._drawings[event_key][variant]
        composition = str(_list(picture, "compositions")[variant])
        pattern = _text(_mapping(self._wording, "patterns"), _text(picture, "pattern"))
        return Photo(
            id=sample_id("photo", key),
            owner=_text(event, "owner"),
            state="approved",
            sha256=_digest(drawing.jpeg),
            media="image/jpeg",
            width_px=self._size_px[0],
            height_px=self._size_px[1],
            file_name=f"{event_key}-{variant + 1}.jpg",
            caption=_text(self._wording, "caption").format(pattern=pattern),
            credit=_text(self._wording, "credit"),
            consent="given",
            alt=_text(_mapping(self._wording, "compositions"), composition).format(pattern=pattern),
            focus_x=drawing.focus_x,
            focus_y=drawing.focus_y,
        )


class _Builder:
    """Makes records of the sample's entries."""

    def __init__(self, matcher: AddressMatcher, pictures: _Pictures, wording: _Entry) -> None:
        self._matcher = matcher
        self._pictures = pictures
        self._wording = wording
        self._events = {_text(event, "key"): event for event in read_entries("events")}

    def records(self) -> Iterator[Record]:
        """Yield all records, those of one kind in the order of their file."""
        for key, event in self._events.items():
            yield from self._event(key, event)
        for factory in read_entries("factories"):
            yield from self._factory(factory)
        plain: tuple[tuple[str, type[Record]], ...] = (
            ("surveys", Survey),
            ("forums", Forum),
            ("reports", Report),
        )
        for name, record_type in plain:
            for entry in read_entries(name):
                yield _record(record_type, _text(entry, "key"), entry)
        for link in read_entries("links"):
            ends = {end: sample_id(*_text(link, end).split(":", 1)) for end in ("first", "second")}
            yield _record(Link, _text(link, "key"), {**link, **ends})

    def _event(self, key: str, entry: _Entry) -> Iterator[Record]:
        shown = int(str(_mapping(entry, "picture").get("shown", "1")))
        photos = [self._pictures.photo(f"event/{key}", entry, _LEAD)]
        photos += [self._pictures.photo(f"event/{key}/{n}", entry, n) for n in range(_LEAD + 1, shown)]
        event = _record(Event, key, entry)
        yield from photos
        place, ids = self._place(_text(entry, "place")), tuple(photo.id for photo in photos)
        yield dataclasses.replace(event, location=place, photos=ids)
        example = {**_mapping(self._wording, "shown_edition"), "event": event.id, "owner": event.owner}
        yield _record(Edition, f"{key}/{SHOWN_EDITION}", example)
        for edition in _list(entry, "editions"):
            if not isinstance(edition, dict):
                raise ValueError("an edition is not a mapping")
            yield _record(Edition, f"{key}/{_text(edition, 'label')}", {**edition, "event": event.id})

    def _factory(self, entry: _Entry) -> Iterator[Record]:
        key, event_key = _text(entry, "key"), _text(entry, "event")
        photo = self._pictures.photo(f"factory/{key}", self._events[event_key], int(_text(entry, "variant")))
        factory = _record(Factory, key, entry)
        yield photo
        yield dataclasses.replace(factory, location=self._place(factory.address), photos=(photo.id,))
        yield Participation(
            id=sample_id("participation", key),
            owner=factory.owner,
            state=factory.state,
            factory=factory.id,
            edition=sample_id("edition", f"{event_key}/{SHOWN_EDITION}"),
            programme=_text(self._wording, "programme"),
            capacity=factory.capacity,
            booking=factory.booking,
        )

    def _place(self, address: str) -> Location:
        match = self._matcher.match(address)
        if match.point is None:
            raise ValueError(f"no place: {address}")
        return Location(
            lat_deg=round(match.point.lat_deg, 6),
            lon_deg=round(match.point.lon_deg, 6),
            level=match.level.value,
            radius_m=match.radius_m,
            origin="geocoder",
        )


_EXTRA_KEYS = {
    Event: {"key", "place", "editions", "picture"},
    Factory: {"key", "event", "variant"},
}


def _record(record_type: type[RecordT], key: str, entry: _Entry) -> RecordT:
    """Return an entry as a record; keys that are not fields of records are left out."""
    extra = _EXTRA_KEYS.get(record_type, {"key"})
    tree: Tree = {name: value for name, value in entry.items() if name not in extra}
    return read_fields(record_type, tree, record_type.kind, id=sample_id(record_type.kind, key))
