"""Opens and saves project files. See FILE_FORMAT.md for what stands in them.

Owns the way from a file to a catalogue and back. A file that is damaged, hostile or newer is refused with the
name of the member; a save either replaces the file whole or leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.errors import DamagedFileError, NewerFileError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Layer, Photo, Record
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.atomic import copy_synced, digest_of
from ofdesk.storage.codec import decode_record, read_fields, require_member_room
from ofdesk.storage.container import (
    DIRECTORY,
    MAX_PHOTO_BYTES,
    MAX_TEXT_MEMBER_BYTES,
    MAX_TEXT_TOTAL_BYTES,
    Container,
)
from ofdesk.storage.layout import (
    BOOKLET_MEMBER,
    FORMAT_VERSION,
    HEADER_MEMBER,
    data_digest,
    is_known,
    record_place,
)
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.work_folder import OPENED_COPY, PHOTOS
from ofdesk.storage.yaml_reading import NodeBudget, Tree, read_yaml

_HEADER_KEYS = {"format", "project"}
# Photos and history are compressed before they come here: what shrinks much more is a bomb.
_MAX_BLOB_RATIO = 4
_BLOB_FREE_BYTES = 16 * 1024**2
# Layers of lines are text and shrink more; what a layer may take is bounded when it is read in.
MAX_LAYER_TEXT_BYTES = 32 * 1024**2
_MAX_LAYER_TEXT_TOTAL_BYTES = 256 * 1024**2
_LAYER_TEXT = ".geojson"
_RECORDS_PER_STEP = 250


@dataclass(frozen=True, slots=True)
class OpenedProject:
    """What a project file holds.

    Attributes:
        catalogue: all records and settings.
        photos: the bytes of the photos, read when asked for.
        digest: SHA-256 of the file, by which a save sees that somebody else changed it.
        format_version: version the file was written in.
        missing_photos: digests that records of photos and layers name but the file does not hold.
    """

    catalogue: Catalogue
    photos: PhotoStore
    digest: str
    format_version: int
    missing_photos: tuple[str, ...]


def open_project(
    path: Path,
    *,
    work_folder: Path | None = None,
    photos_later: bool = False,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> OpenedProject:
    """Read a project file.

    Args:
        path: the file.
        work_folder: the session's own folder. The file is copied there and read from there, so that photos
            stay at hand whatever happens to the file; None reads the file itself, for short work.
        photos_later: photos are checked only when they are read, and the file gets no digest: for work that
            ends with the reading, such as an export.
        progress, cancel: told and asked between records.

    Raises:
        ReadError: the file cannot be read.
        DamagedFileError: the file is damaged or hostile; details name the member.
        NewerFileError: the file was written in a newer format.
    """
    progress(0, 1, "open.read")
    container = Container.open(path)  # before copying: what is no project file at all may be of any size
    photo_folder = None
    if work_folder is None:
        digest = "" if photos_later else digest_of(path, cancel)
    else:
        digest, source = _own_copy(path, work_folder, cancel)
        photo_folder = work_folder / PHOTOS
        container = Container.open(source)
    budget = NodeBudget()
    version, project = _read_header(container, budget)
    _check_members(container)
    booklet = _read_booklet(container, budget)
    catalogue = _read_catalogue(container, (project, booklet), budget, progress, cancel)
    photos = PhotoStore(photo_folder, container, path.absolute().parent)
    if not photos_later:
        _check_photos(photos, container, progress, cancel)
    named = {photo.sha256 for photo in catalogue.all_of(Photo)}
    named |= {layer.sha256 for layer in catalogue.all_of(Layer)}
    missing = {sha256 for sha256 in named if sha256 not in photos}
    return OpenedProject(catalogue, photos, digest, version, tuple(sorted(missing - {""})))


def _own_copy(path: Path, work_folder: Path, cancel: Cancel) -> tuple[str, Path]:
    copy = work_folder / OPENED_COPY
    return copy_synced(path, copy, cancel), copy


def _read_header(container: Container, budget: NodeBudget) -> tuple[int, Project]:
    """Read the version before anything else is looked at: a newer format may allow what this one refuses."""
    if HEADER_MEMBER not in container.entries:
        raise DamagedFileError("file.not_a_container", member=HEADER_MEMBER)
    data = container.read(HEADER_MEMBER, MAX_TEXT_MEMBER_BYTES)
    tree = read_yaml(data, HEADER_MEMBER, budget)
    version = _format_version(tree)
    for key in tree:
        if key not in _HEADER_KEYS:
            raise DamagedFileError("file.unknown_field", member=HEADER_MEMBER, field=key[:80])
    project = read_fields(Project, tree.get("project", {}), HEADER_MEMBER, "project")
    require_member_room(project, data, HEADER_MEMBER)
    return version, project


def _format_version(tree: Mapping[str, Tree]) -> int:
    found = tree.get("format", "")
    if not isinstance(found, str) or not found.isascii() or not found.isdecimal() or not 0 < len(found) < 7:
        raise DamagedFileError("file.bad_value", member=HEADER_MEMBER, field="format")
    version = int(found)
    if version > FORMAT_VERSION:
        raise NewerFileError("file.newer", found=version, supported=FORMAT_VERSION)
    if version < 1:
        raise DamagedFileError("file.bad_value", member=HEADER_MEMBER, field="format")
    return version


def _check_members(container: Container) -> None:
    total = blobs = packed_blobs = layers = 0
    for entry in container.entries.values():
        if not is_known(entry.name):
            raise DamagedFileError("file.bad_member_name", member=entry.name[:80])
        if entry.name.endswith(".yaml"):
            total += entry.size
        elif entry.name.endswith(_LAYER_TEXT):
            layers += entry.size
        else:
            blobs += entry.size
            packed_blobs += entry.packed_size
    if layers > _MAX_LAYER_TEXT_TOTAL_BYTES:
        raise DamagedFileError("file.too_large", member=DIRECTORY)
    if total > MAX_TEXT_TOTAL_BYTES or blobs > _BLOB_FREE_BYTES + _MAX_BLOB_RATIO * packed_blobs:
        raise DamagedFileError("file.too_large", member=DIRECTORY)


def _read_booklet(container: Container, budget: NodeBudget) -> BookletSettings:
    data = container.read(BOOKLET_MEMBER, MAX_TEXT_MEMBER_BYTES)
    booklet = read_fields(BookletSettings, read_yaml(data, BOOKLET_MEMBER, budget), BOOKLET_MEMBER)
    require_member_room(booklet, data, BOOKLET_MEMBER)
    return booklet


def _read_catalogue(
    container: Container,
    settings: tuple[Project, BookletSettings],
    budget: NodeBudget,
    progress: Progress,
    cancel: Cancel,
) -> Catalogue:
    places = {name: place for name in container.entries if (place := record_place(name)) is not None}
    records: list[Record] = []
    with container.reading() as read:
        for name, place in places.items():
            if len(records) % _RECORDS_PER_STEP == 0:
                cancel.check()
                progress(len(records), len(places), "open.records")
            data = read(name, MAX_TEXT_MEMBER_BYTES)
            records.append(decode_record(place.kind, place.record_id, data, name, budget))
    _refuse_shared_identities(records)
    return Catalogue.of(records, *settings)


def _refuse_shared_identities(records: Iterable[Record]) -> None:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise DamagedFileError("file.duplicate_member", member=record.id)
        seen.add(record.id)


def _check_photos(photos: PhotoStore, container: Container, progress: Progress, cancel: Cancel) -> None:
    members = [name for name in container.entries if data_digest(name)]
    for done, name in enumerate(members):
        cancel.check()
        progress(done, len(members), "open.photos")
        limit = MAX_LAYER_TEXT_BYTES if name.endswith(_LAYER_TEXT) else MAX_PHOTO_BYTES
        if container.entries[name].size > limit:
            raise DamagedFileError("file.too_large", member=name)
        photos.get(data_digest(name))
