#!/usr/bin/env python3
"""Check a record of the work that Relief Desk gave out, without Relief Desk.

    python3 check_record.py                     in the folder of the files
    python3 check_record.py FOLDER
    python3 check_record.py --anchor 1204:9f8e7d6c-5b4a3f2e    an entry known from a receipt

Needs Python 3.8 or newer and nothing else. Says whether every entry holds, or the first that does
not and what is wrong with it. Exit status: 0 whole, 1 broken, 2 the files cannot be used.

How the chain is made: each line of record.jsonl is the text of one entry, a JSON list of its
number, instant, user, action, subject, value before, value after, the hash of the entry before it
and (in newer entries) a secret of its own. The SHA-256 of the line, without its line end, is the
entry's hash; it stands in the same line of hashes.txt and inside the next entry. The first entry
follows 64 zeros. An entry that a purge emptied is an object instead: its text is gone, its hash
still links its neighbors, and a later entry with the action "purge" counts what was emptied.
"""

# ruff: noqa: T201 - it talks to whoever runs it

import argparse
import csv
import hashlib
import json
import re
import sys
from pathlib import Path

GENESIS = "0" * 64
PURGE = "purge"


class BrokenError(Exception):
    """The first thing that is wrong, as a sentence."""


def entries(folder):
    """(number, hash, content) of each line; content is a list, or an object when emptied."""
    lines = (folder / "record.jsonl").open(encoding="utf-8", newline="\n")
    hashes = (folder / "hashes.txt").open(encoding="ascii")
    with lines, hashes:
        for number, line in enumerate(lines, start=1):
            yield number, line.rstrip("\n"), hashes.readline().strip()
        if hashes.readline().strip():
            raise BrokenError("hashes.txt has more lines than record.jsonl: entries are missing.")


def check_chain(folder, anchors):
    """The number of entries and the hash of the last. Raises BrokenError."""
    previous, number, emptied, purges = GENESIS, 0, {}, {}
    for number, text, stated in entries(folder):
        where = f"Entry {number}"
        try:
            content = json.loads(text)
        except ValueError as error:
            raise BrokenError(f"{where} cannot be read.") from error
        if isinstance(content, list):
            found = hashlib.sha256(text.encode("utf-8")).hexdigest()
            own, before = content[0], content[7]
            if content[3] == PURGE:
                purges[number] = content[6]
        else:
            found = content["hash"]
            own, before = content["number"], content["previous"]
            emptied.setdefault(content["emptied_by"], []).append(number)
        if own != number:
            raise BrokenError(f"{where} is missing; entry {own} comes next.")
        if before != previous:
            raise BrokenError(f"{where} was sealed to another entry than the one before it.")
        if found != stated:
            raise BrokenError(f"{where} is not what was sealed: its hash differs.")
        if number in anchors and not found.startswith(anchors[number]):
            raise BrokenError(f"{where} is not the one that the receipt names.")
        previous = found
    late = max(anchors, default=0)
    if late > number:
        raise BrokenError(f"The record ends at entry {number}, before entry {late} of the receipt.")
    check_emptied(emptied, purges)
    return number, previous


def check_emptied(emptied, purges):
    """Every emptied entry is accounted for by a later purge that counts just these."""
    for by, numbers in sorted(emptied.items()):
        try:
            stated = json.loads(purges.get(by, "")).get("sha256", "")
        except ValueError:
            stated = ""
        counted = hashlib.sha256(",".join(map(str, sorted(numbers))).encode()).hexdigest()
        if stated != counted or max(numbers) >= by:
            raise BrokenError(f"Entry {numbers[0]} was emptied, and no purge accounts for that.")


def check_table(folder):
    """record.csv, the table for people, says what record.jsonl says. Raises BrokenError."""
    csv.field_size_limit(2**31 - 1)
    with (folder / "record.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        for number, text, stated in entries(folder):
            row = next(rows, None)
            content = json.loads(text)
            if isinstance(content, list):
                wanted = [str(cell) for cell in content[:7]]
            else:
                names = ("number", "at", "who", "action", "subject")
                wanted = [str(content[name]) for name in names] + ["", ""]
            wanted.append(stated)
            if row is None or len(row) < 8 or not all(map(same, row, wanted)):
                raise BrokenError(f"record.csv does not say what entry {number} says.")
        if next(rows, None) is not None:
            raise BrokenError("record.csv has more lines than there are entries.")


def same(cell, text):
    """A cell that a spreadsheet could take for a formula has a ' before it."""
    return cell in (text, "'" + text)


def anchor(text):
    """An argparse type: 1204:9f8e7d6c-5b4a3f2e."""
    number, _, digest = text.partition(":")
    digest = re.sub(r"[\s-]", "", digest).lower()
    if not number.replace(",", "").isdigit() or not re.fullmatch("[0-9a-f]{8,64}", digest):
        raise argparse.ArgumentTypeError(f"{text!r} is not NUMBER:HASH")
    return int(number.replace(",", "")), digest


def main():
    """The exit status."""
    parser = argparse.ArgumentParser(description="Check a record of the work without Relief Desk.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument(
        "--anchor",
        type=anchor,
        action="append",
        default=[],
        metavar="NUMBER:HASH",
        help="an entry known from a receipt; may be given several times",
    )
    arguments = parser.parse_args()
    try:
        number, last = check_chain(arguments.folder, dict(arguments.anchor))
        check_table(arguments.folder)
    except BrokenError as error:
        print(f"BROKEN: {error}")
        return 1
    except (OSError, UnicodeError, LookupError, TypeError, AttributeError) as error:
        print(f"The files in {arguments.folder} cannot be used: {error}")
        return 2
    print(f"WHOLE: all {number} entries follow from one another.")
    print(f"The last entry is {number}:{last}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
