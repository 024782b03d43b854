"""Stands in for the network: answers with given texts, failures, or what a function makes of the address."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ofdesk.geocoding.online_transport import JsonAdapter

Answer = str | Exception | Callable[[], str]

GSI_TITLE = "大阪府八尾市本町一丁目１番"
GSI_ANSWER = json.dumps(
    [
        {
            "geometry": {"coordinates": [135.600900, 34.627300], "type": "Point"},
            "type": "Feature",
            "properties": {"addressCode": "", "title": GSI_TITLE},
        },
        {
            "geometry": {"coordinates": [139.343331472222, 35.7550138055556], "type": "Point"},
            "type": "Feature",
            "properties": {"addressCode": "13303", "title": "東京水道", "dataSource": "1"},
        },
    ]
)
NOMINATIM_ANSWER = json.dumps(
    [
        {
            "place_id": 1,
            "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
            "osm_type": "way",
            "lat": "34.6274",
            "lon": "135.6008",
            "class": "boundary",
            "type": "administrative",
            "place_rank": 20,
            "addresstype": "neighbourhood",
            "display_name": "本町一丁目, 八尾市, 大阪府, 581-0003, 日本",
        }
    ]
)


class FakeNetwork:
    """An adapter factory that keeps what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.urls: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.timeouts: list[float] = []

    def __call__(self, *, proxies: Any, ssl_context: Any) -> JsonAdapter:
        return _FakeAdapter(self, proxies, ssl_context)


class _FakeAdapter(JsonAdapter):
    def __init__(self, network: FakeNetwork, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._network = network

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        network = self._network
        network.urls.append(url)
        network.headers.append(headers)
        network.timeouts.append(timeout)
        answer = network.answers.pop(0) if len(network.answers) > 1 else network.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, str) else answer()


class Stopwatch:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.slept_s: list[float] = []

    def clock(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now_s += seconds
