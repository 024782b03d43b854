"""A session: what is saved where, what counts as unsaved, what happens when others touch the file."""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.services.small_project import (
    EVENT_ID,
    edit,
    photo_bytes,
    state,
    surroundings_in,
    write_small_project,
)

from ofdesk.base.errors import (
    Cancelled,
    DamagedFileError,
    FileChangedError,
    InputError,
    ReadError,
    WriteError,
)
from ofdesk.base.progress import CancelToken
from ofdesk.editing import commands
from ofdesk.model.records import Photo
from ofdesk.services.recovery import lost_sessions, recover
from ofdesk.services.session import Session, new_session, open_session
from ofdesk.storage.journal import Journal
from ofdesk.storage.project_file import open_project
from ofdesk.storage.recovery import read_journal


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_small_project(tmp_path / "見本.ofdesk")


@pytest.fixture
def session(tmp_path: Path, project: Path) -> Iterator[Session]:
    opened = open_session(project, surroundings_in(tmp_path / "data", seed="one"))
    yield opened
    opened.close()


def modified(session: Session) -> bool:
    return session.is_modified


def journal_fails_with(session: Session) -> str:
    return session.journal_error.code if session.journal_error is not None else ""


def type_text(session: Session, text: str) -> None:
    event = session.catalogue.get(EVENT_ID)
    assert event is not None
    session.execute(commands.type_text(event, "overview_long", text, ""))


# ── saving ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_saved_is_what_was_edited(session: Session, project: Path) -> None:
    for number in range(12):
        edit(session, number)
    assert modified(session)
    session.save()
    assert not modified(session)
    assert state(open_project(project).catalogue) == state(session.catalogue)


def test_saving_keeps_the_former_state_as_a_version(session: Session, project: Path, tmp_path: Path) -> None:
    former = project.read_bytes()
    edit(session, 6)
    saved = session.save()
    assert saved.version is not None
    assert saved.version.is_relative_to(tmp_path / "data")
    assert saved.version.read_bytes() == former


def test_after_saving_undo_makes_it_modified_and_redo_unmodified_again(session: Session) -> None:
    edit(session, 6)
    session.save()
    session.undo()
    assert modified(session)
    session.redo()
    assert not modified(session)
    session.undo()
    session.save()
    assert not modified(session)
    session.redo()
    assert modified(session)


def test_typing_after_a_save_never_hides_in_the_saved_step(session: Session) -> None:
    edit(session, 0)
    session.save()
    edit(session, 1)  # the same typing goes on
    assert modified(session)
    session.undo()
    assert not modified(session)


def test_saving_as_goes_on_in_the_new_file(session: Session, project: Path) -> None:
    former = project.read_bytes()
    edit(session, 6)
    copy = project.with_name("別名.ofdesk")
    session.save(copy)
    edit(session, 14)
    session.save()
    assert session.path == copy
    assert project.read_bytes() == former
    assert state(open_project(copy).catalogue) == state(session.catalogue)


def test_saving_as_over_another_file_needs_a_yes(session: Session, project: Path) -> None:
    other = write_small_project(project.with_name("other.ofdesk"))
    theirs = other.read_bytes()
    edit(session, 6)
    with pytest.raises(FileChangedError, match=r"file\.exists"):
        session.save(other)
    assert other.read_bytes() == theirs
    assert session.path == project
    session.save(other, replace=True)
    assert state(open_project(other).catalogue) == state(session.catalogue)


def test_a_file_changed_by_others_is_not_written_over_without_a_yes(session: Session, project: Path) -> None:
    project.write_bytes(project.read_bytes() + b"\0")
    theirs = project.read_bytes()
    assert session.changed_on_disk()
    edit(session, 6)
    with pytest.raises(FileChangedError, match=r"file\.changed_on_disk"):
        session.save()
    assert project.read_bytes() == theirs
    assert modified(session)
    session.save(replace=True)
    assert not session.changed_on_disk()
    assert state(open_project(project).catalogue) == state(session.catalogue)


def test_a_file_removed_by_others_is_written_again(session: Session, project: Path) -> None:
    project.unlink()
    assert not session.changed_on_disk()
    edit(session, 6)
    session.save()
    assert state(open_project(project).catalogue) == state(session.catalogue)


