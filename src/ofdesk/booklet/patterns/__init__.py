"""The page patterns by name. A new pattern is a module here, a line below and a step in the plan."""

from __future__ import annotations
