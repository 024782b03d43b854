"""What a map sheet shall show, and what came out of drawing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ofdesk.base.geometry import GeoPoint, Point, Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.cartography.framing import MapArea
from ofdesk.cartography.user_layers import UserLayer
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Group, Ink, Stroke

if TYPE_CHECKING:
    from ofdesk.cartography.legend import Legend

THUMBNAIL_MM = (13.5, 9.0)
INSET_LINE = Stroke(Ink("map.prefecture"), pt_to_mm(0.3))
MAP_CREDIT = "地図：気象庁「予報区等GISデータ」、海岸線：GSHHG を加工して作成"


@dataclass(frozen=True)
class MapPin:
    """A place to mark with a numbered disc.

    Attributes:
        key: name of the pin, unique on the sheet.
        point: where it stands.
        number: what is printed in the disc; "" makes a small plain disc.
        label: text beside the disc; "" for none.
        ink: colour of the disc.
        number_ink: colour of the number; must stand out against `ink`.
        anchor: name of the place in the document a click leads to; "" for none.
        shape: kinds of pins differ in shape, so that they are told apart without colour.
    """

    key: str
    point: GeoPoint
    number: str = ""
    label: str = ""
    ink: Ink = Ink("text", 0.8)
    number_ink: Ink = Ink("paper")
    anchor: str = ""
    shape: Literal["disc", "diamond"] = "disc"


@dataclass(frozen=True)
class Thumbnail:
    """A small picture in a callout: key of the stored picture, its visible part, and its text alternative."""

    sha256: str
    crop: tuple[float, float, float, float]
    alt: str


@dataclass(frozen=True)
class MapCallout:
    """A box that says something about a pin, joined to it by a straight line.

    Attributes:
        pin: key of the pin.
        title: set bold.
        lines: further short texts, such as 「2022年10月初開催」.
        ink: colour of the rule and the leader.
        centre: where the box was put by hand (mm on the sheet); None lets the sheet choose.
        compact: whether the texts follow the title on its line, which leaves room for more callouts.
        thumbnail: a picture of `THUMBNAIL_MM` beside the texts.
    """

    pin: str
    title: str
    lines: tuple[str, ...] = ()
    ink: Ink = Ink("text", 0.8)
    centre: Point | None = None
    compact: bool = False
    thumbnail: Thumbnail | None = None


@dataclass(frozen=True)
class MapDot:
    """A place that is marked with a dot; `page` is where it is told, 0 for nowhere."""

    point: GeoPoint
    ink: Ink
    page: int = 0


@dataclass(frozen=True)
class MapDots:
    """Places of one kind, marked with dots by whoever asked for the sheet, once it is drawn.

    Attributes:
        code: what the legend calls the kind.
    """

    code: str
    radius_mm: float
    dots: tuple[MapDot, ...]


@dataclass(frozen=True)
class MapSpec:
    """A map sheet.

    Attributes:
        area: what it shows.
        pins: in the order of their numbers; earlier ones are placed first when room is short.
        callouts: at most one for a pin.
        title: head of the map; "" where the page has its own.
        notes: lines above the credit (注・出典).
        credit: what the base map is made from; must stay true.
        layers: the user's own.
        tints: ink laid over the land of a prefecture, by its two-digit code.
        names: whether prefectures (small areas: municipalities), seas and lakes are named.
        municipalities: whether municipality borders are drawn where the scale allows it.
        frame_line: whether a line is drawn around the map.
        margin_mm: between what is in focus and the frame.
        callout_width_mm: widest text in a callout.
        alt: text alternative of the whole map.
        enlarged_title: head of the insets that draw crowded numbers apart; "" makes none.
        projections: what the credit says of the projection: of a cone, of a cylinder; "" says nothing.
        keep_clear: where no box, disc or name may stand: gutters and folds; leaders may pass.
        legend: names of symbols by the codes of `legend.LEGEND_CODES`; symbols without a name are not
            explained, and none at all makes no legend.
        dots: further places, which boxes should not hide.
    """

    area: MapArea
    pins: tuple[MapPin, ...] = ()
    callouts: tuple[MapCallout, ...] = ()
    title: str = ""
    notes: tuple[str, ...] = ()
    credit: str = MAP_CREDIT
    layers: tuple[UserLayer, ...] = ()
    tints: Mapping[str, Ink] = field(default_factory=dict)
    names: bool = True
    municipalities: bool = True
    frame_line: bool = False
    margin_mm: float = 8.0
    callout_width_mm: float = 36.0
    alt: str = ""
    enlarged_title: str = ""
    projections: tuple[str, str] = ("", "")
    keep_clear: tuple[Rect, ...] = ()
    legend: Mapping[str, str] = field(default_factory=dict)
    dots: tuple[MapDots, ...] = ()


@dataclass(frozen=True)
class PlacedPin:
    """A pin as drawn.

    Attributes:
        place: the true place on the sheet.
        centre: middle of the disc; elsewhere than `place` when discs would have overlapped.
        view: index in `MapSheet.views` of the map it stands on (0: the main map).
    """

    key: str
    place: Point
    centre: Point
    radius_mm: float
    view: int

    @property
    def is_moved(self) -> bool:
        """Whether the disc stands elsewhere than its place."""
        return self.place != self.centre


@dataclass(frozen=True)
class Unplaced:
    """Something that found no place.

    Attributes:
        kind: "pin", "label" or "callout".
        key: key of the pin.
        reason: "outside" the area shown, or "no_room".
    """

    kind: str
    key: str
    reason: str


@dataclass(frozen=True)
class MapSheet:
    """A drawn map.

    Attributes:
        op: everything, as one group.
        frame: where it stands.
        views: the main view, then those of the insets.
        pins: pins that are drawn, in the order of the specification.
        callouts: boxes by the key of their pin.
        unplaced: what is not drawn.
        legend: what explains the symbols, None without one.
        scale_denominator: of the main view.
    """

    op: Group
    frame: Rect
    views: tuple[View, ...]
    pins: tuple[PlacedPin, ...]
    callouts: Mapping[str, Rect]
    unplaced: tuple[Unplaced, ...]
    legend: Legend | None = None

    @property
    def scale_denominator(self) -> float:
        """Scale of the main view: 2,000,000 for 1:2,000,000."""
        return self.views[0].scale_denominator

    def geo_point_at(self, place: Point) -> GeoPoint | None:
        """Return the point of the earth at a place on the sheet, None outside the map."""
        inset_or_main = [*self.views[1:], self.views[0]]
        for view in inset_or_main:
            frame = view.frame
            inside_x = frame.x_mm <= place.x_mm <= frame.right_mm
            if inside_x and frame.y_mm <= place.y_mm <= frame.bottom_mm:
                return view.geo_point(place)
        return None

    def pin_at(self, place: Point) -> str | None:
        """Return the key of the pin whose disc is at a place, the topmost first."""
        for pin in reversed(self.pins):
            dx, dy = place.x_mm - pin.centre.x_mm, place.y_mm - pin.centre.y_mm
            if dx * dx + dy * dy <= pin.radius_mm**2:
                return pin.key
        return None