def test_the_later_of_two_sessions_on_one_file_is_asked(
    session: Session, project: Path, tmp_path: Path
) -> None:
    other = open_session(project, surroundings_in(tmp_path / "data", seed="two"))
    edit(session, 6)
    edit(other, 14)
    session.save()
    with pytest.raises(FileChangedError):
        other.save()
    assert state(open_project(project).catalogue) == state(session.catalogue)
    other.save(project.with_name("mine.ofdesk"))
    other.close()


def test_a_save_beside_the_typing_holds_the_snapshot_and_the_rest_stays_unsaved(
    session: Session, project: Path
) -> None:
    edit(session, 6)
    prepared = session.prepare_save()
    expected = state(session.catalogue)
    saved = session.write(prepared)
    edit(session, 14)
    session.note_saved(prepared, saved)
    assert modified(session)
    assert state(open_project(project).catalogue) == expected
    session.undo()
    session.undo()
    assert modified(session)  # back at the beginning, but the file holds more by now
    session.save()
    assert not modified(session)


def test_a_project_without_a_file_asks_for_one(tmp_path: Path) -> None:
    session = new_session(surroundings_in(tmp_path / "data"))
    assert not modified(session)
    with pytest.raises(WriteError, match=r"file\.no_path"):
        session.save()
    session.save(tmp_path / "new.ofdesk")
    assert len(open_project(tmp_path / "new.ofdesk").catalogue) == 0
    session.close()


def test_a_folder_that_is_gone_is_not_made_anew(session: Session, tmp_path: Path) -> None:
    edit(session, 6)
    with pytest.raises(WriteError, match=r"file\.no_folder"):
        session.save(tmp_path / "unplugged" / "file.ofdesk")
    assert not (tmp_path / "unplugged").exists()
    with pytest.raises(WriteError, match=r"file\.not_a_file"):
        session.save(tmp_path, replace=True)


def test_a_cancelled_save_changes_nothing(session: Session, project: Path) -> None:
    former = project.read_bytes()
    edit(session, 6)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        session.save(cancel=token)
    assert project.read_bytes() == former
    assert modified(session)
    assert [path.name for path in project.parent.glob("~*")] == []


def test_saving_photos_keeps_their_bytes(session: Session, project: Path) -> None:
    photo = session.import_photo(photo_bytes(7), "写真.jpg")
    event = session.catalogue.get(EVENT_ID)
    assert event is not None
    session.execute(commands.attach_photos(session.catalogue, event, [photo]))
    session.save()
    kept = open_project(project)
    (found,) = kept.catalogue.all_of(Photo)
    assert (found.file_name, found.width_px, found.height_px) == ("写真.jpg", 64, 48)
    assert kept.photos.get(found.sha256) == session.photos.get(photo.sha256)


def test_what_is_no_photo_is_refused(session: Session) -> None:
    with pytest.raises((InputError, DamagedFileError)):
        session.import_photo(b"not a photo", "memo.txt")
    assert session.catalogue.all_of(Photo) == ()


# ── opening and closing ─────────────────────────────────────────────────────────────────────────


def test_a_file_that_cannot_be_opened_leaves_no_work_folder(tmp_path: Path) -> None:
    surroundings = surroundings_in(tmp_path / "data")
    with pytest.raises(ReadError, match=r"file\.not_found"):
        open_session(tmp_path / "missing.ofdesk", surroundings)
    (tmp_path / "bad.ofdesk").write_bytes(b"PK\x03\x04 no more")
    with pytest.raises(DamagedFileError):
        open_session(tmp_path / "bad.ofdesk", surroundings)
    assert list(surroundings.sessions_folder.iterdir()) == []


def test_closing_clears_the_work_folder(tmp_path: Path, project: Path) -> None:
    surroundings = surroundings_in(tmp_path / "data")
    session = open_session(project, surroundings)
    edit(session, 3)
    assert len(list(surroundings.sessions_folder.iterdir())) == 1
    session.close()
    assert list(surroundings.sessions_folder.iterdir()) == []


def test_photos_can_be_read_though_the_file_is_gone(tmp_path: Path, project: Path) -> None:
    session = open_session(project, surroundings_in(tmp_path / "data", seed="one"))
    edit(session, 3)
    session.save()
    session.close()
    session = open_session(project, surroundings_in(tmp_path / "data", seed="two"))
    project.unlink()
    (photo,) = session.catalogue.all_of(Photo)
    assert session.photos.get(photo.sha256)
    session.close()


