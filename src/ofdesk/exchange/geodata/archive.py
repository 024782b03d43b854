"""The files of a zip, and one file alone, as small sets of members that belong together.

Owns which members are looked at and how large they may be; nothing is ever written under a name the zip
gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from ofdesk.base.errors import DamagedFileError, InputError, OfdeskError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.base.zip_members import Member, ZipMembers

MAX_SHAPES_BYTES = 192 * 1024**2
MAX_TABLE_BYTES = 128 * 1024**2
MAX_SMALL_BYTES = 64 * 1024
MAX_DATA_SETS = 8
_BLOCK_BYTES = 1024**2


@dataclass(frozen=True)
class DataSet:
    """Members of one name that differ in their ending.

    Attributes:
        stem: their name without folders and ending.
        members: by ending in lower case, such as "shp".
    """

    stem: str
    members: dict[str, Member]


class Archive:
    """An open zip with map data."""

    def __init__(self, stream: BinaryIO, label: str, cancel: Cancel = NEVER_CANCELLED) -> None:
        """Read the directory.

        Raises:
            DamagedFileError: "zip.damaged", "zip.foreign", "zip.too_large".
        """
        self._zip = ZipMembers(stream, label)
        self._cancel = cancel
        self.label = label

    def data_sets(self, leading: Sequence[str]) -> list[DataSet]:
        """Return the sets of members that hold one with a leading ending, each stem once.

        Publishers put the same data into one zip in several encodings and formats: of those the first leading
        ending counts, and among equal ones the folder that says UTF-8.

        Raises:
            InputError: "layer.too_many_data_sets".
        """
        groups: dict[str, dict[str, Member]] = {}
        for member in self._zip.members:
            path, _, ending = member.name.replace("\\", "/").rpartition(".")
            if not path.rpartition("/")[2].startswith("."):  # litter of macOS
                groups.setdefault(path, {})[ending.lower()] = member
        best: dict[str, tuple[tuple[int, bool], DataSet]] = {}
        for path, members in groups.items():
            rank = next((place for place, ending in enumerate(leading) if ending in members), None)
            if rank is None:
                continue
            stem = path.rpartition("/")[2]
            merit = (rank, "utf-8" not in path.lower())
            if stem not in best or merit < best[stem][0]:
                best[stem] = (merit, DataSet(stem, members))
        if len(best) > MAX_DATA_SETS:
            raise InputError("layer.too_many_data_sets", file=self.label, limit=MAX_DATA_SETS)
        return [found for _, found in best.values()]

    def read(self, member: Member, limit: int) -> bytes:
        """Return the bytes of a member.

        Raises:
            InputError: "layer.file_too_large".
            DamagedFileError: see `ZipMembers`.
            Cancelled: called off.
        """
        label = f"{self.label} › {member.name}"
        if member.size > limit:
            raise InputError("layer.file_too_large", file=label, limit_mb=max(1, limit // 1024**2))
        blocks: list[bytes] = []
        taken = 0
        try:
            with closing(self._zip.open(member, _nobody)) as stream:
                while block := stream.read(_BLOCK_BYTES):
                    self._cancel.check()
                    taken += len(block)
                    if taken > limit:
                        raise DamagedFileError("zip.too_large", path=label)
                    blocks.append(block)
        except OfdeskError:
            raise
        except OSError as error:
            raise DamagedFileError("zip.damaged", path=label) from error
        return b"".join(blocks)


def _nobody(count: int) -> None:
    """Take note of nothing."""
