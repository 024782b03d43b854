"""One small page of each pattern as a readable list of what is painted, compared with a kept copy.

When pages were changed on purpose: run this module with OFDESK_UPDATE_GOLDEN=1, which writes the copies
anew, look at the pages as pictures, and read the difference before committing it.

Positions are rounded to 0.01 mm. Of a map only its frame is kept here; what it draws is the matter of
the tests of cartography.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator
from pathlib import Path as FilePath
from types import MappingProxyType

import pytest
from tests.unit.booklet.catalogues import SETTINGS, much, small
from tests.unit.booklet.pages import page_of

from ofdesk.base.geometry import Rect
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import default_sections
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import (
    Anchor,
    GlyphRun,
    Group,
    Image,
    Ink,
    Link,
    Operation,
    Page,
    Path,
    Polylines,
    Stroke,
)
from ofdesk.model.parts import PageLayout
from ofdesk.model.records import Event
from ofdesk.model.settings import PATTERNS_ON_REQUEST, Section

FOLDER = FilePath(__file__).parents[2] / "golden" / "booklet"
_ON_REQUEST = tuple(Section(pattern=name, included=True) for name in sorted(PATTERNS_ON_REQUEST))
SETTINGS_WITH_ALL = dataclasses.replace(SETTINGS, sections=(*default_sections(), *_ON_REQUEST))
CROWDED = {1: 41, 4: 48, 7: 52}  # sentences that bring about a step
LIVELY = ("calendar", "cover", "event", "event_more", "region_opener", "statistics")
VARIANTS = MappingProxyType(
    {
        "one_page_without_photo": ("event", 0, PageLayout(pages="one_page")),
        "one_page_with_two_photos": ("event", 2, PageLayout(pages="one_page")),
        "one_page_with_three_photos": (
            "event",
            3,
            PageLayout(pages="one_page", zoom_percent=150, focus_x=0.0),
        ),
        "one_page_with_four_photos": ("event", 4, PageLayout(pages="one_page")),
        "spread_with_two_photos_left": ("event", 2, PageLayout(pages="spread")),
        "spread_with_two_photos_right": ("event_more", 2, PageLayout(pages="spread")),
        "spread_with_four_photos_right": ("event_more", 4, PageLayout(pages="spread")),
    }
)
"""Pattern, number of photos and layout by hand of the pages of an event with much to tell."""
UPDATE = os.environ.get("OFDESK_UPDATE_GOLDEN") == "1"


def short(value: float) -> str:
    """Return a number with at most two decimals and without a minus before nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def places(*values: float) -> str:
    return ",".join(map(short, values))


def box(rect: Rect) -> str:
    return places(rect.x_mm, rect.y_mm, rect.width_mm, rect.height_mm)


def ink(value: Ink | None) -> str:
    if value is None:
        return "none"
    return value.role if value.tint == 1.0 else f"{value.role}*{short(value.tint)}"


def stroke(value: Stroke | None) -> str:
    return "" if value is None else f" stroke {ink(value.ink)} {value.width_mm:.3f}"


def outline(path: Path) -> str:
    """Return a path as kinds of segments with their end points: M 1,2 L 3,4 C 5,6 Z."""
    return " ".join(f"{kind} {places(*rest[-2:])}".strip() for kind, *rest in path.segments)


def told(ops: tuple[Operation, ...], depth: int = 0) -> Iterator[str]:
    margin = "  " * depth
    for op in ops:
        match op:
            case GlyphRun():
                face = "bold" if op.face.endswith("Bold") else "regular"
                scale = "" if op.scale_x == 1.0 else f" scale {short(op.scale_x)}"
                yield (
                    f"{margin}text {places(op.x_mm, op.y_mm)} {face} {short(op.size_pt)}pt"
                    f" {ink(op.ink)}{scale}: {op.text}"
                )
            case Path():
                yield f"{margin}path {outline(op)} fill {ink(op.fill)}{stroke(op.stroke)}"
            case Polylines():
                yield f"{margin}lines {len(op.lines)} fill {ink(op.fill)}{stroke(op.stroke)}"
            case Image():
                yield f"{margin}image {op.sha256[-4:]} at {box(op.rect)} crop {places(*op.crop)}"
            case Link():
                yield f"{margin}link {box(op.rect)} to {op.anchor or op.url}"
            case Anchor():
                yield f"{margin}anchor {op.name}"
            case Group(tag="Figure", alt=alt) if not any(isinstance(inner, Image) for inner in op.ops):
                yield f"{margin}map “{alt}”"
            case Group():
                yield f"{margin}group {op.tag}" + (" clipped" if op.clip else "")
                yield from told(op.ops, depth + 1)


def readable(page: Page) -> dict[str, object]:
    boxes = [
        f"{field.field} of {field.record.lstrip('0')[:8]}: {field.set_chars}"
        + (f", {field.left_out_chars} left out" if field.left_out_chars else "")
        for field in page.fields
    ]
    return {"label": page.label, "painted": list(told(page.ops)), "fields": boxes}


def compare(page: Page, file: FilePath) -> None:
    """Compare a page with its kept copy, or keep it."""
    text = json.dumps(readable(page), ensure_ascii=False, indent=1) + "\n"
    if UPDATE:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("pattern", sorted(PATTERNS))
def test_the_page_is_the_golden_one(pattern: str, toolkit: Toolkit) -> None:
    shown = much() if pattern == "event_more" else small(SETTINGS_WITH_ALL)
    compare(page_of(pattern, shown, toolkit, part=-1), FOLDER / f"{pattern}.json")


@pytest.mark.parametrize("pattern", LIVELY)
def test_the_page_of_the_lively_theme_is_the_golden_one(pattern: str, lively_toolkit: Toolkit) -> None:
    shown = much() if pattern == "event_more" else small(SETTINGS_WITH_ALL)
    compare(page_of(pattern, shown, lively_toolkit, part=-1), FOLDER / "lively" / f"{pattern}.json")


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_the_variant_of_the_event_s_page_is_the_golden_one(name: str, toolkit: Toolkit) -> None:
    pattern, photos, layout = VARIANTS[name]
    plain = much()
    told = next(iter(plain.all_of(Event)))
    changed = dataclasses.replace(told, photos=told.photos[:photos], layout=layout)
    page = page_of(pattern, plain.with_record(changed), toolkit)
    compare(page, FOLDER / "event_variants" / f"{name}.json")


@pytest.mark.parametrize("step", [1, 4, 7])
def test_a_page_in_a_step_of_the_ladder_is_the_golden_one(step: int, lively_toolkit: Toolkit) -> None:
    """Crowd a page until the step is needed; the lively theme, whose type is larger, needs less for it."""
    catalogue = small(SETTINGS)
    told, *others = catalogue.all_of(Event)
    for other in others:
        catalogue = catalogue.without(other)
    text = "職人が手を止めて、来場者に一つずつ工程を説明する。" * CROWDED[step]
    crowded = catalogue.with_record(dataclasses.replace(told, overview_long=text, photos=()))
    page = page_of("event", crowded, lively_toolkit)
    assert page.tightened is not None
    assert page.tightened.step == step
    compare(page, FOLDER.parent / "fit_steps" / f"step_{step}.json")


def test_every_pattern_has_its_golden_page() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(PATTERNS)
