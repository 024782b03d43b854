"""The base map and a composer, loaded once for all tests of maps."""

from __future__ import annotations

import pytest

from ofdesk.cartography.base_map import BaseMap, load_base_map
from ofdesk.drawing.fonts import load_built_in_fonts
from ofdesk.typesetting.composer import Composer


@pytest.fixture(scope="session")
def base_map() -> BaseMap:
    return load_base_map()


@pytest.fixture(scope="session")
def composer() -> Composer:
    return Composer(load_built_in_fonts())
