"""Opening project files: what they hold, and what becomes of damaged, hostile and newer ones."""

from __future__ import annotations

import hashlib
import random
import time
from pathlib import Path

import pytest
from tests.unit.storage.examples import container_of, jpeg, project_of, record_id, saved_project

from ofdesk.base.errors import Cancelled, DamagedFileError, NewerFileError, OfdeskError, ReadError
from ofdesk.base.progress import CancelToken
from ofdesk.model.records import Photo
from ofdesk.storage import project_file
from ofdesk.storage.container import Container
from ofdesk.storage.layout import FORMAT_VERSION
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import save_project


def file_of(tmp_path: Path, members: dict[str, bytes], *, compress: bool = True) -> Path:
    path = tmp_path / "x.ofdesk"
    path.write_bytes(container_of(members, compress=compress))
    return path


def refused(path: Path) -> tuple[str, str]:
    before = path.read_bytes()
    with pytest.raises(DamagedFileError) as caught:
        open_project(path)
    assert path.read_bytes() == before
    return caught.value.code, str(caught.value.details["member"])


def test_what_was_saved_is_opened(tmp_path: Path) -> None:
    path, saved, catalogue, store = saved_project(tmp_path)
    opened = open_project(path)
    assert opened.catalogue == catalogue
    assert opened.digest == saved.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert opened.format_version == FORMAT_VERSION
    assert opened.missing_photos == ()
    (photo,) = opened.catalogue.all_of(Photo)
    assert opened.photos.get(photo.sha256) == store.get(photo.sha256)


def test_the_smallest_project_opens(tmp_path: Path) -> None:
    assert len(open_project(file_of(tmp_path, project_of())).catalogue) == 0


def test_a_work_folder_keeps_photos_at_hand_when_the_file_is_gone(tmp_path: Path) -> None:
    path, _, _, store = saved_project(tmp_path)
    opened = open_project(path, work_folder=tmp_path / "work")
    path.unlink()
    (photo,) = opened.catalogue.all_of(Photo)
    assert opened.photos.get(photo.sha256) == store.get(photo.sha256)
    assert opened.photos.add(jpeg((1, 2, 3)), "image/jpeg") in opened.photos


def test_a_newer_format_is_told_whatever_else_it_holds(tmp_path: Path) -> None:
    newer = FORMAT_VERSION + 1
    header = f'format: "{newer}"\nproject: {{}}\nfuture: {{x: y}}\n'.encode()
    path = file_of(tmp_path, {**project_of(), "ofdesk.yaml": header, "novelties/x.bin": b"?"})
    before = path.read_bytes()
    with pytest.raises(NewerFileError) as caught:
        open_project(path)
    assert caught.value.details == {"found": newer, "supported": FORMAT_VERSION}
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", ["", "0", "-1", "one", "1.0", "９", "99999999999999999999", "[1]"])
def test_a_version_that_is_none_is_damage(tmp_path: Path, version: str) -> None:
    path = file_of(tmp_path, {**project_of(), "ofdesk.yaml": f"format: {version}\nproject: {{}}\n".encode()})
    assert refused(path) == ("file.bad_value", "ofdesk.yaml")


def test_a_zip_that_is_no_project_is_told_so(tmp_path: Path) -> None:
    assert refused(file_of(tmp_path, {"word/document.xml": b"<x/>"}))[0] == "file.not_a_container"


def test_a_missing_booklet_is_named(tmp_path: Path) -> None:
    members = project_of()
    del members["booklet.yaml"]
    assert refused(file_of(tmp_path, members)) == ("file.missing_member", "booklet.yaml")


ONE = "0" * 31 + "1"


@pytest.mark.parametrize(
    "name",
    [
        "evil.exe", "events/00/x.yaml", f"events/01/{ONE}.yaml", f"wonders/00/{ONE}.yaml",
        f"events/00/{ONE}.yml", f"events/00/{ONE}A.yaml", f"photos/{'0' * 64}.svg", f"photos/{'0' * 63}.jpg",
        "history/a/b.pack", f"Events/00/{ONE}.yaml", "ofdesk.yaml.bak",
    ],
)  # fmt: skip
def test_members_that_do_not_belong_are_refused_by_name(tmp_path: Path, name: str) -> None:
    assert refused(file_of(tmp_path, project_of(**{name: b"{}"}))) == ("file.bad_member_name", name)


def test_one_identity_in_two_kinds_is_refused(tmp_path: Path) -> None:
    members = {f"events/00/{ONE}.yaml": b"{}", f"factories/00/{ONE}.yaml": b"{}"}
    assert refused(file_of(tmp_path, project_of(**members)))[0] == "file.duplicate_member"


def test_a_fault_in_a_record_names_member_and_field(tmp_path: Path) -> None:
    name = f"events/00/{ONE}.yaml"
    path = file_of(tmp_path, project_of(**{name: b"start: never\n"}))
    with pytest.raises(DamagedFileError) as caught:
        open_project(path)
    assert caught.value.details == {"member": name, "field": "start"}


