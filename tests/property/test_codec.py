"""Whatever a record holds, a file gives it back."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.property.strategies import any_text, lines, parts, records

from ofdesk.model.records import KINDS, Record
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.codec import decode_record, encode, read_fields, tree_of
from ofdesk.storage.yaml_reading import Tree, read_yaml
from ofdesk.storage.yaml_writing import write_yaml

trees = st.recursive(
    st.one_of(any_text, lines),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from("abcdefg"), inner, max_size=4)
    ),
    max_leaves=12,
)
mappings = st.dictionaries(st.sampled_from("abcdefg"), trees, max_size=5)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(st.data())
def test_a_record_comes_back_equal_and_with_the_same_bytes(kind: str, data: st.DataObject) -> None:
    record: Record = data.draw(records(kind))
    written = encode(record)
    found = decode_record(kind, record.id, written, "member")
    assert found == record
    assert encode(found) == written


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@given(st.data())
def test_another_yaml_reader_finds_the_same_texts(kind: str, data: st.DataObject) -> None:
    record: Record = data.draw(records(kind))
    written = encode(record)
    assert yaml.load(written, Loader=yaml.BaseLoader) == tree_of(record)
    assert yaml.safe_load(written) == tree_of(record)


@settings(max_examples=100)
@given(st.one_of(parts(Project), parts(BookletSettings)))
def test_settings_come_back_equal(owner: Any) -> None:
    assert read_fields(type(owner), read_yaml(encode(owner), "m"), "m") == owner


@settings(max_examples=300)
@example({"a": "\n\n"})
@example({"a": " leading\nblank"})
@example({"a": "trailing \nblank"})
@example({"a": ["x\n\ny\n", {"b": "tab\there\nand there"}]})
@example({"a": "nel\x85line\u2028para\u2029bom\ufeff\nnext"})
@example({"a": [[["deep"], []], {}]})
@given(mappings)
def test_any_tree_comes_back_equal(tree: dict[str, Tree]) -> None:
    written = write_yaml(tree)
    assert read_yaml(written, "m") == tree
    assert yaml.safe_load(written) == tree
