"""Packages of an office whose users sign in: they hold the users, and nothing that opens it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InputError, WorkspaceError
from app.jobs.keys import change_office_passphrase, give_passphrase
from app.jobs.office import add_user
from app.jobs.packages.cut import Shares, plan_cut
from app.jobs.packages.make import make_packages
from app.jobs.packages.merge import merge_package
from app.jobs.progress import Silent
from app.jobs.recovery_sheet import make_recovery_sheet
from app.jobs.sign_in import list_sign_in_names, sign_in
from app.store import office as store_office
from app.store import reviews, sealing, user_keys
from app.store.access import Access
from app.store.key_file import path_of
from app.store.workspace import Workspace
from tests.jobs.packages.desks import SECRET, accept, cases

HEAD, CLERK = "A. Head", "C. Clerk"


def test_a_package_keeps_its_own_passphrase(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened with it, worked in under a user's name, and taken back by who has signed in."""
    monkeypatch.setattr(sealing, "COST", {"n": 1 << 10, "r": 8, "p": 1})
    for name, role in ((HEAD, "administrator"), (CLERK, "clerk")):
        add_user(office, name, role, who=HEAD)
    give_passphrase(office, HEAD, "the head's own words", who=HEAD)
    give_passphrase(office, CLERK, "a clerk's first words", who=HEAD)
    slots = [one.slot for one in user_keys.list_keys(office)]
    away = tmp_path / "away"
    away.mkdir()
    with pytest.raises(InputError, match=r"C. Clerk has not signed in"):
        make_packages(office, plan_cut(office, Shares(1)), away, SECRET, Silent(), who=CLERK)
    made = make_packages(office, plan_cut(office, Shares(1)), away, SECRET, Silent(), who=HEAD)
    package = made.files[0]
    assert [one.name for one in away.iterdir()] == [package.name]
    assert list_sign_in_names(package) == []
    with sign_in(package, SECRET, CLERK) as opened:
        assert opened.access == Access()
        assert [one.name for one in store_office.list_users(opened)] == [HEAD, CLERK]
        assert user_keys.list_keys(opened) == []
        tables = opened.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            rows = opened.connection.execute(f'SELECT * FROM "{table}"').fetchall()
            assert not any(slot in cell for row in rows for cell in map(str, row) for slot in slots)
        number = cases(opened)[0]
        accept(opened, [number], who=CLERK)
        for refused in (
            lambda: give_passphrase(opened, HEAD, "some other words", who=HEAD),
            lambda: make_recovery_sheet(opened, who=HEAD),
            lambda: change_office_passphrase(opened, SECRET, "new words", Silent(), who=HEAD),
        ):
            with pytest.raises((InputError, WorkspaceError), match="This is a package of cases"):
                refused()
    assert not path_of(package).exists()
    merge_package(office, package, SECRET, Silent(), who=HEAD)
    found = reviews.get_reviews(office, [number])[number]
    assert found.reviewer == CLERK
