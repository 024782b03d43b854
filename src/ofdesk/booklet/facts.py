"""Facts in words: dates, figures, places and facets of records as the booklet words them.

Owns only wording of values; empty values give "" and the caller leaves the row out, so that no hole shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ofdesk.base.japan import prefecture_named
from ofdesk.booklet.wording import Wording
from ofdesk.model.dates import PartialDate
from ofdesk.model.parts import Fee, Figure, Organiser, Person, SocialLink
from ofdesk.model.records import Edition, Event, Record

NAMED_MUNICIPALITIES = 4
"""How many municipalities a short line names before it says "and others"."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value.

    Attributes:
        source: record and field the value comes from, None for the booklet's own words.
        url: address the value leads to, "" for none.
        turns_at: what parts the value into groups that should not be broken: a line ends there first, and
            what parts them is left away. "" for a text that may turn over anywhere.
    """

    label: str
    value: str
    source: tuple[str, str] | None = None
    url: str = ""
    turns_at: str = ""


def joined(parts: tuple[str, ...], wording: Wording) -> str:
    """Return the parts that are not empty with the gap of the language between them."""
    return wording("gap").join(part for part in parts if part)


def date_words(date: PartialDate | None, wording: Wording, *, weekday: bool = False) -> str:
    """Return a date in words, as exact as it is known."""
    if date is None:
        return ""
    if date.month is None:
        return wording("date.year", year=date.year)
    month = wording(f"month.{date.month}")
    if date.day is None:
        return wording("date.month", year=date.year, month=month)
    key = "date.day_weekday" if weekday else "date.day"
    return wording(key, year=date.year, month=month, day=date.day, weekday=date.weekday)


def period_words(edition: Edition, wording: Wording) -> str:
    """Return from when to when an edition is held; what both days share is said once."""
    begins, ends = edition.begins, edition.ends
    first, last = (date_words(date, wording, weekday=True) for date in (begins, ends))
    if not begins or not ends or begins == ends:
        return first or last
    if begins.year != ends.year or begins.day is None or ends.day is None:
        return wording("date.range", first=first, last=last)
    key = "date.range_in_month" if begins.month == ends.month else "date.range_in_year"
    return wording(
        key,
        year=begins.year,
        first_month=wording(f"month.{begins.month}"),
        last_month=wording(f"month.{ends.month}"),
        first_day=begins.day,
        last_day=ends.day,
        first_weekday=begins.weekday,
        last_weekday=ends.weekday,
    )


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


def area_words(event: Event, wording: Wording, most: int | None = None) -> str:
    """Return where an event is held, each prefecture said once: 「大阪府八尾市・堺市」.

    Args:
        event: its municipalities are official names with prefecture.
        wording: in English the prefectures are named and the municipalities left out, since official
            names of these exist in Japanese only.
        most: at most so many municipalities, the others as 「ほか」.
    """
    if wording.language != "ja":
        found = (prefecture_named(name) for name in event.prefectures)
        return wording.separator.join(prefecture.romaji for prefecture in found if prefecture)
    shown: list[str] = []
    last = ""
    for name in event.municipalities[:most]:
        prefecture = next((p for p in event.prefectures if name.startswith(p)), "")
        bare = name[len(prefecture) :] if prefecture else name
        shown.append(bare if prefecture == last and last else f"{prefecture}{bare}")
        last = prefecture
    text = wording.separator.join(shown or event.prefectures)
    return wording("and_others", text=text) if most and len(event.municipalities) > most else text


def facet_words(event: Event, wording: Wording) -> str:
    """Return the kinds of an event: its form as 「期間限定／フリー見学」, what it offers on a line below."""
    form = (
        wording.separator.join(wording(f"duration_facet.{code}") for code in event.duration_facets),
        wording.separator.join(wording(f"visit_facet.{code}") for code in event.visit_facets),
    )
    content = wording.separator.join(wording(f"content_facet.{code}") for code in event.content_facets)
    lines = (wording("separator.groups").join(part for part in form if part), content)
    return "\n".join(line for line in lines if line)


def organiser_words(organisers: tuple[Organiser, ...], wording: Wording) -> str:
    """Return the organisers by role, a line each, with （予定） where it is not settled."""
    by_role: dict[str, list[str]] = {}
    for organiser in organisers:
        mark = wording("tentative") if organiser.tentative else ""
        by_role.setdefault(organiser.role, []).append(organiser.name + mark)
    lines = []
    for role, names in by_role.items():
        text = wording("separator.names").join(names)
        label = wording(f"organiser_role.{role}") if role else ""
        lines.append(wording("labelled", label=label, value=text) if label else text)
    return "\n".join(lines)


def person_words(persons: tuple[Person, ...], wording: Wording) -> str:
    """Return persons, a line each, with role and comment."""
    return "\n".join(joined((person.name, person.role, person.comment), wording) for person in persons)


def social_words(links: tuple[SocialLink, ...], wording: Wording) -> str:
    """Return accounts on social networks, a line each."""
    return "\n".join(joined((link.service, link.url), wording) for link in links)


def fee_words(fees: tuple[Fee, ...], wording: Wording) -> str:
    """Return what visitors pay."""
    shown: list[str] = []
    for fee in fees:
        price = "" if fee.yen is None else wording("value.yen", yen=f"{fee.yen:,}")
        if fee.yen == 0:
            price = wording("value.free")
        text = " ".join(part for part in (fee.visitors, price) if part)
        shown.append(text + wording("bracketed", text=fee.note) if fee.note else text)
    return wording("separator.names").join(text for text in shown if text)


def source_words(source: str, as_of: PartialDate | None, wording: Wording) -> str:
    """Return the line of source and date: 「出典：…　情報は2025年10月現在のものです。」."""
    origin = wording("labelled", label=wording("label.source"), value=source) if source else ""
    date = wording("folio.as_of", date=date_words(as_of, wording)) if as_of is not None else ""
    return joined((origin, date), wording)


def figure_sources(sources: Iterable[str], wording: Wording) -> str:
    """Return where figures come from, each source said once; "" for none."""
    names = wording("separator.names").join(dict.fromkeys(filter(None, sources)))
    return wording("labelled", label=wording("label.figure_source"), value=names) if names else ""


def sources_words(records: Sequence[Record], wording: Wording) -> str:
    """Return the line of sources and dates of several records, each source said once."""
    notes = dict.fromkeys(record.source_note for record in records if record.source_note)
    dates = sorted({r.as_of for r in records if r.as_of is not None}, key=lambda date: date.sort_key)
    source = wording("separator.names").join(notes)
    if len(dates) < 2:
        return source_words(source, dates[0] if dates else None, wording)
    first, last = (date_words(date, wording) for date in (dates[0], dates[-1]))
    span = wording("folio.as_of_span", first=first, last=last)
    return joined((source_words(source, None, wording), span), wording)