def test_a_photo_that_is_not_what_its_name_says_is_refused(tmp_path: Path) -> None:
    name = f"photos/{'0' * 64}.jpg"
    assert refused(file_of(tmp_path, project_of(**{name: b"other bytes"}))) == ("photo.damaged", name)


def test_photos_are_checked_when_they_are_read_where_that_is_enough(tmp_path: Path) -> None:
    sha256 = "0" * 64
    path = file_of(tmp_path, project_of(**{f"photos/{sha256}.jpg": b"other bytes"}))
    opened = open_project(path, photos_later=True)
    assert opened.digest == ""
    with pytest.raises(DamagedFileError) as caught:
        opened.photos.get(sha256)
    assert caught.value.code == "photo.damaged"


def test_a_photo_that_is_not_in_the_file_is_reported(tmp_path: Path) -> None:
    text = f'sha256: "{"1" * 64}"\nmedia: image/jpeg\n'
    opened = open_project(file_of(tmp_path, project_of(**{f"photos/00/{ONE}.yaml": text.encode()})))
    assert opened.missing_photos == ("1" * 64,)


def test_records_beyond_the_total_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_file, "MAX_TEXT_TOTAL_BYTES", 1000)
    name = f"events/00/{ONE}.yaml"
    assert refused(file_of(tmp_path, project_of(**{name: b"#" * 1000})))[0] == "file.too_large"


def test_members_of_the_reserved_history_are_carried_along(tmp_path: Path) -> None:
    path = file_of(tmp_path, project_of(**{"history/pack-1.pack": b"GIT\x00" * 99}))
    opened = open_project(path, work_folder=tmp_path / "work")
    target = tmp_path / "again.ofdesk"
    save_project(target, opened.catalogue, opened.photos, expected_digest=None)
    assert Container.open(target).read("history/pack-1.pack", 1000) == b"GIT\x00" * 99


def test_opening_can_be_called_off(tmp_path: Path) -> None:
    path, *_ = saved_project(tmp_path)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        open_project(path, cancel=token)


def test_progress_is_told_in_order(tmp_path: Path) -> None:
    path, *_ = saved_project(tmp_path)
    told: list[str] = []
    open_project(path, progress=lambda done, total, code: told.append(code))
    assert told == ["open.read", "open.records", "open.photos"]


def test_what_is_no_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="not_found"):
        open_project(tmp_path / "none.ofdesk", work_folder=tmp_path / "work")


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return data with one to four random injuries."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(changed) + 1)
        match rng.randrange(6):
            case 0:
                changed[place : place + 1] = bytes([rng.randrange(256)])
            case 1:
                del changed[place : place + rng.randint(1, 40)]
            case 2:
                changed[place:place] = rng.randbytes(rng.randint(1, 40))
            case 3:
                changed[place : place + 4] = rng.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"PK\x01\x02"])
            case 4:
                other = rng.randrange(len(changed) + 1)
                changed[place:place] = changed[other : other + rng.randint(1, 200)]
            case _:
                changed[place : place + 1] = rng.choice(
                    [b"[", b"{", b"&", b"*", b"!", b"%", b":", b"\n", b'"']
                )
        if len(changed) < 8:
            break
    return bytes(changed)


def outcome(path: Path) -> str:
    started = time.perf_counter()
    try:
        open_project(path)
        code = "opened"
    except OfdeskError as error:
        code = error.code
    assert time.perf_counter() - started < 5
    return code


def mutate_files(tmp_path: Path, rounds: int, seed: int) -> set[str]:
    """Injure in turn the file as a whole and the text of a member, which no checksum protects then."""
    path, *_ = saved_project(tmp_path)
    whole = path.read_bytes()
    container = Container.open(path)
    members = {name: container.read(name, 1_000_000) for name in container.entries}
    rng = random.Random(seed)
    target = tmp_path / "mutated.ofdesk"
    seen: set[str] = set()
    for number in range(rounds):
        if number % 2:
            target.write_bytes(mutated(whole, rng))
        else:
            name = rng.choice(sorted(members))
            target.write_bytes(container_of({**members, name: mutated(members[name], rng)}))
        seen.add(outcome(target))
    return seen


def test_mutated_files_open_or_are_refused_with_a_known_error(tmp_path: Path) -> None:
    seen = mutate_files(tmp_path, 600, seed=20261101)
    assert len(seen) > 10


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(10))
def test_twenty_thousand_mutated_files(tmp_path: Path, seed: int) -> None:
    mutate_files(tmp_path, 20_000, seed)


def test_a_store_without_a_folder_reads_but_does_not_take(tmp_path: Path) -> None:
    path, *_ = saved_project(tmp_path)
    opened = open_project(path)
    with pytest.raises(OfdeskError, match="read_only"):
        opened.photos.add(jpeg(), "image/jpeg")
    assert record_id(5) not in opened.photos
    assert isinstance(opened.photos, PhotoStore)
