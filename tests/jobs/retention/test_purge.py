"""Purged: in no table, no page, no kept file, no word; with an account that names nobody."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from app.errors import Cancelled, InputError
from app.jobs.decide import add_note, ask_attorney
from app.jobs.export_results import export_results
from app.jobs.formats import CLEAR_MY_RECORD
from app.jobs.merge_people import merge_people
from app.jobs.office import add_user
from app.jobs.packages.cut import ByLetters, plan_cut
from app.jobs.packages.make import make_packages
from app.jobs.progress import Silent
from app.jobs.retention.certificate import get_certificate, save_certificate
from app.jobs.retention.holds import lift_hold, place_hold
from app.jobs.retention.plan import plan_purge
from app.jobs.retention.prints import print_pattern, prints_of
from app.jobs.retention.purge import WORD, Purged, find_unfinished, finish_purge, purge_records
from app.jobs.retention.returned import PURGED_BEFORE
from app.jobs.retention.seal import seal_convictions
from app.jobs.saved_filters import save_filter
from app.jobs.workers import Workers
from app.model.queue_filter import QueueFilter
from app.model.record import RowRef
from app.store import (
    attachments,
    audit,
    chunks,
    pages,
    papers,
    purges,
    queue,
    records,
    sealed,
)
from app.store.check import find_problems
from app.store.key import random_key
from app.store.papers import Paper
from app.store.records import list_issues
from app.store.workspace import Workspace, open_workspace
from tests.jobs.retention.conftest import BLAKE, CHRIS, ROWS, SECOND, check, take
from tests.jobs.retention.looking import found_in_pages, found_in_texts

WHO = "An Administrator"
DAY, TODAY = date(2026, 11, 2), date(2026, 11, 28)
OF_BLAKE = ("OAKWOODLY", "Oakwoodly", "A10000002", "QX700444")


def purge(
    workspace: Workspace, *, people: tuple[int, ...] = (), convictions: tuple[int, ...] = (),
    why: str = "Order of the court", progress: Silent | None = None,
) -> Purged:  # fmt: skip
    plan = plan_purge(workspace, people=people, convictions=convictions)
    assert plan.refused == ()
    return purge_records(workspace, plan, why, WORD, progress or Silent(), who=WHO)


def test_somebody_who_is_purged_is_nowhere(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Notes, questions of others, papers, scans, filters, the record of the work, the file."""
    add_note(desk, [4], "Spoke to Blake Oakwoodly on the phone", who=WHO)
    add_note(desk, [5], "Brother of blake oakwoodly, see QX700444", who=WHO)
    save_filter(desk, "Oakwoodly, Blake", QueueFilter(text="oakwoodly"), "name", who=WHO)
    with desk.transaction():
        papers.insert_papers(desk, [
            Paper(1, "motion", "QX700444", 2, "motions/Oakwoodly, Blake.pdf", "a" * 64, 4,
                  "2026-11-02T08:00:00+00:00", conviction_ids=(4,)),
            Paper(1, "bulk motion", "", None, "Bulk.pdf", "b" * 64, 4,
                  "2026-11-02T08:00:00+00:00", conviction_ids=(4, 5)),
        ])  # fmt: skip
        attachments.insert_attachment(desk, 1, "Oakwoodly.pdf", b"OAKWOODLY" * 9, who=WHO, at="x")
        attachments.insert_attachment(desk, 2, "Order.pdf", b"a list", who=WHO, at="x")
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found_in_pages(desk, *OF_BLAKE) == list(OF_BLAKE)
    done = purge(desk, people=(2,), why="Order about Oakwoodly, Blake")
    assert done.is_proven
    assert found_in_pages(desk, *OF_BLAKE) == []
    assert found_in_texts(desk, *OF_BLAKE, "blake oakwoodly") == []
    assert found_in_texts(desk, "QUILLFEATHER", "A10000003", "QX700555", "Brother of [purged]")
    assert done.papers == (("", "motions/Oakwoodly, Blake.pdf"),)
    assert done.scans == ((2, 2),)
    assert find_problems(desk) == []
    rows = queue.get_rows(desk, queue.list_by_date(desk, in_scope_only=True))
    assert {row.case_number for row in rows} == {"QX700111", "QX700555", "QX700222; QX700333"}
    files = export_results(
        desk, tmp_path / "out", frozenset({CLEAR_MY_RECORD}), Silent(), workers=workers, who=WHO
    )
    text = "".join(path.read_text() for path in files)
    assert "QX700555" in text
    assert "OAKWOODLY" not in text
    check(desk, workers)


def test_the_certificate_names_numbers_counts_and_hashes_and_nobody(
    desk: Workspace, tmp_path: Path
) -> None:
    """As lines and as paper; the record of the work accounts for what was emptied."""
    add_note(desk, [4], "Blake Oakwoodly", who=WHO)
    done = purge(desk, people=(2,))
    paper = get_certificate(desk, done.purge.id)
    assert paper.is_proven
    lines = {label: text for part in paper.parts for label, text in part.lines}
    assert lines["People, by number"] == "2"
    assert lines["Convictions, by number"] == "4"
    assert lines["Rows of files"] == "1"
    assert "found 0 times; 0 pages are free, 0 bytes are in the journal" in lines["Result"]
    facts = json.loads(done.purge.certificate)
    entries = list(audit.entries(desk))
    account = entries[facts["entry"] - 1]
    assert (account.action, account.subject) == ("purge", "purge 1")
    assert account.hash == facts["entry_hash"]
    assert audit.find_break(desk) is None
    assert facts["entries_emptied"] == 1
    assert not any(word in done.purge.certificate for word in OF_BLAKE)
    path = save_certificate(desk, done.purge.id, tmp_path / "Certificate.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    again = save_certificate(desk, done.purge.id, tmp_path / "Again.pdf")
    assert again.read_bytes() == path.read_bytes()
    with pytest.raises(InputError, match="There was no purge 9"):
        get_certificate(desk, 9)


def test_a_sealed_conviction_is_purged_and_its_person_stays(
    desk: Workspace, workers: Workers
) -> None:
    """The rows of its arrest go; the others are to be checked again."""
    seal_convictions(desk, [1], DAY, "Order", who=WHO, today=TODAY)
    done = purge(desk, convictions=(1,))
    assert done.n_to_check_again == 2
    assert found_in_pages(desk, "QX700111", "ORCHID") == []
    assert found_in_texts(desk, "QX700111", "ORCHID") == []
    assert found_in_texts(desk, "QUILLFEATHER,AVERY", "QX700222")
    assert [one.charge.at.row for one in records.get_rap_sheet(desk, 1).convictions()] == [4, 5]
    assert sealed.count_sealed(desk) == 0
    check(desk, workers)
    assert find_problems(desk) == []


def test_somebody_of_whom_all_is_sealed_goes_whole(desk: Workspace) -> None:
    """Nothing of a person is left when the last of their rows is purged."""
    seal_convictions(desk, [4], DAY, "Order", who=WHO, today=TODAY)
    plan = plan_purge(desk, convictions=[4])
    assert (plan.people, plan.convictions) == ((2,), ())
    purge(desk, convictions=(4,))
    assert found_in_texts(desk, *OF_BLAKE) == []


def test_a_file_whose_place_a_newer_one_took_holds_nobody_either(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Though nothing there is anybody's any more."""
    take(desk, workers, tmp_path, "New.dat", *ROWS, {**CHRIS, **SECOND}, replaces=1)
    purge(desk, people=(2,))
    assert found_in_texts(desk, *OF_BLAKE) == []
    assert find_problems(desk) == []


def test_what_was_packed_is_looked_for_in_the_pages_too(desk: Workspace) -> None:
    """Parts of a record and of a piece of the file, which stand in pages before and not after; a
    conviction whose case number is another's too has a proof all the same."""
    packed = [
        desk.connection.execute("SELECT record FROM person WHERE id = 2").fetchone()[0],
        chunks.get_packed_chunk(desk, 1, 0).data,
    ]
    found = [one for one in map(print_pattern, map(prints_of, packed)) if one is not None]
    assert len(found) == 2
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = b"".join(pages.iter_pages(desk))
    assert all(one.search(before) for one in found)
    done = purge(desk, people=(2,))
    after = b"".join(pages.iter_pages(desk))
    assert not any(one.search(after) for one in found)
    proof = json.loads(done.purge.certificate)["proof"]
    assert proof["n_prints"] >= 2
    assert proof["is_proven"]


def test_of_a_sealed_conviction_the_replaced_file_keeps_no_row_of_the_person(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """It served nothing but the record."""
    seal_convictions(desk, [1], DAY, "Order", who=WHO, today=TODAY)
    take(desk, workers, tmp_path, "New.dat", *ROWS, {**CHRIS, **SECOND}, replaces=1)
    purge(desk, convictions=(1,))
    assert found_in_texts(desk, "QX700111", "ORCHID") == []
    assert found_in_texts(desk, "QX700222") == ["QX700222"]
    assert find_problems(desk) == []


def test_a_newer_file_that_brings_somebody_again_says_so(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """A person stands in the issues; a conviction that was sealed and purged stays out."""
    seal_convictions(desk, [1], DAY, "Order", who=WHO, today=TODAY)
    purge(desk, people=(2,), convictions=(1,))
    take(desk, workers, tmp_path, "New.dat", *ROWS, {**CHRIS, **SECOND})
    told = [issue for issue in list_issues(desk) if issue.kind == PURGED_BEFORE]
    assert [(issue.at, issue.text) for issue in told] == [(RowRef(2, 6), "")]
    assert "purge 1" in told[0].reason
    ids = queue.list_by_date(desk, in_scope_only=False)
    numbers = {row.case_number for row in queue.get_rows(desk, ids)}
    assert "QX700111" not in numbers
    assert "QX700444" in numbers
    assert find_problems(desk) == []


def test_numbers_of_those_who_went_are_nobodys_again(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """The record of the work speaks of them."""
    purge(desk, people=(3,))  # the highest of all
    take(desk, workers, tmp_path, "New.dat", {**BLAKE, "SUBJECT_ID": "9", "CII_NUMBER": "A7"})
    found = desk.connection.execute("SELECT max(id) FROM person").fetchone()[0]
    assert found == 4


def test_whoever_was_merged_into_somebody_goes_with_them(desk: Workspace) -> None:
    """Under both names."""
    merge_people(desk, 1, 2, who=WHO)
    purge(desk, people=(1,))
    assert found_in_texts(desk, *OF_BLAKE, "QUILLFEATHER") == []
    assert found_in_pages(desk, *OF_BLAKE, "QUILLFEATHER") == []
    assert find_problems(desk) == []


def test_a_name_that_is_somebody_elses_too_is_told(
    desk: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """It stays where it is theirs, and the certificate counts it."""
    take(desk, workers, tmp_path, "Twin.dat",
         {**BLAKE, "SUBJECT_ID": "8", "CII_NUMBER": "A10000008", "OFN": "QX700888"})  # fmt: skip
    done = purge(desk, people=(2,))
    assert done.is_proven
    assert json.loads(done.purge.certificate)["shared"] == 1
    assert found_in_texts(desk, "A10000002", "QX700444") == []
    assert found_in_texts(desk, "OAKWOODLY,BLAKE", "A10000008")


def test_what_stands_in_the_way_is_told_and_nothing_is_purged(
    desk: Workspace, tmp_path: Path
) -> None:
    """A hold, an open question, a package, a sign-off, no reason, no word."""
    place_hold(desk, 2, "Appeal", who=WHO)
    ask_attorney(desk, [5], "Is that the same person?", who=WHO)
    plan = plan_purge(desk, people=[2, 3])
    assert plan.refused == (
        "Person 2 is held: Appeal",
        "Person 3: a question about conviction 5 waits for an attorney.",
    )
    with pytest.raises(InputError, match=r"Nothing was purged\. Person 2 is held: Appeal"):
        purge_records(desk, plan, "x", WORD, Silent(), who=WHO)
    lift_hold(desk, 2, "Decided", who=WHO)
    make_packages(
        desk, plan_cut(desk, ByLetters((("O", "O"),))), tmp_path, random_key(), Silent(), who=WHO
    )
    assert "at another desk with the package" in plan_purge(desk, people=[2]).refused[0]
    plan = plan_purge(desk, people=[1])
    for why, word, sentence in (
        ("x", "purge", "Type PURGE in capital letters to purge 1 person"), (" ", WORD, "A reason"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=sentence):
            purge_records(desk, plan, why, word, Silent(), who=WHO)
    for people, convictions, sentence in (
        ([99], (), "There is no person 99"), ((), [1], "Conviction 1 is not sealed"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=sentence):
            plan_purge(desk, people=people, convictions=convictions)
    with pytest.raises(InputError, match="Nothing was named"):
        purge_records(desk, plan_purge(desk), "x", WORD, Silent(), who=WHO)
    assert purges.list_purges(desk) == []


def test_an_attorney_may_not_purge(desk: Workspace) -> None:
    """An administrator may."""
    add_user(desk, WHO, "administrator", who=WHO)
    add_user(desk, "A. Attorney", "attorney", who=WHO)
    plan = plan_purge(desk, people=[2])
    with pytest.raises(InputError, match=r"may not purge records\. Ask an administrator"):
        purge_records(desk, plan, "x", WORD, Silent(), who="A. Attorney")


class StopAt:
    """Stops at the n-th step."""

    def __init__(self, n: int) -> None:
        self.left = n
        self.labels: list[str] = []

    def step(self, done: int, total: int, label: str) -> None:
        self.labels.append(label)
        self.left -= 1
        if not self.left:
            raise Cancelled


def test_a_purge_can_be_stopped_as_long_as_there_is_a_way_back(desk: Workspace) -> None:
    """It leaves no trace then; afterwards it goes on to its end."""
    before = [tuple(row) for row in desk.connection.execute("SELECT * FROM audit")]
    plan = plan_purge(desk, people=[2])
    counted = StopAt(0)
    tried = 0
    for n in (1, 2, 3, 12, 30):
        with pytest.raises(Cancelled):
            purge_records(desk, plan, "x", WORD, StopAt(n), who=WHO)
        tried += 1
        assert [tuple(row) for row in desk.connection.execute("SELECT * FROM audit")] == before
        assert found_in_texts(desk, "OAKWOODLY") == ["OAKWOODLY"]
        assert find_problems(desk) == []
    assert tried == 5
    purge_records(desk, plan, "x", WORD, counted, who=WHO)
    assert "Writing the workspace anew (this can no longer be stopped)" in counted.labels


def test_a_purge_that_was_cut_short_after_its_end_is_finished(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate says that no name was looked for; another purge is refused before."""

    def killed(_: Workspace) -> None:
        raise KeyboardInterrupt

    real = pages.write_anew
    monkeypatch.setattr(pages, "write_anew", killed)
    with pytest.raises(KeyboardInterrupt):
        purge(desk, people=(2,))
    monkeypatch.setattr(pages, "write_anew", real)
    path, key = desk.path, desk.key
    desk.close()
    with open_workspace(path, key) as again:
        assert find_unfinished(again) == 1
        assert found_in_texts(again, *OF_BLAKE) == []
        with pytest.raises(InputError, match="A purge was cut short"):
            purge(again, people=(3,))
        done = finish_purge(again, Silent(), who=WHO)
        assert found_in_pages(again, *OF_BLAKE) == []
        paper = get_certificate(again, done.id)
        assert not paper.is_proven
        assert (
            "stopped before it could look"
            in dict(line for part in paper.parts for line in part.lines)["Result"]
        )
        with pytest.raises(InputError, match="No purge was cut short"):
            finish_purge(again, Silent(), who=WHO)
        assert find_problems(again) == []


def test_a_kept_copy_that_is_changed_after_a_purge_is_told(desk: Workspace) -> None:
    """Its hash is kept anew, and held against it like that of a whole file."""
    purge(desk, people=(2,))
    desk.connection.execute("UPDATE kept_copy SET sha256 = 'x'")
    assert find_problems(desk) == [
        "The kept copy of Old.dat is not what was imported: its hash differs."
    ]
