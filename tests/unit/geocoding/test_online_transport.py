"""The one connection: two services over https, no way round, nothing without bounds. No socket is opened."""

from __future__ import annotations

import email.message
import io
from collections.abc import Callable
from typing import Any
from urllib.error import URLError
from urllib.request import BaseHandler, Request
from urllib.response import addinfourl

import pytest
from geopy.adapters import AdapterHTTPError
from geopy.exc import GeocoderParseError, GeocoderTimedOut, GeocoderUnavailable

from ofdesk.geocoding.online_transport import MAX_ANSWER_BYTES, HttpsAdapter

URL = "https://msearch.gsi.go.jp/address-search/AddressSearch?q=x"


class Body(io.BytesIO):
    """A body that, like that of a connection, gives no more than a piece at a time."""

    def __init__(self, data: bytes, piece: Callable[[], None] = lambda: None) -> None:
        super().__init__(data)
        self._piece = piece

    def read1(self, size: int | None = -1, /) -> bytes:
        self._piece()
        return super().read1(size)


class Answering(BaseHandler):
    """Stands before the handler that would connect."""

    handler_order = 1

    def __init__(
        self, status: int, body: io.BytesIO, headers: dict[str, str], failure: Exception | None
    ) -> None:
        self.status, self.body, self.headers, self.failure = status, body, headers, failure
        self.asked: list[str] = []

    def https_open(self, request: Request) -> Any:
        self.asked.append(request.full_url)
        if self.failure is not None:
            raise self.failure
        message = email.message.Message()
        for name, value in self.headers.items():
            message[name] = value
        answer = addinfourl(self.body, message, request.full_url, self.status)
        answer.msg = "x"  # type: ignore[attr-defined]
        return answer


class Watch:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def adapter(
    status: int = 200,
    body: io.BytesIO | bytes = b"[]",
    headers: dict[str, str] | None = None,
    failure: Exception | None = None,
    watch: Watch | None = None,
) -> tuple[HttpsAdapter, Answering]:
    made = HttpsAdapter(proxies={}, ssl_context=None, clock=watch or Watch())
    stream = Body(body) if isinstance(body, bytes) else body
    answering = Answering(status, stream, headers or {}, failure)
    made._opener.add_handler(answering)
    return made, answering


def fetch(made: HttpsAdapter, url: str = URL) -> Any:
    return made.get_json(url, timeout=10, headers={"User-Agent": "ofdesk"})


def test_an_answer_is_read_to_its_end() -> None:
    made, answering = adapter(body='["八尾"]'.encode())
    assert fetch(made) == ["八尾"]
    assert answering.asked == [URL]


@pytest.mark.parametrize(
    "url",
    [
        "http://msearch.gsi.go.jp/address-search/AddressSearch?q=x",
        "https://msearch.gsi.go.jp.example.com/",
        "https://user@msearch.gsi.go.jp/",
        "https://msearch.gsi.go.jp:8443/",
        "https://127.0.0.1/",
        "file:///etc/passwd",
        "ftp://msearch.gsi.go.jp/",
    ],
)
def test_nothing_but_the_services_is_asked(url: str) -> None:
    made, answering = adapter()
    with pytest.raises(GeocoderUnavailable):
        fetch(made, url)
    assert answering.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirection_is_followed(status: int) -> None:
    made, answering = adapter(status, headers={"Location": "https://nominatim.openstreetmap.org/search"})
    with pytest.raises(AdapterHTTPError) as caught:
        fetch(made)
    assert (caught.value.status_code, answering.asked) == (status, [URL])


def test_a_refusal_carries_its_status_and_headers() -> None:
    made, _ = adapter(429, headers={"Retry-After": "60"})
    with pytest.raises(AdapterHTTPError) as caught:
        fetch(made)
    assert (caught.value.status_code, caught.value.headers) == (429, {"retry-after": "60"})


def test_a_large_answer_is_not_read_to_its_end() -> None:
    body = Body(b" " * (MAX_ANSWER_BYTES * 4) + b"[]")
    pieces: list[int] = []
    body._piece = lambda: pieces.append(1)
    with pytest.raises(GeocoderParseError):
        fetch(adapter(body=body)[0])
    assert len(pieces) == MAX_ANSWER_BYTES // (16 * 1024) + 1
    assert adapter(body=b" " * (MAX_ANSWER_BYTES - 2) + b"[]")[0].get_json(URL, timeout=10, headers={}) == []


def test_a_dripping_answer_ends_in_time() -> None:
    watch = Watch()

    def drip() -> None:
        watch.now_s += 4

    # A piece of 16 KB each 4 s: the third comes at 12 s, after the 10 s there are.
    with pytest.raises(GeocoderTimedOut):
        fetch(adapter(body=Body(b" " * 16 * 1024 * 60, drip), watch=watch)[0])
    assert watch.now_s == 12


def refusing() -> None:
    raise ConnectionResetError("reset")


@pytest.mark.parametrize(
    ("failure", "body", "expected"),
    [
        (URLError(TimeoutError("timed out")), b"", GeocoderTimedOut),
        (URLError("name or service not known"), b"", GeocoderUnavailable),
        (TimeoutError("timed out"), b"", GeocoderTimedOut),
        (ConnectionResetError("reset"), b"", GeocoderUnavailable),
        (None, Body(b"[]", refusing), GeocoderUnavailable),
        (None, b"\xff\xfe", GeocoderParseError),
        (None, b"[" * 200_000, GeocoderParseError),
        (None, b"<html>", GeocoderParseError),
    ],
)
def test_every_failure_is_one_of_geopys(
    failure: Exception | None, body: Any, expected: type[Exception]
) -> None:
    made, _ = adapter(body=body, failure=failure)
    with pytest.raises(expected):
        fetch(made)


def test_without_a_handler_that_answers_the_connection_is_what_fails() -> None:
    """The way to the network is the real one: here it ends at a proxy that is this machine's closed port."""
    made = HttpsAdapter(proxies={"https": "http://127.0.0.1:9"}, ssl_context=None, clock=Watch())
    with pytest.raises(GeocoderUnavailable):
        fetch(made)
