"""Importing and asking in one step; real towns of the gazetteer to hang invented rows on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.dictionaries.dictionary import Dictionary
from ofdesk.geocoding.dictionaries.importing import DictionaryImporter, ImportReport, Wish
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher

DAY = datetime.date(2026, 4, 1)


class Desk:
    """Imports files into dictionaries in a folder of the test."""

    def __init__(self, gazetteer: Gazetteer, folder: Path) -> None:
        self.gazetteer = gazetteer
        self.folder = folder
        self.report: ImportReport | None = None
        self.in_municipality: Callable[[str, GeoPoint], bool] = lambda code, point: True

    def load(self, paths: Sequence[Path], name: str = "試し") -> Dictionary:
        """Import and open."""
        importer = DictionaryImporter(self.gazetteer, lambda code, point: self.in_municipality(code, point))
        target = self.folder / f"{name}.sqlite"
        self.report = importer.run(Wish(name, tuple(paths), DAY), target)
        return Dictionary(target)

    def matcher(self, *dictionaries: Dictionary) -> AddressMatcher:
        """Return a matcher with dictionaries."""
        return AddressMatcher(self.gazetteer, dictionaries)

    def point(self, municipality: str, town: str, chome: int = 0) -> GeoPoint:
        """Return where the gazetteer has a town."""
        (found,) = self.gazetteer.official(municipality)
        table = self.gazetteer.towns(found.number)
        return table.point(table.names.index(town), chome)


@pytest.fixture
def desk(gazetteer: Gazetteer, tmp_path: Path) -> Desk:
    return Desk(gazetteer, tmp_path)
