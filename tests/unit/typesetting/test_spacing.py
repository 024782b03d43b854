"""Space between two characters, in em: bodies are half or full, the rest is in the gap."""

import pytest

from ofdesk.typesetting.characters import CharClass, char_class
from ofdesk.typesetting.spacing import FORBIDDEN, break_penalty, gap_at_space, gap_between


def natural(before: str, after: str) -> float:
    return gap_between(char_class(before), char_class(after)).natural_em


@pytest.mark.parametrize(
    ("pair", "width_em"),
    [
        ("工場", 0.0),
        ("は「", 0.5),
        ("」は", 0.5),
        ("、は", 0.5),
        ("。は", 0.5),
        ("」「", 0.5),  # not 0.5 + 0.5: adjacent marks share their space
        ("、「", 0.5),
        ("「『", 0.0),
        ("」』", 0.0),
        ("」。", 0.0),
        ("。」", 0.0),
        ("」！", 0.0),
        ("市・", 0.25),
        ("・越", 0.25),
        ("」・", 0.25),
        ("は7", 0.25),
        ("7社", 0.25),
        ("とR", 0.25),
        ("7％", 0.0),
        ("￥7", 0.0),
        ("〜7", 0.0),
        ("「R", 0.0),
        ("R」", 0.0),
    ],
)
def test_natural_space(pair: str, width_em: float) -> None:
    assert natural(pair[0], pair[1]) == width_em


def test_space_between_japanese_and_latin_goes_from_an_eighth_to_a_half() -> None:
    gap = gap_between(CharClass.IDEOGRAPH, CharClass.LETTER)
    assert gap.natural_em - gap.shrink_em == 0.125
    assert gap.natural_em + gap.stretch_em <= 0.5


def test_a_typed_blank_between_japanese_and_latin_is_the_quarter_em_that_is_due_there() -> None:
    typed = gap_at_space(CharClass.IDEOGRAPH, CharClass.LETTER, 0.224, sticky=False)
    assert typed == gap_between(CharClass.IDEOGRAPH, CharClass.LETTER)


def test_the_space_behind_a_full_stop_is_not_taken_away() -> None:
    assert gap_between(CharClass.PERIOD, CharClass.IDEOGRAPH).shrink_em == 0.0
    assert gap_between(CharClass.COMMA, CharClass.IDEOGRAPH).shrink_em == 0.5


@pytest.mark.parametrize("char", "！？：；，．、。〉》」』】〕）］｝〟～〜ーっゃ々ゝ％℃),.!?")
def test_no_line_begins_with_these(char: str) -> None:
    assert break_penalty(CharClass.IDEOGRAPH, char_class(char)) == FORBIDDEN


@pytest.mark.parametrize("char", "「『（［｛〈《【〔〝￥〒([{")
def test_no_line_ends_with_these(char: str) -> None:
    assert break_penalty(char_class(char), CharClass.IDEOGRAPH) == FORBIDDEN


def test_a_blank_does_not_lift_a_prohibition() -> None:
    assert gap_at_space(CharClass.LETTER, CharClass.LATIN_CLOSE, 0.25, sticky=False).penalty == FORBIDDEN
    assert gap_at_space(CharClass.DIGIT, CharClass.LETTER, 0.25, sticky=True).penalty == FORBIDDEN
    assert gap_at_space(CharClass.LETTER, CharClass.LETTER, 0.25, sticky=False).penalty == 0.0


def test_numbers_stay_rather_with_what_they_count() -> None:
    assert 0 < break_penalty(CharClass.DIGIT, char_class("社")) < FORBIDDEN
    assert 0 < break_penalty(char_class("第"), CharClass.DIGIT) < FORBIDDEN
    assert break_penalty(char_class("場"), CharClass.DIGIT) == 0.0
