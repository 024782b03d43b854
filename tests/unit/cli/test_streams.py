"""The command line as a process: pipes that break, consoles in CP932, terminals, Ctrl-C, what is imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.unit.cli.command_line import environment, process
from tests.unit.services.small_project import EVENT_ID, small_catalogue

from ofdesk.cli.console import Console, StreamError
from ofdesk.model.changes import apply, set_field
from ofdesk.services.words import load_words
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.saving import save_project

HEAVY = ("PySide6", "numpy", "PIL", "reportlab", "uharfbuzz", "shapely", "pypdfium2", "pikepdf", "fontTools")
RARE = "𠮟る～①"  # 𠮟 is not in CP932


@pytest.fixture
def rare_project(tmp_path: Path) -> Path:
    """A project whose texts CP932 cannot hold."""
    catalogue = small_catalogue()
    event = catalogue.get(EVENT_ID)
    assert event is not None
    for field, value in (("name", RARE), ("municipalities", (RARE,))):
        event = catalogue.get(EVENT_ID)
        assert event is not None
        catalogue = apply(catalogue, set_field(event, field, value))
    path = tmp_path / "見本.ofdesk"
    save_project(path, catalogue, PhotoStore(), expected_digest=None)
    return path


def test_names_cannot_command_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Files come by mail, and a terminal obeys what is written in them."""
    console = Console(load_words("ja"))
    console.line("工場\x1b[2J\x07\u202e\t名")
    console.error("誤り\x9b31m\u2066")
    console.json({"name": "\u202e\x1b"})
    written = capsys.readouterr()
    assert written.out.startswith("工場\ufffd[2J\ufffd\ufffd\t名\n")
    assert written.err == "誤り\ufffd31m\ufffd\n"
    assert json.loads(written.out.partition("\n")[2]) == {"name": "\u202e\x1b"}


