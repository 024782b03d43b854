"""Checks that belong to one kind of record."""

from __future__ import annotations

from ofdesk.base.text import fold_for_search
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.checks.findings import CheckContext, Findings
from ofdesk.model.checks.places import check_event_places, check_factory_places
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import FieldType, ListType, ReferenceType, spec_of
from ofdesk.model.parts import Figure
from ofdesk.model.problems import Severity
from ofdesk.model.queries import editions_of
from ofdesk.model.records import (
    Edition,
    Event,
    Factory,
    Layer,
    Link,
    Participation,
    Photo,
    Record,
    Survey,
    record_type,
)
from ofdesk.model.references import reference_lists, references_of, single_references, users_of_photo

_FIRST_LIKELY_YEAR = 1900
_LONGEST_VISIT_MINUTES = 480
_LONGEST_WALK_MINUTES = 180


def check_kind(record: Record, findings: Findings, context: CheckContext) -> None:
    """Check a record by the rules of its kind."""
    _check_references(record, findings, context.catalogue)
    match record:
        case Event():
            _check_event(record, findings, context)
        case Edition():
            _check_edition(record, findings, context.catalogue)
        case Factory():
            _check_factory(record, findings, context)
        case Participation():
            _check_participation(record, findings, context.catalogue)
        case Survey():
            _check_shares(record, findings)
            _check_as_of(record, findings, context.catalogue)
        case Photo():
            _check_photo(record, findings, context.catalogue)
        case Layer(sha256="", file_name=""):
            findings.error("check.layer_of_no_data", "name")
        case Link(first=first, second=second) if first is not None and first == second:
            findings.error("check.link_to_itself", "second")
        case _:
            pass


def _check_references(record: Record, findings: Findings, catalogue: Catalogue) -> None:
    if not single_references(record.kind) and not reference_lists(record.kind):
        return
    for field, target_id in references_of(record):
        target = catalogue.get(target_id)
        wanted = _kind_wanted(spec_of(record_type(record.kind), field).type)
        if target is None or (wanted and target.kind != wanted):
            findings.error("check.dangling", field)


def _kind_wanted(field_type: FieldType) -> str:
    inner = field_type.item if isinstance(field_type, ListType) else field_type
    return inner.kind if isinstance(inner, ReferenceType) else ""


def _check_event(event: Event, findings: Findings, context: CheckContext) -> None:
    check_event_places(event, findings, context)
    if event.name and context.event_names[fold_for_search(event.name)] > 1:
        findings.warning("check.duplicate_event", "name")
    if event.start is not None:
        _check_year(event.start, "start", findings, context.catalogue)
    _check_as_of(event, findings, context.catalogue)


def _check_edition(edition: Edition, findings: Findings, catalogue: Catalogue) -> None:
    begins, ends = edition.begins, edition.ends
    if begins is not None and ends is not None and _is_before(ends, begins):
        findings.error("check.ends_before_begins", "ends")
    for field, date in (("begins", begins), ("ends", ends)):
        if date is not None:
            _check_year(date, field, findings, catalogue)
    for field, figure in (("companies", edition.companies), ("visitors", edition.visitors)):
        if figure is not None:
            _check_figure(figure, edition, field, findings)
    if any(organiser.tentative for organiser in edition.organisers):
        findings.warning("check.tentative_organiser", "organisers")
    _check_former_year(edition, findings, catalogue)
    _check_as_of(edition, findings, catalogue)


def _is_before(date: PartialDate, other: PartialDate) -> bool:
    """Compare two dates as far as both are known."""
    for mine, theirs in zip(date.sort_key, other.sort_key, strict=True):
        if not mine or not theirs:
            return False
        if mine != theirs:
            return mine < theirs
    return False


def _check_year(date: PartialDate, field: str, findings: Findings, catalogue: Catalogue) -> None:
    as_of = catalogue.booklet.as_of
    if date.year < _FIRST_LIKELY_YEAR or (as_of is not None and date.year > as_of.year + 2):
        findings.warning("check.year_unlikely", field, year=date.year)


