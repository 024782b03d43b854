"""Failures of the command line: one sentence, the right exit code, nothing destroyed."""

from __future__ import annotations

import errno
import importlib
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from tests.unit.cli.command_line import CommandLine

from ofdesk.storage.container_writing import ContainerWriter, stored
from ofdesk.storage.layout import HEADER_MEMBER

USAGE, FILE = 2, 3
READERS = [("info",), ("check",), ("booklet", "-o", "OUT"), ("map", "-o", "OUT")]


def arguments(command: tuple[str, ...], file: Path, output: Path) -> list[str | Path]:
    name, *rest = command
    return [name, file, *(output if word == "OUT" else word for word in rest)]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out.pdf"


# ── files that cannot be read ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", READERS)
def test_a_missing_file(ofdesk: CommandLine, tmp_path: Path, output: Path, command: tuple[str, ...]) -> None:
    ended = ofdesk.fails(*arguments(command, tmp_path / "ない.ofdesk", output))
    assert ended.code == FILE
    assert "ない.ofdesk" in ended.err
    assert not output.exists()


@pytest.mark.parametrize("command", READERS)
def test_a_folder_instead_of_a_file(
    ofdesk: CommandLine, tmp_path: Path, output: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "フォルダー").mkdir()
    ended = ofdesk.fails(*arguments(command, tmp_path / "フォルダー", output))
    assert ended.code == FILE
    assert "フォルダー" in ended.err


def test_a_file_without_permission(
    ofdesk: CommandLine, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Simulated, since the tests may run as an administrator whom nothing is forbidden.
    real = Path.open

    def refuse(self: Path, *given: Any, **more: Any) -> Any:
        if self == project:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return real(self, *given, **more)

    monkeypatch.setattr(Path, "open", refuse)
    ended = ofdesk.fails("info", project)
    assert ended.code == FILE
    assert project.name in ended.err


@pytest.mark.parametrize("length", [0, 3, 100, -30, -1])
def test_a_damaged_file(ofdesk: CommandLine, project: Path, length: int) -> None:
    project.write_bytes(project.read_bytes()[:length])
    ended = ofdesk.fails("info", project)
    assert ended.code == FILE
    assert project.name in ended.err


def test_a_file_of_another_kind(ofdesk: CommandLine, project: Path) -> None:
    project.write_text("メモ", encoding="utf-8")
    ended = ofdesk.fails("check", project, "--json")
    assert ended.code == FILE
    assert project.name in ended.err


def test_a_newer_file(ofdesk: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "新しい.ofdesk"
    with path.open("wb") as stream:
        writer = ContainerWriter(stream)
        writer.add(HEADER_MEMBER, stored(b'format: "999"\n'))
        writer.finish()
    ended = ofdesk.fails("info", path)
    assert ended.code == FILE
    assert "999" in ended.err


# ── files that cannot be written ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", [("booklet", "-o", "OUT", "--pages", "1"), ("map", "-o", "OUT")])
def test_a_full_disk_leaves_the_former_file(
    ofdesk: CommandLine,
    project: Path,
    output: Path,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    output.write_bytes(b"former")

    def full(stream: BinaryIO) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ofdesk.storage.atomic.sync", full)
    ended = ofdesk.fails(*arguments(command, project, output))
    assert ended.code == FILE
    assert "空き容量" in ended.err
    assert output.read_bytes() == b"former"
    assert sorted(path.name for path in output.parent.iterdir()) == ["out.pdf", project.name]


@pytest.mark.parametrize("command", READERS[2:])
def test_an_output_folder_that_is_missing_is_not_made(
    ofdesk: CommandLine, project: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    ended = ofdesk.fails(*arguments(command, project, tmp_path / "外部ドライブ" / "out.pdf"))
    assert ended.code == FILE
    assert "外部ドライブ" in ended.err
    assert not (tmp_path / "外部ドライブ").exists()


def test_new_makes_no_folder_either(ofdesk: CommandLine, tmp_path: Path) -> None:
    assert ofdesk.fails("new", tmp_path / "ない" / "a.ofdesk").code == FILE
    assert not (tmp_path / "ない").exists()


@pytest.mark.parametrize("command", READERS[2:])
def test_an_output_that_is_a_folder(
    ofdesk: CommandLine, project: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    ended = ofdesk.fails(*arguments(command, project, tmp_path))
    assert ended.code == FILE


@pytest.mark.parametrize("command", READERS[2:])
@pytest.mark.parametrize("way", ["itself", "hard link"])
def test_the_input_is_never_the_output(
    ofdesk: CommandLine, project: Path, tmp_path: Path, command: tuple[str, ...], way: str
) -> None:
    before = project.read_bytes()
    output = project
    if way == "hard link":
        output = tmp_path / "link.pdf"
        output.hardlink_to(project)
    ended = ofdesk.fails(*arguments(command, project, output))
    assert ended.code == USAGE
    assert project.read_bytes() == before


def test_no_project_is_written_over_by_a_pdf(ofdesk: CommandLine, project: Path, tmp_path: Path) -> None:
    other = tmp_path / "別.OFDESK"
    other.write_bytes(b"theirs")
    assert ofdesk.fails("booklet", project, "-o", other).code == USAGE
    assert other.read_bytes() == b"theirs"


# ── wrong wishes ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pages", ["8-3", "x", "3-", "-5", "0x1", "1-99999", ""])
def test_a_range_that_is_none(ofdesk: CommandLine, project: Path, output: Path, pages: str) -> None:
    ended = ofdesk("booklet", project, "-o", output, f"--pages={pages}")
    assert ended.code == USAGE
    assert "3-8" in ended.err.splitlines()[-1]
    assert not output.exists()


@pytest.mark.parametrize("pages", ["0", "900-950"])
def test_pages_the_booklet_does_not_have(
    ofdesk: CommandLine, project: Path, output: Path, pages: str
) -> None:
    ended = ofdesk.fails("booklet", project, "-o", output, "--pages", pages)
    assert ended.code == USAGE
    assert "1～" in ended.err
    assert not output.exists()


def test_an_unknown_area(ofdesk: CommandLine, project: Path, output: Path) -> None:
    ended = ofdesk.fails("map", project, "-o", output, "--area", "みちのく")
    assert ended.code == USAGE
    assert "みちのく" in ended.err
    assert not output.exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["dance"], "dance"),
        (["info"], "file"),
        (["info", "a", "b"], "b"),
        (["booklet", "a"], "--output"),
        (["booklet", "a", "-o"], "-o/--output"),
        (["info", "a", "--yaml"], "--yaml"),
        (["booklet", "a", "-o", "b", "--edition", "c"], "print, web"),
    ],
)
def test_wrong_usage_is_told_in_one_sentence_after_the_usage(
    ofdesk: CommandLine, given: list[str], told: str
) -> None:
    ended = ofdesk(*given)
    assert ended.code == USAGE
    assert ended.out == ""
    *usage, sentence = ended.err.splitlines()
    assert usage[0].startswith("usage: ofdesk")
    assert told in sentence
    assert not sentence.isascii()  # in Japanese


# ── tables ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", FILE),
        ('住所\n"閉じていない'.encode(), FILE),
        (b"\xff\xfe\x00\xd8\x81", FILE),
        ("名称,所在地\nx,y\n".encode("cp932"), USAGE),
    ],
    ids=["empty", "quote", "encoding", "column"],
)
def test_a_bad_table(ofdesk: CommandLine, tmp_path: Path, data: bytes, code: int) -> None:
    (tmp_path / "in.csv").write_bytes(data)
    out = tmp_path / "out.csv"
    out.write_bytes(b"former")
    ended = ofdesk.fails("geocode", "--input", tmp_path / "in.csv", "--output", out)
    assert ended.code == code
    assert out.read_bytes() == b"former"


