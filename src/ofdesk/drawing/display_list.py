"""What a page shows, as plain data: the one language between layout and painting.

Owns the operations and their measures; refuses to know records, fonts' bytes, colour spaces or PDF.
Every length is in millimetres from the top left corner of the *trimmed* page, y growing downwards;
only type sizes are in points. Colours are roles (`Ink`), resolved by a palette when painting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ofdesk.base.geometry import Rect, Size


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour by its role, such as "text", "rule" or "region.kinki", with a tint from 0 to 1."""

    role: str
    tint: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: its ink, width, dashes (lengths on and off) and joins."""

    ink: Ink
    width_mm: float
    dash_mm: tuple[float, ...] = ()
    round_joins: bool = True


Segment: TypeAlias = tuple[Literal["M", "L"], float, float] | tuple[
    Literal["C"], float, float, float, float, float, float
] | tuple[Literal["Z"]]
"""Move, line, cubic curve (two controls and end) or close; all coordinates in mm."""


@dataclass(frozen=True, slots=True)
class Path:
    """Outlines to fill (non-zero or even-odd rule) and to stroke."""

    segments: tuple[Segment, ...]
    fill: Ink | None = None
    stroke: Stroke | None = None
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Polylines:
    """Many lines or rings in one operation: compact for maps.

    Attributes:
        lines: each a flat tuple x0, y0, x1, y1, … in mm.
        closed: whether every line is a ring.
    """

    lines: tuple[tuple[float, ...], ...]
    closed: bool = False
    fill: Ink | None = None
    stroke: Stroke | None = None
    even_odd: bool = True


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face on one baseline.

    Attributes:
        face: name of a face in the font book, such as "NotoSansJP-Regular".
        size_pt: type size.
        x_mm, y_mm: origin of the first glyph on the baseline.
        glyphs: glyph ids of the face.
        offsets_mm: x of each glyph from `x_mm`; same length as `glyphs`.
        texts: the characters each glyph stands for ("" for the later glyphs of a cluster); same length.
        ink: colour role.
        scale_x: horizontal scale (長体 below 1).
        halo: optional stroke painted beneath the glyphs (map names).
        rise_mm: how far each glyph is raised above its place (negative: lowered), or () when none is.
        vertical: whether `offsets_mm` run downwards from `y_mm` (縦組み); every glyph still stands with its
            horizontal origin at `x_mm`.
        turned: whether the whole line lies turned a quarter clockwise about its origin (Latin in 縦組み).
        silent: whether its text says again what stands beside it (ルビ): no part of the line, not read aloud.
    """

    face: str
    size_pt: float
    x_mm: float
    y_mm: float
    glyphs: tuple[int, ...]
    offsets_mm: tuple[float, ...]
    texts: tuple[str, ...]
    ink: Ink = Ink("text")
    scale_x: float = 1.0
    halo: Stroke | None = None
    rise_mm: tuple[float, ...] = ()
    vertical: bool = False
    turned: bool = False
    silent: bool = False

    @property
    def text(self) -> str:
        """The characters of the run, in order."""
        return "".join(self.texts)


@dataclass(frozen=True, slots=True)
class Image:
    """A stored picture in a rectangle.

    Attributes:
        sha256: key of the picture in the photo store, lower-case hexadecimal.
        rect: where the visible part stands.
        crop: visible part of the picture as left, top, right, bottom shares (0–1).
        alt: text alternative; "" for decoration.
        data: the picture itself (PNG) when it was made for the page and no store knows it.
    """

    sha256: str
    rect: Rect
    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    alt: str = ""
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Operations painted in order, optionally inside a clip, and with a structure tag (H1, P, Figure…)."""

    ops: tuple[Operation, ...]
    clip: Path | Polylines | None = None
    tag: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An active rectangle to an anchor of the same document or to a web address (exactly one is set)."""

    rect: Rect
    anchor: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named place that links and bookmarks lead to."""

    name: str
    y_mm: float = 0.0


Operation: TypeAlias = Path | Polylines | GlyphRun | Image | Group | Link | Anchor


@dataclass(frozen=True, slots=True)
class Page:
    """One page: trimmed size, bleed around it and what is painted, back to front.

    Attributes:
        label: page number as printed ("" when none).
        fields: for each text field set on the page, where it stands: used to jump from page to form.
        tightened: how its texts were made to find room, None when they stand as designed.
    """

    size: Size
    ops: tuple[Operation, ...]
    bleed_mm: float = 3.0
    label: str = ""
    fields: tuple[FieldBox, ...] = ()
    tightened: Tightening | None = None


@dataclass(frozen=True, slots=True)
class Tightening:
    """How the texts of a page were made to find room.

    Attributes:
        step: number of the step of the theme's ladder, from 1.
        leading, size, width: what most of the text keeps of these, as factors.
        crowded: record and field of each text that would have lost characters without it, the one that
            would have lost most in front.
    """

    step: int
    leading: float = 1.0
    size: float = 1.0
    width: float = 1.0
    crowded: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldBox:
    """Where a record's field is set on a page, and how much room it has.

    Attributes:
        record: id of the record as text; drawing itself gives it no meaning.
        field: name of the field.
        rect: the frame.
        set_chars: characters that stand in the frame.
        left_out_chars: characters that found no room (0: all fits).
        movable: key of the map sheet on which the box may be moved by hand, "" for boxes that stay.
        last_line: about how many full-width characters stand on the last line, and how many more would.
    """

    record: str
    field: str
    rect: Rect
    set_chars: int = 0
    left_out_chars: int = 0
    movable: str = ""
    last_line: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the document outline; level 0 is the top."""

    title: str
    anchor: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a reader shows about a document. Dates are given by the caller, never read from a clock here."""

    title: str
    author: str = ""
    subject: str = ""
    language: str = "ja-JP"
    keywords: tuple[str, ...] = ()
    created: str = ""  # ISO 8601 with offset
