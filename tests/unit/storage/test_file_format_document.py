"""FILE_FORMAT.md says what the program does."""

from __future__ import annotations

import re

import describe_format
import pytest

from ofdesk.model.fields import MAX_LIST_ITEMS, MAX_TEXT_CHARS
from ofdesk.storage import container, layout, project_file, yaml_reading

TEXT = describe_format.DOCUMENT.read_text(encoding="utf-8")


def test_the_tables_are_in_step_with_the_declarations() -> None:
    assert describe_format.described(TEXT) == TEXT, "run packaging/data/describe_format.py"


def test_every_kind_has_its_table_and_folder() -> None:
    for folder in layout.FOLDER_OF_KIND.values():
        assert f"(`{folder}/`)" in TEXT


def test_the_version_is_the_present_one() -> None:
    assert f"format version {layout.FORMAT_VERSION}\n" in TEXT.splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (container.MAX_MEMBERS, "| members | {:,} |"),
        (container.MAX_DIRECTORY_BYTES // 1024**2, "| directory | {} MiB |"),
        (container.MAX_NAME_CHARS, "| name | {} characters |"),
        (container.MAX_PHOTO_BYTES // 1024**2, "| one photo or history member | {} MiB |"),
        (container.MAX_PHOTO_BYTES // 1024**2, "| one picture of a layer | {} MiB |"),
        (project_file.MAX_LAYER_TEXT_BYTES // 1024**2, "| one layer's GeoJSON / all of them | {} MiB /"),
        (container.MAX_RATIO, "| 1 : {} |"),
        (container.RATIO_FREE_BYTES // 1024, "above {} KiB"),
        (container.MAX_TEXT_TOTAL_BYTES // 1024**2, "/ {} MiB |"),
        (container.MAX_TEXT_MEMBER_BYTES // 1024**2, "| {} MiB /"),
        (yaml_reading.MAX_DEPTH, "more than {} levels"),
        (yaml_reading.MAX_NODES, "{:,} nodes in a member"),
        (yaml_reading.MAX_NODES_IN_FILE, "{:,} in a file"),
        (MAX_TEXT_CHARS, "scalars of more than {:,} characters"),
        (MAX_LIST_ITEMS, "lists of more than {} items"),
    ],
)
def test_the_bounds_are_those_of_the_program(number: int, words: str) -> None:
    assert words.format(number) in re.sub(r"\s+", " ", TEXT)


def test_a_document_without_its_marks_is_noticed() -> None:
    with pytest.raises(ValueError, match="marks"):
        describe_format.described("nothing here")
