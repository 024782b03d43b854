"""What every page pattern works with: composer, theme, words of the booklet and maps."""

from __future__ import annotations
