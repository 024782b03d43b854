"""Parts: values with fields of their own that live inside a record."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import GeoPoint
from ofdesk.base.japan import REGIONS
from ofdesk.model import choices
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import (
    BooleanType,
    DateType,
    IntegerType,
    ListType,
    NumberType,
    TextType,
    declare,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where something is, how exactly that is known and who confirmed it.

    Attributes:
        radius_m: radius in which the true place lies, as the geocoder estimates it.
        locked: whether bulk geocoding leaves it alone.
    """

    lat_deg: float | None = declare(NumberType(-90, 90, 6), "place", row="point")
    lon_deg: float | None = declare(NumberType(-180, 180, 6), "place", row="point")
    level: str = declare(choices.GEO_LEVEL, "place", row="level")
    radius_m: int | None = declare(IntegerType(0, 2_000_000), "place", row="level")
    origin: str = declare(choices.GEO_ORIGIN, "place")
    confirmed_by: str = declare(TextType(60), "place", private=True, row="confirmed")
    confirmed_on: PartialDate | None = declare(DateType(), "place", private=True, row="confirmed")
    locked: bool = declare(BooleanType(), "place")

    @property
    def point(self) -> GeoPoint | None:
        """The place, or None when it is not known."""
        if self.lat_deg is None or self.lon_deg is None:
            return None
        return GeoPoint(self.lat_deg, self.lon_deg)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutPlace:
    """Where the callout of a record was put by hand on one map sheet.

    Attributes:
        sheet: key of the sheet, such as "nation/a4" or "region.kinki/a4".
        x_mm, y_mm: middle of the box, from the upper left corner of the trimmed page.
    """

    sheet: str = declare(TextType(80), required=True)
    x_mm: float | None = declare(NumberType(-2000, 2000, 2), required=True)
    y_mm: float | None = declare(NumberType(-2000, 2000, 2), required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """What was decided by hand for the page of one record; what is left empty is decided by its content.

    Attributes:
        pages: of an event, on how many pages it is told; "" by the amount there is.
        photos: how many photos are shown at most; None for as many as find room.
        text_percent: size of its texts, in percent of the theme's.
        starts: where its page begins; "" wherever the flow comes to it.
        focus_x, focus_y: the point of its first photo that this page's crop keeps in the middle, as shares of
            width and height; None for the photo's own.
        zoom_percent: how much larger than needed to fill its frame that photo is shown.
    """

    pages: str = declare(choices.EVENT_PAGES, row="pages")
    photos: int | None = declare(IntegerType(0, 4), row="pages")
    starts: str = declare(choices.PAGE_START, row="starts")
    text_percent: int | None = declare(IntegerType(85, 115), row="starts")
    focus_x: float | None = declare(NumberType(0, 1, 3), row="crop")
    focus_y: float | None = declare(NumberType(0, 1, 3), row="crop")
    zoom_percent: int | None = declare(IntegerType(100, 300), row="crop")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Which records a section shows; each empty field lets all pass.

    Attributes:
        regions, prefectures, states, duration_facets: one of these must be the record's.
        words: text that must occur somewhere in the record, as in the search of the tables.
    """

    regions: tuple[str, ...] = declare(ListType(choices.REGION, len(REGIONS)))
    prefectures: tuple[str, ...] = declare(ListType(choices.PREFECTURE, 47))
    states: tuple[str, ...] = declare(ListType(choices.WORKFLOW, 6))
    duration_facets: tuple[str, ...] = declare(ListType(choices.DURATION_FACET, 2))
    words: str = declare(TextType(80))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with all that makes it quotable."""

    value: int | None = declare(IntegerType(), required=True, row="figure")
    unit: str = declare(choices.UNIT, row="figure")
    about: bool = declare(BooleanType(), row="figure")
    source: str = declare(TextType(200))
    as_of: PartialDate | None = declare(DateType())


@dataclass(frozen=True, slots=True, kw_only=True)
class Organiser:
    """A body that hosts, supports or sponsors; `tentative` prints （予定）."""

    role: str = declare(choices.ORGANISER_ROLE, row="organiser")
    name: str = declare(TextType(120), required=True, row="organiser")
    tentative: bool = declare(BooleanType(), row="organiser")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A key person or co-leader, shown with the person's consent only."""

    name: str = declare(TextType(60), required=True, row="person")
    reading: str = declare(TextType(80, content="reading"), row="person")
    role: str = declare(TextType(120))
    comment: str = declare(TextType(200, multiline=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisScore:
    """One axis of the six-axis characteristics; the axis names are the booklet's setting."""

    axis: str = declare(TextType(20), required=True, row="axis")
    score: int | None = declare(IntegerType(0, 5), row="axis")


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialLink:
    """An account on a social network or a further web page."""

    service: str = declare(TextType(40), row="social")
    url: str = declare(TextType(300, content="url"), required=True, row="social")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What a class of visitors pays; 0 yen is free, None is not known."""

    visitors: str = declare(TextType(40), row="fee")
    yen: int | None = declare(IntegerType(0, 1_000_000), row="fee")
    note: str = declare(TextType(80), row="fee")


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySlot:
    """A day and hours at which a factory is open, with its room."""

    date: PartialDate | None = declare(DateType(), row="slot")
    hours: str = declare(TextType(60), row="slot")
    capacity: int | None = declare(IntegerType(0, 100_000), row="slot")
    programme: str = declare(TextType(200))


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks at a forum, and about what."""

    name: str = declare(TextType(60), row="speaker")
    affiliation: str = declare(TextType(120), row="speaker")
    title: str = declare(TextType(200))


@dataclass(frozen=True, slots=True, kw_only=True)
class TourStop:
    """A stop of a tour, in order."""

    name: str = declare(TextType(120), required=True, row="stop")
    time: str = declare(TextType(40), row="stop")
    note: str = declare(TextType(200))


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRow:
    """One answer of a survey: label, explanation and share in percent."""

    label: str = declare(TextType(80), required=True, row="answer")
    share_percent: float | None = declare(NumberType(0, 100, 1), row="answer")
    note: str = declare(TextType(200))
