"""Reads from the source which codes it emits, and with which details."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src" / "ofdesk"
_CHECK_METHODS = ("error", "warning", "add")


@dataclass(frozen=True)
class Emitted:
    """A code emitted somewhere.

    Attributes:
        code: the code; "" when it could not be made out.
        details: names of the details given with it; None when they are not all written out.
        place: file and line.
    """

    code: str
    details: frozenset[str] | None
    place: str


@cache
def modules() -> dict[Path, ast.Module]:
    """Return the syntax trees of all modules."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}


@cache
def all_strings() -> frozenset[str]:
    """Return every string that stands anywhere in the source."""
    return frozenset(
        node.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def beginnings() -> tuple[str, ...]:
    """Return how codes begin that are put together from a family and a member ("check.not_" and "url")."""
    found = (
        _texts(node)
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    )
    starts = {texts[0].removesuffix("*") for texts in found if texts}
    return tuple(start for start in starts if re.fullmatch(r"[a-z_]+\.[a-z_]*", start))


@cache
def error_classes() -> frozenset[str]:
    """Return the names of `OfdeskError` and of all classes below it."""
    known = {"OfdeskError"}
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    return frozenset(known)


def errors() -> list[Emitted]:
    """Return the codes of all errors that are made."""
    names = error_classes()
    return list(_collected(lambda call: _called(call) in names, code_at=0))


def warnings() -> list[Emitted]:
    """Return the codes of what exports warn of."""
    return list(_collected(lambda call: _called(call) == "PdfWarning", code_at=0))


def problems() -> list[Emitted]:
    """Return the codes of all findings of checks."""
    found = _collected(lambda call: _called(call) in _CHECK_METHODS and _on(call) == "findings", code_at=0)
    added = _collected(lambda call: _called(call) == "add" and _on(call) == "findings", code_at=1)
    return [one for one in (*found, *added) if one.code.startswith("check.")]


def progress() -> list[Emitted]:
    """Return the codes of the stages of long work."""
    return list(_collected(lambda call: _called(call) == "progress" and len(call.args) == 3, code_at=2))


def commands() -> set[str]:
    """Return the codes of all commands."""
    return {text for text in all_strings() if text.startswith("command.")}


def worded(section: str) -> list[Emitted]:
    """Return the codes asked of a section of the words, f-strings by their beginnings with a "*"."""

    def asks(call: ast.Call) -> bool:
        first = call.args[0] if call.args else None
        return isinstance(first, ast.Constant) and first.value == section and len(call.args) == 2

    return list(_collected(asks, code_at=1))


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _on(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id=name)):
            return name
        case _:
            return ""


def _collected(wanted: Callable[[ast.Call], bool], code_at: int) -> Iterator[Emitted]:
    for path, tree in modules().items():
        for scope, call in _calls(tree):
            if wanted(call) and len(call.args) > code_at:
                yield from _emitted(call, code_at, scope, tree, path)


def _calls(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    """Yield every call with the innermost function it stands in."""

    def walk(
        node: ast.AST, scope: ast.FunctionDef | None
    ) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
        if isinstance(node, ast.Call):
            yield scope, node
        inner = node if isinstance(node, ast.FunctionDef) else scope
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inner)

    return walk(tree, None)


def _emitted(
    call: ast.Call, code_at: int, scope: ast.FunctionDef | None, tree: ast.Module, path: Path
) -> Iterator[Emitted]:
    given = (
        None if any(k.arg is None for k in call.keywords) else frozenset(k.arg or "" for k in call.keywords)
    )
    place = f"{path.relative_to(SOURCE)}:{call.lineno}"
    codes = _texts(call.args[code_at])
    if codes is None and isinstance(call.args[code_at], ast.Name) and scope is not None:
        codes = _texts_of_name(call.args[code_at], scope, tree)
    for code in codes if codes is not None else [""]:
        yield Emitted(code, given, place)


def _texts(node: ast.expr) -> list[str] | None:
    """Return the strings an expression may be, or None."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            one, other = _texts(body), _texts(orelse)
            return one + other if one is not None and other is not None else None
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            return [start + "*"]
        case _:
            return None


def _texts_of_name(node: ast.expr, scope: ast.FunctionDef, tree: ast.Module) -> list[str] | None:
    """Return the strings of a variable: assigned in the function, or given by those who call it."""
    assert isinstance(node, ast.Name)
    for inner in ast.walk(scope):
        if isinstance(inner, ast.Assign) and [t.id for t in inner.targets if isinstance(t, ast.Name)] == [
            node.id
        ]:
            return _texts(inner.value)
    parameters = [argument.arg for argument in scope.args.args]
    if node.id not in parameters:
        return None
    at = parameters.index(node.id) - (parameters[0] == "self")
    found: list[str] = []
    for _, call in _calls(tree):
        if _called(call) == scope.name and len(call.args) > at:
            found += _texts(call.args[at]) or [""]
    return found
