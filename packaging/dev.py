"""Does everything on a fresh machine: `python3 packaging/dev.py demo` and `… dev.py test`.

Needs Python 3.11 with pip and nothing else; stdlib only. Both commands may be repeated: what is
there already is not made again. Owns the order of the steps; each step lives in its own module.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
RUNTIME_LOCKS = (PACKAGING / "requirements.lock", PACKAGING / "requirements-build.lock")
DEV_LOCKS = (*RUNTIME_LOCKS, PACKAGING / "requirements-dev.lock")
# The same order of tests on every machine; for another one: `dev.py test --randomly-seed=…`.
RANDOM_ORDER_SEED = 20230313
# Two processes share the tests; those of one file stay together, and so do the things they share.
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")
# How long a freshly started editor is watched for an early death.
EDITOR_WATCH_S = 3.0

# This file must be read by an older Python for that sentence to appear.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"ofdesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

from environment import Environment, SetupError, clean_environment  # noqa: E402
from qt_libraries import QT_LIBRARIES, WINDOW_LIBRARIES, provide  # noqa: E402


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print a heading before a step and its time after it."""
    print(f"==> {title}", flush=True)
    started = time.perf_counter()
    yield
    print(f"    {time.perf_counter() - started:.1f} s", flush=True)


def run(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> int:
    """Run a command in the checkout with its output shown; return its exit code."""
    variables = clean_environment() | {"PYTHONUTF8": "1"} | (environment or {})
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=variables, check=False).returncode


def set_up(environment: Environment, locks: tuple[Path, ...]) -> bool:
    """Bring the checkout to where the program runs.

    Returns:
        Whether Qt has the system libraries it needs, so that the editor can be run or tested.

    Raises:
        SetupError: packages or fonts could not be had.
    """
    with step("Qt's system libraries"):
        missing = provide(QT_LIBRARIES + WINDOW_LIBRARIES)
    with step("Python packages"):
        if environment.is_complete(locks):
            print("    .venv is up to date", flush=True)
        else:
            environment.provide(locks)
    with step("Fonts"):
        build_fonts(environment)
    return not any(library in missing for library in QT_LIBRARIES)


def build_fonts(environment: Environment) -> None:
    """Build the fonts that are not there yet.

    Raises:
        SetupError: with the builder's own sentence.
    """
    builder = [environment.python, PACKAGING / "data" / "build_fonts.py"]
    result = subprocess.run(
        builder, env=clean_environment(), capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    if result.returncode != 0:
        reason = result.stderr.strip().splitlines() or ["The fonts could not be built"]
        raise SetupError(f"{reason[-1]}.")
    print(f"    {result.stdout.strip()}", flush=True)


def has_display() -> bool:
    """Say whether a window could be shown to somebody."""
    return sys.platform == "win32" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def page_count(environment: Environment, pdf: Path) -> int:
    """Count the pages of a PDF by opening it."""
    code = "import sys, pypdfium2; print(len(pypdfium2.PdfDocument(sys.argv[1])))"
    command: list[str | Path] = [environment.python, "-c", code, pdf]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=clean_environment())
    return int(result.stdout)


def open_editor(environment: Environment, sample: Path) -> None:
    """Start the editor on the sample and leave it running.

    Raises:
        SetupError: it ended at once with an error.
    """
    log = sample.with_name("editor.log")
    with log.open("wb") as output:
        editor = subprocess.Popen(
            [environment.ofdesk, "edit", sample],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=clean_environment(),
            # It outlives this command and the terminal: a session of its own, or no console on Windows.
            start_new_session=True,
            creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
        )
    try:
        code = editor.wait(timeout=EDITOR_WATCH_S)
    except subprocess.TimeoutExpired:
        print("    the editor is open", flush=True)
        return
    if code != 0:
        raise SetupError(f"The editor ended with code {code}; details in {log}.")


