"""Faces and a composer shared by the tests of typesetting: loading them takes a tenth of a second."""

from __future__ import annotations

import pytest

from ofdesk.drawing.fonts import FontBook, load_built_in_fonts
from ofdesk.typesetting.composer import Composer


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    return load_built_in_fonts()


@pytest.fixture
def composer(fonts: FontBook) -> Composer:
    return Composer(fonts)
