"""Saving: the old file stays until the new one is proved, whatever the disk does."""

from __future__ import annotations

import builtins
import dataclasses
import datetime
import errno
import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.storage.examples import catalogue_with, container_of, record_id, saved_project

from ofdesk.base.errors import Cancelled, FileChangedError, OfdeskError, WriteError
from ofdesk.base.progress import CancelToken
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import apply as apply_change
from ofdesk.model.changes import set_field
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory, Photo
from ofdesk.storage import atomic, saving
from ofdesk.storage.codec import encode
from ofdesk.storage.container import Container
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import ProjectSaver, SavedFile, save_project
from ofdesk.storage.versions import VersionStore

NOW = datetime.datetime(2026, 11, 1, 9, 30, tzinfo=datetime.UTC)


def renamed(catalogue: Catalogue, name: str) -> Catalogue:
    event = catalogue.all_of(Event)[0]
    return apply_change(catalogue, set_field(event, "name", name))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_same_catalogue_gives_the_same_bytes(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    first = path.read_bytes()
    again = save_project(path, catalogue, store, expected_digest=saved.digest)
    assert path.read_bytes() == first
    assert again.digest == saved.digest
    shuffled = Catalogue.of(reversed(list(catalogue)), catalogue.project, catalogue.booklet)
    save_project(tmp_path / "other.ofdesk", shuffled, store, expected_digest=None)
    assert (tmp_path / "other.ofdesk").read_bytes() == first


def test_a_file_opened_and_saved_unchanged_keeps_its_bytes(tmp_path: Path) -> None:
    path, saved, *_ = saved_project(tmp_path)
    opened = open_project(path)
    assert (
        save_project(path, opened.catalogue, opened.photos, expected_digest=opened.digest).digest
        == saved.digest
    )


def test_one_saver_packs_again_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = PhotoStore(tmp_path / "photos")
    catalogue = catalogue_with(store)
    saver = ProjectSaver()
    path = tmp_path / "x.ofdesk"
    saved = saver.save(path, catalogue, store, expected_digest=None)
    packed: list[str] = []

    def noted(owner: Any) -> bytes:
        packed.append(owner.kind)
        return encode(owner)

    monkeypatch.setattr(saving, "encode", noted)
    changed = renamed(catalogue, "新しい名称")
    saved = saver.save(path, changed, store, expected_digest=saved.digest)
    assert packed == ["booklet", "event"]
    assert open_project(path).catalogue == changed
    without = apply_change(changed, dataclasses.replace(set_field(changed.all_of(Event)[0], "name", "戻す")))
    saver.save(path, without, store, expected_digest=saved.digest)
    assert open_project(path).catalogue == without


def test_photos_are_stored_as_they_are_and_each_once(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path / "photos")
    catalogue = catalogue_with(store)
    photo = catalogue.all_of(Photo)[0]
    twice = catalogue.with_record(dataclasses.replace(photo, id=record_id(6)))
    save_project(tmp_path / "x.ofdesk", twice, store, expected_digest=None)
    entries = Container.open(tmp_path / "x.ofdesk").entries
    stored = [entry for name, entry in entries.items() if name.endswith(".jpg")]
    assert [(entry.method, entry.size) for entry in stored] == [(0, len(store.get(photo.sha256)))]


def test_photos_no_store_knows_are_reported_and_do_not_stop_a_save(tmp_path: Path) -> None:
    photo = Photo(id=record_id(1), sha256="1" * 64, media="image/jpeg")
    saved = save_project(tmp_path / "x.ofdesk", Catalogue.of([photo]), PhotoStore(), expected_digest=None)
    assert saved.missing_photos == ("1" * 64,)
    assert open_project(tmp_path / "x.ofdesk").catalogue.get(photo.id) == photo


def test_a_known_photo_that_cannot_be_read_stops_the_save(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    before = path.read_bytes()
    assert store.folder is not None
    next(store.folder.iterdir()).write_bytes(b"rotten")
    with pytest.raises(OfdeskError, match=r"photo\.damaged"):
        save_project(path, catalogue, store, expected_digest=saved.digest)
    assert path.read_bytes() == before
    assert names_in(tmp_path) == ["photos", path.name]


def test_a_file_nobody_expected_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "x.ofdesk"
    path.write_bytes(b"somebody else's")
    with pytest.raises(FileChangedError, match=r"file\.exists"):
        save_project(path, Catalogue(), PhotoStore(), expected_digest=None)
    assert path.read_bytes() == b"somebody else's"


def test_a_file_that_changed_on_disk_is_not_written_over(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    theirs = container_of({"ofdesk.yaml": b'format: "1"\n', "booklet.yaml": b"{}"})
    path.write_bytes(theirs)
    versions = VersionStore(tmp_path / "versions", lambda: NOW)
    with pytest.raises(FileChangedError, match="changed_on_disk"):
        ProjectSaver(versions).save(path, catalogue, store, expected_digest=saved.digest)
    assert path.read_bytes() == theirs
    assert versions.list(catalogue.project.id) == ()


def test_a_file_deleted_meanwhile_is_written_anew(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    path.unlink()
    save_project(path, catalogue, store, expected_digest=saved.digest)
    assert open_project(path).catalogue == catalogue


def test_the_replaced_state_is_kept_as_a_version(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    before = path.read_bytes()
    saver = ProjectSaver(VersionStore(tmp_path / "versions", lambda: NOW))
    again = saver.save(path, renamed(catalogue, "改称"), store, expected_digest=saved.digest)
    assert again.version is not None
    assert again.version.read_bytes() == before


def test_a_full_data_folder_does_not_keep_the_file_from_being_saved(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    (tmp_path / "versions").write_bytes(b"a file where a folder should be")
    saver = ProjectSaver(VersionStore(tmp_path / "versions", lambda: NOW))
    again = saver.save(path, renamed(catalogue, "改称"), store, expected_digest=saved.digest)
    assert again.version is None
    assert open_project(path).catalogue.all_of(Event)[0].name == "改称"


def test_numbers_finer_than_declared_are_saved_rounded(tmp_path: Path) -> None:
    factory = Factory(id=record_id(1), location=Location(lat_deg=34.123456789, lon_deg=135.0))
    save_project(tmp_path / "x.ofdesk", Catalogue.of([factory]), PhotoStore(), expected_digest=None)
    found = open_project(tmp_path / "x.ofdesk").catalogue.all_of(Factory)[0]
    assert found.location == Location(lat_deg=34.123457, lon_deg=135.0)


def test_a_value_that_would_not_come_back_is_found_before_it_is_too_late(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    before = path.read_bytes()
    broken = catalogue.with_record(Event(id=record_id(9), state="no such state"))
    with pytest.raises(WriteError, match="verify_failed"):
        save_project(path, broken, store, expected_digest=saved.digest)
    assert path.read_bytes() == before
    assert names_in(tmp_path) == ["photos", path.name]


def test_a_codec_that_drops_a_field_is_found_before_it_is_too_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    before = path.read_bytes()
    monkeypatch.setattr(saving, "encode", lambda owner: b"{}\n")
    with pytest.raises(WriteError, match="verify_failed"):
        save_project(path, catalogue, store, expected_digest=saved.digest)
    assert path.read_bytes() == before


def test_a_disk_that_gives_back_other_bytes_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    before = path.read_bytes()
    fsync = os.fsync

    def rot(handle: int) -> None:
        fsync(handle)
        for temporary in tmp_path.glob("~ofdesk-*.tmp"):
            data = bytearray(temporary.read_bytes())
            data[len(data) // 2] ^= 1
            temporary.write_bytes(data)

    monkeypatch.setattr(os, "fsync", rot)
    with pytest.raises(WriteError, match="verify_failed"):
        save_project(path, catalogue, store, expected_digest=saved.digest)
    assert path.read_bytes() == before


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    link = tmp_path / "link.ofdesk"
    link.symlink_to(path)
    save_project(link, renamed(catalogue, "改称"), store, expected_digest=saved.digest)
    assert link.is_symlink()
    assert open_project(path).catalogue.all_of(Event)[0].name == "改称"


def test_access_rights_of_the_file_are_kept(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    path.chmod(0o664)
    mode = path.stat().st_mode
    save_project(path, renamed(catalogue, "改称"), store, expected_digest=saved.digest)
    assert path.stat().st_mode == mode


class StopAfter:
    """Calls a save off at its nth question."""

    def __init__(self, questions: int) -> None:
        self._left = questions

    def check(self) -> None:
        if self._left == 0:
            raise Cancelled
        self._left -= 1


def test_called_off_at_any_step_nothing_is_changed(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    before = path.read_bytes()
    versions = VersionStore(tmp_path / "versions", lambda: NOW)
    questions = 0
    while True:
        try:
            ProjectSaver(versions).save(
                path,
                renamed(catalogue, "改称"),
                store,
                expected_digest=saved.digest,
                cancel=StopAfter(questions),
            )
        except Cancelled:
            assert path.read_bytes() == before
            assert [name for name in names_in(tmp_path) if name.startswith("~")] == []
            questions += 1
        else:
            break
    assert questions >= 5
    assert open_project(path).catalogue.all_of(Event)[0].name == "改称"


def test_the_digest_is_announced_just_before_the_file_takes_its_place(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    heard: list[tuple[str, str]] = []
    saver = ProjectSaver(announce=lambda digest: heard.append((digest, atomic.digest_of(path))))
    again = saver.save(path, renamed(catalogue, "改称"), store, expected_digest=saved.digest)
    assert heard == [(again.digest, saved.digest)]


# ── failures of the disk at every step ──────────────────────────────────────────────────────────


class Fault:
    """Lets the nth call of the watched kind fail; counts all calls when told never to fail."""

    def __init__(self, fail_at: int, number: int) -> None:
        self.calls = 0
        self._fail_at, self._errno = fail_at, number

    def strike(self) -> None:
        self.calls += 1
        if self.calls == self._fail_at:
            raise OSError(self._errno, os.strerror(self._errno))

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def struck(*arguments: Any, **named: Any) -> Any:
            self.strike()
            return function(*arguments, **named)

        return struck


class FaultyStream:
    """A stream whose writes, flushes and closing may fail; stands in for what `open` gives."""

    def __init__(self, stream: Any, fault: Fault) -> None:
        self._stream = stream
        self.write = fault.before(stream.write)
        self.flush = fault.before(stream.flush)
        self.read = fault.before(stream.read)
        self.close = self._close_and(fault)

    def _close_and(self, fault: Fault) -> Callable[[], None]:
        def close() -> None:
            self._stream.close()
            fault.strike()

        return close

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> FaultyStream:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Fault], None]]:
    """Put a fault into every call by which a save reaches the disk."""

    def install(fault: Fault) -> None:
        real_open = io.open

        def faulty_open(*arguments: Any, **named: Any) -> Any:
            fault.strike()
            return FaultyStream(real_open(*arguments, **named), fault)

        monkeypatch.setattr(io, "open", faulty_open)
        monkeypatch.setattr(builtins, "open", faulty_open)
        for name in ("fsync", "replace", "open", "stat", "mkdir", "unlink", "chmod"):
            monkeypatch.setattr(os, name, fault.before(getattr(os, name)))

    yield install
    monkeypatch.undo()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_failure_at_any_call_leaves_the_old_file_or_the_whole_new_one(
    tmp_path: Path, watched: Callable[[Fault], None], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fail_at, calls, failures = 0, 1, 0
    while fail_at <= calls:
        fail_at += 1
        folder = tmp_path / str(fail_at)
        folder.mkdir()
        path, saved, catalogue, store = saved_project(folder)
        before = path.read_bytes()
        changed = renamed(catalogue, "改称")
        saver = ProjectSaver(VersionStore(folder / "versions", lambda: NOW))
        fault = Fault(fail_at, number)
        watched(fault)
        result: SavedFile | OfdeskError
        try:
            result = saver.save(path, changed, store, expected_digest=saved.digest)
        except OfdeskError as error:
            result = error
            failures += 1
        finally:
            monkeypatch.undo()
        calls = fault.calls
        _assert_nothing_lost(path, before, result)
        # The disk has recovered: the very same saver can save now.
        again = saver.save(path, changed, store, expected_digest=_expected(result, saved))
        assert open_project(path).catalogue == changed
        assert again.digest == atomic.digest_of(path)
    assert failures > 20


def _expected(result: SavedFile | OfdeskError, saved: SavedFile) -> str:
    return result.digest if isinstance(result, SavedFile) else saved.digest


def _assert_nothing_lost(path: Path, before: bytes, result: SavedFile | OfdeskError) -> None:
    now = path.read_bytes()
    if isinstance(result, SavedFile):
        assert atomic.digest_of(path) == result.digest
        assert now != before
        open_project(path)
    elif now != before:
        # Only the folder's own sync may fail once the whole new file is in place.
        assert result.code in {"file.cannot_write", "file.disk_full", "file.no_permission"}
        open_project(path)
    if isinstance(result, WriteError) and result.code == "file.cannot_replace":
        kept = Path(str(result.details["kept"]))
        assert open_project(kept).catalogue.all_of(Event)[0].name == "改称"


def test_a_sharing_violation_is_waited_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"new")
    target.write_bytes(b"old")
    waits: list[float] = []
    replace = Path.replace
    codes = [32, 5, 32]

    def busy(self: Path, other: Path) -> Path:
        if codes:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = codes.pop(0)  # type: ignore[attr-defined, unused-ignore]
            raise error
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", busy)
    atomic.replace_patiently(source, target, waits.append)
    assert target.read_bytes() == b"new"
    assert waits == [0.05, 0.1, 0.2]


def test_a_file_held_for_good_is_left_and_the_new_one_stays_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    before = path.read_bytes()

    def never(source: Path, target: Path) -> None:
        error = PermissionError(errno.EACCES, "in use")
        raise error

    monkeypatch.setattr(saving, "replace_patiently", never)
    saver = ProjectSaver()
    with pytest.raises(WriteError) as caught:
        saver.save(path, renamed(catalogue, "改称"), store, expected_digest=saved.digest)
    assert caught.value.code == "file.cannot_replace"
    assert path.read_bytes() == before
    kept = Path(str(caught.value.details["kept"]))
    assert open_project(kept).catalogue.all_of(Event)[0].name == "改称"
    monkeypatch.undo()
    saver.save(path, renamed(catalogue, "改称"), store, expected_digest=saved.digest)
    assert not kept.exists()


def test_cancelling_before_the_first_step_writes_nothing(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        save_project(tmp_path / "x.ofdesk", Catalogue.of([Event(id=record_id(1))]), PhotoStore(),
                     expected_digest=None, cancel=token)  # fmt: skip
    assert names_in(tmp_path) == []


def test_the_new_file_is_on_the_disk_before_it_takes_its_place_and_the_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        steps.append("sync folder" if is_folder else f"sync {os.fstat(handle).st_size} bytes")
        fsync(handle)

    def noted_replace(source: str, target: str) -> None:
        steps.append(f"replace {Path(target).name}")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    again = save_project(path, renamed(catalogue, "改称"), store, expected_digest=saved.digest)
    assert steps == [f"sync {again.size} bytes", f"replace {path.name}", "sync folder"]
