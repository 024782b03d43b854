"""The user's dictionaries: a folder with one file each, and the matcher that uses the active ones.

Owns names, generations and switching. What the folder holds is the truth: there is no list to damage. Knows
nothing of importing, which needs the base map and large libraries; see `dictionary_import`.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.errors import InputError, OfdeskError, ReadError
from ofdesk.geocoding.dictionaries.dictionary import About, Dictionary
from ofdesk.geocoding.dictionaries.jageocoder_dictionary import NAME as JAGEOCODER
from ofdesk.geocoding.dictionaries.jageocoder_dictionary import JageocoderDictionary
from ofdesk.geocoding.dictionaries.questions import AddressDictionary
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.services.data_folder import user_data_folder
from ofdesk.storage.atomic import discard, write_error, write_whole

FOLDER = "dictionaries"
MAX_NAME_CHARS = 60
_FILE = re.compile("([0-9a-f]{16})-([0-9]{4})[.]sqlite")
_LEFT_OVER = "~ofdesk-*.tmp*"
_JAGEOCODER_FILE = "jageocoder.path"  # holds the folder where its data are


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A dictionary of the folder.

    Attributes:
        name: as the user called it; the file's name where it cannot be read.
        about: None for jageocoder, and for a damaged one, where `problem` tells why.
    """

    name: str
    path: Path
    active: bool
    size_bytes: int
    about: About | None = None
    problem: OfdeskError | None = None


class DictionaryShelf:
    """The dictionaries in one user's data folder."""

    def __init__(self, data_folder: Path | None = None) -> None:
        """Take the user's data folder, by default that of this machine; nothing is made yet."""
        self.folder = (data_folder or user_data_folder()) / FOLDER

    def entries(self) -> tuple[DictionaryEntry, ...]:
        """Return all dictionaries, ordered by name."""
        found = [self._entry(path) for path in self._files().values()]
        marker = self.folder / _JAGEOCODER_FILE
        if marker.is_file():
            found.append(DictionaryEntry(JAGEOCODER, marker, not self._switch(marker).exists(), 0))
        return tuple(sorted(found, key=lambda entry: entry.name))

    def use_jageocoder(self, data: Path) -> None:
        """Let the geocoder ask jageocoder, too, with the data installed in a folder.

        Raises:
            InputError, ReadError: see `JageocoderDictionary`.
            WriteError: the folder cannot be written.
        """
        JageocoderDictionary(data)
        write_whole(self.folder / _JAGEOCODER_FILE, str(data.resolve()).encode("utf-8", "surrogateescape"))

    def remove(self, name: str) -> None:
        """Remove a dictionary; of jageocoder only that it is used.

        Raises:
            InputError: "dictionary.unknown".
            WriteError: the file cannot be removed.
        """
        entry = self._named(name)
        try:
            entry.path.unlink()
        except OSError as error:
            raise write_error(error, entry.path) from error
        discard(self._switch(entry.path))

    def set_active(self, name: str, *, active: bool) -> None:
        """Let the geocoder use a dictionary, or leave it aside.

        Raises:
            InputError: "dictionary.unknown".
            WriteError: the folder cannot be written.
        """
        entry = self._named(name)
        if active:
            discard(self._switch(entry.path))
        else:
            write_whole(self._switch(entry.path), b"")

    def open_active(self) -> tuple[tuple[AddressDictionary, ...], tuple[OfdeskError, ...]]:
        """Return the active dictionaries, open, and what kept others from being opened."""
        opened: list[AddressDictionary] = []
        problems: list[OfdeskError] = []
        marker = self.folder / _JAGEOCODER_FILE
        for path in (*self._files().values(), *([marker] if marker.is_file() else [])):
            if self._switch(path).exists():
                continue
            try:
                opened.append(self._jageocoder(path) if path == marker else Dictionary(path))
            except OfdeskError as error:
                problems.append(error)
        return tuple(opened), tuple(problems)

    def _jageocoder(self, marker: Path) -> JageocoderDictionary:
        try:
            folder = marker.read_bytes().decode("utf-8", "surrogateescape")
        except OSError as error:
            raise ReadError("file.cannot_read", path=str(marker)) from error
        return JageocoderDictionary(Path(folder))

    # -- the folder ----------------------------------------------------------------------------------

    def _files(self) -> dict[str, Path]:
        """Return the latest file of each dictionary; an older one may wait for a program that holds it."""
        newest: dict[str, Path] = {}
        try:
            names = sorted(path.name for path in self.folder.iterdir())
        except OSError:
            return {}
        for name in names:
            match = _FILE.fullmatch(name)
            if match:
                newest[match[1]] = self.folder / name
        return newest

    def _entry(self, path: Path) -> DictionaryEntry:
        active = not self._switch(path).exists()
        size = 0
        with contextlib.suppress(OSError):
            size = path.stat().st_size
        try:
            dictionary = Dictionary(path)
        except OfdeskError as error:
            return DictionaryEntry(path.name, path, active, size, problem=error)
        dictionary.close()
        return DictionaryEntry(dictionary.name, path, active, size, dictionary.about)

    def _named(self, name: str) -> DictionaryEntry:
        wanted = unicodedata.normalize("NFC", name.strip())
        for entry in self.entries():
            if entry.name == wanted:
                return entry
        raise InputError("dictionary.unknown", name=name[:MAX_NAME_CHARS])

    def places_for(self, name: str) -> tuple[Path | None, Path]:
        """Return the file a dictionary of this name has, if there is one, and the file of its next import."""
        former = self._files().get(_key(name))
        match = _FILE.fullmatch(former.name) if former else None
        number = int(match[2]) % 9999 + 1 if match else 1
        return former, self.folder / f"{_key(name)}-{number:04}.sqlite"

    def _switch(self, path: Path) -> Path:
        return self.folder / f"{path.stem.partition('-')[0]}.off"

    def sweep(self) -> None:
        """Remove what an import that was killed, or a program that held a former file, left behind."""
        newest = set(self._files().values())
        for path in (*self.folder.glob(_LEFT_OVER), *self.folder.glob("*.sqlite")):
            if path not in newest:
                discard(path)


def checked_name(name: str) -> str:
    """Return a name as it is kept.

    Raises:
        InputError: "dictionary.bad_name": empty, too long, or with control characters;
            "dictionary.reserved_name": jageocoder's own.
    """
    kept = unicodedata.normalize("NFC", name.strip())
    if kept == JAGEOCODER:
        raise InputError("dictionary.reserved_name", name=kept)
    if not kept or len(kept) > MAX_NAME_CHARS or not kept.replace("\u3000", " ").isprintable():
        raise InputError("dictionary.bad_name", limit=MAX_NAME_CHARS)
    return kept


def _key(name: str) -> str:
    """Return the name of the file: the user's words never become one."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Geocoder:
    """A matcher with the active dictionaries, and what kept others from being used."""

    matcher: AddressMatcher
    problems: tuple[OfdeskError, ...] = ()


def load_geocoder(gazetteer: Gazetteer | None = None, data_folder: Path | None = None) -> Geocoder:
    """Return the matcher every part of the program uses; a damaged dictionary is left out and told.

    Raises:
        ResourceError: the gazetteer is missing or damaged.
    """
    dictionaries, problems = DictionaryShelf(data_folder).open_active()
    return Geocoder(AddressMatcher(gazetteer, dictionaries), problems)
