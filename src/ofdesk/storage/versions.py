"""Former states of project files, kept in the user's data folder when a save replaces them."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.storage.atomic import copy_synced, discard, write_error

_NAME = re.compile(r"(\d{8}T\d{6}\d{6}Z)-([0-9a-f]{12})\.ofdesk")
_TIME_FORMAT = "%Y%m%dT%H%M%S%fZ"
_PROJECT = re.compile(r"[0-9a-f]{1,64}")


@dataclass(frozen=True, slots=True)
class Version:
    """A former state: when it was replaced (UTC), the start of its digest, its size in bytes."""

    path: Path
    replaced_at: datetime.datetime
    digest_start: str
    size: int


@dataclass(frozen=True, slots=True)
class VersionStore:
    """Keeps former states, a folder a project.

    Attributes:
        folder: where the folders of the projects stand.
        now: clock that gives an aware time.
        keep: number of versions of a project that stay.
        max_bytes: beyond this total only the newest version stays for certain.
    """

    folder: Path
    now: Callable[[], datetime.datetime]
    keep: int = 20
    max_bytes: int = 2 * 1024**3

    def take(self, project_id: str, source: Path, cancel: Cancel = NEVER_CANCELLED) -> tuple[str, Path]:
        """Copy a file durably; returns its digest and where the copy is.

        Raises:
            ReadError: the source cannot be read.
            WriteError: the copy cannot be written.
        """
        time = self.now().astimezone(datetime.UTC).strftime(_TIME_FORMAT)
        folder = self._folder_of(project_id)
        provisional = folder / f"{time}-{'0' * 12}.ofdesk"
        digest = copy_synced(source, provisional, cancel)
        kept = provisional.with_name(f"{time}-{digest[:12]}.ofdesk")
        try:
            return digest, provisional.replace(kept)
        except OSError as error:
            discard(provisional)
            raise write_error(error, kept) from error

    def list(self, project_id: str) -> tuple[Version, ...]:
        """Return the versions of a project, newest first."""
        folder = self._folder_of(project_id)
        if not folder.is_dir():
            return ()
        versions: list[Version] = []
        for path in folder.iterdir():
            found = _NAME.fullmatch(path.name)
            if found:
                moment = datetime.datetime.strptime(found.group(1), _TIME_FORMAT).replace(tzinfo=datetime.UTC)
                versions.append(Version(path, moment, found.group(2), path.stat().st_size))
        return tuple(sorted(versions, key=lambda version: version.replaced_at, reverse=True))

    def prune(self, project_id: str) -> None:
        """Remove versions beyond the number and size to keep; the newest always stays."""
        # Old versions that cannot be listed now are pruned another day; the save has succeeded already.
        with contextlib.suppress(OSError):
            self._prune(project_id)

    def _prune(self, project_id: str) -> None:
        total = 0
        for number, version in enumerate(self.list(project_id)):
            total += version.size
            if number and (number >= self.keep or total > self.max_bytes):
                discard(version.path)

    def _folder_of(self, project_id: str) -> Path:
        return self.folder / (project_id if _PROJECT.fullmatch(project_id) else "unnamed")
