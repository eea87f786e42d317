"""Entries of the record of the work by who, what, whom and when; anchors from outside."""

from __future__ import annotations

import random  # noqa: TID251 - made-up entries

import pytest

from app.errors import InputError
from app.store import anchors, audit
from app.store.anchors import Anchor, current_anchor, find_difference, read_anchor
from app.store.audit import AuditEntry
from app.store.audit_search import AuditFilter, find_entries, list_actions, list_who
from app.store.check import find_problems
from app.store.workspace import Workspace

WHO = ("Ana", "Ben", "Zoë")
ACTIONS = ("accept", "note", "person viewed", "undo: accept", "people are different")


@pytest.fixture
def many(workspace: Workspace) -> list[AuditEntry]:
    """Some hundred entries, a few of them with a clock that was set back."""
    draw = random.Random(7)
    with workspace.transaction():
        for n in range(400):
            day = 1 + (n // 20 if n % 37 else draw.randrange(20))
            action = draw.choice(ACTIONS)
            person, other = draw.sample(range(1, 6), 2)
            subject = {
                "person viewed": f"person {person}",
                "people are different": f"person {min(person, other)}, person {max(person, other)}",
            }.get(action, f"conviction {draw.randrange(1, 11)}")
            audit.append(
                workspace, at=f"2026-11-{day:02}T12:{n % 60:02}:00.000000+00:00",
                who=draw.choice(WHO), action=action, subject=subject,
            )  # fmt: skip
    return list(audit.entries(workspace))


def plain(entry: AuditEntry, wanted: AuditFilter, convictions: set[int]) -> bool:
    """The same question without an index."""
    subject = set(entry.subject.split(", "))
    of_person = {f"person {wanted.person_id}", *(f"conviction {one}" for one in convictions)}
    return (
        wanted.who in ("", entry.who)
        and (wanted.actions is None or entry.action in wanted.actions)
        and (wanted.person_id is None or bool(subject & of_person))
        and (wanted.conviction_id is None or entry.subject == f"conviction {wanted.conviction_id}")
        and (not wanted.since or entry.at >= wanted.since)
        and (not wanted.before or entry.at < wanted.before)
    )


FILTERS = (
    AuditFilter(),
    AuditFilter(who="Ben"),
    AuditFilter(who="Nobody"),
    AuditFilter(actions=("note", "accept")),
    AuditFilter(actions=()),
    AuditFilter(who="Zoë", actions=("person viewed",)),
    AuditFilter(person_id=2),
    AuditFilter(person_id=2, who="Ana", actions=("note", "people are different")),
    AuditFilter(person_id=99),
    AuditFilter(conviction_id=3),
    AuditFilter(conviction_id=3, since="2026-11-05"),
    AuditFilter(since="2026-11-04", before="2026-11-06"),
    AuditFilter(since="2026-11-19"),
    AuditFilter(before="2026-11-03", who="Ana"),
    AuditFilter(since="2030-01-01"),
    AuditFilter(since="2026-11-02", before="2026-11-09", actions=("undo: accept",)),
)


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_a_filter_finds_what_it_says_page_by_page(
    wanted: AuditFilter, many: list[AuditEntry], workspace: Workspace
) -> None:
    """Exactly the entries that a look at every one of them finds, the newest first."""
    rows = workspace.connection.execute(
        "SELECT id FROM conviction WHERE person_id = ?", (wanted.person_id,)
    )
    own = {row[0] for row in rows}
    expected = [one for one in many[::-1] if plain(one, wanted, own)]
    found: list[AuditEntry] = []
    while page := find_entries(
        workspace, wanted, older_than=found[-1].number if found else None, limit=7
    ):
        assert len(page) <= 7
        found += page
    assert found == expected


def test_what_there_is_to_choose_from(many: list[AuditEntry], workspace: Workspace) -> None:
    """Everybody and every action that the record names, in order."""
    assert list_who(workspace) == ["A clerk", *WHO]
    assert set(list_actions(workspace)) == {one.action for one in many}


def test_no_filter_reads_the_whole_record(many: list[AuditEntry], workspace: Workspace) -> None:
    """Each question goes through an index: none of them looks at every entry."""
    told: list[str] = []
    workspace.connection.set_trace_callback(told.append)
    for wanted in FILTERS:
        find_entries(workspace, wanted, limit=50)
    list_who(workspace)
    list_actions(workspace)
    workspace.connection.set_trace_callback(None)
    newest = "ORDER BY id DESC LIMIT 1"  # read from its end
    asked = [text for text in told if "FROM audit" in text and newest not in text]
    assert len(asked) > 20
    for text in asked:
        for row in workspace.connection.execute(f"EXPLAIN QUERY PLAN {text}").fetchall():
            assert not row[3].startswith("SCAN audit") or "INDEX" in row[3], (text, row[3])


# -- anchors ---------------------------------------------------------------------------------


def test_an_anchor_holds_while_the_record_goes_on(workspace: Workspace) -> None:
    """As it is printed and typed: with hyphens, blanks and capitals, or cut short."""
    anchor = current_anchor(workspace)
    with workspace.transaction():
        audit.append(workspace, at="2026-11-03", who="Ana", action="note")
    assert find_difference(workspace, anchor) == ""
    number, digest = anchor
    for typed in (
        anchor.text, anchor.text.upper(), f" {number} : {digest} ", f"{number}:{digest[:16]}",
        f"{number}:{digest[:8]} {digest[8:20]}",
    ):  # fmt: skip
        assert find_difference(workspace, read_anchor(typed)) == ""


@pytest.mark.parametrize(
    "typed",
    ["", "12", "12:", "12:abc", "x:0123456789abcdef", "12:0123456789abcdeg", "-1:" + "0" * 16],
)
def test_what_is_no_anchor(typed: str) -> None:
    """A sentence that says how one is typed."""
    with pytest.raises(InputError, match=r"is not an anchor\. Type it as the receipt has it"):
        read_anchor(typed)


def test_an_end_that_was_cut_off_is_found(workspace: Workspace) -> None:
    """The chain alone holds; the entry that a receipt names is gone."""
    with workspace.transaction():
        audit.append(workspace, at="2026-11-03", who="Ana", action="accept")
    anchor = current_anchor(workspace)
    workspace.connection.execute("DROP TRIGGER audit_no_delete")
    workspace.connection.execute("DELETE FROM audit WHERE id = ?", (anchor.number,))
    assert audit.find_break(workspace) is None
    assert "ends at entry 2, before entry 3" in find_difference(workspace, anchor)


def test_a_record_that_was_written_anew_is_found(workspace: Workspace) -> None:
    """Whoever has the file and the program's source can make a chain that holds."""
    anchor = current_anchor(workspace)
    _write_anew(workspace)
    assert audit.find_break(workspace) is None
    assert "is not the one that was made then" in find_difference(workspace, anchor)


def test_a_backup_remembers_an_anchor(workspace: Workspace) -> None:
    """What the list of backups noted is compared with the record at every check."""
    number, digest = current_anchor(workspace)
    workspace.connection.execute(
        "INSERT INTO backup VALUES (1, '2026-11-02T10:00', 'Ana', 'button', '/b', 'b.relief', "
        "'', 0, '{}', '', ?, ?, 'kept', '', '')",
        (number, digest),
    )
    assert find_problems(workspace) == []
    _write_anew(workspace)
    (problem,) = find_problems(workspace)
    assert problem.endswith("It was noted by the backup of 2026-11-02.")
    assert [one.anchor for one in anchors.list_kept(workspace)] == [Anchor(number, digest)]


def _write_anew(workspace: Workspace) -> None:
    kept = list(audit.entries(workspace))
    for name in ("audit_no_update", "audit_no_delete"):
        workspace.connection.execute(f"DROP TRIGGER {name}")
    with workspace.transaction():
        workspace.connection.execute("DELETE FROM audit")
        for one in kept:
            audit.append(
                workspace, at=one.at, who="SOMEONE ELSE", action=one.action, subject=one.subject,
                old=one.old, new=one.new,
            )  # fmt: skip


def test_a_broken_link_is_a_sentence(workspace: Workspace) -> None:
    """With the last entry that holds, when there is one."""
    workspace.connection.execute("DROP TRIGGER audit_no_update")
    workspace.connection.execute("UPDATE audit SET action = 'x' WHERE id = 2")
    broken = audit.find_broken_link(workspace)
    assert broken is not None
    assert broken.sentence.startswith(
        "The record of the work is broken at entry 2: what it says is not what was sealed. The "
        "last entry that holds is 1, of 20"
    )
    assert broken.sentence.endswith("UTC (import by A clerk).")
    workspace.connection.execute("UPDATE audit SET action = 'x' WHERE id = 1")
    first = audit.find_broken_link(workspace)
    assert first is not None
    assert first.sentence.endswith("No entry before it can be relied on.")
