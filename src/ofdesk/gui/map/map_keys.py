"""The keys of the map, as tables; `map.keys` in the translations tells them to people."""

from __future__ import annotations

from PySide6.QtCore import Qt

ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
"""Which way the map is pulled, in steps."""
ZOOM_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
TOOL_KEYS = {
    Qt.Key.Key_L: "lasso",
    Qt.Key.Key_E: "circles",
    Qt.Key.Key_F: "filter",
    Qt.Key.Key_R: "layers",
}
