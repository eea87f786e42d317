"""A whole workspace destroyed: under its name, never while anything is in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Cancelled, InputError, WorkspaceError
from app.jobs.office import add_user
from app.jobs.progress import Silent
from app.jobs.retention.destroy import Destruction, erase, plan_destruction
from app.jobs.retention.holds import place_hold
from app.store.workspace import Workspace, open_workspace

WHO = "A. Head"
WORD = "DESTROY Office"


def planned(desk: Workspace) -> Destruction:
    return plan_destruction(desk, "The program ended", WORD, who=WHO)


class Stops:
    """Asks to stop at every step."""

    def step(self, done: int, total: int, label: str) -> None:
        raise Cancelled


def test_nothing_is_left_of_it_but_the_certificate(desk: Workspace, tmp_path: Path) -> None:
    """Neither file nor lock; once begun it is not stopped half way; a second one has a name of
    its own."""
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "Certificate of destruction.pdf").write_bytes(b"another")
    plan = planned(desk)
    assert (plan.n_people, plan.n_convictions, plan.n_files) == (3, 5, 1)
    path = desk.path
    desk.close()
    paper = erase(plan, papers, Stops())
    assert paper.name == "Certificate of destruction (2).pdf"
    assert paper.read_bytes().startswith(b"%PDF")
    assert sorted(one.name for one in papers.iterdir()) == [
        "Certificate of destruction (2).pdf", "Certificate of destruction.pdf",
    ]  # fmt: skip
    assert not [one for one in path.parent.iterdir() if one.name.startswith(path.name)]


def test_it_is_refused_while_anything_is_in_the_way(desk: Workspace) -> None:
    """Another word, no reason, a hold, and whoever may not."""
    with pytest.raises(InputError, match="Type “DESTROY Office”"):
        plan_destruction(desk, "x", "DESTROY", who=WHO)
    with pytest.raises(InputError, match="A reason is needed"):
        plan_destruction(desk, " ", WORD, who=WHO)
    place_hold(desk, 2, "Appeal", who=WHO)
    with pytest.raises(InputError, match=r"Nothing was destroyed\. Person 2 is held: Appeal"):
        planned(desk)
    add_user(desk, WHO, "administrator", who=WHO)
    add_user(desk, "An Attorney", "attorney", who=WHO)
    with pytest.raises(InputError, match="may not purge"):
        plan_destruction(desk, "x", WORD, who="An Attorney")


def test_a_folder_that_is_not_there_destroys_nothing(desk: Workspace, tmp_path: Path) -> None:
    """Nor a workspace that another program opened meanwhile, nor one that is gone."""
    plan, key = planned(desk), desk.key
    with pytest.raises(WorkspaceError, match="is open in another Relief Desk"):
        erase(plan, tmp_path, Silent())
    desk.close()
    with pytest.raises(InputError, match="does not exist"):
        erase(plan, tmp_path / "nowhere", Silent())
    with open_workspace(plan.path, key) as again:
        assert again.info.name == "Office"
    plan.path.unlink()
    with pytest.raises(InputError, match="There is no workspace"):
        erase(plan, tmp_path, Silent())
