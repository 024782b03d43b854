"""The program's source as trees, and the questions that rules ask of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "src" / "ofdesk"
CORE = (
    "base", "model", "drawing", "editing", "merging", "storage", "exchange", "geocoding", "typesetting",
    "cartography", "booklet", "press",
)  # fmt: skip
"""The floors below services."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A module of the program.

    Attributes:
        name: path inside the package, such as "gui/labels.py".
        lines: number of lines.
    """

    name: str
    tree: ast.Module
    lines: int

    @classmethod
    def of(cls, name: str, text: str) -> Module:
        """Parse a text as a module."""
        return cls(name, ast.parse(text), text.count("\n"))

    @property
    def floor(self) -> str:
        """The folder the module stands in, "" for the package itself."""
        return self.name.rpartition("/")[0].partition("/")[0]

    @property
    def is_core(self) -> bool:
        """Whether the module stands below services."""
        return self.floor in CORE

    def at(self, node: ast.AST, what: str) -> str:
        """Return a finding with its place."""
        return f"{self.name}:{getattr(node, 'lineno', 1)} {what}"


@cache
def modules() -> tuple[Module, ...]:
    """Return all modules of the program."""
    return tuple(
        Module.of(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


@cache
def walked(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Return a tree with everything inside it; kept, since every rule asks for it."""
    return tuple(ast.walk(tree))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield all functions and methods."""
    for node in walked(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Yield all calls with the dotted name of what is called ("" when it has none)."""
    for node in walked(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def dotted(node: ast.AST) -> str:
    """Return a name like "datetime.datetime.now"; for what is no plain name, its last attribute."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr}" if head else f".{node.attr}"
    return ""


def names_used(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield every plain name, attribute and imported name, the last part only."""
    for node in walked(tree):
        if isinstance(node, ast.Name):
            yield node, node.id
        elif isinstance(node, ast.Attribute):
            yield node, node.attr
        elif isinstance(node, ast.ImportFrom | ast.Import):
            for alias in node.names:
                yield node, alias.name.rpartition(".")[2]


def imported(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield every module that is imported, by its full name, and every name taken from one."""
    for node in walked(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"
