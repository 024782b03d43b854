"""Every code the program emits has words in both languages, and no words are left over."""

from __future__ import annotations

import string

import pytest
from tests.unit.services import code_collector
from tests.unit.services.code_collector import Emitted, all_strings, beginnings

from ofdesk.base.errors import DamagedFileError, OfdeskError
from ofdesk.cli.main import COMMANDS
from ofdesk.cli.usage import SENTENCES
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import KINDS
from ofdesk.services.words import LANGUAGES, Words, load_words

BOTH = {language: load_words(language) for language in LANGUAGES}
SECTIONS = sorted(set().union(*(words.sections for words in BOTH.values())))
EMITTED = {
    "errors": code_collector.errors(),
    "checks": code_collector.problems(),
    "warnings": code_collector.warnings(),
    "progress": code_collector.progress(),
    "cli": [one for one in code_collector.worded("cli") if one.code],
}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("section", EMITTED)
def test_codes_are_found_in_the_source(section: str) -> None:
    assert len(EMITTED[section]) >= 4
    unclear = [one.place for one in EMITTED[section] if not one.code]
    assert not unclear, f"codes that only a run could tell: {unclear}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", EMITTED)
def test_every_code_has_words(section: str, language: str) -> None:
    known = BOTH[language].sections[section]

    def worded(code: str) -> bool:
        return any(k.startswith(code[:-1]) for k in known) if code.endswith("*") else code in known

    missing = {one.code: one.place for one in EMITTED[section] if one.code and not worded(one.code)}
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_words(language: str) -> None:
    assert code_collector.commands()
    assert code_collector.commands() <= set(BOTH[language].sections["commands"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", ["errors", "checks", "cli"])
def test_every_placeholder_is_given_where_the_code_is_emitted(section: str, language: str) -> None:
    known = BOTH[language].sections[section]

    def lacking(one: Emitted) -> set[str]:
        return placeholders(known.get(one.code, "")) - one.details if one.details is not None else set()

    assert not {f"{one.place} {one.code}": lacking(one) for one in EMITTED[section] if lacking(one)}


@pytest.mark.parametrize("section", ["errors", "progress", "warnings", "commands", "checks"])
def test_no_words_are_left_over(section: str) -> None:
    known = BOTH["ja"].sections[section]
    assert not [code for code in known if code not in all_strings() and not code.startswith(beginnings())]


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_word_the_same_codes_with_the_same_placeholders(section: str) -> None:
    japanese, english = (BOTH[language].sections.get(section, {}) for language in LANGUAGES)
    assert set(japanese) == set(english)
    differing = {c for c in japanese if placeholders(japanese[c]) != placeholders(english[c])}
    assert not differing


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_sorted_and_not_empty(language: str, section: str) -> None:
    table = BOTH[language].sections[section]
    assert list(table) == sorted(table)
    assert all(isinstance(text, str) and text for text in table.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_subcommands_and_wrong_usage_have_words(language: str) -> None:
    codes = [name.replace("-", "_") for name in COMMANDS] + [code for code, _ in SENTENCES]
    assert all(BOTH[language].has("cli", code) for code in codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_and_severities_have_words(language: str) -> None:
    words = BOTH[language]
    assert all(words.has("kinds", kind) for kind in (*KINDS, "booklet"))
    assert all(words.has("severities", severity.name.lower()) for severity in Severity)


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return load_words(request.param)


def test_an_error_is_worded_with_its_details(words: Words) -> None:
    sentence = words.error(DamagedFileError("file.member_damaged", member="records/event/見本.yaml"))
    assert "records/event/見本.yaml" in sentence
    assert "{" not in sentence


def test_a_problem_is_worded_with_its_details(words: Words) -> None:
    problem = Problem("check.municipality_unknown", Severity.ERROR, None, "", (("name", "清洲市"),))
    assert "清洲市" in words.problem(problem)


def test_an_unknown_code_stands_for_itself(words: Words) -> None:
    assert words.error(OfdeskError("no.such_code", path="x")) == "no.such_code"


def test_a_detail_that_is_not_given_leaves_its_placeholder(words: Words) -> None:
    assert "{path}" in words("errors", "file.not_found")


def test_a_placeholder_never_reaches_into_a_value() -> None:
    words = Words("en", {"errors": {"x": "{path.__class__} {path[0]}"}})
    assert words("errors", "x", path="secret") == "{path.__class__} {path[0]}"


def test_braces_in_a_detail_are_text(words: Words) -> None:
    assert "{path}{0}" in words("errors", "file.not_found", path="{path}{0}")


def test_an_unknown_language_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        load_words("fr")
