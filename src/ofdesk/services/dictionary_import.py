"""Imports a dictionary into the user's folder: beside the former one, in its place only when all went well.

Owns that an import leaves either the new dictionary or the former one, byte for byte; never half of one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.cartography.base_map import load_base_map
from ofdesk.geocoding.dictionaries.dictionary import Dictionary
from ofdesk.geocoding.dictionaries.importing import DictionaryImporter, ImportReport, Wish
from ofdesk.geocoding.dictionaries.rows import Family
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.services.dictionaries import DictionaryShelf, checked_name
from ofdesk.services.municipality_areas import MunicipalityAreas
from ofdesk.storage.atomic import discard, put_in_place, sibling_of
from ofdesk.storage.work_folder import FolderLock


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).astimezone().date()


class DictionaryImport:
    """Imports into one shelf; the gazetteer and the base map are read at the first import."""

    def __init__(self, shelf: DictionaryShelf, today: Callable[[], datetime.date] = _today) -> None:
        self._shelf = shelf
        self._today = today
        self._importer: DictionaryImporter | None = None

    def run(
        self,
        paths: Sequence[Path],
        name: str,
        family: Family | None = None,
        *,
        progress: Progress = no_progress,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> ImportReport:
        """Make a dictionary of published files; one of the same name is replaced when all went well.

        Raises:
            InputError: see `checked_name`; "dictionary.other_family".
            ReadError, DamagedFileError: see `DictionaryImporter.run`.
            WriteError: the folder cannot be written, or another import is under way.
            Cancelled: called off.
            In every case the former dictionary is as it was.
        """
        wish = Wish(checked_name(name), tuple(paths), self._today(), family)
        if self._importer is None:
            self._importer = DictionaryImporter(Gazetteer(), MunicipalityAreas(load_base_map()))
        lock = FolderLock(self._shelf.folder)
        try:
            self._shelf.sweep()
            former, target = self._shelf.places_for(wish.name)
            with sibling_of(target) as (temporary, _):
                report = self._importer.run(wish, temporary, progress=progress, cancel=cancel)
                Dictionary(temporary).close()  # proves that what was written can be opened
            put_in_place(temporary, target)
            if former is not None:
                discard(former)
        finally:
            lock.release()
        return report