def test_a_relative_path_stays_the_same_file(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    session = open_session(Path(project.name), surroundings_in(tmp_path / "data"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    edit(session, 6)
    session.save()
    assert session.path == project
    assert list((tmp_path / "elsewhere").iterdir()) == []
    session.close()


# ── journal ─────────────────────────────────────────────────────────────────────────────────────


class FullDisk:
    """Lets the journal of a session fail as a full disk does, or the sync as a broken one does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, session: Session) -> None:
        journal = session._journal._journal
        self.is_full = False
        self.sync_fails = False
        stream: Any = journal._stream
        disk = self

        class Stream:
            def write(self, data: bytes) -> int:
                if disk.is_full:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return int(stream.write(data))

            def __getattr__(self, name: str) -> Any:
                return getattr(stream, name)

        real_sync = os.fsync

        def fsync(handle: int) -> None:
            if disk.sync_fails and handle == stream.fileno():
                raise OSError(errno.EIO, "Input/output error")
            real_sync(handle)

        monkeypatch.setattr(journal, "_stream", Stream())
        monkeypatch.setattr(os, "fsync", fsync)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, session: Session) -> FullDisk:
    return FullDisk(monkeypatch, session)


def test_editing_goes_on_when_the_journal_cannot_be_written(session: Session, disk: FullDisk) -> None:
    disk.is_full = True
    edit(session, 6)
    assert journal_fails_with(session) == "file.disk_full"
    assert session.catalogue.booklet.subtitle == "副題 6"


def test_steps_that_waited_for_room_are_written_before_later_ones(
    session: Session, disk: FullDisk, tmp_path: Path
) -> None:
    type_text(session, "一")
    disk.is_full = True
    type_text(session, "二")
    type_text(session, "三")
    disk.is_full = False
    type_text(session, "四")
    assert not journal_fails_with(session)
    expected = state(session.catalogue)
    session.close(keep_journal=True)
    later = surroundings_in(tmp_path / "data", seed="later")
    (found,) = lost_sessions(later)
    assert len(found.contents.steps) == 4
    recovered = recover(found, later)
    assert state(recovered.catalogue) == expected
    recovered.close()


def test_the_tick_writes_what_waited_for_room(session: Session, disk: FullDisk) -> None:
    disk.is_full = True
    type_text(session, "一")
    session.tick()
    assert journal_fails_with(session)
    disk.is_full = False
    session.tick()
    assert not journal_fails_with(session)
    assert len(read_journal(session._work.folder).steps) == 1


def test_a_save_succeeds_though_the_journal_is_full(session: Session, disk: FullDisk, project: Path) -> None:
    disk.is_full = True
    type_text(session, "一")
    session.save()
    assert not modified(session)
    assert state(open_project(project).catalogue) == state(session.catalogue)
    disk.is_full = False
    session.tick()
    contents = read_journal(session._work.folder)
    assert contents.unsaved_steps == 0


def test_a_refused_sync_is_told_until_a_save(session: Session, disk: FullDisk) -> None:
    type_text(session, "一")
    disk.sync_fails = True
    session.tick()
    assert journal_fails_with(session)
    disk.sync_fails = False
    session.tick()
    type_text(session, "二")
    assert journal_fails_with(session)  # what the system forgot is not known
    session.save()
    assert not journal_fails_with(session)


def test_the_tick_syncs_within_a_second(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = itertools.count(step=0.25)
    seconds = [0.0]
    surroundings = surroundings_in(tmp_path / "data", seed="ticking")
    object.__setattr__(surroundings, "clock", lambda: seconds[0])
    session = open_session(project, surroundings)
    synced: list[float] = []
    handle = session._journal._journal._stream.fileno()
    real_sync = os.fsync

    def fsync(number: int) -> None:
        if number == handle:
            synced.append(seconds[0])
        real_sync(number)

    monkeypatch.setattr(os, "fsync", fsync)
    type_text(session, "一")
    while seconds[0] < 3.0:
        seconds[0] = next(now)
        session.tick()
    assert len(synced) == 1
    assert synced[0] <= 1.0
    session.close()


def test_a_data_folder_that_cannot_be_written_is_told_at_once(tmp_path: Path, project: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(WriteError):
        open_session(project, surroundings_in(tmp_path / "data"))


def test_a_full_disk_at_opening_leaves_no_litter(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Journal, payload: object) -> None:
        raise WriteError("file.disk_full", path="journal")

    monkeypatch.setattr(Journal, "_put", refuse)
    surroundings = surroundings_in(tmp_path / "data")
    with pytest.raises(WriteError, match=r"file\.disk_full"):
        open_session(project, surroundings)
    assert list(surroundings.sessions_folder.iterdir()) == []
