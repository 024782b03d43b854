"""The booklet's words: both languages say the same, and every word a page asks for is there."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import ofdesk.booklet
from ofdesk.base.japan import PREFECTURES, REGIONS
from ofdesk.booklet.wording import BOOKLET_LANGUAGES, load_wording
from ofdesk.cartography.legend import LEGEND_CODES
from ofdesk.model import choices
from ofdesk.model.settings import SECTION_PATTERNS

TABLES = {language: load_wording(language).words for language in BOOKLET_LANGUAGES}
# Keys made of a fixed beginning and a code, with the codes there are.
MADE_KEYS = {
    "region.": (*REGIONS, "other"),
    "unit.": choices.UNIT.codes,
    "history.unit.": choices.UNIT.codes,
    "duration_facet.": choices.DURATION_FACET.codes,
    "visit_facet.": choices.VISIT_FACET.codes,
    "content_facet.": choices.CONTENT_FACET.codes,
    "organiser_role.": choices.ORGANISER_ROLE.codes,
    "frequency.": choices.FREQUENCY.codes,
    "booking.": choices.BOOKING.codes,
    "forum_kind.": choices.FORUM_KIND.codes,
    "link_kind.": choices.LINK_KIND.codes,
    "legend.": LEGEND_CODES,
    "month.": tuple(str(month) for month in range(1, 13)),
    "calendar.month.": tuple(str(month) for month in range(1, 13)),
}


def test_both_tables_have_the_same_keys() -> None:
    assert TABLES["ja"].keys() == TABLES["en"].keys()


@pytest.mark.parametrize("language", BOOKLET_LANGUAGES)
def test_every_word_is_a_text_and_says_something(language: str) -> None:
    assert [key for key, word in TABLES[language].items() if not isinstance(word, str) or not word] == []


def placeholders(word: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(word) if name}


def test_no_language_asks_for_a_value_the_other_does_not_know() -> None:
    # Japanese is the fuller one: English leaves weekdays away.
    asked = {key: placeholders(word) - placeholders(TABLES["ja"][key]) for key, word in TABLES["en"].items()}
    assert {key for key, names in asked.items() if names} == set()


@pytest.mark.parametrize(("prefix", "codes"), MADE_KEYS.items())
def test_every_code_has_a_word(prefix: str, codes: tuple[str, ...]) -> None:
    assert [code for code in codes if prefix + code not in TABLES["ja"]] == []


def keys_in_source() -> set[str]:
    """Return the first argument of every call of a wording that is written out in the code."""
    found: set[str] = set()
    for path in Path(ofdesk.booklet.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            key = node.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and name in ("wording", "own"):
                found.add(key.value if name == "wording" else f"label.{key.value}")
    return found


def test_every_word_that_pages_ask_for_is_there() -> None:
    asked = keys_in_source()
    assert len(asked) > 60
    assert asked - TABLES["ja"].keys() == set()


def test_no_word_is_left_over() -> None:
    source = "".join(
        p.read_text(encoding="utf-8") for p in Path(ofdesk.booklet.__file__).parent.rglob("*.py")
    )
    quoted = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', source)) | keys_in_source()
    made = {prefix + code for prefix, codes in MADE_KEYS.items() for code in codes}
    made |= {f"heading.{pattern}" for pattern in SECTION_PATTERNS} | {"heading.six_events"}
    made |= {key for key in TABLES["ja"] if key.startswith("how_to_read.")}
    made |= {"label.results", "label.key_persons", "label.co_leaders", "separator", "gap"}
    made |= {f"label.{name}" for name in re.findall(r'\("([a-z_]+)", factory\.', source)}
    assert TABLES["ja"].keys() - quoted - made == set()


@pytest.mark.parametrize("language", ["", "fr", "ja"])
def test_unknown_languages_speak_japanese(language: str) -> None:
    assert load_wording(language).language == "ja"


def test_a_missing_word_is_a_bug_and_says_so() -> None:
    with pytest.raises(KeyError):
        load_wording("ja")("no.such.word")


def test_prefectures_are_named_in_the_language() -> None:
    osaka = next(p for p in PREFECTURES if p.name == "大阪府")
    assert load_wording("ja").prefecture(osaka) == "大阪府"
    assert load_wording("en").prefecture(osaka) == "Osaka"
