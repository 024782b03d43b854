"""Projects without an editor: reading, making, checking and writing them for the command line."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.booklet.plan import default_sections
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.model.validation import check_catalogue
from ofdesk.services.known_places import KnownPlaces
from ofdesk.services.layer_files import layer_problems
from ofdesk.services.program_map import program_map
from ofdesk.storage.atomic import digest_of
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import SavedFile, save_project


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project at hand; its photos can be read as long as the block it was opened in lasts."""

    catalogue: Catalogue
    photos: PhotoStore
    format_version: int


@contextmanager
def read_project(
    path: Path,
    *,
    photos_later: bool = False,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> Iterator[OpenProject]:
    """Open a project file for reading.

    Args:
        path: the file.
        photos_later: photos are checked only when they are read, not all of them at once.
        progress, cancel: told and asked between records.

    Raises:
        ReadError, DamagedFileError, NewerFileError: see `storage.project_file.open_project`.
    """
    opened = open_project(path, photos_later=photos_later, progress=progress, cancel=cancel)
    yield OpenProject(opened.catalogue, opened.photos, opened.format_version)


def blank_catalogue() -> Catalogue:
    """Return a catalogue with nothing but an identity and the usual sections."""
    return Catalogue.of(
        (), Project(id=secrets.token_hex(16)), BookletSettings(language="ja", sections=default_sections())
    )


@contextmanager
def blank_project(*, progress: Progress = no_progress) -> Iterator[OpenProject]:
    """Make a project without records."""
    yield OpenProject(blank_catalogue(), PhotoStore(), 0)


@contextmanager
def sample_project(*, progress: Progress = no_progress) -> Iterator[OpenProject]:
    """Make the sample project; its photos are drawn into a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="ofdesk-sample-") as folder:
        store = PhotoStore(Path(folder))
        yield OpenProject(sample_catalogue(store, progress=progress), store, 0)


def sample_catalogue(
    store: PhotoStore, *, progress: Progress = no_progress, cancel: Cancel = NEVER_CANCELLED
) -> Catalogue:
    """Make the sample catalogue and put its photos into a store.

    Raises:
        WriteError: the store cannot take a photo.
    """
    # Drawing the pictures needs large libraries that nobody else should wait for.
    from ofdesk.services.sample import build_sample

    sample = build_sample(AddressMatcher(Gazetteer()), progress=progress, cancel=cancel)
    for data in sample.photos.values():
        store.add(data, "image/jpeg")
    return sample.catalogue


def write_project(project: OpenProject, path: Path, *, progress: Progress = no_progress) -> SavedFile:
    """Write a project to a file, over one that stands there.

    Raises:
        WriteError: what stood there still stands there.
    """
    expected = digest_of(path) if path.exists() else None
    return save_project(path, project.catalogue, project.photos, expected_digest=expected, progress=progress)


def check(catalogue: Catalogue, store: PhotoStore | None = None) -> tuple[Problem, ...]:
    """Return all problems of a catalogue; the map is read when the first pin is met.

    Args:
        catalogue: what to check.
        store: where the data of layers must be; None leaves that unchecked.

    Raises:
        ResourceError: the gazetteer or the map is missing or damaged.
    """
    found = check_catalogue(catalogue, KnownPlaces(AddressMatcher(), program_map))
    return found if store is None else found + layer_problems(catalogue, store)
