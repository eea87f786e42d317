"""The power fails: what was not brought to the disk is lost in any part, and nothing is broken."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from app.sampling.draw import Draw
from tests.durability import looks
from tests.durability.conftest import FORMS, IS_FULL, Figures, Stage, Stages
from tests.durability.nursery import Nursery
from tests.durability.power import Disk, Event, read_log
from tests.durability.test_many_kills import LOOKS, Look

pytestmark = pytest.mark.slow

CUTS = {"import": (20, 120), "check": (20, 100), "review": (25, 140), "print": (10, 60),
        "letters": (8, 50), "create": (10, 60), "backup": (12, 80), "rekey": (10, 60)}  # fmt: skip
CUTS_A_FORM = (8, 40)


def cuts(nursery: Nursery, stage: Stage, look: Look, tmp_path: Path, n: int, seed: int) -> str:
    """``n`` power cuts of one recorded work, every second just after a word of it."""
    draw, began = Draw(seed), time.monotonic()
    folder, log = tmp_path / "recorded", tmp_path / "log"
    outcome = nursery.attempt(stage.attempt(folder, log=str(log)))
    assert outcome.status == 0, outcome.message
    events = read_log(log)
    words = [number for number, event in enumerate(events) if event.kind == "A"]
    n_all = n_lost = 0
    for number in range(n):
        end = draw.pick(words) + 1 if number % 2 else draw.between(1, len(events))
        disk = Disk(folder, stage.base)
        for event in events[:end]:
            disk.take(event)
        left = tmp_path / "left"
        shutil.rmtree(left, ignore_errors=True)
        left.mkdir()
        disk.leave(left, None if number % 5 == 0 else draw)
        said = said_before(events[:end])
        n_lost += disk.n_since
        try:
            n_all += look(left, stage.key, said, stage.wanted)
        except BaseException as error:
            error.add_note(f"cut {number} after event {end} of {len(events)}, said {said}")
            raise
    return (
        f"{stage.work}: {n} power cuts survived among {len(events)} calls, {n_lost} unsynced "
        f"changes at stake; {n_all} with all of it; {time.monotonic() - began:.0f} s"
    )


def said_before(events: list[Event]) -> list[str]:
    return [event.first for event in events if event.kind == "A"]


@pytest.mark.parametrize("work", sorted(CUTS))
def test_the_power_fails_at_work(
    work: str, stages: Stages, steps: list[dict[str, str]], nursery: Nursery,
    tmp_path: Path, figures: Figures,
) -> None:  # fmt: skip
    """What was said to be done is on the disk, the rest wholly or not."""
    look = LOOKS.get(work) or looks.look_step_by_step(steps)
    figures.say(cuts(nursery, stages.get(work), look, tmp_path, CUTS[work][IS_FULL], 30))


@pytest.mark.parametrize("form", FORMS)
def test_the_power_fails_while_it_is_brought_up_to_date(
    form: int, stages: Stages, nursery: Nursery, tmp_path: Path, figures: Figures
) -> None:
    """The old form wholly, or the new with its backup."""
    stage = stages.get("migrate", form)
    said = cuts(nursery, stage, looks.look_migrated, tmp_path, CUTS_A_FORM[IS_FULL], 30 + form)
    figures.say(f"form {form}, {said}")
