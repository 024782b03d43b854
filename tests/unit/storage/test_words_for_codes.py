"""Every code these floors raise has its sentence in every language, with the details it is given."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import ofdesk
from ofdesk.services.words import LANGUAGES, load_words

SOURCES = Path(ofdesk.__file__).parent
FLOORS = ("base", "model", "editing", "storage")


def raised_codes() -> Iterator[tuple[str, set[str]]]:
    """Yield code and names of details of every error that is made with a literal code."""
    for floor in FLOORS:
        for path in sorted((SOURCES / floor).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                if not node.func.id.endswith("Error") or not node.args:
                    continue
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str) and "." in code.value:
                    yield code.value, {keyword.arg for keyword in node.keywords if keyword.arg}


RAISED = tuple(raised_codes())
CODES = sorted({code for code, _ in RAISED})


def test_codes_are_found() -> None:
    assert {"file.truncated", "value.too_long", "change.outdated", "photo.broken"} <= set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence_that_asks_only_for_what_it_is_given(code: str, language: str) -> None:
    words = load_words(language)
    assert words.has("errors", code)
    asked = {name for _, name, _, _ in string.Formatter().parse(words.sections["errors"][code]) if name}
    for raised, given in RAISED:
        if raised == code:
            assert asked <= given, f"{code} is raised without {asked - given}"
