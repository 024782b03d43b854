"""Fixtures for the tests of the PDF writer."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.press.samples import MemoryPhotos, SetText

from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.colours import Palette
from ofdesk.drawing.display_list import DocumentInfo, GlyphRun
from ofdesk.drawing.fonts import REGULAR, FontBook, load_built_in_fonts
from ofdesk.drawing.palettes import load_palette
from ofdesk.press.pdf import PrintJob


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    return load_built_in_fonts()


@pytest.fixture(scope="session")
def palette() -> Palette:
    return load_palette()


@pytest.fixture
def photos() -> MemoryPhotos:
    return MemoryPhotos()


@pytest.fixture
def job(fonts: FontBook, palette: Palette, photos: MemoryPhotos) -> PrintJob:
    info = DocumentInfo("見本冊子", author="見本経済産業局", created="2026-11-23T10:00:00+09:00")
    return PrintJob(info, palette, fonts, photos)


@pytest.fixture
def set_text(fonts: FontBook) -> SetText:
    """Return a function that sets a text on one baseline with the face's own advances."""

    def set_one(
        text: str,
        x_mm: float = 20.0,
        y_mm: float = 40.0,
        size_pt: float = 10.0,
        face: str = REGULAR,
        **more: Any,
    ) -> GlyphRun:
        shaped = fonts.face(face).shape(text)
        scale = pt_to_mm(size_pt) * more.get("scale_x", 1.0)
        offsets, pen = [], 0.0
        for advance, offset in zip(shaped.advances_em, shaped.offsets_em, strict=True):
            offsets.append((pen + offset) * scale)
            pen += advance
        return GlyphRun(face, size_pt, x_mm, y_mm, shaped.glyphs, tuple(offsets), shaped.texts, **more)

    return set_one
