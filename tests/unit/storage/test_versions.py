"""Former states of files: kept, listed, pruned."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from ofdesk.base.errors import ReadError
from ofdesk.storage.versions import VersionStore

PROJECT = "ab" * 16


class Clock:
    def __init__(self) -> None:
        self.time = datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))

    def __call__(self) -> datetime.datetime:
        self.time += datetime.timedelta(minutes=1)
        return self.time


def test_versions_are_listed_newest_first_in_universal_time(tmp_path: Path) -> None:
    store = VersionStore(tmp_path / "versions", Clock())
    source = tmp_path / "x.ofdesk"
    digests = []
    for text in ("one", "two"):
        source.write_text(text)
        digest, kept = store.take(PROJECT, source)
        assert kept.read_text() == text
        digests.append(digest)
    found = store.list(PROJECT)
    assert [version.digest_start for version in found] == [digest[:12] for digest in reversed(digests)]
    assert found[0].replaced_at == datetime.datetime(2026, 11, 1, 0, 2, tzinfo=datetime.UTC)
    assert found[0].size == 3


def test_projects_are_kept_apart_and_strange_identities_lead_nowhere(tmp_path: Path) -> None:
    store = VersionStore(tmp_path / "versions", Clock())
    source = tmp_path / "x"
    source.write_text("x")
    store.take(PROJECT, source)
    store.take("../../evil", source)
    assert len(store.list(PROJECT)) == 1
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == [PROJECT, "unnamed"]
    assert store.list("cd" * 16) == ()


def test_pruning_keeps_the_newest_by_number_and_size(tmp_path: Path) -> None:
    source = tmp_path / "x"
    store = VersionStore(tmp_path / "versions", Clock(), keep=3)
    for text in "abcde":
        source.write_text(text)
        store.take(PROJECT, source)
    store.prune(PROJECT)
    assert [version.path.read_text() for version in store.list(PROJECT)] == ["e", "d", "c"]
    VersionStore(tmp_path / "versions", Clock(), max_bytes=2).prune(PROJECT)
    assert [version.path.read_text() for version in store.list(PROJECT)] == ["e", "d"]
    VersionStore(tmp_path / "versions", Clock(), max_bytes=0).prune(PROJECT)
    assert [version.path.read_text() for version in store.list(PROJECT)] == ["e"]


def test_strangers_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    store = VersionStore(tmp_path, Clock(), keep=0)
    (tmp_path / PROJECT).mkdir()
    (tmp_path / PROJECT / "notes.txt").write_text("mine")
    store.prune(PROJECT)
    assert store.list(PROJECT) == ()
    assert (tmp_path / PROJECT / "notes.txt").read_text() == "mine"


def test_a_missing_source_leaves_nothing_behind(tmp_path: Path) -> None:
    store = VersionStore(tmp_path / "versions", Clock())
    with pytest.raises(ReadError):
        store.take(PROJECT, tmp_path / "none")
    assert list((tmp_path / "versions" / PROJECT).iterdir()) == []