# ── encodings ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", [("info",), ("check",), ("check", "--json"), ("--help",)])
@pytest.mark.parametrize("encoding", ["cp932", "ascii", "utf-8"])
def test_no_console_is_too_old(rare_project: Path, command: tuple[str, ...], encoding: str) -> None:
    name, *rest = command
    file = [] if name == "--help" else [rare_project]
    ended = process(name, *file, *rest, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert ended.returncode in (0, 1)
    assert ended.stderr == b""
    ended.stdout.decode(encoding)


def test_japanese_reaches_a_cp932_console(rare_project: Path) -> None:
    ended = process("info", rare_project, PYTHONIOENCODING="cp932", PYTHONUTF8="0")
    assert "工場・事業所" in ended.stdout.decode("cp932")


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "utf-8"])
def test_json_loses_nothing_in_any_encoding(rare_project: Path, encoding: str) -> None:
    ended = process("check", rare_project, "--json", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    titles = {problem["title"] for problem in json.loads(ended.stdout.decode(encoding))["problems"]}
    assert RARE in titles
    assert (RARE.encode() in ended.stdout) == (encoding == "utf-8")


def test_addresses_come_in_over_a_pipe() -> None:
    ended = process("geocode", stdin="大阪府八尾市本町一丁目1番1号\n".encode())
    assert ended.returncode == 0
    assert "大阪府八尾市本町一丁目" in ended.stdout.decode()


def test_bytes_that_are_no_text_are_no_address() -> None:
    ended = process("geocode", stdin=b"\xff\xfe\xfa\n")
    assert ended.returncode == 1
    assert ended.stderr == b""


# ── pipes and disks ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", ["info", "check"])
def test_nobody_reads_the_result(rare_project: Path, command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as broken:
        ended = subprocess.run(
            [sys.executable, "-m", "ofdesk", command, str(rare_project)],
            stdout=broken,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=60,
        )
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_output_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    class Full:
        encoding = "utf-8"

        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    console = Console(load_words("ja"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", Full())
        with pytest.raises(StreamError):
            console.line("結果")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_a_redirection_is_told_in_a_sentence(rare_project: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "ofdesk", "info", str(rare_project)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=60,
        )
    assert ended.returncode == 3
    assert ended.stderr.decode().count("\n") == 1


def test_without_streams_nothing_fails(rare_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    console = Console(load_words("ja"))
    console.line("結果")
    console.error("誤り")
    console.progress(1, 2, "layout")
    console.end_progress()
    console.flush()
    console.give_up_output()


# ── progress ────────────────────────────────────────────────────────────────────────────────────


class Terminal:
    """A terminal that remembers what was written."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        return

    def screen(self) -> str:
        """Return what stands on the last line, as a terminal with double-width characters shows it."""
        cells: list[str] = []
        at = 0
        for char in self.text:
            if char == "\r":
                at = 0
                continue
            for piece in (char, "") if ord(char) > 0x1100 else (char,):
                cells[at : at + 1] = [piece]
                at += 1
        return "".join(cells)


def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal behind standard error (inside the test: pytest changes it between the phases)."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


def test_progress_is_shown_on_one_line_and_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    ticks = iter(range(100))
    console = Console(load_words("ja"), clock=lambda: float(next(ticks)))
    console.progress(1, 200, "layout")
    console.progress(2, 200, "open.read")
    assert terminal.screen().strip() == load_words("ja")("progress", "open.read") + " 2/200"
    console.error("誤り")
    assert terminal.screen().strip() == "誤り"
    assert "\x1b" not in terminal.text  # old Windows consoles show escape sequences as rubbish


def test_progress_does_not_flood_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    console = Console(load_words("ja"), clock=lambda: 0.0)
    for done in range(1000):
        console.progress(done, 1000, "layout")
    assert terminal.text.count("\r") == 1
    console.progress(1000, 1000, "layout")
    assert "1000/1000" in terminal.text


def test_no_progress_where_nobody_watches(rare_project: Path, tmp_path: Path) -> None:
    ended = process("booklet", rare_project, "-o", tmp_path / "a.pdf", "--pages", "1")
    assert (ended.returncode, ended.stderr) == (0, b"")


# ── interruption ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that can be sent to one process only")
def test_ctrl_c_ends_quietly_and_leaves_the_former_file(tmp_path: Path) -> None:
    target = tmp_path / "見本.ofdesk"
    target.write_bytes(b"former")
    # A job started in the background inherits an ignored SIGINT; a person's Ctrl-C is never ignored.
    script = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from ofdesk.cli.main import main; sys.exit(main())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, "new", str(target), "--sample", "--force"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        time.sleep(1.0)
        assert running.poll() is None
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (130, b"", b"")
    assert target.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


# ── imports ─────────────────────────────────────────────────────────────────────────────────────


def imported_by(*arguments: str | Path) -> set[str]:
    """Run a command with Qt made impossible to import; returns the modules it had imported in the end."""
    script = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is not to be imported")
sys.meta_path.insert(0, Refuse())
from ofdesk.cli.main import main
try:
    code = main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code or 0
sys.stdout.flush()
print("\\n" + " ".join(name for name in sys.modules if "." not in name), file=sys.stderr)
sys.exit(code)
"""
    ended = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        env=environment(),
        check=False,
        timeout=100,
    )
    assert ended.returncode in (0, 1), ended.stderr.decode()
    return set(ended.stderr.decode().splitlines()[-1].split())


def test_short_commands_load_no_large_library(rare_project: Path, tmp_path: Path) -> None:
    for command in (
        ("--version",),
        ("info", rare_project),
        ("check", rare_project),
        ("new", tmp_path / "b"),
        ("geocode", "八尾市"),
    ):
        assert not imported_by(*command).intersection(HEAVY), command


def test_exports_need_no_qt(rare_project: Path, tmp_path: Path) -> None:
    modules = imported_by("booklet", rare_project, "-o", tmp_path / "a.pdf")
    assert "PySide6" not in modules
    assert "PySide6" not in imported_by("map", rare_project, "-o", tmp_path / "b.pdf")
