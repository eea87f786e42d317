"""backup, drill, restore: copies that are proved, and brought back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.backups_command import backup_data, watched
from app.cli.terminal import (
    add_json,
    add_passphrase,
    add_workspace,
    answer,
    count,
    open_for_work,
    other_passphrase,
    pairs,
    passphrase,
    say,
    user_name,
)
from app.errors import InputError, UsageError
from app.jobs.backup.receipt import save_pdf
from app.jobs.backup.restore import drill, key_of_backup, restore_backup
from app.jobs.backup.rounds import Round, back_up
from app.jobs.backup.standing import (
    due_folders,
    find_absent,
    list_with_state,
)
from app.store import backups
from app.store.workspace import Workspace


def add_backup(commands: Any) -> None:
    """``backup``: make one now, or when it is due."""
    parser = commands.add_parser("backup", help="make a backup, read it again, write its receipt")
    add_workspace(parser)
    parser.add_argument(
        "--to", action="append", type=Path, default=[], metavar="FOLDER",
        help="into this folder (else into those of the plan; may be given several times)",
    )  # fmt: skip
    parser.add_argument(
        "--if-due", action="store_true", help="only where the plan says that one is due"
    )
    parser.add_argument(
        "--receipt", type=Path, metavar="FILE", help="the receipt of the last one as PDF"
    )
    add_json(parser)
    parser.set_defaults(work=_backup)


def _backup(arguments: argparse.Namespace) -> int:
    if arguments.if_due and arguments.to:
        raise UsageError("--if-due goes by the plan's folders; leave --to out.")
    with open_for_work(arguments) as workspace:
        folders = due_folders(workspace) if arguments.if_due else arguments.to
        if arguments.if_due and not folders:
            answer({"made": []}, [], as_json=arguments.json)
            say(" ".join(("No backup is due.", *map(_away, find_absent(workspace)))))
            return 0
        cause = backups.SCHEDULE if arguments.if_due else backups.TERMINAL
        done = watched(
            lambda progress: back_up(
                workspace, folders, who=user_name(arguments), cause=cause, progress=progress
            )
        )
        if arguments.receipt is not None:
            save_pdf(done.made[-1].backup, workspace.info, arguments.receipt)
    _tell_round(done, arguments)
    if done.failed:
        raise InputError(" ".join(done.failed))
    return 0


def _away(path: str) -> str:
    return f"{path} is not connected."


def _tell_round(done: Round, arguments: argparse.Namespace) -> None:
    data = {
        "made": [backup_data(one.backup) | {"seconds": round(one.seconds, 2)} for one in done.made],
        "failed": list(done.failed),
        "rotated": [one.id for one in done.gone],
        "notes": list(done.notes),
    }
    rows: list[tuple[str, object]] = []
    for one in done.made:
        backup = one.backup
        rows += [
            ("Backup", backup.id), ("File", backup.path), ("Bytes", backup.n_bytes),
            ("Rows compared", sum(backup.counts.values())), ("SHA-256", backup.sha256),
            ("Anchor", backup.anchor), ("Seconds", f"{one.seconds:.1f}"),
        ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)
    for note in done.notes:
        say(note)
    if done.gone:
        say(f"Rotated out: {', '.join(one.file_name for one in done.gone)}.")


def add_drill(commands: Any) -> None:
    """``drill``: prove a backup without touching the workspace."""
    parser = commands.add_parser(
        "drill", help="restore a backup to a place of its own, check it, take it away again"
    )
    add_workspace(parser)
    parser.add_argument(
        "number", nargs="?", type=count, metavar="NUMBER",
        help="of the backup (else the newest that is in its place)",
    )  # fmt: skip
    parser.add_argument("--file", type=Path, metavar="BACKUP", help="this file instead")
    parser.add_argument(
        "--earlier-passphrase-file", type=Path, metavar="FILE",
        help="the passphrase it was made under, where that was changed since",
    )  # fmt: skip
    add_json(parser)
    parser.set_defaults(work=_drill)


def _drill(arguments: argparse.Namespace) -> int:
    if arguments.file is not None and arguments.number is not None:
        raise UsageError("Name a number or a file, not both.")
    secret = other_passphrase(arguments.earlier_passphrase_file)
    with open_for_work(arguments) as workspace:
        path = arguments.file or _path_of(workspace, arguments.number)
        key = key_of_backup(path, secret) if secret else None
        done = watched(
            lambda progress: drill(
                workspace, path, who=user_name(arguments), progress=progress, key=key
            )
        )
    data = {
        "file": str(done.path), "number": done.number, "rows": done.n_rows,
        "people": done.n_people, "changesSince": done.n_changes_since,
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("File", done.path), ("Rows compared", done.n_rows), ("People", done.n_people),
        ("Changes since", done.n_changes_since),
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)
    say(f"{done.path.name} was restored, found whole, and taken away again.")
    return 0


def _path_of(workspace: Workspace, number: int | None) -> Path:
    listed = list_with_state(workspace)
    if number is None:
        found = next((one for one in listed if one.is_in_place), None)
        if found is None:
            raise InputError("No backup is in its place. Connect the stick, or make a backup.")
        return found.backup.path
    found = next((one for one in listed if one.backup.id == number), None)
    if found is None:
        raise InputError(f"There is no backup number {number}. See backups list.")
    return found.backup.path


def add_restore(commands: Any) -> None:
    """``restore``: a new workspace of a backup."""
    parser = commands.add_parser("restore", help="make a new workspace of a backup")
    parser.add_argument("backup", type=Path, metavar="BACKUP", help="the .relief-backup file")
    parser.add_argument(
        "--to", type=Path, required=True, metavar="WORKSPACE",
        help="the new .relief file; nothing is written over",
    )  # fmt: skip
    parser.add_argument("--as", dest="user", metavar="NAME", help="who does this")
    add_passphrase(parser)
    add_json(parser)
    parser.set_defaults(work=_restore)


def _restore(arguments: argparse.Namespace) -> int:
    if not arguments.backup.is_file():
        raise InputError(
            f"There is no backup at {arguments.backup}. Check the name; if it is on a stick, "
            "connect it."
        )
    key = key_of_backup(arguments.backup, passphrase(arguments))
    done = watched(
        lambda progress: restore_backup(
            arguments.backup, arguments.to, key, who=user_name(arguments), progress=progress
        )
    )
    data = {
        "workspace": str(done.path), "name": done.name, "county": done.county,
        "people": done.n_people, "convictions": done.n_convictions, "anchor": done.anchor,
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Workspace", done.path), ("Name", done.name), ("County", done.county),
        ("People", done.n_people), ("Convictions", done.n_convictions),
        ("Up to entry", done.anchor),
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)
    say(f"{arguments.backup.name} was restored and found whole.")
    return 0