def test_a_missing_column_names_those_there_are(ofdesk: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("名称,所在地\nx,y\n", encoding="utf-8")
    ended = ofdesk.fails("geocode", "--input", tmp_path / "in.csv", "--output", tmp_path / "out.csv")
    assert "名称、所在地" in ended.err


def test_a_table_is_not_written_over_itself(ofdesk: CommandLine, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text("住所\nx\n", encoding="utf-8")
    assert ofdesk.fails("geocode", "--input", table, "--output", table).code == USAGE
    assert table.read_text(encoding="utf-8") == "住所\nx\n"


@pytest.mark.parametrize("given", [["--input", "a.csv"], ["--output", "a.csv"]])
def test_a_table_needs_input_and_output(ofdesk: CommandLine, given: list[str]) -> None:
    assert ofdesk.fails("geocode", *given).code == USAGE


def test_a_missing_table(ofdesk: CommandLine, tmp_path: Path) -> None:
    ended = ofdesk.fails("geocode", "--input", tmp_path / "ない.csv", "--output", tmp_path / "out.csv")
    assert ended.code == FILE


# ── the editor ──────────────────────────────────────────────────────────────────────────────────


def test_without_a_screen_the_editor_says_so(ofdesk: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert ofdesk.fails("edit").code == FILE
    assert ofdesk.fails().code == FILE


def test_without_qt_the_editor_says_so(ofdesk: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def refuse(name: str) -> Any:
        if name.startswith("ofdesk.gui"):
            raise ModuleNotFoundError("No module named 'PySide6'")
        return real(name)

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("importlib.import_module", refuse)
    ended = ofdesk("edit")
    assert ended.code == FILE
    assert "PySide6" in ended.err


@pytest.mark.parametrize("name", ["長" * 300 + ".pdf", "長" * 300 + "/冊子.pdf"])
@pytest.mark.parametrize("command", ["booklet", "map"])
def test_a_name_too_long_to_be_one(
    ofdesk: CommandLine, project: Path, tmp_path: Path, command: str, name: str
) -> None:
    ended = ofdesk.fails(command, project, "-o", tmp_path / name)
    assert ended.code == FILE
    assert "書き込めません" in ended.err


def test_a_new_project_with_a_name_too_long_to_be_one(ofdesk: CommandLine, tmp_path: Path) -> None:
    assert ofdesk.fails("new", tmp_path / ("長" * 300 + ".ofdesk")).code == FILE
