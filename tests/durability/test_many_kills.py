"""Killed at any call to the disk and at any moment: whole, nothing lost, nothing half done."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.sampling.draw import Draw
from app.store.key import Key
from tests.durability import looks
from tests.durability.conftest import FORMS, IS_FULL, Figures, Stage, Stages
from tests.durability.looks import Reference
from tests.durability.nursery import Nursery

pytestmark = pytest.mark.slow

Look = Callable[[Path, Key, Sequence[str], Reference], bool]
# Kills of each work: in CI, and in full.
KILLS = {"import": (30, 260), "check": (30, 240), "review": (30, 240), "print": (16, 120),
         "letters": (10, 60), "create": (8, 50), "backup": (8, 60), "rekey": (6, 40)}  # fmt: skip
KILLS_A_FORM = (8, 50)
SEED = 20


def kills(nursery: Nursery, stage: Stage, look: Look, tmp_path: Path, n: int, seed: int) -> str:
    """``n`` kills: every second at a numbered call, else after a random time."""
    draw, began = Draw(seed), time.monotonic()
    n_at_call = n_at_time = n_torn = n_all = n_late = 0
    while n_at_call + n_at_time < n:
        folder = tmp_path / "attempt"
        if n_at_call <= n_at_time or n_late > n:
            call, torn = draw.between(1, stage.dry.n_calls), draw.unit() < 0.5
            outcome = nursery.attempt(stage.attempt(folder, kill_at=call, torn=torn))
            assert outcome.status == -signal.SIGKILL, outcome
            where = f"call {call} of {stage.dry.n_calls}, torn: {torn}"
            n_at_call += 1
            n_torn += torn
        else:
            seconds = draw.unit() * stage.dry.seconds
            outcome = nursery.attempt(stage.attempt(folder, seconds=seconds))
            where = f"after {seconds:.4f} s"
            n_at_time += outcome.status == -signal.SIGKILL
            n_late += outcome.status == 0
        try:
            n_all += look(folder, stage.key, outcome.said, stage.wanted)
        except BaseException as error:
            error.add_note(f"killed at {where}, after {list(outcome.said)}")
            raise
    return (
        f"{stage.work}: {n_at_call + n_at_time} kills survived, {n_at_call} at numbered calls "
        f"({n_torn} in the middle of it), {n_at_time} at random times; {n_all} with all of it; "
        f"{time.monotonic() - began:.0f} s"
    )


@pytest.mark.parametrize("work", sorted(KILLS))
def test_killed_at_work(
    work: str, stages: Stages, steps: list[dict[str, str]], nursery: Nursery,
    tmp_path: Path, figures: Figures,
) -> None:  # fmt: skip
    """What was said to be done is there, the rest wholly or not, and can be gone on with."""
    look = LOOKS.get(work) or looks.look_step_by_step(steps)
    figures.say(kills(nursery, stages.get(work), look, tmp_path, KILLS[work][IS_FULL], SEED))


@pytest.mark.parametrize("form", FORMS)
def test_killed_while_it_is_brought_up_to_date(
    form: int, stages: Stages, nursery: Nursery, tmp_path: Path, figures: Figures
) -> None:
    """The old form wholly, or the new with a backup of the old; it opens afterwards."""
    stage = stages.get("migrate", form)
    said = kills(nursery, stage, looks.look_migrated, tmp_path, KILLS_A_FORM[IS_FULL], form)
    figures.say(f"form {form}, {said}")


LOOKS: dict[str, Look] = {
    "import": looks.look_all_or_nothing, "check": looks.look_all_or_nothing,
    "print": looks.look_papers, "letters": looks.look_letters, "create": looks.look_new,
    "backup": looks.look_backups, "rekey": looks.look_rekeyed,
}  # fmt: skip
