"""One gazetteer and one matcher for all tests of this folder: they never change."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.fixture(scope="session")
def matcher(gazetteer: Gazetteer) -> AddressMatcher:
    return AddressMatcher(gazetteer)