def make(environment: Environment, output: Path, command: Sequence[str | Path]) -> str:
    """Write one file with the program's own command line.

    Returns:
        A line for the reader: where the file is, its pages, size and time.

    Raises:
        SetupError: the command failed.
    """
    output.parent.mkdir(exist_ok=True)
    output.unlink(missing_ok=True)
    with step(output.name):
        started = time.perf_counter()
        if run([environment.ofdesk, *command]) != 0 or not output.is_file():
            raise SetupError(f"{output.name} could not be made.")
        seconds = time.perf_counter() - started
    pages = f"{page_count(environment, output)} pages, " if output.suffix == ".pdf" else ""
    return f"    {output}  ({pages}{output.stat().st_size / 1e6:.1f} MB, {seconds:.1f} s)"


def demo(no_gui: bool) -> int:
    """Make the sample project, its booklet and its map, and open the editor on it."""
    environment = Environment(ROOT)
    qt_works = set_up(environment, RUNTIME_LOCKS)
    names = ("sample.ofdesk", "sample-booklet.pdf", "sample-map.pdf")
    sample, booklet, map_sheet = (ROOT / "build" / name for name in names)
    made = [
        make(environment, sample, ["new", sample, "--sample"]),
        make(environment, booklet, ["booklet", sample, "-o", booklet]),
        make(environment, map_sheet, ["map", sample, "-o", map_sheet]),
    ]
    with step("What is in the sample"):
        run([environment.ofdesk, "info", sample])
    print("==> Made", *made, sep="\n", flush=True)
    if not no_gui and qt_works and has_display():
        with step("Editor"):
            open_editor(environment, sample)
    return 0


def test(pytest_arguments: Sequence[str]) -> int:
    """Run every check, then all tests; pytest speaks last, whatever was found before it."""
    environment = Environment(ROOT)
    qt_works = set_up(environment, DEV_LOCKS)
    python: list[str | Path] = [environment.python, "-m"]
    without_qt = [*python, "pytest", "-q", *SIDE_BY_SIDE, "-p", "no:pytest-qt", "--ignore=tests/gui"]
    core = [*without_qt, "--ignore=tests/unit/gui", "--ignore=tests/unit/packaging", "tests/unit"]
    # A folder in front of the installed packages whose PySide6 cannot be imported, in child processes too.
    no_qt = {"PYTHONPATH": str(PACKAGING / "without_qt")}
    seed = f"--randomly-seed={RANDOM_ORDER_SEED}"
    checks: list[tuple[str, list[str | Path], dict[str, str]]] = [
        ("Lint (ruff)", [*python, "ruff", "check"], {}),
        ("Types (mypy)", [*python, "mypy"], {}),
        ("Floors (import-linter)", [environment.lint_imports], {}),
        ("Core tests without PySide6", core, no_qt),
    ]
    failed = []
    for title, command, variables in checks:
        with step(title):
            if run(command, variables) != 0:
                failed.append(title)
    everything: list[str | Path] = [*python, "pytest", *SIDE_BY_SIDE]
    if not qt_works:
        failed.append("Qt's system libraries, so tests/gui is left out")
        everything = list(without_qt)
    if failed:
        print("==> Not passed: " + "; ".join(failed), flush=True)
    print("==> All tests", flush=True)
    code = run([*everything, seed, *pytest_arguments])
    return code or int(bool(failed))


def main() -> int:
    """Read the command line and run the command; return the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    demonstrate = commands.add_parser("demo", help="make the sample booklet and map, open the editor")
    demonstrate.add_argument("--no-gui", action="store_true", help="do not open the editor")
    commands.add_parser("test", help="lint, types, floors and all tests; further arguments go to pytest")
    arguments, rest = parser.parse_known_args()
    if rest and arguments.command != "test":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    for stream in (sys.stdout, sys.stderr):
        # A console of another code page must not stop the set-up over a folder's name.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return demo(no_gui=arguments.no_gui) if arguments.command == "demo" else test(rest)
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("dev.py: interrupted; run the same command again to go on.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
