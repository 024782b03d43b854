"""From a keystroke to the picture of the page: typing into records while the preview process follows.

    python -m tests.bench.preview FILE.ofdesk [--keys 60] [--width 900]

Prints the time until the first picture after the start and, for each kind of page typed on, a row: turning to
the page, then the median, 95th percentile and slowest of the keystrokes.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import apply, set_field
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory
from ofdesk.services.preview import PreviewImage, PreviewWorker
from ofdesk.storage.project_file import open_project

_TEXT = "見学のあとで職人に話を聞くことができ、道具や材料にも触れられます。"
_PAUSE_S = 0.02  # a fast typist leaves more


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Measure the preview.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--width", type=int, default=900)
    arguments = parser.parse_args()
    opened = open_project(arguments.file)
    worker = PreviewWorker()
    try:
        started = time.perf_counter()
        worker.start(opened.catalogue, opened.photos)
        _awaited(worker, worker.request(None, None, arguments.width))
        print(f"| first picture after the start | {_ms(time.perf_counter() - started)} | | |")
        catalogue = opened.catalogue
        for title, record_id, field in _places(catalogue):
            times: list[float] = []
            began = time.perf_counter()
            _awaited(worker, worker.request(record_id, None, arguments.width))
            turned = time.perf_counter() - began
            for text in _strokes(arguments.keys):
                record = catalogue.get(record_id)
                assert record is not None
                change = set_field(record, field, text)
                catalogue = apply(catalogue, change)
                began = time.perf_counter()
                worker.apply((change,))
                _awaited(worker, worker.request(record_id, None, arguments.width))
                times.append(time.perf_counter() - began)
                time.sleep(_PAUSE_S)
            times.sort()
            p95 = times[int(0.95 * (len(times) - 1))]
            row = " | ".join(map(_ms, (turned, statistics.median(times), p95, times[-1])))
            print(f"| {title} | {row} |")
    finally:
        worker.stop()


def _places(catalogue: Catalogue) -> Iterator[tuple[str, RecordId, str]]:
    event = catalogue.all_of(Event)[0]
    factory = catalogue.all_of(Factory)[len(catalogue.all_of(Factory)) // 2]
    yield "event, long overview", event.id, "overview_long"
    yield "event, name", event.id, "name"
    yield "factory, summary", factory.id, "summary"
    yield "factory, name", factory.id, "name"


def _strokes(count: int) -> Iterator[str]:
    text = ""
    for number in range(count):
        text = text + _TEXT[number % len(_TEXT)] if len(text) < 30 else _TEXT[number % len(_TEXT)]
        yield text


def _awaited(worker: PreviewWorker, serial: int) -> PreviewImage:
    while True:
        answer = worker.poll()
        if answer is not None and answer.serial == serial:
            if not isinstance(answer, PreviewImage):
                raise SystemExit(f"no picture: {answer.code} {dict(answer.details)}")
            return answer
        if not worker.is_running:
            raise SystemExit("the preview process died")
        time.sleep(0.001)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


if __name__ == "__main__":
    main()
