"""Hostile zip structures are refused, each with one error that names where."""

from __future__ import annotations

import io
import os
import pickle
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from tests.unit.storage.examples import container_of, foreign_container

from ofdesk.base.errors import DamagedFileError, ReadError
from ofdesk.storage import container as container_module
from ofdesk.storage.container import DIRECTORY, Container


def opened(tmp_path: Path, data: bytes) -> Container:
    path = tmp_path / "x.ofdesk"
    path.write_bytes(data)
    return Container.open(path)


def refused(tmp_path: Path, data: bytes) -> tuple[str, str]:
    with pytest.raises(DamagedFileError) as caught:
        opened(tmp_path, data)
    return caught.value.code, str(caught.value.details["member"])


def test_what_is_written_is_read_back_and_python_agrees(tmp_path: Path) -> None:
    members = {"a.yaml": b"x" * 5000, "b/c.yaml": bytes(range(256)), "empty": b""}
    data = container_of(members)
    container = opened(tmp_path, data)
    assert {name: container.read(name, 10_000) for name in container.entries} == members
    with zipfile.ZipFile(io.BytesIO(data)) as peer:
        assert peer.testzip() is None
        assert {name: peer.read(name) for name in peer.namelist()} == members


def test_a_zip_that_python_wrote_without_extras_is_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as peer:
        peer.writestr("a.yaml", "見本" * 100)
    assert opened(tmp_path, out.getvalue()).read("a.yaml", 1000).decode() == "見本" * 100


@pytest.mark.parametrize(
    "name",
    [
        b"../evil", b"/etc/passwd", b"a//b", b"a/../b", b"C:\\x", b"a\\b", b"", b"a/", b".hidden", b"a/.b",
        b"nul.txt.", b"a b", "\u898b\u672c".encode(), b"a\x00b", b"x" * 201, b"a:b", b"\xff",
    ],
)  # fmt: skip
def test_names_that_could_lead_astray_are_refused(tmp_path: Path, name: bytes) -> None:
    assert refused(tmp_path, foreign_container([(name, b"data", {})]))[0] == "file.bad_member_name"


def test_duplicate_names_are_refused(tmp_path: Path) -> None:
    data = foreign_container([(b"a.yaml", b"one", {}), (b"a.yaml", b"two", {})])
    assert refused(tmp_path, data) == ("file.duplicate_member", "a.yaml")


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    data = foreign_container([(b"a.yaml", b"one", {}), (b"b.yaml", b"two", {"offset": 0})])
    assert refused(tmp_path, data)[0] == "file.foreign_container"


def test_a_gap_between_members_is_refused(tmp_path: Path) -> None:
    one = foreign_container([(b"a.yaml", b"one", {"packed": 2})])
    assert refused(tmp_path, one)[0] == "file.foreign_container"


@pytest.mark.parametrize(
    "lies",
    [
        {"flags": 1}, {"flags": 8}, {"flags": 64}, {"flags": 0x2000}, {"method": 12}, {"method": 14},
        {"method": 99}, {"disk": 1}, {"packed": 0xFFFFFFFF}, {"size": 0xFFFFFFFF}, {"offset": 0xFFFFFFFF},
    ],
)  # fmt: skip
def test_encryption_descriptors_zip64_and_other_methods_are_refused(
    tmp_path: Path, lies: dict[str, int]
) -> None:
    code, member = refused(tmp_path, foreign_container([(b"a.yaml", b"data", lies)]))
    assert (code, member) == ("file.foreign_container", "a.yaml")


def test_a_local_header_that_contradicts_the_directory_is_refused(tmp_path: Path) -> None:
    data = bytearray(foreign_container([(b"a.yaml", b"data", {})]))
    data[30] = ord("b")  # the name in the local header begins at byte 30
    assert refused(tmp_path, bytes(data)) == ("file.member_damaged", "a.yaml")
    assert refused(tmp_path, foreign_container([(b"a.yaml", b"d", {"local_flags": 1})]))[1] == "a.yaml"


