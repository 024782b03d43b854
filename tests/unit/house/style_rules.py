"""Rules of style that a linter does not know: sizes, names, docstrings, signals, state of modules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.unit.house.source import Function, Module, calls, dotted, functions, walked

MAX_FUNCTION_LINES = 50
MAX_PARAMETERS = 6
MAX_MODULE_LINES = 400
_EMPTY_NAMES = re.compile(
    r"(^|_|/)(utils?|helpers?|manager|managers|common|misc|stuff|handler)(_|\.|$)", re.IGNORECASE
)
_CAMEL_MANAGER = re.compile(r"(Manager|Helper|Utils?|Handler)$")
_MUTATORS = {
    "append", "extend", "insert", "remove", "pop", "popitem", "clear", "update", "setdefault", "add",
    "discard", "appendleft", "sort", "reverse",
}  # fmt: skip
_CONTAINERS = {
    "list",
    "dict",
    "set",
    "deque",
    "defaultdict",
    "OrderedDict",
    "Counter",
    "bytearray",
    "SimpleQueue",
}
_PAST = re.compile(r"(ed|_requested)$")
_IRREGULAR = (
    "caught",
    "left",
    "ready",
    "chosen",
    "shown",
    "came",
    "went",
    "drawn",
    "begun",
    "gone",
    "known",
    "found",
    "lost",
    "set",
)


def modules_are_short(module: Module) -> Iterator[str]:
    """Nobody finds a thing in a long module."""
    if module.lines > MAX_MODULE_LINES:
        yield f"{module.name} has {module.lines} lines"


def functions_are_short(module: Module) -> Iterator[str]:
    """A function fits on a screen."""
    for function in functions(module.tree):
        assert function.end_lineno is not None
        lines = function.end_lineno - function.lineno + 1
        if lines > MAX_FUNCTION_LINES:
            yield module.at(function, f"{function.name} has {lines} lines")


def functions_take_few_things(module: Module) -> Iterator[str]:
    """More than six parameters are a thing without a name. Those a caller forces upon us begin with `_`."""
    for function in functions(module.tree):
        taken = [
            name for name in _parameters(function) if name not in ("self", "cls") and not name.startswith("_")
        ]
        if len(taken) > MAX_PARAMETERS:
            yield module.at(function, f"{function.name} takes {len(taken)} parameters")


def _parameters(function: Function) -> list[str]:
    given = function.args
    return [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def names_say_something(module: Module) -> Iterator[str]:
    """Utils, helpers, managers and the common tell nobody what they are."""
    if _EMPTY_NAMES.search(module.name):
        yield module.name
    for node in walked(module.tree):
        if isinstance(node, ast.ClassDef) and _CAMEL_MANAGER.search(node.name):
            yield module.at(node, node.name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _EMPTY_NAMES.search(node.name):
            yield module.at(node, node.name)


def what_is_public_is_explained(module: Module) -> Iterator[str]:
    """Modules, public classes and public functions have a docstring that is more than their name."""
    if not ast.get_docstring(module.tree):
        yield f"{module.name} has no docstring"
    for owner, node in _public(module.tree, ""):
        text = ast.get_docstring(node) or ""
        said = re.sub(r"\W+", "", text).lower()
        if not said or said == re.sub(r"_", "", node.name).lower():
            yield module.at(node, f"{owner}{node.name} has no docstring")


def _public(tree: ast.Module | ast.ClassDef, owner: str) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    for node in tree.body:
        if isinstance(
            node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and not node.name.startswith("_"):
            if any(dotted(mark).endswith(("overload", "setter")) for mark in node.decorator_list):
                continue
            yield owner, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node, f"{node.name}.")


def modules_hold_no_state(module: Module) -> Iterator[str]:
    """What a module holds is never changed: no `global`, no container filled while the program runs."""
    for node in walked(module.tree):
        if isinstance(node, ast.Global):
            yield module.at(node, "global")
    held = set(_module_names(module.tree))
    for statement in module.tree.body:
        value = getattr(statement, "value", None)
        if (
            isinstance(statement, ast.Assign | ast.AnnAssign)
            and value is not None
            and _is_empty_container(value)
        ):
            yield module.at(statement, "an empty container waits to be filled")
    for function in functions(module.tree):
        yield from _changes_of(function, held - set(_local_names(function)), module)


def _module_names(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        targets = (
            statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        )
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id


def _local_names(function: Function) -> Iterator[str]:
    yield from _parameters(function)
    for node in walked(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _is_empty_container(value: ast.AST) -> bool:
    if isinstance(value, ast.List | ast.Set):
        return not value.elts
    if isinstance(value, ast.Dict):
        return not value.keys
    return (
        isinstance(value, ast.Call)
        and dotted(value.func).rpartition(".")[2] in _CONTAINERS
        and not value.args
    )


def _changes_of(function: Function, held: set[str], module: Module) -> Iterator[str]:
    for node in walked(function):
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Store | ast.Del)
            and dotted(node.value) in held
        ):
            yield module.at(node, f"changes {dotted(node.value)}")
    for call, name in calls(function):
        head, _, last = name.rpartition(".")
        if head in held and last in _MUTATORS:
            yield module.at(call, name)


def signals_are_facts_or_wishes(module: Module) -> Iterator[str]:
    """A signal tells what happened, in the past tense, or what is wished for, as `…_requested`."""
    for node in walked(module.tree):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Call):
            continue
        if dotted(node.value.func) not in ("Signal", "QtCore.Signal"):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        name = dotted(target)
        if not _PAST.search(name) and name.rpartition("_")[2] not in _IRREGULAR:
            yield module.at(node, f"{name} is neither a fact nor a wish")


RULES = (
    modules_are_short,
    functions_are_short,
    functions_take_few_things,
    names_say_something,
    what_is_public_is_explained,
    modules_hold_no_state,
    signals_are_facts_or_wishes,
)
