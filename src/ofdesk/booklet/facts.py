"""Facts in words: dates, figures, places and facets of records as the booklet words them.

Owns only wording of values; empty values give "" and the caller leaves the row out, so that no hole shows.
"""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.japan import prefecture_named
from ofdesk.booklet.wording import Wording
from ofdesk.model.dates import PartialDate
from ofdesk.model.parts import Fee, Figure, Organiser
from ofdesk.model.records import Edition, Event, Factory

_MAX_NAMED_MUNICIPALITIES = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value; `field` names the record's field it comes from."""

    label: str
    value: str
    field: str = ""


def date_words(date: PartialDate | None, wording: Wording, *, weekday: bool = False) -> str:
    """Return a date in words, as exact as it is known."""
    if date is None:
        return ""
    if date.month is None:
        return wording("date.year", year=date.year)
    if date.day is None:
        return wording("date.month", year=date.year, month=date.month)
    key = "date.day_weekday" if weekday and wording.language == "ja" else "date.day"
    return wording(key, year=date.year, month=date.month, day=date.day, weekday=date.weekday)


def period_words(edition: Edition, wording: Wording) -> str:
    """Return from when to when an edition is held."""
    first = date_words(edition.begins, wording, weekday=True)
    last = date_words(edition.ends, wording, weekday=True)
    if not first or not last or first == last:
        return first or last
    return wording("date.range", first=first, last=last)


def figure_words(figure: Figure | None, wording: Wording) -> tuple[str, str]:
    """Return a figure's number and unit; ("", "") when there is none."""
    if figure is None or figure.value is None:
        return "", ""
    about = wording("figure.about") if figure.about else ""
    unit = wording(f"unit.{figure.unit}") if figure.unit else ""
    return f"{about}{figure.value:,}", unit


def figure_text(figure: Figure | None, wording: Wording) -> str:
    """Return a figure with its unit in one text."""
    return "".join(figure_words(figure, wording))


def area_words(municipalities: tuple[str, ...], prefectures: tuple[str, ...]) -> str:
    """Return the municipalities of an area, the prefecture said once: 「大阪府八尾市・堺市 ほか」."""
    shown: list[str] = []
    last = ""
    for name in municipalities[:_MAX_NAMED_MUNICIPALITIES]:
        prefecture = next((p for p in prefectures if name.startswith(p)), "")
        bare = name[len(prefecture) :] if prefecture else name
        shown.append(bare if prefecture == last and last else f"{prefecture}{bare}")
        last = prefecture
    text = "・".join(shown) if shown else "・".join(prefectures)
    return f"{text} ほか" if len(municipalities) > _MAX_NAMED_MUNICIPALITIES else text


def facet_words(event: Event, wording: Wording) -> str:
    """Return the kinds of an event: 「期間限定／フリー見学／見学・体験」."""
    groups = (
        [wording(f"duration_facet.{code}") for code in event.duration_facets],
        [wording(f"visit_facet.{code}") for code in event.visit_facets],
        [wording(f"content_facet.{code}") for code in event.content_facets],
    )
    return "／".join("・".join(group) for group in groups if group)


def organiser_words(organisers: tuple[Organiser, ...], wording: Wording) -> str:
    """Return the organisers by role, with （予定） where it is not settled."""
    by_role: dict[str, list[str]] = {}
    for organiser in organisers:
        mark = wording("tentative") if organiser.tentative else ""
        by_role.setdefault(organiser.role, []).append(organiser.name + mark)
    parts = (
        f"{wording(f'organiser_role.{role}')}：{'、'.join(names)}" if role else "、".join(names)
        for role, names in by_role.items()
    )
    return "　".join(parts)


def event_facts(event: Event, edition: Edition | None, wording: Wording) -> tuple[Fact, ...]:
    """Return the rows of an event's table of facts, those without a value left out."""
    start = date_words(event.start, wording)
    rows = [
        Fact(wording("label.area"), area_words(event.municipalities, event.prefectures), "municipalities"),
        Fact(wording("label.start"), start, "start"),
        Fact(
            wording("label.frequency"),
            wording(f"frequency.{event.frequency}") if event.frequency else "",
            "frequency",
        ),
        Fact(wording("label.facets"), facet_words(event, wording), "content_facets"),
    ]
    if edition is not None:
        rows += [
            Fact(wording("label.edition"), edition.label),
            Fact(wording("label.period"), period_words(edition, wording)),
            Fact(wording("label.hours"), edition.hours),
            Fact(wording("label.theme"), edition.theme),
            Fact(wording("label.visitors"), figure_text(edition.visitors, wording)),
            Fact(wording("label.organisers"), organiser_words(edition.organisers, wording)),
        ]
    rows.append(Fact(wording("label.secretariat"), event.secretariat, "secretariat"))
    return tuple(fact for fact in rows if fact.value)


def fee_words(fees: tuple[Fee, ...], wording: Wording) -> str:
    """Return the fees of a factory."""
    shown: list[str] = []
    for fee in fees:
        price = "" if fee.yen is None else wording("value.yen", yen=f"{fee.yen:,}")
        if fee.yen == 0:
            price = wording("value.free")
        note = f"（{fee.note}）" if fee.note else ""
        shown.append(" ".join(part for part in (fee.visitors, price) if part) + note)
    return "、".join(text for text in shown if text)


def factory_facts(factory: Factory, wording: Wording) -> tuple[Fact, ...]:
    """Return the rows of a factory's entry, those without a value left out."""
    booking = wording(f"booking.{factory.booking}") if factory.booking else ""
    station = factory.station
    if station and factory.station_minutes is not None:
        station = wording("value.station", station=station, minutes=factory.station_minutes)
    minutes = factory.duration_minutes
    visit = [
        factory.hours,
        wording("label.duration") + wording("value.minutes", count=minutes) if minutes is not None else "",
        wording("label.capacity") + wording("value.capacity", count=factory.capacity)
        if factory.capacity is not None
        else "",
    ]
    rows = (
        Fact(wording("label.can_see"), factory.can_see, "can_see"),
        Fact(wording("label.can_try"), factory.can_try, "can_try"),
        Fact(wording("label.hours"), "／".join(part for part in visit if part), "hours"),
        Fact(wording("label.fee"), fee_words(factory.fees, wording), "fees"),
        Fact(wording("label.booking"), "　".join(p for p in (booking, factory.booking_how) if p), "booking"),
        Fact(wording("label.address"), factory.address, "address"),
        Fact(wording("label.station"), station, "station"),
    )
    return tuple(fact for fact in rows if fact.value)


def source_words(source: str, as_of: PartialDate | None, wording: Wording) -> str:
    """Return the line of source and date: 「出典：…　情報は2025年10月現在のものです。」."""
    parts = []
    if source:
        parts.append(f"{wording('label.source')}：{source}")
    if as_of is not None:
        parts.append(wording("folio.as_of", date=date_words(as_of, wording)))
    return "　".join(parts)


def english_area(event: Event) -> str:
    """Return the romaji names of an event's prefectures."""
    found = (prefecture_named(name) for name in event.prefectures)
    return ", ".join(prefecture.romaji for prefecture in found if prefecture)
