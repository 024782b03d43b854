"""A small sheet to the hundredth of a millimetre, as a file a person can read and compare.

When drawing was changed on purpose: delete `tests/golden/map_sheet.json`, run this test (it writes
the file and fails), look at the difference and commit it.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from ofdesk.base.geometry import Rect
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.framing import Region
from ofdesk.cartography.sheet import draw_map
from ofdesk.cartography.spec import MapCallout, MapPin, MapSpec
from ofdesk.drawing.display_list import Ink, Polylines
from ofdesk.typesetting.composer import Composer

GOLDEN = Path(__file__).parents[2] / "golden" / "map_sheet.json"


def described(value: Any) -> Any:
    """Return plain data: numbers rounded, what is empty left out, coordinates as one line of text."""
    if isinstance(value, Polylines):
        shown = {f.name: described(getattr(value, f.name)) for f in fields(value) if f.name != "lines"}
        numbers = [number for line in value.lines for number in line]
        shown["lines"] = f"{len(value.lines)} with {len(numbers) // 2} vertices, sum {sum(numbers):.1f}"
        return {"is": "Polylines", **{key: item for key, item in shown.items() if item not in (None, [])}}
    if is_dataclass(value) and not isinstance(value, type):
        shown = {f.name: described(getattr(value, f.name)) for f in fields(value)}
        kept = {key: item for key, item in shown.items() if item not in (None, "", [], False)}
        return {"is": type(value).__name__, **kept}
    if isinstance(value, tuple):
        if value and all(isinstance(item, int | float) for item in value):
            return " ".join(f"{item:g}" if isinstance(item, int) else f"{item:.2f}" for item in value)
        return [described(item) for item in value]
    return round(value, 2) if isinstance(value, float) else value


def test_a_small_sheet_is_drawn_as_it_was(base_map: BaseMap, composer: Composer) -> None:
    pins = (
        MapPin("tokushima", base_map.municipalities["36201"].label, "1", "徳島市", anchor="event-1"),
        MapPin("matsuyama", base_map.municipalities["38201"].label, "2", ink=Ink("region.shikoku")),
        MapPin("kochi", base_map.municipalities["39201"].label, "3"),
    )
    callouts = (MapCallout("kochi", "見本工場の日", ("2022年10月初開催",)),)
    legend = {"title": "凡例", "disc": "企業", "rim": "四国の境", "river": "河川"}
    spec = MapSpec(Region("shikoku"), pins, callouts, legend=legend)
    sheet = draw_map(spec, Rect(5, 5, 70, 60), base_map, composer)
    found = {
        "scale": round(sheet.scale_denominator),
        "pins": [described(pin) for pin in sheet.pins],
        "callouts": {key: described(rect) for key, rect in sheet.callouts.items()},
        "unplaced": [described(item) for item in sheet.unplaced],
        "op": described(sheet.op),
    }
    if not GOLDEN.exists():
        shown = json.dumps(found, ensure_ascii=False, indent=1)
        GOLDEN.write_text(shown + "\n", encoding="utf-8", newline="\n")
        raise AssertionError("the golden file was missing and has been written; compare and commit it")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))
