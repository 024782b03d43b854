"""The words of the interface: nothing without a word, nothing without use, both languages alike."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import string
from pathlib import Path

import pytest

from ofdesk.geocoding.confidence import Confidence
from ofdesk.geocoding.match import Note
from ofdesk.gui import actions
from ofdesk.gui.appearance import owner_code
from ofdesk.gui.dialogs import help as help_dialog
from ofdesk.gui.panels.navigation import PLACES
from ofdesk.model import choices, parts, settings
from ofdesk.model.fields import ChoiceType, specs_of
from ofdesk.model.problems import Severity
from ofdesk.model.records import KINDS, RECORD_TYPES
from ofdesk.services.editions import BOOKLET_EDITIONS
from ofdesk.services.map_formats import MAP_FORMATS
from ofdesk.services.words import LANGUAGES, load_words

SOURCE = Path(__file__).parents[2] / "src" / "ofdesk"
# Prefectures are called by their official names in both languages' data; English words may follow.
STANDS_FOR_ITSELF = {"prefecture"}


def owners() -> list[type]:
    found = [c for _, c in inspect.getmembers(parts, inspect.isclass) if c.__module__ == parts.__name__]
    return [
        *RECORD_TYPES,
        settings.Project,
        settings.BookletSettings,
        settings.Section,
        *(c for c in found if dataclasses.is_dataclass(c)),
    ]


def choice_sets() -> list[ChoiceType]:
    declared = [value for value in vars(choices).values() if isinstance(value, ChoiceType)]
    language = next(s.type for s in specs_of(settings.BookletSettings) if s.name == "language")
    assert isinstance(language, ChoiceType)
    return [*declared, settings.SECTION_PATTERN, language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_section_kind_and_choice_has_a_word(language: str) -> None:
    words = load_words(language)
    missing = [
        f"{owner_code(owner)}.{spec.name}"
        for owner in owners()
        for spec in specs_of(owner)
        if not words.has("fields", f"{owner_code(owner)}.{spec.name}")
        and not words.has("fields", f"any.{spec.name}")
    ]
    missing += [
        spec.section
        for owner in owners()
        for spec in specs_of(owner)
        if not words.has("sections", spec.section)
    ]
    missing += [kind for kind in (*KINDS, "project", "booklet") if not words.has("kinds", kind)]
    missing += [
        f"{one.name}.{code}"
        for one in choice_sets()
        if one.name not in STANDS_FOR_ITSELF
        for code in one.codes
        if not words.has("choices", f"{one.name}.{code}")
    ]
    assert missing == []


def test_no_label_stands_for_a_field_or_choice_that_is_gone() -> None:
    fields = {f"{owner_code(owner)}.{spec.name}" for owner in owners() for spec in specs_of(owner)}
    names = {f"any.{spec.name}" for owner in owners() for spec in specs_of(owner)}
    codes = {f"{one.name}.{code}" for one in choice_sets() for code in one.codes}
    sections = load_words("ja").sections
    assert set(sections["fields"]) - fields - names == set()
    assert set(sections["choices"]) - codes == set()


def test_both_languages_have_the_same_codes_with_the_same_blanks() -> None:
    japanese, english = (load_words(language).sections for language in ("ja", "en"))
    for section in ("ui", "kinds", "fields", "sections", "choices", "commands"):
        assert set(japanese[section]) == set(english[section]), section
        for code, sentence in japanese[section].items():
            assert blanks(sentence) == blanks(english[section][code]), f"{section}: {code}"


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def used_codes() -> set[str]:
    """Collect the codes of the interface that the source names, spelled out or by the tables it goes by."""
    found: set[str] = set()
    for path in SOURCE.joinpath("gui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    found |= {f"action.{spec.name}" for specs in actions.MENUS.values() for spec in specs if spec.name}
    found |= {"action.undo_of", "action.redo_of"}
    found |= {f"menu.{name}" for name in actions.MENUS}
    found |= {f"navigation.{place}" for place in PLACES if place not in KINDS}
    found |= {f"geocode.note.{note.value}" for note in Note}
    found |= {f"{prefix}.{group.value}" for prefix in ("confidence", "bulk.hint") for group in Confidence}
    found |= {f"export.format.{form}" for form in MAP_FORMATS}
    found |= {f"export.edition.{of}{code}" for of in ("", "booklet.", "map.") for code in BOOKLET_EDITIONS}
    found |= {code for code, _ in help_dialog._KEYS_BESIDE}
    found |= {f"checks.{severity.name.lower()}" for severity in Severity}
    return found


def test_every_code_the_interface_names_has_a_word_and_every_word_is_named() -> None:
    words = load_words("ja").sections["ui"]
    used = used_codes()
    # Hints and column headings are looked up by the fields they belong to.
    by_field = re.compile(r"^(hint|column)\.([a-z]+)\.([a-z_]+)$")
    fields = {f"{owner_code(owner)}.{spec.name}" for owner in owners() for spec in specs_of(owner)}
    unused = {code for code in words if code not in used and not by_field.match(code)}
    assert unused == set()
    stray = {m[0] for m in map(by_field.match, words) if m and f"{m[2]}.{m[3]}" not in fields}
    assert stray == set()
    prefixes = {code.partition(".")[0] for code in words}
    shaped = re.compile(r"^[a-z]+(\.[a-z_0-9]+)+$")
    named = {code for code in used if shaped.match(code) and code.partition(".")[0] in prefixes}
    commands = set(load_words("ja").sections["commands"])
    assert named - set(words) - commands - KNOWN_NON_CODES == set()


KNOWN_NON_CODES: set[str] = {"preview.died", "photo.file_too_large"}
"""Strings of the same shape that are codes of another section."""


def test_every_command_the_source_names_has_a_word() -> None:
    words = load_words("ja").sections["commands"]
    named: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        named |= set(re.findall(r'"(command\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    assert named <= set(words)


def test_menu_keys_are_told_apart_in_every_menu() -> None:
    for language in LANGUAGES:
        words = load_words(language)
        for name, specs in actions.MENUS.items():
            keys = [
                match[1].upper()
                for spec in specs
                if spec.name
                and (match := re.search(r"&(\w)", words("ui", f"action.{spec.name}"))) is not None
            ]
            assert len(keys) == len(set(keys)), (language, name, keys)