def _check_figure(figure: Figure, edition: Edition, field: str, findings: Findings) -> None:
    if not figure.source and not edition.source_note:
        findings.warning("check.figure_without_source", field)
    if figure.as_of is None and edition.as_of is None:
        findings.warning("check.figure_without_as_of", field)
    if figure.value is not None and not figure.unit:
        findings.warning("check.figure_without_unit", field)
    if figure.value == 0:
        findings.warning("check.number_unlikely", field, value=0)


def _check_former_year(edition: Edition, findings: Findings, catalogue: Catalogue) -> None:
    """Suspect last year's dates: the latest edition of an event lies in a year before the booklet's."""
    as_of, begins = catalogue.booklet.as_of, edition.begins
    if as_of is None or begins is None or edition.event is None or begins.year >= as_of.year:
        return
    if editions_of(catalogue, edition.event)[:1] == (edition,):
        findings.warning("check.edition_of_former_year", "begins", year=begins.year, as_of=as_of.iso)


def _check_as_of(record: Record, findings: Findings, catalogue: Catalogue) -> None:
    # The booklet prints one date for all; a record needs its own only where that is missing.
    if record.as_of is None and catalogue.booklet.as_of is None:
        findings.warning("check.without_as_of", "as_of")


def _check_factory(factory: Factory, findings: Findings, context: CheckContext) -> None:
    check_factory_places(factory, findings, context)
    for field, value, most in (
        ("duration_minutes", factory.duration_minutes, _LONGEST_VISIT_MINUTES),
        ("station_minutes", factory.station_minutes, _LONGEST_WALK_MINUTES),
    ):
        if value is not None and value > most:
            findings.warning("check.number_unlikely", field, value=value)
    for field, value in (("duration_minutes", factory.duration_minutes), ("capacity", factory.capacity)):
        if value == 0:
            findings.warning("check.number_unlikely", field, value=0)
    if factory.booking == "required" and not factory.booking_how:
        findings.warning("check.booking_without_way", "booking_how")
    _check_as_of(factory, findings, context.catalogue)


def _check_participation(participation: Participation, findings: Findings, catalogue: Catalogue) -> None:
    edition = catalogue.find(Edition, participation.edition)
    for slot in participation.slots:
        if slot.date is None:
            continue
        shown = slot.date.weekday
        for weekday in "月火水木金土日" if shown else "":
            if weekday != shown and any(f"{b}{weekday}" in slot.hours for b in "（("):
                findings.error("check.weekday", "slots", date=slot.date.iso, expected=shown)
        if edition is not None and _is_outside(slot.date, edition):
            findings.warning("check.slot_outside_edition", "slots", date=slot.date.iso)


def _is_outside(date: PartialDate, edition: Edition) -> bool:
    begins, ends = edition.begins, edition.ends
    return (begins is not None and _is_before(date, begins)) or (ends is not None and _is_before(ends, date))


def _check_shares(survey: Survey, findings: Findings) -> None:
    shares = [row.share_percent for row in survey.rows]
    known = [share for share in shares if share is not None]
    if not shares:
        findings.warning("check.survey_without_rows", "rows")
    elif len(known) < len(shares):
        findings.warning("check.share_missing", "rows")
    elif survey.answers != "multiple":
        # Each share may have been rounded by half of its last digit.
        digit = 1.0 if all(share == int(share) for share in known) else 0.1
        if abs(sum(known) - 100) > len(known) * digit / 2 + 1e-6:
            findings.error("check.shares_sum", "rows", sum=round(sum(known), 1))


def _check_photo(photo: Photo, findings: Findings, catalogue: Catalogue) -> None:
    severity = photo_severity(photo, catalogue)
    if not photo.credit:
        findings.add(severity, "check.photo_without_credit", "credit")
    if photo.consent == "refused":
        findings.add(severity, "check.photo_refused", "consent")
    elif photo.consent != "given":
        findings.add(severity, "check.photo_without_consent", "consent")
    if not photo.alt and severity is Severity.ERROR:
        findings.warning("check.photo_without_alt", "alt")


def photo_severity(photo: Photo, catalogue: Catalogue) -> Severity:
    """Return how bad a fault of a photo is: an error once a record shows the photo."""
    return Severity.ERROR if users_of_photo(catalogue, photo.id) else Severity.WARNING
