"""The one place that opens a connection: a GET over https to the online services, and nothing else.

Owns the bounds: two hosts, no redirection, a limit of bytes, an end in time, JSON that is not too deep.
Refuses http, files, other hosts and whatever is too large. Nothing here runs unless the user asked for it.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Callable
from http.client import HTTPException
from typing import Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderTimedOut, GeocoderUnavailable

HOSTS = frozenset({"msearch.gsi.go.jp", "mreversegeocoder.gsi.go.jp", "nominatim.openstreetmap.org"})
MAX_ANSWER_BYTES = 1024**2
_CHUNK_BYTES = 16 * 1024


class JsonAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """Reads JSON from whatever text its heir fetches."""

    @abstractmethod
    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Return the body of an answer."""

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """Return an answer as JSON.

        Raises:
            GeocoderParseError: it is none.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise GeocoderParseError("the answer is no JSON") from error


class HttpsAdapter(JsonAdapter):
    """Fetches over https from the hosts of the services."""

    def __init__(self, *, proxies: Any, ssl_context: Any, clock: Callable[[], float]) -> None:
        """Take what geopy hands to adapters, and a clock that tells when an answer takes too long."""
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._clock = clock
        # Not `build_opener`: that would also follow redirections and read http, ftp and file addresses.
        self._opener = OpenerDirector()
        for handler in (
            ProxyHandler(proxies),
            HTTPSHandler(context=ssl_context),
            HTTPErrorProcessor(),
            HTTPDefaultErrorHandler(),
            UnknownHandler(),
        ):
            self._opener.add_handler(handler)

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Return the body of an answer.

        Raises:
            AdapterHTTPError: the service answered with a failure, or wants to lead elsewhere.
            GeocoderTimedOut: there was no whole answer in time.
            GeocoderUnavailable: there is no connection, or the address is none of the services'.
            GeocoderParseError: the answer is too large or no text.
        """
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.netloc not in HOSTS:
            raise GeocoderUnavailable("not one of the services")
        ends_at = self._clock() + timeout
        try:
            with self._opener.open(Request(url, headers=headers), timeout=timeout) as answer:
                return self._body(answer, ends_at).decode("utf-8")
        except HTTPError as error:
            error.close()
            told = {name.lower(): value for name, value in error.headers.items()}
            raise AdapterHTTPError(
                f"status {error.code}", status_code=error.code, headers=told, text=""
            ) from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise GeocoderTimedOut("no connection in time") from error
            raise GeocoderUnavailable(str(error.reason)) from error
        except TimeoutError as error:
            raise GeocoderTimedOut("no answer in time") from error
        except UnicodeDecodeError as error:
            raise GeocoderParseError("the answer is no UTF-8") from error
        except (OSError, HTTPException) as error:
            raise GeocoderUnavailable(str(error)) from error

    def _body(self, answer: Any, ends_at: float) -> bytes:
        """Read to the end; a server that sends a byte now and then does not hold us up for ever."""
        body = bytearray()
        while chunk := cast(bytes, answer.read1(_CHUNK_BYTES)):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                raise GeocoderParseError("the answer is too large")
            if self._clock() > ends_at:
                raise TimeoutError
        return bytes(body)
