"""House rules of the interface, read from its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

GUI = Path(__file__).parents[2] / "src" / "ofdesk" / "gui"
ICONS = Path(__file__).parents[2] / "resources" / "icons"
ONLY_IN_LABELS = {"QLabel", "QMessageBox", "setToolTip", "setStatusTip", "setWhatsThis"}
FORBIDDEN_CALLS = {"processEvents", "exec_", "setHtml", "appendHtml", "getOpenFileName", "getSaveFileName"}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(GUI.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def called_name(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_only_the_factories_make_labels_message_boxes_and_tooltips() -> None:
    found = [
        f"{path.name}:{node.lineno} {called_name(node)}"
        for path, tree in modules()
        if path.name != "labels.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called_name(node) in ONLY_IN_LABELS
    ]
    assert found == []


def test_nothing_waits_in_an_event_loop_of_its_own() -> None:
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = called_name(node)
            # The application's own loop, in app.py, is the only one.
            if name in FORBIDDEN_CALLS or (name == "exec" and path.name != "app.py"):
                found.append(f"{path.name}:{node.lineno} {name}")
    assert found == []


def test_signals_are_connected_to_bound_methods_and_never_to_lambdas() -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and called_name(node) == "connect"
        and any(isinstance(argument, ast.Lambda) for argument in node.args)
    ]
    assert found == []


def test_no_text_is_ever_rich() -> None:
    for path in GUI.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"TextFormat\.(RichText|AutoText|MarkdownText)", text), path.name
        assert "QTextBrowser" not in text, path.name
        assert "openUrl" not in text, path.name


def test_modules_keep_to_a_readable_length() -> None:
    long = {
        path.name: count
        for path in GUI.rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def icon_names_in_source() -> set[str]:
    """Return the strings of the source that are names of icons."""
    names = {path.stem for path in ICONS.glob("*.svg")}
    strings = {
        node.value
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return names & strings


def test_every_icon_is_drawn_on_the_same_grid_with_the_same_line() -> None:
    for path in ICONS.glob("*.svg"):
        drawing = path.read_text(encoding="utf-8")
        assert 'viewBox="0 0 20 20"' in drawing, path.name
        assert 'stroke-width="1.5"' in drawing, path.name
        assert drawing.count("stroke-width") == 1, path.name
        assert 'stroke="currentColor"' in drawing, path.name
        assert 'fill="none"' in drawing, path.name


def test_every_icon_is_used() -> None:
    kinds = {"event", "edition", "factory", "participation", "forum", "survey", "report", "link", "photo"}
    unused = {path.stem for path in ICONS.glob("*.svg")} - icon_names_in_source() - kinds
    assert unused == set()
