"""The places a map shows, as rows for other programs.

Owns which facts go out: what the booklet prints of an event or a factory, and nothing that is private. The
formats are modules of their own (`geojson`, `kml`, `pin_table`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

from ofdesk.base.geometry import GeoPoint
from ofdesk.base.xml_text import allowed_in_xml

DECIMALS = 6
"""Of degrees: a tenth of a metre, as the project file keeps them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One place with what the booklet tells about it.

    Attributes:
        kind: of the record.
        number: in lists and on maps; None for events, which have none.
        name, reading, name_en, prefecture, municipality, address, url: "" when not known.
        level: how exactly the place is known, a code of `model.choices.GEO_LEVEL`, or "factories" for the
            middle of an event's factories; "" when not known.
        radius_m: in which the true place lies; None when not known.
        page: of the booklet; None when it tells nothing of the record.
        events: names of the events a factory takes part in.
        point: where the pin stands.
    """

    kind: Literal["event", "factory"]
    number: int | None
    name: str
    reading: str
    name_en: str
    prefecture: str
    municipality: str
    address: str
    level: str
    radius_m: int | None
    page: int | None
    events: tuple[str, ...]
    url: str
    point: GeoPoint


COLUMNS = tuple(field.name for field in fields(Pin) if field.name != "point")
"""Names of the facts of a pin, in the order in which formats list them; place apart."""


@dataclass(frozen=True)
class PinWords:
    """Words for the codes, in the language of the booklet.

    Attributes:
        title: of the whole, such as 全国オープンファクトリーMAP.
        columns: heads by name of the column; also "lat" and "lon".
        kinds: of records.
        levels: how exactly a place is known.
    """

    title: str
    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    levels: Mapping[str, str]


def one_line(text: str) -> str:
    """Return a text on one line, without characters that no format can hold."""
    return " ".join(allowed_in_xml(text).split())


def worded(pin: Pin, words: PinWords) -> dict[str, str]:
    """Return the facts of a pin by column as people read them; "" for what is not known."""
    facts = {name: getattr(pin, name) for name in COLUMNS}
    facts["kind"] = words.kinds[pin.kind]
    facts["level"] = words.levels.get(pin.level, pin.level)
    facts["events"] = "、".join(pin.events)
    return {name: "" if value is None else one_line(str(value)) for name, value in facts.items()}
