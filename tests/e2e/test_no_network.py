"""The program works without a network: commands, files, exports and the window open no socket to anywhere.

The commands run as processes of their own in which every event of a socket of the internet is refused and
written down, in this process and in those it starts. The guard hears what the interpreter itself reports, so
no library can go round it; that it hears is proved with programs that do reach out.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# A Unix socket or a pipe between our own processes stays on this machine and is no business of the guard.
GUARD = '''
import os, sys

class ForbiddenSocket(BaseException):
    """Not an Exception: nothing that handles failures of a network may swallow it."""

def _guard(event, arguments, log=os.environ["OFDESK_SOCKET_LOG"]):
    if not event.startswith("socket."):
        return
    if event == "socket.__new__" and arguments[1] not in (2, 10, 23, 30):  # AF_INET, AF_INET6 by system
        return
    if event in ("socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"):
        if not isinstance(arguments[1], tuple):
            return
    elif event not in (
        "socket.__new__", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
        "socket.getnameinfo", "socket.gethostname",
    ):
        return
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, f"{event} {arguments!r} in {sys.argv}\\n".encode())
    os.close(handle)
    raise ForbiddenSocket(event)

sys.addaudithook(_guard)
'''
ADDRESS = "大阪府八尾市本町1-1-1"
REVERSE = """
from ofdesk.geocoding.geopy_interface import OfflineJapan
from ofdesk.geocoding.gazetteer import Gazetteer
geocoder = OfflineJapan()
assert geocoder.geocode("大阪府八尾市本町1-1-1").address == "大阪府八尾市本町一丁目"
assert geocoder.reverse((34.6273, 135.6009)).address == "大阪府八尾市本町一丁目"
"""
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from tests.gui.conftest import type_text
from ofdesk.gui.app import Editor


def until(condition):
    for _ in range(1200):
        if condition():
            return
        QTest.qWait(50)
    raise SystemExit("it did not happen in a minute")


def walk(folder, path):
    application = QApplication(["ofdesk"])
    editor = Editor(application, folder)
    window = editor.window
    window.show()
    window.files.open_path(path)
    until(lambda: window.desk is not None and not window.background.jobs)
    until(lambda: window.places.has_gazetteer and window.places.layers is not None)
    desk = window.desk
    desk.show_place("factory")
    desk.table.add_button.click()
    for field, text in (("name", "見本工業"), ("address", "大阪府八尾市本町1-1-1")):
        target = desk.form.form.editors[field].target()
        target.setFocus()
        type_text(target, text)
    desk.show_map()
    desk.map.geocode_button.click()
    assert desk.map.card.match.point is not None
    assert not desk.map.online.isVisible() and not desk.map.online.ask_button.isVisible()
    desk.map.online.ask_button.click()  # even that asks nobody while no service is switched on
    desk.map.card.accept_button.click()
    desk.show_page()
    QTest.qWait(500)
    window.files.save()
    until(lambda: not window.files.is_saving and not window.isWindowModified())
    editor.close_without_asking()
    print("walked")


if __name__ == "__main__":
    walk(Path(sys.argv[1]), Path(sys.argv[2]))
"""

pytestmark = pytest.mark.timeout(300)


class Guarded:
    """Runs programs under the guard."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "sockets.txt"
        (folder / "guard").mkdir()
        (folder / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")

    def __call__(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        paths = (str(self.folder / "guard"), str(ROOT / "src"), str(ROOT))
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONUTF8": "1",
            "OFDESK_LANGUAGE": "ja",
            "OFDESK_SOCKET_LOG": str(self.log),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_DATA_HOME": str(self.folder / "data"),
        }
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=environment,
            encoding="utf-8",
            check=False,
            timeout=280,
        )

    @property
    def sockets(self) -> list[str]:
        """What was asked of the network."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def guarded(tmp_path: Path) -> Guarded:
    return Guarded(tmp_path)


REACHING = {
    "a library": "import urllib.request; urllib.request.urlopen('https://msearch.gsi.go.jp/', timeout=1)",
    "a bare socket": "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)",
    "a name": "import socket; socket.getaddrinfo('localhost', 80)",
    "a server": "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "a datagram": "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "one that hides it": "import socket\ntry:\n    socket.socket()\nexcept Exception:\n    pass",
    "a process it starts": "import subprocess, sys; subprocess.run([sys.executable, '-c',"
    " 'import socket; socket.socket()'])",
    "ofdesk --online": "from ofdesk.cli.main import main; main(['geocode', '--online', 'gsi', '八尾市'])",
}


@pytest.mark.parametrize("program", REACHING.values(), ids=REACHING)
def test_the_guard_hears_whoever_reaches_out(guarded: Guarded, program: str) -> None:
    guarded("-c", program)
    assert guarded.sockets


def test_the_guard_lets_pipes_and_unix_sockets_be(guarded: Guarded) -> None:
    ended = guarded(
        "-c", "import multiprocessing, socket; multiprocessing.Pipe(); socket.socketpair(); print(1)"
    )
    if os.name == "posix":
        assert (ended.stdout, guarded.sockets) == ("1\n", [])


def test_no_command_opens_a_socket(guarded: Guarded) -> None:
    project, table = guarded.folder / "見本.ofdesk", guarded.folder / "表.csv"
    table.write_text(f"名前,住所\n見本,{ADDRESS}\n", encoding="utf-8")
    commands: tuple[tuple[str | Path, ...], ...] = (
        ("new", project, "--sample"),
        ("info", project),
        ("check", project),
        ("geocode", ADDRESS),
        ("geocode", "--json", ADDRESS, "北区"),
        ("geocode", "--input", table, "--output", guarded.folder / "結果.csv"),
        ("booklet", project, "-o", guarded.folder / "冊子.pdf", "--pages", "1-4"),
        ("map", project, "-o", guarded.folder / "MAP.pdf", "--area", "近畿"),
    )
    for arguments in commands:
        ended = guarded("-m", "ofdesk", *arguments)
        assert (ended.returncode, ended.stderr) in ((0, ""), (1, "")), (arguments, ended.stderr)
    assert guarded.sockets == []


def test_geocoding_both_ways_opens_no_socket(guarded: Guarded) -> None:
    ended = guarded("-c", REVERSE)
    assert (ended.returncode, ended.stderr, guarded.sockets) == (0, "", [])


def test_a_working_day_in_the_window_opens_no_socket(guarded: Guarded) -> None:
    pytest.importorskip("PySide6", exc_type=ImportError)
    project, script, data = (guarded.folder / name for name in ("見本.ofdesk", "walk.py", "editor"))
    data.mkdir()
    script.write_text(WINDOW, encoding="utf-8")
    assert guarded("-m", "ofdesk", "new", project).returncode == 0
    size = project.stat().st_size
    ended = guarded(script, data, project)
    assert ended.stdout == "walked\n", ended.stderr
    assert project.stat().st_size > size  # it was saved
    assert guarded.sockets == []
