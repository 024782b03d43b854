"""Opening and saving project files, beside what PyYAML alone needs for the same text.

    python -m tests.bench.open_save FILE.ofdesk …

Opening reads and checks everything, photos included; "again" is the second save of a session, after one edit.
The yardsticks read and write the same YAML with PyYAML's C parts, and nothing else.
"""

from __future__ import annotations

import dataclasses
import tempfile
import zipfile
from pathlib import Path

import yaml
from tests.bench.measuring import Values, median_seconds, peak_mb, run

from ofdesk.model.records import Event
from ofdesk.storage.project_file import OpenedProject, open_project
from ofdesk.storage.saving import ProjectSaver

UNITS = {
    "records": "count",
    "file": "MB",
    "open": "s",
    "open, times PyYAML's reading": "times",
    "peak memory of opening": "MB",
    "first save": "s",
    "first save, times PyYAML's writing": "times",
    "save again after an edit": "s",
    "peak memory of all": "MB",
}


def measure(file: Path) -> Values:
    """Measure one file."""
    values: Values = {"file": file.stat().st_size / 1e6}
    opened: list[OpenedProject] = []

    def open_it() -> None:
        opened[:] = [open_project(file)]

    values["open"] = median_seconds(open_it)
    values["peak memory of opening"] = peak_mb()
    project = opened[0]
    values["records"] = len(project.catalogue)
    _measure_saving(project, values)
    values["peak memory of all"] = peak_mb()
    texts = _texts_of(file)
    trees: list[object] = []

    def read_all() -> None:
        trees[:] = [yaml.load(text, yaml.CSafeLoader) for text in texts]

    values["open, times PyYAML's reading"] = values["open"] / median_seconds(read_all)

    def write_all() -> None:
        for tree in trees:
            yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)

    values["first save, times PyYAML's writing"] = values["first save"] / median_seconds(write_all)
    return values


def _measure_saving(project: OpenedProject, values: Values) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "saved.ofdesk"

        def save_new() -> None:
            target.unlink(missing_ok=True)
            ProjectSaver().save(target, project.catalogue, project.photos, expected_digest=None)

        values["first save"] = median_seconds(save_new)
        target.unlink()
        saver, catalogue = ProjectSaver(), project.catalogue
        digest = saver.save(target, catalogue, project.photos, expected_digest=None).digest

        def save_again() -> None:
            nonlocal catalogue, digest
            event = catalogue.all_of(Event)[0]
            catalogue = catalogue.with_record(dataclasses.replace(event, remarks=event.remarks + "あ"))
            digest = saver.save(target, catalogue, project.photos, expected_digest=digest).digest

        values["save again after an edit"] = median_seconds(save_again)


def _texts_of(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as members:
        return [members.read(name).decode() for name in members.namelist() if name.endswith(".yaml")]


if __name__ == "__main__":
    run("tests.bench.open_save", measure, UNITS)
