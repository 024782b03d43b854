"""What is slow to load, once for all tests of the booklet."""

from __future__ import annotations

import pytest

from ofdesk.booklet.toolkit import Toolkit, load_toolkit


@pytest.fixture(scope="session")
def toolkit() -> Toolkit:
    return load_toolkit("ja", "")


@pytest.fixture(scope="session")
def lively_toolkit() -> Toolkit:
    return load_toolkit("ja", "lively")


@pytest.fixture(scope="session")
def english_lively_toolkit() -> Toolkit:
    return load_toolkit("en", "lively")


@pytest.fixture(scope="session")
def english_toolkit() -> Toolkit:
    return load_toolkit("en", "")
