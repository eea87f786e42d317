"""hand-out: everything of a workspace in plain open formats."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.backups_command import watched
from app.cli.terminal import (
    add_json,
    add_workspace,
    answer,
    open_for_work,
    other_passphrase,
    out_folder,
    pairs,
    say,
    user_name,
)
from app.jobs.open_export.hand_out import hand_out


def add_hand_out(commands: Any) -> None:
    """``hand-out``: a folder of plain files, or an encrypted zip."""
    parser = commands.add_parser(
        "hand-out", help="everything in plain files (CSV, JSON) with a description"
    )
    add_workspace(parser)
    parser.add_argument(
        "--to", type=out_folder, required=True, metavar="FOLDER",
        help="the folder in which a new one (or the zip) is made",
    )  # fmt: skip
    parser.add_argument(
        "--zip-passphrase-file", type=Path, metavar="FILE",
        help="make an encrypted zip (AES-256) under the passphrase in this file",
    )  # fmt: skip
    add_json(parser)
    parser.set_defaults(work=_hand_out)


def _hand_out(arguments: argparse.Namespace) -> int:
    secret = other_passphrase(arguments.zip_passphrase_file)
    with open_for_work(arguments) as workspace:
        done = watched(
            lambda progress: hand_out(
                workspace, arguments.to, who=user_name(arguments), progress=progress,
                passphrase=secret,
            )
        )  # fmt: skip
    data = {
        "path": str(done.path), "tables": done.n_tables, "rows": done.n_rows,
        "files": done.n_files, "bytes": done.n_bytes, "sha256": done.sha256,
        "seconds": round(done.seconds, 2),
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Written", done.path), ("Tables", done.n_tables), ("Rows", done.n_rows),
        ("Files", done.n_files), ("Bytes", done.n_bytes), ("SHA-256 of SHA256SUMS", done.sha256),
        ("Seconds", f"{done.seconds:.1f}"),
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)
    if not secret:
        say("The files are in clear and hold records of named people. Keep them accordingly.")
    return 0
