"""The legend: what the sheet shows and nothing else, in a box of its own that nothing touches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from tests.unit.cartography.test_sheet import ops_of
from tests.unit.cartography.test_user_layers import line, shapes

from ofdesk.base.geometry import GeoPoint, Rect
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.framing import MapArea, Nation, PrefectureArea, Region
from ofdesk.cartography.legend import LEGEND_CODES
from ofdesk.cartography.sheet import draw_map
from ofdesk.cartography.spec import MapCallout, MapDot, MapDots, MapPin, MapSheet, MapSpec
from ofdesk.cartography.user_layers import UPON, UserLayer, layer_sample
from ofdesk.drawing.display_list import GlyphRun, Ink, Polylines
from ofdesk.typesetting.composer import Composer

FRAME = Rect(18, 20, 174, 245)
WORDS = {code: f"凡例の{code}" for code in LEGEND_CODES}


def codes_of(sheet: MapSheet) -> list[str]:
    assert sheet.legend is not None
    return [entry.code for entry in sheet.legend.entries]


def pins_of(base_map: BaseMap, codes: tuple[str, ...], count: int) -> tuple[MapPin, ...]:
    own = [m for m in base_map.municipalities.values() if m.prefecture_code in codes][:count]
    return tuple(MapPin(m.code, m.label, str(n), ink=Ink("region.kinki")) for n, m in enumerate(own, 1))


@pytest.mark.parametrize(
    ("area", "codes"),
    [
        (Nation(), ["prefecture"]),
        (Region("kinki"), ["rim", "prefecture", "municipality"]),
        (PrefectureArea("27"), ["rim", "prefecture", "municipality"]),
        (PrefectureArea("47"), ["municipality"]),  # 沖縄県 has no neighbour
    ],
)
def test_only_borders_that_are_drawn_are_explained(
    base_map: BaseMap, composer: Composer, area: MapArea, codes: list[str]
) -> None:
    assert codes_of(draw_map(MapSpec(area, legend=WORDS), FRAME, base_map, composer)) == codes


def test_a_sheet_without_words_has_no_legend(base_map: BaseMap, composer: Composer) -> None:
    assert draw_map(MapSpec(Nation()), FRAME, base_map, composer).legend is None


def test_pins_are_explained_by_their_shape_and_only_where_they_are(
    base_map: BaseMap, composer: Composer
) -> None:
    numbered = pins_of(base_map, ("27",), 1)
    far = MapPin("far", base_map.municipalities["01100"].label, shape="diamond")
    spec = MapSpec(PrefectureArea("27"), (*numbered, far), legend=WORDS, municipalities=False)
    assert codes_of(draw_map(spec, FRAME, base_map, composer)) == ["disc", "rim", "prefecture"]
    here = replace(far, point=GeoPoint(34.5, 135.45))
    both = replace(spec, pins=(*numbered, here))
    assert codes_of(draw_map(both, FRAME, base_map, composer))[:2] == ["diamond", "disc"]
    dots = MapDots("factory_dot", 0.5, (MapDot(GeoPoint(34.5, 135.5), Ink("text")),))
    with_dots = replace(spec, pins=(), dots=(dots,))
    assert codes_of(draw_map(with_dots, FRAME, base_map, composer))[0] == "factory_dot"


def test_crowded_numbers_explain_insets_and_ties(base_map: BaseMap, composer: Composer) -> None:
    middle = base_map.municipalities["27227"].label
    pins = tuple(
        MapPin(str(n), GeoPoint(middle.lat_deg + n * 0.002, middle.lon_deg), str(n)) for n in range(1, 9)
    )
    spec = MapSpec(Region("kinki"), pins, legend=WORDS, enlarged_title="拡大図")
    assert "enlarged" in codes_of(draw_map(spec, FRAME, base_map, composer))
    few = draw_map(replace(spec, pins=pins[:3], enlarged_title=""), FRAME, base_map, composer)
    assert codes_of(few)[:2] == ["disc", "moved"]
    alone = draw_map(replace(spec, pins=pins[:1]), FRAME, base_map, composer)
    assert not {"moved", "enlarged"} & set(codes_of(alone))


def test_layers_are_explained_by_role_and_bear_their_own_names(base_map: BaseMap, composer: Composer) -> None:
    across, away = shapes(line((136.0, 35.9), (136.5, 35.95))), shapes(line((130.0, 31.0), (130.1, 31.1)))
    layers = (
        UserLayer("river", across, name="九頭竜川"),
        UserLayer("river", away, name="球磨川"),
        *(UserLayer("road", across, name=f"国道{n}号") for n in (8, 158, 416)),
        UserLayer("railway", across),
        UserLayer("point", away, name="駅"),
    )
    sheet = draw_map(MapSpec(PrefectureArea("18"), layers=layers, legend=WORDS), FRAME, base_map, composer)
    assert sheet.legend is not None
    names = {entry.code: entry.name for entry in sheet.legend.entries[3:]}
    assert names == {"river": "九頭竜川", "road": WORDS["road"], "railway": WORDS["railway"]}


def test_a_sample_is_drawn_as_the_map_draws_it(base_map: BaseMap, composer: Composer) -> None:
    layers = tuple(
        UserLayer(role, shapes(line((136.0, 35.8), (136.5, 35.95)))) for role in UPON if role != "point"
    )
    sheet = draw_map(MapSpec(PrefectureArea("18"), layers=layers, legend=WORDS), FRAME, base_map, composer)
    assert sheet.legend is not None
    samples = [op.stroke for e in sheet.legend.entries for op in e.sample if isinstance(op, Polylines)]
    drawn = [op.stroke for op in ops_of(sheet.op) if isinstance(op, Polylines)]
    assert len(samples) >= 9
    assert all(drawn.count(stroke) >= 2 for stroke in samples)


def test_lines_are_told_apart_without_colour(base_map: BaseMap, composer: Composer) -> None:
    view = draw_map(MapSpec(PrefectureArea("18")), FRAME, base_map, composer).views[0]
    patterns = set()
    for role in UPON[:-1]:
        strokes = [op.stroke for op in layer_sample(role, view, 8.0) if isinstance(op, Polylines)]
        patterns.add(tuple(stroke.dash_mm for stroke in strokes if stroke))
    assert len(patterns) == len(UPON) - 1


@pytest.mark.parametrize(
    ("area", "codes"), [(Nation(), ("04", "13", "27", "40")), (Region("kinki"), ("27", "28"))]
)
def test_nothing_stands_on_the_legend(
    base_map: BaseMap, composer: Composer, area: MapArea, codes: tuple[str, ...]
) -> None:
    pins = tuple(replace(pin, number="") for pin in pins_of(base_map, codes, 20))
    callouts = tuple(MapCallout(pin.key, "見本の工場めぐり", ("2022年10月初開催",)) for pin in pins)
    sheet = draw_map(MapSpec(area, pins, callouts, legend=WORDS), FRAME, base_map, composer)
    assert sheet.legend is not None
    rect = sheet.legend.rect
    assert FRAME.contains(rect)
    assert len(sheet.callouts) == 20
    assert not any(rect.intersects(box) for box in sheet.callouts.values())
    own = set(WORDS.values())
    runs = [op for op in ops_of(sheet.op) if isinstance(op, GlyphRun)]
    inside = {run.text for run in runs if rect.intersects(Rect(run.x_mm, run.y_mm - 1.0, 0.1, 0.1))}
    assert inside == {name for name in own if any(run.text == name for run in runs)}
    for run in runs:
        if run.text in inside:
            assert rect.contains(Rect(run.x_mm, run.y_mm - 2.0, run.offsets_mm[-1] + 1.5, 2.0))
    for op in ops_of(sheet.op)[-40:]:
        if isinstance(op, Polylines) and len(op.lines) == 1:
            places = np.array(op.lines[0]).reshape(-1, 2)
            assert shapely.box(rect.x_mm, rect.y_mm, rect.right_mm, rect.bottom_mm).covers(
                shapely.linestrings(places)
            )


def test_the_legend_keeps_off_callouts_put_by_hand(base_map: BaseMap, composer: Composer) -> None:
    pins = pins_of(base_map, ("27",), 1)
    plain = draw_map(MapSpec(Nation(), pins, legend=WORDS), FRAME, base_map, composer)
    assert plain.legend is not None
    at = plain.legend.rect.centre
    by_hand = MapCallout(pins[0].key, "見本の工場めぐり", centre=at)
    sheet = draw_map(MapSpec(Nation(), pins, (by_hand,), legend=WORDS), FRAME, base_map, composer)
    centre = sheet.callouts[pins[0].key].centre
    assert [centre.x_mm, centre.y_mm] == pytest.approx([at.x_mm, at.y_mm])
    assert sheet.legend is not None
