"""A drawing and the PDF show the same picture: the one SVG renderer at hand comes with Qt."""

from __future__ import annotations

import io

import numpy as np
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from ofdesk.base.geometry import Size
from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import (
    DocumentInfo,
    GlyphRun,
    Group,
    Ink,
    Operation,
    Page,
    Path,
    Polylines,
    Stroke,
)
from ofdesk.drawing.fonts import BOLD, FontBook, load_built_in_fonts
from ofdesk.drawing.palettes import load_palette
from ofdesk.press.pdf import PrintJob, write_pdf
from ofdesk.press.raster import render_page
from ofdesk.press.svg import SvgPainter

SIZE = Size(80.0, 60.0)
WIDTH_PX, HEIGHT_PX = 800, 600


def set_text(
    fonts: FontBook, text: str, x_mm: float, y_mm: float, size_pt: float, **more: object
) -> GlyphRun:
    shaped = fonts.face(BOLD).shape(text)
    steps = np.cumsum([0.0, *shaped.advances_em[:-1]]) * pt_to_mm(size_pt)
    offsets = tuple(float(step) for step in steps)
    return GlyphRun(BOLD, size_pt, x_mm, y_mm, shaped.glyphs, offsets, shaped.texts, **more)  # type: ignore[arg-type]


def operations(fonts: FontBook) -> tuple[Operation, ...]:
    """Return one of everything that the renderer knows; clips and rises are not among it."""
    ring = (5.0, 5.0, 75.0, 5.0, 75.0, 40.0, 5.0, 40.0)
    hole = (15.0, 10.0, 65.0, 10.0, 65.0, 35.0, 15.0, 35.0)
    curve = Path((("M", 5, 50), ("C", 20, 30, 40, 70, 75, 50)), stroke=Stroke(Ink("region.kinki"), 1.5))
    return (
        Polylines((ring, hole), closed=True, fill=Ink("region.tohoku"), stroke=Stroke(Ink("rule"), 0.5)),
        Group((curve,), tag="Figure", alt="曲線"),
        Polylines(((5.0, 57.0, 75.0, 57.0),), stroke=Stroke(Ink("text"), 1.0, (4.0, 2.0))),
        set_text(fonts, "見本地図", 18.0, 28.0, 30.0, halo=Stroke(Ink("region.kyushu"), 2.0)),
    )


def test_a_drawing_shows_what_the_pdf_shows(qtbot: QtBot) -> None:
    fonts = load_built_in_fonts()
    job = PrintJob(DocumentInfo("見本"), load_palette(), fonts, None)  # type: ignore[arg-type]
    page = Page(SIZE, operations(fonts), bleed_mm=0.0)
    renderer = QSvgRenderer(QByteArray("".join(SvgPainter(job).drawing(page)).encode("utf-8")))
    assert renderer.isValid()
    image = QImage(QSize(WIDTH_PX, HEIGHT_PX), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    drawn = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT_PX, WIDTH_PX, 4)[:, :, :3]
    pdf = io.BytesIO()
    write_pdf([page], pdf, job)
    shown = render_page(pdf.getvalue(), 0, WIDTH_PX)
    printed = np.frombuffer(shown.pixels, np.uint8).reshape(HEIGHT_PX, WIDTH_PX, 4)[:, :, :3]
    differing = (np.abs(drawn.astype(int) - printed).max(axis=2) > 96).mean()
    # Only the pixels on edges differ, by their smoothing; the letters alone are 6 % of the page.
    assert (printed < 96).any(axis=2).mean() > 0.05
    assert differing < 0.004
