"""Gives every sentence of refusal in the source its number in ``resources/help/errors.toml``.

    sh packaging/tool.sh python packaging/number_errors.py

New sentences get the next numbers, those no longer in the source are marked as retired, one
that comes back gets its old number back. What a person wrote (``do``, the areas) stays.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from error_sentences import Sentence, find_issue_kinds, find_sentences

CHECKOUT = Path(__file__).resolve().parent.parent
CATALOGUE = CHECKOUT / "resources" / "help" / "errors.toml"
COMMAND = "sh packaging/tool.sh python packaging/number_errors.py"
FIRST = 100  # lower numbers are not sentences of the source: a bug, wrong usage, a full disk

HEADER = """\
# The number of every sentence with which the program refuses something (E), and of every kind of
# data issue (D). Written by packaging/number_errors.py; "do" and the areas are written by hand.
# A number once given never means another sentence: retired ones stay.
"""

# The area of a sentence by where it stands; the first that fits.
AREAS = (
    ("app.jobs.backup", "backup"), ("app.jobs.open_export", "backup"), ("app.cli.backup", "backup"),
    ("app.cli.hand_out", "backup"), ("ui.backups", "backup"), ("app.store.backup", "backup"),
    ("app.jobs.keys", "signing-in"), ("app.jobs.sign_in", "signing-in"),
    ("app.jobs.recovery", "signing-in"), ("app.cli.keys", "signing-in"),
    ("app.store.key", "signing-in"), ("app.store.user_keys", "signing-in"),
    ("app.store.access", "signing-in"), ("app.model.recovery", "signing-in"),
    ("ui.locking", "signing-in"), ("app.store.recovery", "signing-in"),
    ("app.jobs.retention", "records-kept"), ("app.cli.retention", "records-kept"),
    ("app.store.sealed", "records-kept"), ("app.store.retention", "records-kept"),
    ("app.store.purge", "records-kept"), ("ui.retention", "records-kept"),
    ("app.jobs.policy_bundle", "updates"), ("app.updates", "updates"),
    ("app.jobs.updates", "updates"), ("app.cli.updates", "updates"),
    ("ui.updates", "updates"), ("app.bundles", "updates"), ("app.jobs.access", "record"),
    ("app.jobs.audit", "record"), ("app.cli.audit", "record"), ("ui.activity", "record"),
    ("app.jobs.packages", "packages"), ("app.cli.package", "packages"), ("ui.packages", "packages"),
    ("app.rules", "policies"), ("app.cli.policy", "policies"), ("ui.policy", "policies"),
    ("app.jobs.policy_sheet", "policies"), ("app.jobs.check_eligibility", "policies"),
    ("app.importing.layouts", "layouts"), ("app.jobs.layout", "layouts"),
    ("app.cli.layout", "layouts"), ("ui.mapping", "layouts"),
    ("app.importing", "files"), ("app.jobs.import", "files"), ("app.jobs.newer", "files"),
    ("app.jobs.older", "files"), ("app.jobs.other_files", "files"), ("app.jobs.look", "files"),
    ("app.jobs.delivery", "files"), ("app.cli.look", "files"), ("ui.importing", "files"),
    ("app.jobs.mend", "issues"), ("app.jobs.issue", "issues"), ("app.cli.issue", "issues"),
    ("ui.issues", "issues"), ("app.jobs.final", "issues"), ("app.jobs.reassemble", "issues"),
    ("app.documents.forms", "forms"), ("app.jobs.form", "forms"), ("app.jobs.fill", "forms"),
    ("app.cli.form", "forms"), ("ui.forms", "forms"),
    ("app.jobs.register", "register"), ("app.cli.register", "register"),
    ("ui.register", "register"), ("app.documents.scans", "register"),
    ("app.documents", "papers"), ("app.jobs.paper", "papers"), ("app.jobs.draft", "papers"),
    ("app.jobs.letter", "papers"), ("app.jobs.lists", "papers"), ("app.jobs.contacts", "papers"),
    ("app.jobs.addresses", "papers"), ("app.cli.paper", "papers"), ("app.cli.letter", "papers"),
    ("app.cli.texts", "papers"), ("app.cli.contacts", "papers"), ("ui.papers", "papers"),
    ("ui.texts", "papers"), ("ui.letters", "papers"), ("ui.contacts", "papers"),
    ("app.jobs.decide", "review"), ("app.jobs.samples", "review"), ("app.jobs.approvals", "review"),
    ("app.jobs.sign_off", "review"), ("app.jobs.overrides", "review"),
    ("app.jobs.saved", "review"), ("app.jobs.queue", "review"), ("app.cli.queue", "review"),
    ("app.cli.review", "review"), ("app.cli.sample", "review"), ("app.cli.sign", "review"),
    ("app.model.sampling", "review"), ("ui.cases", "review"), ("ui.oversight", "review"),
    ("ui.samples", "review"), ("app.model.queue", "review"),
    ("app.jobs.merge", "people"), ("app.jobs.match", "people"), ("app.jobs.pair", "people"),
    ("app.cli.people", "people"), ("ui.people", "people"), ("app.jobs.reconcile", "people"),
    ("app.jobs.office", "users"), ("app.jobs.rights", "users"), ("app.cli.office", "users"),
    ("ui.office", "users"), ("app.jobs.unlocked", "users"),
    ("app.store", "workspace"), ("ui.start", "workspace"), ("app.jobs.practice", "workspace"),
    ("app.cli.terminal", "commands"), ("app.cli", "commands"),
)  # fmt: skip
OTHER_AREA = "other"


def main() -> int:
    text = CATALOGUE.read_text(encoding="utf-8") if CATALOGUE.is_file() else ""
    data = tomllib.loads(text)
    before = data.get("error", [])
    entries = renumber(before, find_sentences(CHECKOUT), find_issue_kinds(CHECKOUT))
    CATALOGUE.write_text(written(data.get("area", {}), entries), encoding="utf-8")
    new = len(entries) - len(before)
    retired = sum(1 for entry in entries if entry.get("retired"))
    print(f"{len(entries):,} numbers, {new:,} of them new, {retired:,} retired.")
    return 0


def renumber(
    before: list[dict[str, Any]], sentences: Iterable[Sentence], kinds: Iterable[Sentence]
) -> list[dict[str, Any]]:
    """The entries of the catalogue as the source now is, sorted by number."""
    fixed = [dict(one) for one in before if not _is_of_source(one)]
    known = [dict(one) for one in before if _is_of_source(one)]
    errors = [one for one in known if one["number"].startswith("E")]
    issues = [one for one in known if one["number"].startswith("D")]
    made = [*fixed, *_numbered("E", errors, sentences), *_numbered("D", issues, kinds)]
    return sorted(made, key=lambda one: (one["number"][0] != "E", one["number"]))


def unnumbered(
    before: list[dict[str, Any]], found: Iterable[Sentence], mark: str
) -> list[Sentence]:
    """Sentences of the source that have no number in the catalogue."""
    known = {
        one["says"] for one in before if one["number"].startswith(mark) and not one.get("retired")
    }
    return [one for one in found if one.template not in known]


def _numbered(
    mark: str, known: list[dict[str, Any]], found: Iterable[Sentence]
) -> Iterator[dict[str, Any]]:
    by_words = {one["says"]: one for one in known}
    last = max((int(one["number"][2:]) for one in known), default=FIRST - 1)
    present = set()
    for sentence in found:
        present.add(sentence.template)
        if sentence.template not in by_words:
            last += 1
            number = f"{mark}-{last:04}"
            area = area_of(sentence.module) if mark == "E" else "data"
            by_words[sentence.template] = {
                "number": number,
                "area": area,
                "says": sentence.template,
            }
    for words, entry in by_words.items():
        entry.pop("retired", None)
        yield entry if words in present else entry | {"retired": True}


def _is_of_source(entry: dict[str, Any]) -> bool:
    return int(entry["number"][2:]) >= FIRST


def area_of(module: str) -> str:
    return next((area for start, area in AREAS if module.startswith(start)), OTHER_AREA)


def written(areas: dict[str, dict[str, str]], entries: list[dict[str, Any]]) -> str:
    """The catalogue as a file."""
    blocks = [HEADER]
    for name, area in areas.items():
        blocks.append(f"[area.{name}]\n" + "".join(f"{k} = {_text(v)}\n" for k, v in area.items()))
    for entry in entries:
        lines = [
            f"{key} = {_text(entry[key])}"
            for key in ("number", "area", "says", "do")
            if entry.get(key)
        ]
        lines += ["retired = true"] if entry.get("retired") else []
        blocks.append("[[error]]\n" + "\n".join(lines) + "\n")
    return "\n".join(blocks)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
