"""Which facts of a record a page shows, in which order, and which of its names stand first.

Rows without a value are left out. Private fields are not named here, nor anywhere on this floor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ofdesk.booklet.facts import (
    NAMED_MUNICIPALITIES,
    Fact,
    area_words,
    date_words,
    facet_words,
    fee_words,
    figure_text,
    joined,
    organiser_words,
    period_words,
    person_words,
    social_words,
)
from ofdesk.booklet.wording import Wording
from ofdesk.model.records import Edition, Event, Factory, Forum

_LEAST_AXES = 3


@dataclass(frozen=True, slots=True)
class Named:
    """The names of a record in the booklet's language.

    Attributes:
        main, main_field: the name that stands first, and the field it comes from.
        reading: how it is read, in a Japanese booklet.
        other: the name in the other language, "" when it is the same.
    """

    main: str
    main_field: str
    reading: str
    other: str


def told_name(record: Event | Factory, *, english: bool) -> str:
    """Return the name under which an English or a Japanese booklet tells of a record."""
    return record.name_en if english and record.name_en else record.name


def names_of(record: Event | Factory, wording: Wording) -> Named:
    """Return a record's names; an English booklet puts the English name first where there is one."""
    if wording.language == "ja" or not record.name_en:
        return Named(record.name, "name", record.reading if wording.language == "ja" else "", record.name_en)
    original = record.name if record.name != record.name_en else ""
    return Named(record.name_en, "name_en", "", original)


def overview_of(event: Event, wording: Wording, *, short: bool) -> tuple[str, str]:
    """Return an event's overview in the booklet's language with the field it comes from."""
    if wording.language != "ja" and event.overview_en:
        return event.overview_en, "overview_en"
    if not short and event.overview_long:
        return event.overview_long, "overview_long"
    return event.overview_short, "overview_short"


def scores_of(event: Event) -> tuple[tuple[str, int], ...]:
    """Return the axes that have a name and a score, () when they are too few to span an area."""
    found = tuple((axis.axis, axis.score) for axis in event.axes if axis.axis and axis.score is not None)
    return found if len(found) >= _LEAST_AXES else ()


