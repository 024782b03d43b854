"""Every section lays out, whatever the catalogue holds, in bounded time, and within the rules of print."""

from __future__ import annotations

import dataclasses
import time

import pytest
from tests.unit.booklet.catalogues import (
    SETTINGS,
    bare,
    crowd,
    event,
    factory,
    filled,
    record_id,
    small,
    taking_part,
)
from tests.unit.booklet.pages import images, lay_out, links, page_of, runs, text_of

from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Edition
from ofdesk.services.sample import build_sample

LEAST_SIZE_PT = 6.0
LEAST_FROM_TRIM_MM = 5.0
LONG = "工場をひらく、まちがひらく。（見本）ABC 123　" * 1000
HOSTILE = {
    "endless": LONG[:20_000],
    "without a blank": "W" * 20_000,
    "marks only": "、" * 20_000,
    "line breaks only": "\n" * 20_000,
    "emoji": "👨‍👩‍👧‍👦🏭⚙️" * 40,
    "controls": "見本\x00\x07\x1b[31m\x7f\u200b\u202e\ufeff\u2028終\r\n\t\x0b" * 3,
    "combining": "か\u3099e\u0301葛\U000e0100" * 20,
    "markup": "<b>太字</b><img src='file:///etc/passwd'>&amp;{0}{name}%s",
    "rare": "𠮷野家𩸽\U0010fffd\ue000\ufffe",
    "blank": "　",
}
SECONDS_A_BOOKLET = 60.0  # measured at 1 to 4 s of processor time, rows of marks without a break at 20


@pytest.fixture(scope="module")
def sample() -> Catalogue:
    return build_sample(AddressMatcher(Gazetteer()), picture_size_px=(60, 40)).catalogue


def check_page(page: Page) -> None:
    """Assert what holds for every page, whatever it shows."""
    for run in runs(page):
        assert run.size_pt >= (LEAST_SIZE_PT / 2 if run.silent else LEAST_SIZE_PT) - 1e-6, run.text
        if not run.text.strip():
            continue
        length_mm = max(run.offsets_mm, default=0.0)
        across_mm, down_mm = (0.0, length_mm) if run.vertical or run.turned else (length_mm, 0.0)
        end_mm, foot_mm = run.x_mm + across_mm, run.y_mm + down_mm
        assert run.x_mm >= LEAST_FROM_TRIM_MM - 0.01, run.text
        assert end_mm <= page.size.width_mm - LEAST_FROM_TRIM_MM + 0.01, run.text
        assert run.y_mm >= LEAST_FROM_TRIM_MM, run.text
        assert foot_mm <= page.size.height_mm - LEAST_FROM_TRIM_MM, run.text
    for image in images(page):
        assert image.rect.width_mm > 0
        assert image.rect.height_mm > 0
    for link in links(page):
        assert bool(link.anchor) != bool(link.url)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sample_is_set_whole(
    language: str, sample: Catalogue, toolkit: Toolkit, english_toolkit: Toolkit
) -> None:
    settings = dataclasses.replace(sample.booklet, language=language)
    pages = lay_out(
        dataclasses.replace(sample, booklet=settings), toolkit if language == "ja" else english_toolkit
    )
    assert len(pages) > 40
    for page in pages:
        check_page(page)
        assert [box for box in page.fields if box.left_out_chars] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sample_is_set_whole_in_the_lively_theme(
    language: str, sample: Catalogue, lively_toolkit: Toolkit, english_lively_toolkit: Toolkit
) -> None:
    test_the_sample_is_set_whole(language, sample, lively_toolkit, english_lively_toolkit)


@pytest.mark.parametrize("catalogue", [bare(), small()], ids=["names only", "small"])
def test_a_catalogue_of_little_is_laid_out_in_the_lively_theme(
    catalogue: Catalogue, lively_toolkit: Toolkit, english_lively_toolkit: Toolkit
) -> None:
    for language in ("ja", "en"):
        test_a_catalogue_of_little_is_laid_out(language, catalogue, lively_toolkit, english_lively_toolkit)


def test_hostile_texts_stay_on_the_pages_of_the_lively_theme(lively_toolkit: Toolkit) -> None:
    test_hostile_texts_are_set_as_far_as_they_go("without a blank", lively_toolkit)


