"""YAML is read as text; whatever could burn memory or mean something else is refused."""

from __future__ import annotations

import time

import pytest

from ofdesk.base.errors import DamagedFileError
from ofdesk.storage.yaml_reading import MAX_DEPTH, NodeBudget, read_yaml


def refused(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(DamagedFileError) as caught:
        read_yaml(data, "events/x.yaml")
    assert caught.value.details["member"] == "events/x.yaml"
    return caught.value.code


def test_scalars_stay_what_was_written() -> None:
    text = "a: yes\nb: 0312345670\nc: 2026-10-03\nd: 1_000\ne: ~\nf:\ng: 0x1F\nh: 1:20\n"
    expected = {
        "a": "yes",
        "b": "0312345670",
        "c": "2026-10-03",
        "d": "1_000",
        "e": "~",
        "f": "",
        "g": "0x1F",
    }
    assert read_yaml(text.encode(), "m") == {**expected, "h": "1:20"}


@pytest.mark.parametrize(
    "text",
    [
        "a: &x b", "a: *x", "a: !!str b", "a: ! b", "a: !!python/object/apply:os.system [ls]", "&x a: b",
        "a: &x [b]\nc: *x", "a: &x {b: c}", "%YAML 1.1\n---\na: b", "%TAG ! x\n---\na: b", "a: b\n---\nc: d",
        "- a\n- b", "just text", "? [a]\n: b", "? {a: b}\n: c", "<<: *x", "a: b\n...\n%TAG !a x\n--- {}",
    ],
)  # fmt: skip
def test_tags_anchors_aliases_directives_and_further_documents_are_refused(text: str) -> None:
    assert refused(text) == "file.yaml_forbidden"


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\ta: b", "a: 'x", "", "# only a remark", "{a: b"])
def test_what_is_no_yaml_mapping_is_a_syntax_error(text: str) -> None:
    assert refused(text) == "file.yaml_syntax"


def test_a_key_twice_is_refused_at_any_depth() -> None:
    assert refused("a: b\na: c") == "file.duplicate_key"
    assert refused("x:\n  - {a: b, a: c}") == "file.duplicate_key"


def test_bytes_that_are_not_utf8_are_refused() -> None:
    assert refused(b"a: \xff") == "file.not_utf8"
    assert refused("a: 見本".encode("cp932")) == "file.not_utf8"
    assert refused("a: b".encode("utf-16")) == "file.not_utf8"


@pytest.mark.parametrize("flood", ["[" * 100_000, "a: " + "[" * 100_000, "{a: " * 50_000, "- " * 100_000])
def test_deep_nesting_is_refused_at_once(flood: str) -> None:
    started = time.perf_counter()
    refused(flood)
    assert time.perf_counter() - started < 2


def test_a_hundred_thousand_directives_cost_no_time() -> None:
    started = time.perf_counter()
    assert refused("".join(f"%TAG !a{i}! x\n" for i in range(100_000)) + "--- {}") == "file.yaml_forbidden"
    assert time.perf_counter() - started < 2


def test_nesting_is_allowed_up_to_the_bound() -> None:
    inner = MAX_DEPTH - 1
    read_yaml(("a: " + "[" * inner + "]" * inner).encode(), "m")
    assert refused("a: " + "[" * (inner + 1) + "]" * (inner + 1)) == "file.yaml_forbidden"


def test_floods_of_nodes_long_scalars_and_keys_are_refused() -> None:
    assert refused("a: [" + "b," * 60_000 + "]") == "file.too_large"
    assert refused("a: " + "x" * 20_001) == "file.too_large"
    assert refused("k" * 101 + ": x") == "file.too_large"
    assert read_yaml(("a: " + "x" * 20_000).encode(), "m") == {"a": "x" * 20_000}


def test_many_small_members_share_one_budget() -> None:
    budget = NodeBudget(5)
    read_yaml(b"a: b\nc: d\n", "m", budget)
    read_yaml(b"a: b\nc: d\n", "m", budget)
    with pytest.raises(DamagedFileError, match="too_large"):
        read_yaml(b"a: b\nc: d\n", "m", budget)


def test_the_line_of_a_fault_is_told() -> None:
    with pytest.raises(DamagedFileError) as caught:
        read_yaml(b"a: b\nc: !!int 5\n", "m")
    assert caught.value.details["line"] == 2
