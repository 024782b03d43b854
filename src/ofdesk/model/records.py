"""The kinds of records, each with its declared fields. See FILE_FORMAT.md for how they are stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ofdesk.model import choices, parts
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import (
    BooleanType,
    DateType,
    IntegerType,
    ListType,
    NumberType,
    PartType,
    ReferenceType,
    TextType,
    declare,
)
from ofdesk.model.ids import RecordId

_CALLOUTS = ListType(PartType(parts.CalloutPlace), 60)
_PHOTOS = ListType(ReferenceType("photo"), 12)
_MUNICIPALITIES = ListType(TextType(40, content="municipality"), 60)
_URL = TextType(300, content="url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has.

    Attributes:
        id: identity for ever.
        order: fractional key (`model.ordering`) that places the record among its kind by hand.
        owner: bureau that answers for the record.
        state: where the record stands between the request and the approval.
        as_of: date for which the record is true.
    """

    kind: ClassVar[str] = ""
    title_field: ClassVar[str] = "name"

    id: RecordId
    order: str = declare(TextType(200), "administration", hidden=True)
    owner: str = declare(choices.BUREAU, "administration", row="administration")
    state: str = declare(choices.WORKFLOW, "administration", row="administration")
    source_note: str = declare(TextType(200), "administration")
    as_of: PartialDate | None = declare(DateType(), "administration")

    @property
    def title(self) -> str:
        """The text by which people call the record; may be empty."""
        return str(getattr(self, self.title_field))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """An open-factory event, the same through all its editions."""

    kind: ClassVar[str] = "event"

    name: str = declare(TextType(60), required=True)
    reading: str = declare(TextType(80, content="reading"), required=True, row="reading")
    name_en: str = declare(TextType(120, content="english"), row="reading")
    aliases: tuple[str, ...] = declare(ListType(TextType(60), 20))
    catchphrase: str = declare(TextType(60))
    prefectures: tuple[str, ...] = declare(ListType(choices.PREFECTURE, 47), "place", required=True)
    municipalities: tuple[str, ...] = declare(_MUNICIPALITIES, "place", required=True)
    location: parts.Location | None = declare(PartType(parts.Location), "place")
    callouts: tuple[parts.CalloutPlace, ...] = declare(_CALLOUTS, "place", hidden=True)
    start: PartialDate | None = declare(DateType(), "facets", row="start")
    frequency: str = declare(choices.FREQUENCY, "facets", row="start")
    duration_facets: tuple[str, ...] = declare(ListType(choices.DURATION_FACET, 2), "facets")
    visit_facets: tuple[str, ...] = declare(ListType(choices.VISIT_FACET, 2), "facets")
    content_facets: tuple[str, ...] = declare(ListType(choices.CONTENT_FACET, 6), "facets")
    overview_short: str = declare(TextType(100, multiline=True), "texts", required=True)
    overview_long: str = declare(TextType(400, multiline=True), "texts")
    overview_en: str = declare(TextType(800, multiline=True, content="english"), "texts")
    features: tuple[str, ...] = declare(ListType(TextType(60), 10), "texts")
    results: tuple[str, ...] = declare(ListType(TextType(80), 10), "texts")
    key_persons: tuple[parts.Person, ...] = declare(ListType(PartType(parts.Person), 12), "people")
    co_leaders: tuple[parts.Person, ...] = declare(ListType(PartType(parts.Person), 24), "people")
    axes: tuple[parts.AxisScore, ...] = declare(ListType(PartType(parts.AxisScore), 6), "people")
    secretariat: str = declare(TextType(120), "contact")
    contact: str = declare(TextType(200, multiline=True), "contact")
    phone: str = declare(TextType(30, content="phone"), "contact", row="web")
    url: str = declare(_URL, "contact", row="web")
    social: tuple[parts.SocialLink, ...] = declare(ListType(PartType(parts.SocialLink), 10), "contact")
    contact_person: str = declare(TextType(60), "contact", private=True, row="private")
    contact_mail: str = declare(TextType(120, content="mail"), "contact", private=True, row="private")
    logo: RecordId | None = declare(ReferenceType("photo"), "media", hidden=True)
    photos: tuple[RecordId, ...] = declare(_PHOTOS, "media")
    layout: parts.PageLayout | None = declare(PartType(parts.PageLayout), "media", hidden=True)
    remarks: str = declare(TextType(2000, multiline=True), "administration", private=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(Record):
    """One holding (開催回) of an event."""

    kind: ClassVar[str] = "edition"
    title_field: ClassVar[str] = "label"

    event: RecordId | None = declare(ReferenceType("event"), required=True)
    label: str = declare(TextType(60), required=True, row="label")
    number: int | None = declare(IntegerType(1, 500), row="label")
    begins: PartialDate | None = declare(DateType(), row="dates")
    ends: PartialDate | None = declare(DateType(), row="dates")
    hours: str = declare(TextType(60), row="hours")
    rain_rule: str = declare(TextType(60), row="hours")
    theme: str = declare(TextType(100))
    municipalities: tuple[str, ...] = declare(_MUNICIPALITIES, "place")
    organisers: tuple[parts.Organiser, ...] = declare(ListType(PartType(parts.Organiser), 60), "people")
    companies: parts.Figure | None = declare(PartType(parts.Figure), "figures")
    visitors: parts.Figure | None = declare(PartType(parts.Figure), "figures")
    remarks: str = declare(TextType(2000, multiline=True), "administration", private=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factory(Record):
    """A company site that opens its doors; exists once, whatever it takes part in."""

    kind: ClassVar[str] = "factory"

    name: str = declare(TextType(60), required=True)
    reading: str = declare(TextType(80, content="reading"), required=True, row="reading")
    name_en: str = declare(TextType(120, content="english"), row="reading")
    trade: str = declare(TextType(30), row="trade")
    industry: str = declare(TextType(40), row="trade")
    postal_code: str = declare(TextType(8, content="postal_code"), "place", row="address")
    address: str = declare(TextType(120, content="address"), "place", required=True, row="address")
    location: parts.Location | None = declare(PartType(parts.Location), "place")
    callouts: tuple[parts.CalloutPlace, ...] = declare(_CALLOUTS, "place", hidden=True)
    station: str = declare(TextType(60), "place", row="station")
    station_minutes: int | None = declare(IntegerType(0, 600), "place", row="station")
    summary: str = declare(TextType(120, multiline=True), "texts")
    can_see: str = declare(TextType(120, multiline=True), "texts")
    can_try: str = declare(TextType(120, multiline=True), "texts")
    hours: str = declare(TextType(80), "visit", row="hours")
    duration_minutes: int | None = declare(IntegerType(0, 1440), "visit", row="hours")
    capacity: int | None = declare(IntegerType(0, 100_000), "visit", row="hours")
    fees: tuple[parts.Fee, ...] = declare(ListType(PartType(parts.Fee), 10), "visit")
    booking: str = declare(choices.BOOKING, "visit", row="booking")
    booking_how: str = declare(TextType(120), "visit", row="booking")
    age_limit: str = declare(TextType(60), "visit", row="rules")
    languages: str = declare(TextType(60), "visit", row="rules")
    photography: str = declare(TextType(60), "visit", row="dress")
    dress: str = declare(TextType(80), "visit", row="dress")
    parking: str = declare(TextType(60), "visit", row="access")
    barrier_free: str = declare(TextType(80), "visit", row="access")
    notes: str = declare(TextType(200, multiline=True), "visit")
    phone: str = declare(TextType(30, content="phone"), "contact", row="web")
    url: str = declare(_URL, "contact", row="web")
    social: tuple[parts.SocialLink, ...] = declare(ListType(PartType(parts.SocialLink), 10), "contact")
    contact_person: str = declare(TextType(60), "contact", private=True, row="private")
    contact_mail: str = declare(TextType(120, content="mail"), "contact", private=True, row="private")
    photos: tuple[RecordId, ...] = declare(_PHOTOS, "media")
    layout: parts.PageLayout | None = declare(PartType(parts.PageLayout), "media", hidden=True)
    remarks: str = declare(TextType(2000, multiline=True), "administration", private=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation(Record):
    """That a factory takes part in an edition, and with what."""

    kind: ClassVar[str] = "participation"
    title_field: ClassVar[str] = "programme"

    factory: RecordId | None = declare(ReferenceType("factory"), required=True)
    edition: RecordId | None = declare(ReferenceType("edition"), required=True)
    programme: str = declare(TextType(200, multiline=True), "texts")
    slots: tuple[parts.DaySlot, ...] = declare(ListType(PartType(parts.DaySlot), 60), "visit")
    capacity: int | None = declare(IntegerType(0, 100_000), "visit", row="booking")
    booking: str = declare(choices.BOOKING, "visit", row="booking")
    booking_how: str = declare(TextType(120), "visit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum(Record):
    """A forum, human visit or tour that brings key persons together."""

    kind: ClassVar[str] = "forum"
    title_field: ClassVar[str] = "name"

    name: str = declare(TextType(80), required=True)
    type: str = declare(choices.FORUM_KIND, row="type")
    number: int | None = declare(IntegerType(1, 500), row="type")
    date: PartialDate | None = declare(DateType(), row="date")
    place: str = declare(TextType(120), row="date")
    host: str = declare(TextType(120))
    summary: str = declare(TextType(400, multiline=True), "texts")
    programme: tuple[str, ...] = declare(ListType(TextType(120), 40), "texts")
    speakers: tuple[parts.Speaker, ...] = declare(ListType(PartType(parts.Speaker), 40), "people")
    stops: tuple[parts.TourStop, ...] = declare(ListType(PartType(parts.TourStop), 40), "place")
    photos: tuple[RecordId, ...] = declare(_PHOTOS, "media")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Record):
    """A statistic: one question with its answers."""

    kind: ClassVar[str] = "survey"
    title_field: ClassVar[str] = "question"

    question: str = declare(TextType(80), required=True)
    respondents: int | None = declare(IntegerType(0, 10_000_000), required=True, row="answers")
    answers: str = declare(choices.ANSWERS, row="answers")
    rows: tuple[parts.SurveyRow, ...] = declare(ListType(PartType(parts.SurveyRow), 40), "figures")
    note: str = declare(TextType(200, multiline=True), "texts")
    source: str = declare(TextType(200), "texts", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """A published report or reference."""

    kind: ClassVar[str] = "report"

    name: str = declare(TextType(120), required=True)
    publisher: str = declare(TextType(80), row="published")
    date: PartialDate | None = declare(DateType(), row="published")
    url: str = declare(_URL)
    summary: str = declare(TextType(200, multiline=True), "texts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Record):
    """A tie (連携) between two records."""

    kind: ClassVar[str] = "link"
    title_field: ClassVar[str] = "sentence"

    type: str = declare(choices.LINK_KIND, required=True)
    first: RecordId | None = declare(ReferenceType(""), required=True)
    second: RecordId | None = declare(ReferenceType(""), required=True)
    sentence: str = declare(TextType(120, multiline=True), "texts", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(Record):
    """A picture: its bytes are kept apart, under their digest.

    Attributes:
        sha256: digest of the stored bytes, lower-case hexadecimal.
        media: "image/jpeg" or "image/png".
        focus_x, focus_y: the point that no crop may lose, as shares of width and height.
    """

    kind: ClassVar[str] = "photo"
    title_field: ClassVar[str] = "caption"

    sha256: str = declare(TextType(64), "media", hidden=True)
    media: str = declare(TextType(20), "media", hidden=True)
    width_px: int | None = declare(IntegerType(1, 100_000), "media", hidden=True)
    height_px: int | None = declare(IntegerType(1, 100_000), "media", hidden=True)
    file_name: str = declare(TextType(200), "media", hidden=True)
    caption: str = declare(TextType(60), "media", required=True)
    credit: str = declare(TextType(80), "media", required=True, row="rights")
    consent: str = declare(choices.CONSENT, "media", required=True, row="rights")
    alt: str = declare(TextType(120), "media")
    focus_x: float | None = declare(NumberType(0, 1, 3), "media", row="focus")
    focus_y: float | None = declare(NumberType(0, 1, 3), "media", row="focus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer(Record):
    """A layer of the user's own on the maps: lines, areas, points or a picture with a known place.

    Its data is kept apart under its digest, like the bytes of a photo, or lies in a file beside the project.

    Attributes:
        sha256: digest of the data kept in the project, lower-case hexadecimal; "" for a file beside it.
        media: "application/geo+json", "image/png" or "image/jpeg".
        file_name: as it was read; for data beside the project its path from there, with `/`.
        shown: whether the maps of the booklet show it.
        opacity_percent: of pictures; None prints them half as strong as they are.
        zone: 1 to 19 when the places of a picture's pixels, or a file beside the project, are in this zone of
            plane rectangular coordinates; None for degrees.
        pixel_places: of a picture kept in the project, the six numbers of its world file.
        south_deg, west_deg, north_deg, east_deg: the box around it.
    """

    kind: ClassVar[str] = "layer"
    title_field: ClassVar[str] = "name"

    name: str = declare(TextType(60), required=True)
    role: str = declare(choices.LAYER_ROLE, required=True, row="role")
    shown: bool = declare(BooleanType(), row="role")
    credit: str = declare(TextType(120), required=True)
    opacity_percent: int | None = declare(IntegerType(5, 100))
    sha256: str = declare(TextType(64), "media", hidden=True)
    media: str = declare(TextType(40), "media", hidden=True)
    file_name: str = declare(TextType(200), "media", hidden=True)
    zone: int | None = declare(IntegerType(1, 19), "media", hidden=True)
    pixel_places: str = declare(TextType(200), "media", hidden=True)
    south_deg: float | None = declare(NumberType(-90, 90, 6), "media", hidden=True)
    west_deg: float | None = declare(NumberType(-180, 180, 6), "media", hidden=True)
    north_deg: float | None = declare(NumberType(-90, 90, 6), "media", hidden=True)
    east_deg: float | None = declare(NumberType(-180, 180, 6), "media", hidden=True)


RECORD_TYPES: tuple[type[Record], ...] = (
    Event,
    Edition,
    Factory,
    Participation,
    Forum,
    Survey,
    Report,
    Link,
    Photo,
    Layer,
)
KINDS: tuple[str, ...] = tuple(record_type.kind for record_type in RECORD_TYPES)
_BY_KIND = {record_type.kind: record_type for record_type in RECORD_TYPES}


def record_type(kind: str) -> type[Record]:
    """Return the class of a kind.

    Raises:
        KeyError: no such kind.
    """
    return _BY_KIND[kind]
