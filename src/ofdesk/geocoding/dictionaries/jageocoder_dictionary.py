"""jageocoder as one more dictionary, through its own interface, where the user installed it and its data.

Owns the translation of its answers. It is imported when it is first asked for, never connects to a server
(a folder of data is always named), and is held by a lock: its module keeps one open dictionary.
"""

from __future__ import annotations

import importlib
import math
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ofdesk.base.errors import DamagedFileError, InputError, ReadError
from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.dictionaries.questions import Finding, Question
from ofdesk.geocoding.match import Level

NAME = "jageocoder"
_BLOCK, _BUILDING = 7, 8  # its levels: 街区・地番, 住居番号・枝番
_RADII_M = {_BLOCK: 100, _BUILDING: 30}
_LEVELS = {_BLOCK: Level.BLOCK, _BUILDING: Level.PARCEL}
_LONGEST_BEHIND = 60
_TRIAL = "東京都"


class JageocoderDictionary:
    """Asks jageocoder for what stands behind a town."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open its data.

        Args:
            folder: where its dictionary was installed; None asks jageocoder itself.

        Raises:
            InputError: "dictionary.jageocoder_missing": it is not installed.
            ReadError: "dictionary.jageocoder_no_data": it has no data, or they cannot be opened.
        """
        try:
            self._module: Any = importlib.import_module("jageocoder")
        except ImportError as error:
            raise InputError("dictionary.jageocoder_missing") from error
        self._lock = threading.Lock()
        try:
            found = folder if folder is not None else self._module.get_db_dir(mode="r")
            if not found:
                raise ReadError("dictionary.jageocoder_no_data")
            self._module.init(db_dir=str(found), mode="r")
            self._module.search(_TRIAL)  # an empty folder is noticed only now
        except (OSError, RuntimeError, ValueError, TypeError, LookupError, AttributeError) as error:
            # Its own errors are RuntimeErrors.
            raise ReadError("dictionary.jageocoder_no_data") from error

    @property
    def name(self) -> str:
        """How the user calls it."""
        return NAME

    def find(self, question: Question) -> Finding | None:
        """Return the block or lot that jageocoder finds behind the town, when it is only one.

        Raises:
            DamagedFileError: "dictionary.damaged": it failed to answer.
        """
        if not question.behind:
            return None
        asked = question.canonical + question.behind[:_LONGEST_BEHIND]
        try:
            with self._lock:
                answer = self._module.search(asked)
            return _finding(answer, asked, question)
        except (OSError, RuntimeError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise DamagedFileError("dictionary.damaged", name=NAME) from error


def _finding(answer: Mapping[str, Any], asked: str, question: Question) -> Finding | None:
    matched, candidates = str(answer["matched"]), answer["candidates"]
    end = len(matched) - len(question.canonical)
    if end <= 0 or not asked.startswith(matched) or len(candidates) != 1:
        return None
    candidate: Mapping[str, Any] = candidates[0]
    level, lat_deg, lon_deg = int(candidate["level"]), float(candidate["y"]), float(candidate["x"])
    names: Sequence[str] = candidate["fullname"]
    if level not in _LEVELS or not (math.isfinite(lat_deg) and math.isfinite(lon_deg)):
        return None
    label = "".join(names[-1:] if level == _BLOCK else names[-2:])
    # What it matched may end with the hyphen that leads to the next number.
    while end and question.behind[end - 1] in "-の":
        end -= 1
    radius_m = min(_RADII_M[level], question.radius_m)
    return Finding(_LEVELS[level], GeoPoint(lat_deg, lon_deg), radius_m, label, end)
