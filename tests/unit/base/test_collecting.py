"""Processes that make pages look for garbage more seldom than CPython does by itself."""

from __future__ import annotations

import gc

from ofdesk.base.collecting import collect_seldom


def test_garbage_is_looked_for_more_seldom() -> None:
    before = gc.get_threshold()
    try:
        gc.set_threshold(700, 10, 10)
        collect_seldom()
        assert gc.get_threshold()[0] > 700
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)
