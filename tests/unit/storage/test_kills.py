"""A program killed while it saves leaves a whole file, and at least the state it called saved."""

from __future__ import annotations

import dataclasses
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.unit.storage.examples import catalogue_with

from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import save_project

HERE = Path(__file__).parent


def kill_while_saving(path: Path, photos: Path, delay_s: float) -> int:
    """Let a process save for a while, kill it, and return the number it reported last."""
    root = HERE.parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root)))}
    command = [sys.executable, str(HERE / "saving_forever.py"), str(path), str(photos)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(delay_s)
        process.kill()
        rest = process.stdout.read()
    # A line cut off by the kill was still written after its save.
    return int((first + rest).rstrip("\n").split("\n")[-1] or 0)


def kill_again_and_again(tmp_path: Path, kills: int) -> None:
    photos, path = tmp_path / "photos", tmp_path / "x.ofdesk"
    store = PhotoStore(photos)
    catalogue = catalogue_with(store)
    project = dataclasses.replace(catalogue.project, title="0")
    save_project(path, dataclasses.replace(catalogue, project=project), store, expected_digest=None)
    rng = random.Random(4)
    for _ in range(kills):
        reported = kill_while_saving(path, photos, rng.random() * 0.05)
        opened = open_project(path)
        assert opened.missing_photos == ()
        assert reported <= int(opened.catalogue.project.title) <= reported + 1
        assert dataclasses.replace(opened.catalogue, project=catalogue.project) == catalogue


def test_killed_while_saving_nothing_is_lost(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, 5)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_killed_three_hundred_times_nothing_is_lost(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, 300)
