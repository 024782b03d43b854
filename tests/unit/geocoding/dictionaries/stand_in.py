"""A stand-in for jageocoder with its published interface (`init`, `get_db_dir`, `search`), not the real one.

Neither the real one nor its data of 20 GB are part of the tests; version 2.2.1 was looked at for what it
takes, returns and raises.
"""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any


class StandIn(types.ModuleType):
    """What is used of jageocoder's interface."""

    def __init__(self) -> None:
        super().__init__("jageocoder")
        self.opened: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.answer: Any = {"matched": "", "candidates": []}
        self.folder: str | None = "/data"

    def get_db_dir(self, mode: str) -> str | None:
        return self.folder

    def init(self, db_dir: str, mode: str) -> None:
        if not Path(db_dir).is_dir() and db_dir != "/data":
            raise RuntimeError("no dictionary")
        self.opened.append((db_dir, mode))

    def search(self, query: str) -> Any:
        if query == "東京都":  # asked once, to see whether there are data
            if self.opened[-1][0].endswith("empty"):
                raise RuntimeError("the index is not created")
            return {"matched": query, "candidates": []}
        self.asked.append(query)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer
