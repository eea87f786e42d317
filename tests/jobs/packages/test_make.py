"""What goes into a package: everything of its people, nothing of anybody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import zstandard

from app.errors import Cancelled, InputError, WorkspaceError
from app.jobs.decide import Park, add_note, ask_attorney, decide
from app.jobs.mend_issues import mend_issues
from app.jobs.mend_requests import CellMend
from app.jobs.packages.cut import ByCourt, Chosen, Shares, first_letter, plan_cut, read_letters
from app.jobs.packages.make import give_up, make_packages
from app.jobs.progress import Silent
from app.jobs.source_rows import get_source_rows
from app.jobs.trace import explain_conviction
from app.model.record import RowRef
from app.store import audit, check, packages, people, records
from app.store.case_states import get_states
from app.store.questions import list_notes
from app.store.workspace import Workspace
from tests.jobs.packages.desks import CLERK, SECRET, accept, cases, make, opened, recheck


def own_rows(workspace: Workspace) -> list[RowRef]:
    return [
        RowRef(source, row)
        for source, first, n in workspace.connection.execute(
            "SELECT source_id, first_row, n_rows FROM person_rows"
        )
        for row in range(first, first + n)
    ]


def everything_in(workspace: Workspace) -> str:
    """All the text of a decrypted workspace, whatever table it stands in."""
    connection, found = workspace.connection, []
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for row in connection.execute(f"SELECT * FROM {table}"):
            for value in row:
                if isinstance(value, bytes) and value[:4] == b"\x28\xb5\x2f\xfd":
                    found.append(zstandard.decompress(value).decode("latin-1"))
                elif isinstance(value, bytes):
                    found.append(value.decode("latin-1"))
                else:
                    found.append(str(value))
    return "\n".join(found)


def test_nobody_elses_name_number_or_row_is_in_the_file(office: Workspace, tmp_path: Path) -> None:
    """Decrypted and looked through whole: other people's names, CII numbers, case numbers and
    rows stand nowhere, of no kind of file."""
    made = make(office, tmp_path, Shares(3))
    all_rows = own_rows(office)
    texts = {at: row.text for at, row in get_source_rows(office, all_rows).items()}
    for path in made.files:
        with opened(path) as package:
            text = everything_in(package)
            inside = {one.id for one in people.iter_people(package, since=0)}
            owned = set(own_rows(package))
            own_text = "\n".join(texts[at] for at in owned)
        assert inside
        outside = [one for one in people.iter_people(office, since=0) if one.id not in inside]
        assert outside
        for other in outside:
            for word in (other.name, other.cii):
                if word and word not in own_text:
                    assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text), word
        for at in set(all_rows) - owned:
            if texts[at].strip() and texts[at] not in own_text:
                assert texts[at] not in text


def test_explanations_and_source_rows_are_as_at_home(office: Workspace, tmp_path: Path) -> None:
    """Each case says the same, down to the row as it stood, in files of every kind."""
    made, seen = make(office, tmp_path, Shares(3)), set()
    for path in made.files:
        with opened(path) as package:
            for number in cases(package, answered=False):
                there, here = (explain_conviction(one, number) for one in (package, office))
                assert there.lines == here.lines
                assert there.places == here.places
                assert there.as_data() == here.as_data()
                seen.add(number)
            rows = own_rows(package)
            found = _rows_where_they_are(office, rows)
            assert _rows_where_they_are(package, rows) == found
            assert len(found) > len(rows) // 2
    assert seen == set(cases(office, answered=False))
    assert {source.kind for source in records.list_sources(office)} == {
        "doj-bulk", "delimited", "rap-sheet",
    }  # fmt: skip


def _rows_where_they_are(workspace: Workspace, rows: list[RowRef]) -> dict[RowRef, str]:
    """A run of rows of a list spans numbers at which none stands."""
    found = {}
    for at in rows:
        try:
            found[at] = get_source_rows(workspace, [at])[at].text
        except LookupError:
            continue
    return found


def test_a_package_is_whole_and_says_what_it_is(office: Workspace, tmp_path: Path) -> None:
    """``verify`` finds nothing; name, office and maker are told; its record begins with it."""
    made = make(office, tmp_path, read_letters("A-M,N-Z"))
    assert [one.name for one in made.packages] == ["A–M", "N–Z"]
    assert [path.name for path in made.files] == [
        "Office of Los Angeles, A–M.relief", "Office of Los Angeles, N–Z.relief",
    ]  # fmt: skip
    for path, known in zip(made.files, made.packages, strict=True):
        with opened(path) as package:
            assert check.find_problems(package) == []
            mark = packages.find_mark(package)
            assert mark is not None
            assert (mark.uid, mark.office, mark.made_by) == (
                known.uid, "Office of Los Angeles", CLERK,
            )  # fmt: skip
            assert [one.action for one in audit.entries(package)] == ["make package"]
            assert package.info.name == known.name
    assert packages.find_mark(office) is None
    entries = [one for one in audit.entries(office) if one.action == "make package"]
    assert len(entries) == 2
    assert not list(tmp_path.glob(".relief-desk-*"))


def test_what_was_decided_asked_noted_and_mended_goes_along(
    office: Workspace, tmp_path: Path
) -> None:
    """The other desk sees decisions, questions, notes and mends as they stand here."""
    one, two, three = cases(office)[:3]
    accept(office, [one])
    ask_attorney(office, [two], "Is this the same case?", who=CLERK)
    add_note(office, [three], "Called the court.", who=CLERK)
    made = make(office, tmp_path, Shares(1))
    plan_all = plan_cut(office, Shares(1), everything=True, force=True)
    whole = make_packages(office, plan_all, tmp_path, SECRET, Silent(), who=CLERK)
    assert whole.packages[0].name == "Share 1 of 1 (2)"
    with opened(whole.files[0]) as package:
        ids = cases(office, answered=False)
        assert get_states(package, ids) == get_states(office, ids)
        assert list_notes(package, ids) == list_notes(office, ids)
    assert made.packages[0].n_convictions <= whole.packages[0].n_convictions


def test_a_mended_row_shows_its_mend_there(office: Workspace, tmp_path: Path) -> None:
    """The row as it stood with what counts instead, and by whom."""
    at = next(
        RowRef(*place)
        for place in office.connection.execute(
            "SELECT c.source_id, c.row FROM conviction c JOIN source s ON s.id = c.source_id "
            "WHERE s.kind = 'doj-bulk' AND c.level <> '' LIMIT 1"
        )
    )
    mend_issues(office, [CellMend(at, "CONV_STAT_DESCR", "MISDEMEANOR")], Silent(), who=CLERK)
    recheck(office)
    made = make(office, tmp_path)
    with opened(made.files[0]) as package:
        found = get_source_rows(package, [at])[at]
        assert found == get_source_rows(office, [at])[at]
        assert check.find_problems(package) == []
    assert found.changes[0].new == "MISDEMEANOR"


def test_cuts_never_split_a_person_and_are_even(office: Workspace) -> None:
    """Shares differ by less than a person's cases; each person stands in one part."""
    plan = plan_cut(office, Shares(4))
    everyone = [one for part in plan.parts for one in part.people]
    assert len(everyone) == len(set(everyone))
    sizes = [part.n_cases for part in plan.parts]
    most = max(one.n_cases for one in packages.iter_people_in_scope(office))
    assert sum(sizes) == len(cases(office, answered=False))
    assert max(sizes) - min(sizes) <= 2 * most
    by_court = plan_cut(office, ByCourt())
    assert sum(part.n_cases for part in by_court.parts) == sum(sizes)


def test_who_has_nothing_open_and_who_is_out_stay(office: Workspace, tmp_path: Path) -> None:
    """Told in a sentence; both can be asked for."""
    people_there = list(packages.iter_people_in_scope(office))
    alone = next(one for one in people_there if one.n_cases == 1)
    (number,) = [
        one for one, answered in packages.convictions_of(office, [alone.id]).items() if answered
    ]
    if number not in cases(office):
        decide(office, Park("later"), [number], who=CLERK)
    else:
        accept(office, [number])
        plan = plan_cut(office, Shares(1))
        assert alone.id not in plan.parts[0].people
        assert "1 person has nothing open, and stays here." in plan.sentences
        assert alone.id in plan_cut(office, Shares(1), everything=True).parts[0].people
    make(office, tmp_path, Chosen((cases(office)[-1],)))
    plan = plan_cut(office, Shares(1))
    assert plan.n_out == 1
    assert any("in another package that is still out" in one for one in plan.sentences)
    assert plan_cut(office, Shares(1), force=True).n_out == 0


def test_a_package_that_is_given_up_is_no_longer_out(office: Workspace, tmp_path: Path) -> None:
    """Lost on the way: its cases may go again; the record says why."""
    made = make(office, tmp_path)
    number = packages.list_packages(office)[0].package.id
    with pytest.raises(InputError, match="Nobody is left"):
        plan_cut(office, Shares(1))
    done = give_up(office, number, "The stick was lost.", who=CLERK)
    assert done.returned_words == "Given up: The stick was lost."
    assert plan_cut(office, Shares(1)).n_out == 0
    with pytest.raises(InputError, match="is not out"):
        give_up(office, number, "again", who=CLERK)
    with pytest.raises(InputError, match="no package number 99"):
        give_up(office, 99, "none", who=CLERK)
    assert made.files[0].exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [("A-", "no range"), ("Z-A", "no range"), ("", "No letters"), ("A-F,C-K", "in two ranges"),
     ("1-9", "no range"), ("#-B", "no range")],
)  # fmt: skip
def test_letters_that_are_no_ranges_get_a_sentence(text: str, words: str) -> None:
    """What is wrong, and how it is written."""
    with pytest.raises(InputError, match=words):
        read_letters(text)


def test_names_with_accents_and_without_letters_are_sorted(office: Workspace) -> None:
    """É stands with E; a name that begins with no letter is asked for with #."""
    with office.transaction() as connection:
        connection.execute("UPDATE person SET name = 'ÉMILE,ZOË' WHERE id = 1")
        connection.execute("UPDATE person SET name = '' WHERE id = 2")
    plan = plan_cut(office, read_letters("E,A-D,F-Z"), everything=True)
    inside = {part.name: part.people for part in plan.parts}
    in_scope = {one.id for one in packages.iter_people_in_scope(office)}
    assert (1 in inside["E"]) is (1 in in_scope)
    nameless = [
        one for one in packages.iter_people_in_scope(office) if first_letter(one.name) == "#"
    ]
    assert plan.n_unmatched == len(nameless)
    assert (2 in {one.id for one in nameless}) is (2 in in_scope)
    if plan.n_unmatched:
        with_all = plan_cut(office, read_letters("A-Z,#"), everything=True)
        assert with_all.n_unmatched == 0


def test_an_existing_file_an_own_passphrase_and_no_folder_are_refused(
    office: Workspace, tmp_path: Path
) -> None:
    """Nothing is left behind, and nothing counts as out."""
    plan = plan_cut(office, Shares(2))
    (tmp_path / "Office of Los Angeles, Share 2 of 2.relief").write_bytes(b"")
    for folder, secret, words in (
        (tmp_path, SECRET, "exists already"),
        (tmp_path / "none", SECRET, "does not exist"),
        (tmp_path, "", "need a passphrase"),
    ):
        with pytest.raises(InputError, match=words):
            make_packages(office, plan, folder, secret, Silent(), who=CLERK)
    assert packages.list_packages(office) == []
    assert {one.name for one in tmp_path.glob("*Share*")} == {
        "Office of Los Angeles, Share 2 of 2.relief"
    }


def test_the_offices_own_passphrase_is_refused(tmp_path: Path, office: Workspace) -> None:
    """Whoever gets a package would know it."""
    from app.store.key import key_of

    plan = plan_cut(office, Shares(1))
    office.key = key_of(office.path, "the office's own")
    with pytest.raises(InputError, match="passphrase of this workspace"):
        make_packages(office, plan, tmp_path, "the office's own", Silent(), who=CLERK)


def test_another_passphrase_opens_no_package(office: Workspace, tmp_path: Path) -> None:
    """A sentence, as for any workspace."""
    from app.store.workspace import open_workspace

    made = make(office, tmp_path)
    with pytest.raises(WorkspaceError, match="passphrase is wrong"):
        open_workspace(made.files[0], "other words")


def test_stopped_half_way_nothing_is_left(office: Workspace, tmp_path: Path) -> None:
    """No file, no package on the list, whenever it is stopped."""

    class Stopper:
        def __init__(self, after: int) -> None:
            self.left = after

        def step(self, done: int, total: int, label: str) -> None:
            assert 0 <= done <= total
            assert label
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    plan = plan_cut(office, Shares(3))
    before = list(audit.entries(office))
    for after in (0, 1, 4, 9):
        with pytest.raises(Cancelled):
            make_packages(office, plan, tmp_path, SECRET, Stopper(after), who=CLERK)
        assert packages.list_packages(office) == []
        assert list(audit.entries(office)) == before
        assert not list(tmp_path.glob("*Share*"))
    assert len(make(office, tmp_path, Shares(3)).files) == 3
