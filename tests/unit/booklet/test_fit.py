"""How much still fits: exact to the character, on every page where a field stands."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.booklet.catalogues import filled, small
from tests.unit.booklet.pages import source_of

from ofdesk.booklet import fit
from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.fit import FieldFit, Question
from ofdesk.booklet.fit_page import MOST_COUNTED, FitPlace, Guess, Guesses
from ofdesk.booklet.fit_text import FULL_WIDTH, ElasticText, text_fields
from ofdesk.booklet.overflow import BOOKLET, overflow_on
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Record


@pytest.fixture
def engine(toolkit: Toolkit) -> LayoutEngine:
    return LayoutEngine(PATTERNS, toolkit)


def first_event(catalogue: Catalogue) -> Record:
    return next(iter(catalogue.table("event")))


def measured(
    engine: LayoutEngine, source: Source, question: Question, guesses: Guesses | None = None
) -> tuple[FitPlace, ...]:
    steps = FieldFit(engine, source, question, {} if guesses is None else guesses).steps()
    return tuple(step for step in steps if step is not None)


def longer(catalogue: Catalogue, record: Record, field: str, count: int) -> Catalogue:
    text = getattr(record, field) + FULL_WIDTH * count
    return catalogue.with_record(dataclasses.replace(record, **{field: text}))


def lost(engine: LayoutEngine, catalogue: Catalogue, page: int) -> int:
    source = source_of(catalogue)
    laid_out = engine.page(source.plan.slot(page), source)
    return sum(box.left_out_chars for box in laid_out.fields)


@pytest.mark.parametrize("field", ["overview_long", "overview_short", "catchphrase", "name"])
def test_so_many_characters_fit_and_not_one_more(engine: LayoutEngine, field: str) -> None:
    catalogue = small()
    record = first_event(catalogue)
    places = measured(engine, source_of(catalogue), Question(record.id, field))
    assert places
    for place in places:
        assert 0 < place.remaining < MOST_COUNTED
        assert lost(engine, longer(catalogue, record, field, place.remaining), place.page) == 0
        assert lost(engine, longer(catalogue, record, field, place.remaining + 1), place.page) > 0


def test_what_is_too_long_is_told_as_the_booklet_reports_it(engine: LayoutEngine) -> None:
    plain = small()
    catalogue = longer(plain, first_event(plain), "overview_long", 1500)
    source = source_of(catalogue)
    (place,) = measured(engine, source, Question(first_event(catalogue).id, "overview_long"))
    problems = overflow_on((engine.page(source.plan.slot(place.page), source),))
    (told,) = [dict(problem.details) for problem in problems if problem.field == "overview_long"]
    assert (place.remaining, place.excess, str(place.page)) == (0, told["chars"], told["page"])


def test_a_text_that_makes_the_page_give_way_tells_by_how_much(engine: LayoutEngine) -> None:
    plain = small()
    record = first_event(plain)
    question = Question(record.id, "overview_long")
    (place,) = measured(engine, source_of(plain), question)
    assert place.tight_by == 0
    guesses: Guesses = {}
    for less in (60, 59, 3):
        catalogue = longer(plain, record, "overview_long", place.remaining - less)
        source = source_of(catalogue)
        (found,) = measured(engine, source, question, guesses)
        assert (found.remaining, found.excess) == (less, 0)
        assert engine.page(source.plan.slot(place.page), source).tightened is not None
        for taken, designed in ((found.tight_by, True), (found.tight_by - 1, False)):
            shorter = source_of(longer(plain, record, "overview_long", place.remaining - less - taken))
            page = engine.page(shorter.plan.slot(place.page), shorter)
            assert (page.tightened is None) is designed
        # Another text of the page is told only if it could bring the design back.
        (other,) = measured(engine, source, dataclasses.replace(question, field="catchphrase"))
        assert other.tight_by == 0


def test_points_of_a_list_are_taken_away_from_the_last_one_on() -> None:
    catalogue = filled("見本の文", "非公開")
    points = ("一つ目", "二つ目")
    event = dataclasses.replace(catalogue.all_of(Event)[0], features=points)
    text = ElasticText.of(catalogue.with_record(event), event.id, "features")
    assert text is not None
    shorter = (text.by(-count).find(Event, event.id) for count in range(7))
    kept = [found.features for found in shorter if found]
    assert kept == [points, ("一つ目", "二つ"), ("一つ目", "二"), ("一つ目",), ("一つ",), ("一",), ()]


def test_a_text_that_pushes_others_off_the_page_does_not_claim_to_fit(engine: LayoutEngine) -> None:
    plain = small()
    question = Question(first_event(plain).id, "overview_long")
    (place,) = measured(engine, source_of(plain), question)
    for more, pushed in ((place.remaining, 0), (place.remaining + 1, 17)):
        longest = longer(plain, first_event(plain), "overview_long", more)
        (found,) = measured(engine, source_of(longest), question)
        assert (found.remaining, found.excess, found.pushed_out) == (0, 0, pushed)
        (features,) = measured(engine, source_of(longest), dataclasses.replace(question, field="features"))
        assert features.excess == pushed


def test_a_right_guess_saves_nearly_all_of_the_work(engine: LayoutEngine) -> None:
    source = source_of(small())
    question = Question(first_event(source.catalogue).id, "overview_long")
    guesses: Guesses = {}
    without = len(list(FieldFit(engine, source, question, guesses).steps()))
    assert len(list(FieldFit(engine, source, question, guesses).steps())) == 4 < without / 3


@pytest.mark.parametrize(("wrong", "layouts"), [(0, 1), (3, 2)])
def test_what_is_told_at_once_fits(engine: LayoutEngine, wrong: int, layouts: int) -> None:
    source = source_of(small())
    question = Question(first_event(source.catalogue).id, "overview_long")
    guesses: Guesses = {}
    (exact,) = measured(engine, source, question, guesses)
    guesses[exact.page] = Guess(exact.remaining + wrong)
    fit = FieldFit(engine, source, question, guesses)
    sketch = fit.sketch()
    for _ in range(layouts):
        next(sketch)
    with pytest.raises(StopIteration) as end:
        next(sketch)
    (told,) = end.value.value
    assert told.frames == exact.frames
    assert exact.remaining - 40 <= told.remaining <= exact.remaining
    (settled,) = (step for step in fit.steps() if step is not None)
    assert settled == exact


def test_nothing_is_told_at_once_without_guesses_or_when_the_text_is_too_long(engine: LayoutEngine) -> None:
    source = source_of(small())
    question = Question(first_event(source.catalogue).id, "overview_long")
    guesses: Guesses = {}
    for known in ({}, {number: Guess() for number in range(1, 30)}):
        with pytest.raises(StopIteration) as end:
            next(FieldFit(engine, source, question, {**guesses, **known}).sketch())
        assert end.value.value == ()


@pytest.mark.parametrize("guess", [-40, 0, 3, 5000])
def test_wrong_guesses_mislead_nobody(engine: LayoutEngine, guess: int) -> None:
    source = source_of(small())
    question = Question(first_event(source.catalogue).id, "overview_short")
    right = measured(engine, source, question)
    assert measured(engine, source, question, {place.page: Guess(guess) for place in right}) == right


def test_an_empty_field_tells_what_it_will_hold(engine: LayoutEngine) -> None:
    catalogue = small()
    bare = catalogue.with_record(dataclasses.replace(first_event(catalogue), catchphrase=""))  # type: ignore[call-arg]
    (place,) = measured(engine, source_of(bare), Question(first_event(bare).id, "catchphrase"))
    assert (place.excess, place.frames) == (0, 1)
    assert place.remaining > 10


def test_what_is_not_printed_stands_nowhere(engine: LayoutEngine) -> None:
    source = source_of(small())
    record_id = first_event(source.catalogue).id
    for question in (
        Question(record_id, "remarks"),
        Question(record_id, "no such field"),
        Question(RecordId("f" * 32), "name"),
        Question(BOOKLET, "language"),
    ):
        assert measured(engine, source, question) == ()


def test_settings_are_measured_where_they_stand(engine: LayoutEngine) -> None:
    places = measured(engine, source_of(small()), Question(BOOKLET, "greeting"))
    assert [(place.pattern, place.excess) for place in places] == [("greeting", 0)]


def test_latin_text_is_measured_with_latin_letters(engine: LayoutEngine) -> None:
    catalogue = small()
    latin = catalogue.with_record(
        dataclasses.replace(first_event(catalogue), overview_short="An open factory event.")  # type: ignore[call-arg]
    )
    wide = catalogue.with_record(
        dataclasses.replace(first_event(catalogue), overview_short="見本")  # type: ignore[call-arg]
    )
    question = Question(first_event(catalogue).id, "overview_short")
    (of_latin,) = measured(engine, source_of(latin), question)
    (of_wide,) = measured(engine, source_of(wide), question)
    assert of_latin.remaining > of_wide.remaining * 1.3


def test_every_frame_of_a_text_is_found(engine: LayoutEngine) -> None:
    """Lay out all pages of a full booklet and ask, for each field that stands there, where it stands."""
    source = source_of(filled("見本の文", "非公開"))
    frames: dict[tuple[str, str], dict[int, int]] = {}
    for page in engine.pages(source):
        for box in page.fields:
            of_field = frames.setdefault((box.record, box.field), {})
            of_field[int(page.label)] = of_field.get(int(page.label), 0) + 1
    asked = 0
    for (owner, field), pages in frames.items():
        holder = source.catalogue.booklet if owner == BOOKLET else source.catalogue.get(RecordId(owner))
        if field not in text_fields(type(holder)):
            continue
        found = {
            slot.number
            for maps in (False, True)
            for slot in fit._slots(source, Question(owner, field, maps))
        }
        assert set(pages) <= found, (owner, field)
        asked += 1
    assert asked > 20