def test_bytes_before_or_after_are_refused(tmp_path: Path) -> None:
    data = container_of({"a.yaml": b"x"})
    assert refused(tmp_path, b"MZ" + data)[0] == "file.not_a_container"
    assert refused(tmp_path, data + b"x")[0] == "file.truncated"
    prefixed = b"PK\x03\x04" + data
    assert refused(tmp_path, prefixed)[0] == "file.foreign_container"


def test_no_zip_at_all_is_told_apart_from_a_cut_one(tmp_path: Path) -> None:
    assert refused(tmp_path, b"%PDF-1.7 and so on")[0] == "file.not_a_container"
    data = container_of({"a.yaml": b"x" * 300, "b.yaml": os.urandom(300)})
    for length in range(4, len(data)):
        assert refused(tmp_path, data[:length]) == ("file.truncated", DIRECTORY)


@pytest.mark.parametrize("length", range(4))
def test_an_almost_empty_file_is_refused(tmp_path: Path, length: int) -> None:
    assert refused(tmp_path, b"PK\x03\x04"[:length])[0] == "file.truncated"


def test_too_many_members_are_refused_by_their_number_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container_module, "MAX_MEMBERS", 2)
    data = container_of({"a": b"", "b": b"", "c": b""})
    assert refused(tmp_path, data)[0] == "file.too_large"


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    bomb = opened(tmp_path, container_of({"a.yaml": b"\x00" * 50_000_000}))
    assert bomb.path.stat().st_size < 60_000
    with pytest.raises(DamagedFileError, match="too_large"):
        bomb.read("a.yaml", 2_000_000)
    with pytest.raises(
        DamagedFileError, match="too_large"
    ):  # within the limit, but a thousand times its packed size
        bomb.read("a.yaml", 60_000_000)


def test_a_member_larger_than_it_says_is_refused_at_the_limit(tmp_path: Path) -> None:
    data = foreign_container([(b"a.yaml", b"\x00" * 30_000_000, {"method": 8, "size": 10})])
    container = opened(tmp_path, data)
    tracemalloc.start()
    try:
        with pytest.raises(DamagedFileError) as caught:
            container.read("a.yaml", 100_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (caught.value.code, caught.value.details["member"]) == ("file.member_damaged", "a.yaml")
    assert peak < 2_000_000


def test_a_wrong_checksum_names_the_member(tmp_path: Path) -> None:
    container = opened(tmp_path, foreign_container([(b"a.yaml", b"data", {"crc": 1})]))
    with pytest.raises(DamagedFileError) as caught:
        container.read("a.yaml", 1000)
    assert (caught.value.code, caught.value.details["member"]) == ("file.member_damaged", "a.yaml")


def test_broken_compressed_data_names_the_member(tmp_path: Path) -> None:
    data = bytearray(container_of({"a.yaml": b"x" * 3000}))
    data[36 + 2] ^= 0xFF
    with pytest.raises(DamagedFileError) as caught:
        opened(tmp_path, bytes(data)).read("a.yaml", 10_000)
    assert caught.value.details["member"] == "a.yaml"


def test_a_missing_member_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError) as caught:
        opened(tmp_path, container_of({"a": b""})).read("booklet.yaml", 10)
    assert (caught.value.code, caught.value.details["member"]) == ("file.missing_member", "booklet.yaml")


def test_a_folder_a_missing_file_and_a_pipe_are_no_project_files(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "file.not_a_file"), (tmp_path / "none", "file.not_found")):
        with pytest.raises(ReadError, match=code):
            Container.open(path)
    with pytest.raises(ReadError, match="cannot_read"):
        Container.open(Path("a\x00b"))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ReadError, match="not_a_file"):
            Container.open(tmp_path / "pipe")


def test_a_container_can_be_sent_to_another_process(tmp_path: Path) -> None:
    container = opened(tmp_path, container_of({"a.yaml": b"data"}))
    assert pickle.loads(pickle.dumps(container)).read("a.yaml", 10) == b"data"
