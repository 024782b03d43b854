"""The pictures at the head of an event's page: into the bleed, as high as the text leaves, captions below."""

from __future__ import annotations

from ofdesk.base.geometry import Rect
from ofdesk.booklet.furniture import is_right_hand
from ofdesk.booklet.mosaic import SEAM_MM, mosaic_frames, set_captions
from ofdesk.booklet.ornament import placeholder
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.pictures import Picture
from ofdesk.booklet.shapes import rectangle

_PICTURE_MM = (60.0, 205.0)  # least and most; about two fifths of the page with a text of usual length
_ORNAMENT_MM = (35.0, 205.0)
_BELOW_PICTURE_MM, _BELOW_PICTURES_MM = 6.0, 8.4  # several have captions of two lines
_ORNAMENT_COLUMNS = 12


def set_picture_head(
    builder: PageBuilder,
    pictures: tuple[Picture, ...],
    seed: str,
    room_mm: float,
    *,
    facing: bool = False,
) -> float:
    """Place up to four photos, or an ornament, at the head of the page.

    Args:
        builder: the page.
        pictures: the first is the largest.
        seed: of the ornament.
        room_mm: from the head of the page to where the text must begin, if the picture can be so small.
        facing: whether pictures stand on the other page as well: a seam parts them at the spine.

    Returns:
        Where the text begins, on the baseline grid.
    """
    theme = builder.theme
    least, most = _PICTURE_MM if pictures else _ORNAMENT_MM
    below_mm = _BELOW_PICTURES_MM if len(pictures) > 1 else _BELOW_PICTURE_MM
    top_mm = theme.on_grid(min(max(room_mm - below_mm, least), most) + below_mm)
    if top_mm > max(room_mm, least + below_mm) + 1e-6:
        top_mm -= theme.baseline_mm  # rather a smaller picture than a line without room
    height, bleed = top_mm - below_mm, theme.bleed_mm
    frame = Rect(-bleed, -bleed, theme.size.width_mm + 2 * bleed, height + bleed)
    right_hand = is_right_hand(builder.number)
    if facing:
        cut = bleed + SEAM_MM / 2
        frame = frame.inset(cut if right_hand else 0.0, 0.0, 0.0 if right_hand else cut, 0.0)
    # The largest picture stands at the fore edge, where the eye enters the page.
    # They end within the colour along their foot: a picture is painted to the end of the pixel it touches,
    # and one that ended where the colour ends would show below it.
    shown_frame = frame.inset(0.0, 0.0, 0.0, theme.look.picture_foot_mm / 2)
    frames = mosaic_frames(shown_frame, len(pictures), mirrored=right_hand)
    if not pictures:
        builder.add(placeholder(frame, builder.accent, seed, _ORNAMENT_COLUMNS, theme.look.ornament))
    for picture, place in zip(pictures, frames, strict=True):
        builder.picture(picture, place, whole=True)
    if foot_mm := theme.look.picture_foot_mm:
        foot = Rect(frame.x_mm, height - foot_mm, frame.width_mm, foot_mm)
        builder.add(rectangle(foot, builder.accent))
    if len(pictures) == 1:
        builder.caption(pictures[0], Rect(builder.area.x_mm, 0.0, builder.area.width_mm, height + 0.5))
    elif pictures:
        shown = sorted(zip(frames, pictures, strict=True), key=lambda pair: (pair[0].y_mm, pair[0].x_mm))
        set_captions(builder, [picture for _, picture in shown], height)
    return top_mm
