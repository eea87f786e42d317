"""Files that come back and are no whole package of this office: a sentence each, nothing taken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import UserError
from app.jobs.packages.cut import Shares, plan_cut
from app.jobs.packages.make import make_packages
from app.jobs.packages.merge import look_at_package, merge_package
from app.jobs.progress import Silent
from app.store import audit, packages
from app.store.key import Key
from app.store.workspace import Workspace, create_workspace, open_workspace
from tests.jobs.packages.desks import CLERK, SECRET, accept, cases, make, opened, park


@pytest.fixture
def path(office: Workspace, tmp_path: Path) -> Path:
    """A package in which something was decided."""
    made = make(office, tmp_path).files[0]
    with opened(made) as package:
        accept(package, cases(package)[:2])
    return made


def refused(office: Workspace, path: Path, secret: str | Key = SECRET) -> str:
    """The sentence; that nothing was changed by it."""
    before = list(audit.entries(office))
    with pytest.raises(UserError) as merged:
        merge_package(office, path, secret, Silent(), who=CLERK)
    with pytest.raises(UserError) as looked:
        look_at_package(office, path, secret, Silent())
    assert looked.value.message == merged.value.message
    assert list(audit.entries(office)) == before
    assert not list(office.path.parent.glob(".package-*"))
    return merged.value.message


def test_wrong_passphrase_and_no_package(office: Workspace, path: Path, tmp_path: Path) -> None:
    """Each names the file and what to do."""
    assert "passphrase is wrong" in refused(office, path, "other words")
    assert "There is no file" in refused(office, tmp_path / "none.relief")
    assert "this workspace itself" in refused(office, office.path)
    text = tmp_path / "list.relief"
    text.write_text("Name,Case\n" * 1000)
    assert "not a Relief Desk workspace" in refused(office, text)
    (tmp_path / "short.relief").write_bytes(b"x")
    assert "too short" in refused(office, tmp_path / "short.relief")
    whole = tmp_path / "Whole.relief"
    create_workspace(whole, SECRET, name="W", county="", created_at="2026-11-01").close()
    assert "is a whole workspace, not a package" in refused(office, whole)


def test_a_package_of_another_office(
    office: Workspace, office_file: tuple[Path, Key], tmp_path: Path
) -> None:
    """Who made it, of what, and when."""
    folder = tmp_path / "other"
    folder.mkdir()
    shutil.copy(office_file[0], folder / "Other.relief")
    with open_workspace(folder / "Other.relief", office_file[1]) as other:
        made = make(other, folder).files[0]
    sentence = refused(office, made)
    assert "was made by A. Clerk from “Office of Los Angeles”" in sentence
    assert "not from this workspace" in sentence


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("PRAGMA user_version = 99", "written by a newer Relief Desk"),
        (
            (
                "DROP TRIGGER audit_no_update",
                "UPDATE audit SET who = 'Somebody' WHERE id = 2",
            ),
            "entry 2 does not follow",
        ),
        (("DROP TRIGGER audit_no_delete", "DELETE FROM audit WHERE id > 2"), "past its record"),
        ("UPDATE review SET decision = 'parked', words = 'x'", "past its record of the work"),
        ("UPDATE review SET reviewer = 'Somebody Else'", "past its record of the work"),
        ("DELETE FROM review", "past its record of the work"),
        ("UPDATE person SET n_convictions = 99", "is damaged"),
        ("UPDATE setting SET value = 'aa' WHERE name = 'package_uid'", "not from this workspace"),
        ("DELETE FROM setting WHERE name = 'package_uid'", "is a whole workspace"),
    ],
)
def test_a_file_that_was_tampered_with(
    office: Workspace, path: Path, statement: str | tuple[str, ...], words: str
) -> None:
    """Changed past the program, by somebody who has the passphrase: found, and nothing taken."""
    with opened(path) as package:
        for one in (statement,) if isinstance(statement, str) else statement:
            package.connection.execute(one)
    assert words in refused(office, path)


def test_a_record_that_was_begun_anew_is_found(office: Workspace, path: Path) -> None:
    """A whole chain, and yet not the one that left here or came back before."""
    merge_package(office, path, SECRET, Silent(), who=CLERK)
    with opened(path) as package:
        for statement in (
            "DROP TRIGGER audit_no_delete", "DELETE FROM audit WHERE id > 1",
        ):  # fmt: skip
            package.connection.execute(statement)
        park(package, cases(package)[:1], "Otherwise after all.")
        park(package, cases(package)[1:2], "Otherwise after all.")
    assert "is another" in refused(office, path)


def test_a_damaged_file(office: Workspace, path: Path) -> None:
    """Cut off, or with a page overwritten: found before anything is believed."""
    data = path.read_bytes()
    n_bad = 0
    for at in range(4096, len(data), len(data) // 12):
        path.write_bytes(data[:at] + bytes(64) + data[at + 64 :])
        n_bad += _is_refused(office, path)
    path.write_bytes(data[: len(data) // 2])
    assert "damaged" in refused(office, path)
    assert n_bad >= 12


def _is_refused(office: Workspace, path: Path) -> bool:
    sentence = refused(office, path)
    assert "damaged" in sentence or "did not open" in sentence, sentence
    return True


def test_a_package_that_is_open_is_not_read(office: Workspace, path: Path) -> None:
    """It would be read half written."""
    with opened(path):
        assert "is open in another Relief Desk" in refused(office, path)


def test_looking_changes_nothing_in_the_file(office: Workspace, path: Path) -> None:
    """Whatever is done with a copy of it."""
    before = path.read_bytes()
    look_at_package(office, path, SECRET, Silent())
    merge_package(office, path, SECRET, Silent(), who=CLERK)
    assert path.read_bytes() == before


def _actions() -> list[tuple[str, Callable[[Workspace], object]]]:
    from app.jobs import choose, final, match_people, merge_people
    from app.jobs.draft_papers import PapersRequest, draft_papers, find_office
    from app.jobs.export_results import export_results
    from app.jobs.import_files import import_files
    from app.jobs.mend_issues import confirm_issues
    from app.jobs.packages import conflicts, merge
    from app.jobs.packages.make import give_up
    from tests.jobs.made_check import AS_OF
    from tests.jobs.packages.desks import recheck

    here = Path()

    def papers(one: Workspace) -> object:
        request = PapersRequest(here, frozenset({"motions"}), find_office(one), False, None, AS_OF)
        return draft_papers(one, request, Silent(), who=CLERK)

    return [
        ("Importing files", lambda one: import_files(one, [], Silent(), who=CLERK)),
        ("Checking", recheck),
        ("Making papers", papers),
        (
            "Exporting results",
            lambda one: export_results(one, here, frozenset(), Silent(), who=CLERK),
        ),
        (
            "Putting people together",
            lambda one: match_people.match_people(one, Silent(), who=CLERK),
        ),
        ("Putting people together", lambda one: merge_people.merge_people(one, 1, 2, who=CLERK)),
        ("Taking people apart", lambda one: merge_people.separate_people(one, 1, 2, who=CLERK)),
        ("Taking people apart", lambda one: merge_people.separate_part(one, 1, [], who=CLERK)),
        ("Deciding who", lambda one: merge_people.keep_apart(one, 1, 2, who=CLERK)),
        ("Deciding which file", lambda one: choose.choose(one, 1, "first", who=CLERK)),
        ("Deciding which file", lambda one: choose.set_order(one, "newest", who=CLERK)),
        ("Mending issues", lambda one: confirm_issues(one, [1], who=CLERK, note="")),
        ("Calling a check final", lambda one: final.call_final(one, CLERK)),
        ("Making packages", lambda one: make_packages(
            one, plan_cut(one, Shares(1)), here, SECRET, Silent(), who=CLERK)),
        ("Giving packages up", lambda one: give_up(one, 1, "x", who=CLERK)),
        ("Taking packages back", lambda one: merge.merge_package(
            one, here, SECRET, Silent(), who=CLERK)),
        ("Deciding conflicts", lambda one: conflicts.choose(one, 1, "here", who=CLERK)),
    ]  # fmt: skip


@pytest.mark.parametrize(("words", "does"), _actions())
def test_what_belongs_to_the_office_is_refused_in_a_package(
    path: Path, words: str, does: Callable[[Workspace], object]
) -> None:
    """One sentence: which package of which office this is, and what to do with it."""
    with opened(path) as package:
        with pytest.raises(UserError) as refusal:
            does(package)
        assert packages.list_packages(package) == []
    assert "This is a package of cases for review (“Share 1 of 1” of Office of Los" in str(
        refusal.value
    )
    assert words in str(refusal.value)
    assert "bring the file back" in str(refusal.value)
