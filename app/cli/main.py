"""The terminal: parse, run one command, turn what went wrong into a sentence and a status.

Exit status: 0 done, 1 a bug, 2 wrong usage, 3 the input cannot be used, 4 the
workspace cannot be used, 130 cancelled.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import NoReturn

from app import interrupts
from app.bugs import bug_report, note_bug
from app.cli import (
    audit_command,
    backup_command,
    backups_command,
    case_commands,
    contacts_commands,
    data_commands,
    explain_command,
    forms_commands,
    hand_out_command,
    help_command,
    house_commands,
    issue_commands,
    keys_command,
    layout_commands,
    letters_commands,
    look_command,
    office_command,
    packages_command,
    papers_command,
    people_commands,
    person_command,
    policy_commands,
    queue_commands,
    reconcile_command,
    register_commands,
    retention_command,
    reveal_command,
    review_command,
    samples_command,
    sign_off_commands,
    support_command,
    texts_commands,
    updates_command,
)
from app.cli.terminal import passphrase_aside, say
from app.errors import Cancelled, UsageError, UserError
from app.help.errors import USAGE, number_of
from app.jobs.trouble import in_words
from app.met_errors import note_met
from app.paths import data_place
from app.version import PROGRAM, VERSION

_DESCRIPTION = (
    f"{PROGRAM} clears criminal records in bulk, on this computer alone. Without a command it "
    "opens its window. Before a command, --data FOLDER names the folder of settings and of the "
    "office's own policies."
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="relief-desk", description=_DESCRIPTION)
    top.add_argument("--version", action=_TellVersion, nargs=0, help="which version this is")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    practice = commands.add_parser(
        "practice", help="the practice county: made-up people, in the window"
    )
    practice.set_defaults(work=_practice)
    for add in (
        data_commands.add_sample,
        data_commands.add_run,
        person_command.add_person,
        look_command.add_look,
        data_commands.add_import,
        reconcile_command.add_compare,
        people_commands.add_people,
        reconcile_command.add_reconcile,
        issue_commands.add_issues,
        case_commands.add_check,
        queue_commands.add_cases,
        queue_commands.add_filters,
        explain_command.add_explain,
        reveal_command.add_reveal,
        review_command.add_review,
        samples_command.add_samples,
        sign_off_commands.add_approvals,
        sign_off_commands.add_sign_off,
        sign_off_commands.add_overrides,
        office_command.add_office,
        keys_command.add_keys,
        packages_command.add_packages,
        data_commands.add_export,
        papers_command.add_papers,
        register_commands.add_register,
        retention_command.add_retention,
        letters_commands.add_letters,
        letters_commands.add_lists,
        texts_commands.add_texts,
        contacts_commands.add_contacts,
        forms_commands.add_forms,
        case_commands.add_report,
        issue_commands.add_final,
        policy_commands.add_policies,
        layout_commands.add_layouts,
        audit_command.add_audit,
        backup_command.add_backup,
        backups_command.add_backups,
        backup_command.add_drill,
        backup_command.add_restore,
        hand_out_command.add_hand_out,
        house_commands.add_verify,
        house_commands.add_self_check,
        updates_command.add_updates,
        support_command.add_support,
        help_command.add_help,
        help_command.add_glossary,
        help_command.add_section,
    ):
        add(commands)
    return top


class _TellVersion(argparse.Action):
    """Tells the version, and where the settings are; ends the program."""

    def __call__(self, *_: object) -> NoReturn:
        print(f"{PROGRAM} {VERSION}\nSettings: {data_place()}")
        raise SystemExit(0)


def main(argv: list[str]) -> int:
    """Run the command; returns the exit status and never raises for a user's mistake."""
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as stop:  # argparse has said what is wrong, or shown the help
        if stop.code:
            _say_number(USAGE)
        return int(stop.code or 0)
    try:
        with passphrase_aside(), interrupts.listening():
            status = int(arguments.work(arguments))
            sys.stdout.flush()  # here, where a reader that went away is no error
            return status
    except UserError as error:
        say(error.message)
        _say_number(number_of(error.message))
        return error.exit_code
    except (Cancelled, KeyboardInterrupt):
        say("Stopped. Nothing that was under way was kept.")
        return Cancelled.exit_code
    except BrokenPipeError:
        # Whoever read our output went away (``| head``): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort
        trouble = in_words(error)
        if trouble is not None:
            say(trouble.message)
            _say_number(number_of(trouble.message))
            return trouble.exit_code
        return _tell_bug(error)


def _practice(_: argparse.Namespace) -> int:
    """The program's door (`ui.launch`) takes this command before the terminal does."""
    raise UsageError("The practice county belongs to the window: start relief-desk practice.")


def _say_number(number: str) -> None:
    """The number of what was just said, under which the help says what to do."""
    if number:
        note_met(number)
        say(f"Error {number}; what to do: relief-desk help {number}")


def _tell_bug(error: Exception) -> int:
    """A bug is told without its text, which may quote a record."""
    say("This is a mistake of the program, not yours. Please pass on these lines; they hold no")
    say("personal data.\n")
    say(bug_report(error))
    note_bug(error)
    return 1