def _rows(rows: list[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in rows if fact.value)


def event_facts(event: Event, edition: Edition | None, wording: Wording) -> tuple[Fact, ...]:
    """Return the rows of an event's table; places already named in full above it are not said twice."""

    def own(label: str, value: str, field: str, url: str = "") -> Fact:
        return Fact(wording(f"label.{label}"), value, (event.id, field), url)

    abridged = len(event.municipalities) > NAMED_MUNICIPALITIES
    rows = [
        own("area", area_words(event, wording) if abridged else "", "municipalities"),
        own("start", date_words(event.start, wording), "start"),
        own("frequency", wording(f"frequency.{event.frequency}") if event.frequency else "", "frequency"),
        own("facets", facet_words(event, wording), "content_facets"),
    ]
    if edition is not None:
        rows += _edition_facts(edition, wording)
    return _rows(
        [
            *rows,
            own("secretariat", event.secretariat, "secretariat"),
            own("contact", event.contact, "contact"),
            own("phone", event.phone, "phone"),
            own("url", event.url, "url", event.url),
            own("social", social_words(event.social, wording), "social"),
        ]
    )


def background_facts(event: Event, wording: Wording) -> tuple[Fact, ...]:
    """Return the rows below an event's overview: what came of it and who carries it."""
    values = {
        "results": "\n".join(event.results),
        "key_persons": person_words(event.key_persons, wording),
        "co_leaders": person_words(event.co_leaders, wording),
    }
    return _rows([Fact(wording(f"label.{name}"), text, (event.id, name)) for name, text in values.items()])


def _edition_facts(edition: Edition, wording: Wording) -> list[Fact]:
    def own(label: str, value: str, field: str) -> Fact:
        return Fact(wording(f"label.{label}"), value, (edition.id, field))

    return [
        own("edition", edition.label, "label"),
        own("period", period_words(edition, wording), "begins"),
        own("hours", edition.hours, "hours"),
        own("rain_rule", edition.rain_rule, "rain_rule"),
        own("theme", edition.theme, "theme"),
        own("visitors", figure_text(edition.visitors, wording), "visitors"),
        own("organisers", organiser_words(edition.organisers, wording), "organisers"),
    ]


def factory_facts(factory: Factory, wording: Wording) -> tuple[Fact, ...]:
    """Return the rows of a factory's entry."""

    def own(label: str, value: str, field: str, url: str = "") -> Fact:
        return Fact(wording(f"label.{label}"), value, (factory.id, field), url)

    booking = wording(f"booking.{factory.booking}") if factory.booking else ""
    hours = own("hours", _visit_words(factory, wording), "hours")
    return _rows(
        [
            own("can_see", factory.can_see, "can_see"),
            own("can_try", factory.can_try, "can_try"),
            replace(hours, turns_at=wording("separator.groups")),
            own("fee", fee_words(factory.fees, wording), "fees"),
            own("booking", joined((booking, factory.booking_how), wording), "booking"),
            own("address", _address_words(factory, wording), "address"),
            own("contact", _contact_words(factory, wording), "phone", factory.url),
            own("rules", _rule_words(factory, wording), "age_limit"),
            own("notes", factory.notes, "notes"),
        ]
    )


def _contact_words(factory: Factory, wording: Wording) -> str:
    social = (joined((link.service, link.url), wording) for link in factory.social)
    parts = (factory.phone, factory.url, *social)
    return wording("separator.groups").join(part for part in parts if part)


def _visit_words(factory: Factory, wording: Wording) -> str:
    minutes, capacity = factory.duration_minutes, factory.capacity
    parts = (
        factory.hours,
        wording("value.duration", count=minutes) if minutes is not None else "",
        wording("value.capacity", count=capacity) if capacity is not None else "",
    )
    return wording("separator.groups").join(part for part in parts if part)


def _rule_words(factory: Factory, wording: Wording) -> str:
    """Return what visitors must know, in one row: each point with its own short label."""
    points = (
        ("age_limit", factory.age_limit),
        ("languages", factory.languages),
        ("photography", factory.photography),
        ("dress", factory.dress),
        ("parking", factory.parking),
        ("barrier_free", factory.barrier_free),
    )
    shown = (
        wording("labelled", label=wording(f"label.{name}"), value=value) for name, value in points if value
    )
    return wording("separator.groups").join(shown)


def _address_words(factory: Factory, wording: Wording) -> str:
    postal = wording("value.postal_code", code=factory.postal_code) if factory.postal_code else ""
    station = factory.station
    if station and factory.station_minutes is not None:
        station = wording("value.station", station=station, minutes=factory.station_minutes)
    address = joined((postal, factory.address), wording)
    return wording("separator.groups").join(part for part in (address, station) if part)


def forum_facts(forum: Forum, wording: Wording) -> tuple[Fact, ...]:
    """Return the rows of a forum."""

    def own(label: str, value: str, field: str) -> Fact:
        return Fact(wording(f"label.{label}"), value, (forum.id, field))

    kind = wording(f"forum_kind.{forum.type}") if forum.type else ""
    number = wording("value.number", number=forum.number) if forum.number is not None else ""
    speakers = "\n".join(joined((s.name, s.affiliation, s.title), wording) for s in forum.speakers)
    stops = "\n".join(joined((s.time, s.name, s.note), wording) for s in forum.stops)
    return _rows(
        [
            own("kind", joined((kind, number), wording), "type"),
            own("date", date_words(forum.date, wording, weekday=True), "date"),
            own("place", forum.place, "place"),
            own("host", forum.host, "host"),
            own("programme", "\n".join(forum.programme), "programme"),
            own("speakers", speakers, "speakers"),
            own("stops", stops, "stops"),
        ]
    )
