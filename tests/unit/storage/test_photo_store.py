"""Bytes of photos: found by digest, checked, shared with other processes without being sent."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from tests.unit.storage.examples import jpeg, saved_project

from ofdesk.base.errors import DamagedFileError, InputError, ReadError
from ofdesk.storage import photo_store
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project


def test_what_was_added_is_found_by_its_digest(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path / "photos")
    data = jpeg()
    sha256 = store.add(data, "image/jpeg")
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert store.get(sha256) == data
    assert sha256 in store
    assert store.add(data, "image/jpeg") == sha256
    assert list(store.added()) == [(sha256, "image/jpeg")]
    assert [path.name for path in (tmp_path / "photos").iterdir()] == [f"{sha256}.jpg"]


def test_what_is_unknown_is_missing(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path / "photos")
    for sha256 in ("0" * 64, "", "../x", "0" * 63 + "/"):
        assert sha256 not in store
        with pytest.raises(ReadError, match=r"photo\.missing"):
            store.get(sha256)
    assert list(store.added()) == []
    assert list(PhotoStore().added()) == []


def test_bytes_that_changed_on_disk_are_not_given_out(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path)
    sha256 = store.add(jpeg(), "image/jpeg")
    (tmp_path / f"{sha256}.jpg").write_bytes(jpeg((1, 2, 3)))
    with pytest.raises(DamagedFileError, match=r"photo\.damaged"):
        store.get(sha256)


def test_other_media_and_giants_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = PhotoStore(tmp_path)
    with pytest.raises(InputError, match="unknown_media"):
        store.add(b"GIF89a", "image/gif")
    monkeypatch.setattr(photo_store, "MAX_PHOTO_BYTES", 10)
    with pytest.raises(InputError, match="too_large"):
        store.add(jpeg(), "image/jpeg")


def length_of(store: PhotoStore, sha256: str) -> int:
    return len(store.get(sha256))


def test_another_process_reads_the_same_files_even_those_added_later(tmp_path: Path) -> None:
    path, _, catalogue, _ = saved_project(tmp_path)
    store = open_project(path, work_folder=tmp_path / "work").photos
    in_file = next(iter(catalogue.table("photo")))
    sent = pickle.dumps(store)
    assert len(sent) < 3000
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        sha256 = getattr(in_file, "sha256")  # noqa: B009 - the table holds records of any kind
        assert pool.submit(length_of, store, sha256).result() == len(store.get(sha256))
        later = store.add(jpeg((9, 9, 9)), "image/jpeg")
        assert pool.submit(length_of, pickle.loads(sent), later).result() == len(jpeg((9, 9, 9)))


def test_what_was_proved_is_read_without_checking_until_the_file_is_touched(tmp_path: Path) -> None:
    path, *_ = saved_project(tmp_path)
    store = open_project(path).photos
    assert store.archive is not None
    entry = next(e for e in store.archive.entries.values() if e.name.endswith(".jpg"))
    sha256, state = Path(entry.name).stem, store.state()
    data = store.get(sha256)
    assert store.get(sha256, proved=True) == data
    with path.open("r+b") as stream:
        stream.seek(entry.data_offset + entry.packed_size // 2)
        stream.write(b"damage")
    os.utime(path, ns=(1, 1))
    assert store.state() != state
    assert store.get(sha256, proved=True) != data
    with pytest.raises(DamagedFileError):
        store.get(sha256)
    path.unlink()
    assert store.state() == PhotoStore().state() == ()