def test_a_full_country_is_laid_out_in_the_lively_theme(lively_toolkit: Toolkit) -> None:
    test_a_full_country_is_laid_out(lively_toolkit)


def test_every_link_leads_to_a_page_there_is(sample: Catalogue, toolkit: Toolkit) -> None:
    pages = lay_out(sample, toolkit)
    there = {f"page.{page.label}" for page in pages}
    found = {link.anchor for page in pages for link in links(page) if link.anchor}
    assert found <= there
    assert len(found) > 30


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("catalogue", [Catalogue(), bare(), small()], ids=["empty", "names only", "small"])
def test_a_catalogue_of_little_is_laid_out(
    language: str, catalogue: Catalogue, toolkit: Toolkit, english_toolkit: Toolkit
) -> None:
    settings = dataclasses.replace(catalogue.booklet, language=language)
    chosen = toolkit if language == "ja" else english_toolkit
    for page in lay_out(dataclasses.replace(catalogue, booklet=settings), chosen):
        check_page(page)
        # Only the booklet's own words and short names stand here: nothing may be cut.
        assert "…" not in text_of(page)
        assert [box for box in page.fields if box.left_out_chars] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_set_as_far_as_they_go(name: str, toolkit: Toolkit) -> None:
    catalogue = filled(HOSTILE[name], "private")
    start = time.process_time()
    pages = lay_out(catalogue, toolkit)
    assert time.process_time() - start < SECONDS_A_BOOKLET
    assert len(pages) >= 17
    for page in pages:
        check_page(page)


@pytest.mark.parametrize("name", ["endless", "without a blank"])
def test_what_hostile_texts_lose_is_counted_to_the_last_character(name: str, toolkit: Toolkit) -> None:
    lost = [
        box
        for page in lay_out(filled(HOSTILE[name], "private"), toolkit)
        for box in page.fields
        if box.left_out_chars
    ]
    kinds = {(box.record[-3:], box.field) for box in lost}
    assert len(kinds) > 40
    texts = {"overview_long", "summary", "greeting", "sentence", "can_see"}
    for box in lost:
        if box.field in texts:
            assert box.set_chars + box.left_out_chars == pytest.approx(20_000, abs=20), box


def test_a_full_country_is_laid_out(toolkit: Toolkit) -> None:
    for page in lay_out(crowd(60, 120), toolkit):
        check_page(page)


def test_an_event_without_photo_bears_the_ornament(toolkit: Toolkit) -> None:
    page = page_of("event", Catalogue.of([event(1)]), toolkit)
    assert images(page) == []
    assert text_of(page)
    check_page(page)


@pytest.mark.parametrize("count", range(6))
def test_up_to_four_factories_stand_below_an_event(count: int, toolkit: Toolkit) -> None:
    walk = event(1)
    edition = Edition(id=record_id(2), event=walk.id, label="1")
    factories = [factory(10 + n, name=f"工場{n}号") for n in range(count)]
    parts = [taking_part(30 + n, f, edition) for n, f in enumerate(factories)]
    page = page_of("event", Catalogue.of([walk, edition, *factories, *parts], None, SETTINGS), toolkit)
    shown = [f.name for f in factories if f.name in text_of(page)]
    assert len(shown) == min(count, 4)
    assert ("このほか1社を参加企業一覧に掲載" in text_of(page).replace(" ", "")) == (count == 5)


def test_a_very_long_name_is_set_smaller_before_it_is_cut(toolkit: Toolkit) -> None:
    name = "見本のとてもながい名称をもつ地域一体型オープンファクトリーと産地の祭典および工芸博覧会二〇二六"
    for page in lay_out(Catalogue.of([event(1, name=name, reading="みほん")], None, SETTINGS), toolkit):
        assert [box for box in page.fields if box.left_out_chars] == []


def test_texts_of_a_row_of_six_begin_on_one_line(toolkit: Toolkit) -> None:
    long = event(1, name="見本のとてもながい名称をもつ地域一体型オープンファクトリーの祭典", reading="あ")
    short = event(2, name="短い", reading="い")
    page = page_of("six_events", Catalogue.of([long, short]), toolkit)
    first_lines = [run.y_mm for run in runs(page) if run.text.startswith("町工場が")]
    assert len(first_lines) == 2
    assert first_lines[0] == pytest.approx(first_lines[1])
