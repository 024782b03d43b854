"""What booklet and MAP can be written for: light to load, for those who only offer it."""

from __future__ import annotations

PRINT = "print"
WEB = "web"
BOOKLET_EDITIONS = (PRINT, WEB)
"""For print, or for screens: smaller pictures, and a structure to be read aloud by."""
