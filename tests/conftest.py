"""What every test stands under: silence, no network, no window, the same examples on every run.

A test that expects the program to log says so with `@pytest.mark.expects_log("regular expression")`;
any other record of level WARNING or above fails it, and so does a message of Qt (pytest-qt) or a
Python warning (both set in pyproject.toml). Reaching for the network fails the test even when the
code under test swallows the exception.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import re
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import hypothesis
import pytest

# Before anything imports Qt. Who wants to watch the windows sets another platform.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Whoever runs the tests has dictionaries and journals of their own: no test, and no process that one starts,
# may see them. The folder goes when the interpreter ends.
DATA_FOLDER = tempfile.TemporaryDirectory(prefix="ofdesk-tests-")
os.environ["OFDESK_DATA_FOLDER"] = DATA_FOLDER.name

# Failing examples are the same for everybody; `--hypothesis-profile=explore` looks for new ones.
hypothesis.settings.register_profile(
    "ofdesk", derandomize=True, deadline=None, database=None, print_blob=True
)
hypothesis.settings.register_profile(
    "explore", derandomize=False, deadline=None, database=None, print_blob=True, max_examples=1000
)
hypothesis.settings.load_profile("ofdesk")


class ForbiddenNetworkError(Exception):
    """A test reached for the network. Not an OSError, which code under test may rightly handle."""


class NetworkGuard:
    """Refuses every socket that leaves this machine, and remembers that it was asked for.

    It listens to the interpreter's audit events, which no library can go round.
    """

    ADDRESS_EVENTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"})
    NAME_EVENTS = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in self.ADDRESS_EVENTS | self.NAME_EVENTS:
            return
        address = arguments[1] if event in self.ADDRESS_EVENTS else arguments[0]
        # AF_UNIX addresses are text or bytes, AF_INET and AF_INET6 ones tuples; None sends to the peer.
        if event in self.ADDRESS_EVENTS and not isinstance(address, tuple):
            return
        host = address[0] if isinstance(address, tuple) else address
        if not is_local(host):
            self.attempts.append(f"{event} {host!r}")
            raise ForbiddenNetworkError(f"{event} {host!r}")


def is_local(host: object) -> bool:
    """Say whether a host is this machine."""
    if host is None or host in ("", b"", "localhost", b"localhost"):
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


NETWORK = NetworkGuard()
sys.addaudithook(NETWORK)


class LogCollector(logging.Handler):
    """Keeps the records of level WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    # The run without Qt leaves pytest-qt out; its settings in pyproject.toml stay known all the same.
    if not pluginmanager.has_plugin("pytest-qt"):
        for name in ("qt_api", "qt_log_level_fail"):
            parser.addini(name, "Setting of pytest-qt, which this run does without.")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log(pattern): the test makes the program log this")


@contextmanager
def silence(item: pytest.Item, patterns: list[str]) -> Iterator[None]:
    """Fail the test if it logs what it does not expect, or reaches for the network."""
    collector = LogCollector()
    logging.getLogger().addHandler(collector)
    NETWORK.attempts.clear()
    try:
        yield
    finally:
        logging.getLogger().removeHandler(collector)
    unexpected = [text for text in collector.messages if not any(re.search(p, text) for p in patterns)]
    unseen = [p for p in patterns if not any(re.search(p, text) for text in collector.messages)]
    if NETWORK.attempts:
        pytest.fail(f"{item.name} reached for the network: {'; '.join(NETWORK.attempts)}", pytrace=False)
    if unexpected:
        pytest.fail("unexpected log: " + "; ".join(unexpected), pytrace=False)
    if unseen:
        pytest.fail("expected log did not come: " + "; ".join(unseen), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    with silence(item, []):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    with silence(item, [mark.args[0] for mark in item.iter_markers("expects_log")]):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    with silence(item, []):
        yield
