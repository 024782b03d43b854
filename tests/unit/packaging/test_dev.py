"""The two commands of packaging/dev.py: their order, their exit codes, what they print last."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest

import dev
from environment import Environment, SetupError, clean_environment

DEV = Path(dev.__file__)


class Machine:
    """Stands in for the set-up and for the commands; remembers what was run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, failing: str = "", qt_works: bool = True) -> None:
        self.commands: list[str] = []
        self.variables: list[dict[str, str]] = []
        self.failing = failing
        monkeypatch.setattr(dev, "run", self.run)
        monkeypatch.setattr(dev, "set_up", lambda environment, locks: qt_works)

    def run(self, command: Sequence[str | Path], variables: dict[str, str] | None = None) -> int:
        text = " ".join(Path(part).name if Path(part).is_absolute() else str(part) for part in command)
        self.commands.append(text)
        self.variables.append(variables or {})
        return int(bool(self.failing) and self.failing in text)


def test_every_check_comes_before_all_tests_and_pytest_speaks_last(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(monkeypatch)
    assert dev.test(["-k", "geocoding"]) == 0
    tools = ["ruff check", "mypy", "lint-imports", "pytest", "pytest"]
    assert [tool in command for tool, command in zip(tools, machine.commands, strict=True)] == [True] * 5
    assert machine.commands[-1].endswith("-k geocoding")
    assert capsys.readouterr().out.endswith("==> All tests\n")


@pytest.mark.parametrize("failing", ["ruff", "mypy", "lint-imports", "no:pytest-qt"])
def test_a_failed_check_fails_the_command_but_the_tests_still_run(
    monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    machine = Machine(monkeypatch, failing)
    assert dev.test([]) == 1
    assert "--randomly-seed" in machine.commands[-1]


def test_without_qt_libraries_the_windows_are_left_out_and_the_run_does_not_count_as_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(monkeypatch, qt_works=False)
    assert dev.test([]) == 1
    assert "--ignore=tests/gui" in machine.commands[-1]
    assert "tests/gui is left out" in capsys.readouterr().out


def test_the_core_run_cannot_import_qt_even_in_a_child_process(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch)
    dev.test([])
    core = next(index for index, command in enumerate(machine.commands) if "no:pytest-qt" in command)
    child = "import PySide6.QtCore"
    parent = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', '{child}']))"
    variables = {**clean_environment(), **machine.variables[core]}
    result = subprocess.run([sys.executable, "-c", parent], env=variables, capture_output=True, check=False)
    assert result.returncode == 1
    assert b"ModuleNotFoundError: this run has no Qt" in result.stderr


def test_a_failed_set_up_is_one_sentence_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> bool:
        raise SetupError("Packages could not be downloaded.")

    monkeypatch.setattr(dev, "set_up", fail)
    monkeypatch.setattr("sys.argv", ["dev.py", "demo", "--no-gui"])
    assert dev.main() == 1
    assert capsys.readouterr().err == "dev.py: Packages could not be downloaded.\n"


def test_an_output_that_is_not_written_is_an_error_and_an_old_one_does_not_hide_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Machine(monkeypatch)
    output = tmp_path / "sample-booklet.pdf"
    output.write_bytes(b"%PDF of yesterday")
    with pytest.raises(SetupError, match=r"^sample-booklet\.pdf could not be made\.$"):
        dev.make(Environment(tmp_path), output, ["booklet"])
    assert not output.exists()


def test_pages_are_counted_in_the_file_itself(tmp_path: Path) -> None:
    environment = Environment(tmp_path)
    environment.python = Path(sys.executable)
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page()
        pdf.save(tmp_path / "three.pdf")
    assert dev.page_count(environment, tmp_path / "three.pdf") == 3


def test_an_editor_that_dies_at_once_is_an_error(tmp_path: Path) -> None:
    environment = Environment(tmp_path)
    # Python looks for a program named "edit", finds none and ends with code 2.
    environment.ofdesk = Path(sys.executable)
    with pytest.raises(SetupError, match=r"The editor ended with code 2; details in .*editor\.log\.$"):
        dev.open_editor(environment, tmp_path / "sample.ofdesk")


def test_a_word_that_is_not_understood_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["dev.py", "demo", "--nogui"])
    with pytest.raises(SystemExit) as stopped:
        dev.main()
    assert stopped.value.code == 2
    assert "--nogui" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_noticed(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert dev.has_display() == expected


def test_a_python_that_is_too_old_gets_a_sentence() -> None:
    ast.parse(DEV.read_text(encoding="utf-8"), feature_version=(3, 8))
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path(sys.argv[1])"
    result = subprocess.run([sys.executable, "-c", pretend, DEV], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr.startswith("ofdesk needs Python 3.11 or newer; this is 3.")


def test_only_the_standard_library_is_imported() -> None:
    own = {path.stem for path in DEV.parent.glob("*.py")}
    for name in ("dev", "environment", "qt_libraries"):
        tree = ast.parse((DEV.parent / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            foreign = {module.partition(".")[0] for module in names} - sys.stdlib_module_names - own
            assert not foreign, f"{name}.py imports {foreign}"
