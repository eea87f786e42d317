"""The wording of the papers: templates in resources/papers, one file a paper.

A template is a TOML file with a `[paper]` table (id, title, subtitle, footer, bookmark)
and `[[block]]` tables in the order of the paper. Texts hold named fields in
braces. Names of kinds, fields and conditions are closed lists: a template with
an unknown one is refused, with every problem and its line.
"""

from __future__ import annotations

import difflib
import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.errors import UserError
from app.limits import check_toml, read_text
from app.paths import resources

KINDS = frozenset(
    {
        "opening",
        "paragraph",
        "heading",
        "numbered",
        "item",
        "counts",
        "grounds",
        "sentences",
        "authorities",  # the ground of each conviction and what it rests on
        "lines",  # two lines to fill by hand
        "box",  # a box to mark by hand, never marked here
        "papers",  # a box for each paper of the case
        "served",  # each person served, with boxes for how
        "oath",  # date, place, name and signature of who declares
        "signature",
        "judge",
    }
)
KINDS_WITHOUT_TEXT = frozenset(
    {"counts", "grounds", "sentences", "authorities", "lines", "papers", "served", "oath",
     "signature", "judge"}
)  # fmt: skip
# What may be asked for a group of convictions: a condition that holds when there are any, and
# the fields {name}, {name_is}, {name_it} (it, each), {name_a} (a misdemeanor, misdemeanors),
# {name_strike} (how the court marks its choice), and {name_n} (the 3 convictions) in a bulk
# motion.
ASKED = (
    "dismissed", "redesignated", "infractions", "either", "recalled", "resentenced",
    "resentenced_infractions", "resentenced_either", "redesignated_or_dismissed",
    "resentenced_or_dismissed", "related", "challenged",
)  # fmt: skip
_ASKED_FIELDS = {
    f"{name}{end}" for name in ASKED for end in ("", "_is", "_it", "_a", "_n", "_strike")
}
FIELDS = _ASKED_FIELDS | frozenset(
    {
        "county", "movant", "party", "names", "case_numbers", "as_of", "policy_title",
        "policy_version", "run_id", "conviction", "is", "ground", "basis", "sentence",
        "policy_calls_it", "birth_date", "n_cases", "n_convictions", "schedule", "every_name",
        "asker", "filer", "opponent", "prosecutor", "defender", "defendant", "main", "main_title",
        "main_short",
        "sections", "hearing_on", "hearing_time", "hearing_department", "volume", "first_line",
        "last_line",
    }
)  # fmt: skip
CONDITIONS = frozenset(ASKED) | frozenset(
    {
        "under_the_act",  # every conviction rests on HSC 11361.8
        "with_related",  # some do, some do not
        "only_related",  # none does
        "one_ground",
        "one_basis",
        "one_sentence",
        "one_name",
        "run_id",
        "birth_date",
        "more_names",
        "many_grounds",
        "many_sentences",
        "motion",
        "petition",
        "application",
        "challenge",  # what is before the court
        "prosecutor_files",
        "defender_files",
        "person_files",
        "serving",  # a sentence asked about is still being served
        "volumes",  # the bulk motion is divided
    }
)
_HEAD = ("id", "title", "subtitle", "footer", "bookmark")


MOST_CHARACTERS = 200_000  # of a template: the longest shipped has a tenth
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class TextProblem(NamedTuple):
    """What is wrong with a template, and the line, counted from 1."""

    line: int
    words: str


class PaperTextError(UserError):
    """A template cannot be used; the message lists every problem with its line."""

    def __init__(self, message: str, problems: tuple[TextProblem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words a template may use: kinds of blocks, fields, conditions."""

    kinds: frozenset[str]
    kinds_without_text: frozenset[str]
    fields: frozenset[str]
    conditions: frozenset[str]


PLEADINGS = Vocabulary(KINDS, KINDS_WITHOUT_TEXT, frozenset(FIELDS), CONDITIONS)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a paper. ``when``: conditions that must all hold for it to print."""

    kind: str
    text: str
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperText:
    """A checked template."""

    paper_id: str
    title: str
    subtitle: str
    footer: str
    bookmark: str  # how the outline names the paper
    blocks: tuple[Block, ...]

    def blocks_for(self, conditions: frozenset[str], fields: Mapping[str, str]) -> list[Block]:
        """The blocks that print, their fields filled in."""
        return [
            Block(block.kind, block.text.format_map(fields), block.when)
            for block in self.blocks
            if conditions.issuperset(block.when)
        ]

    def titled(self, fields: Mapping[str, str]) -> PaperText:
        """The same with the fields of its title, footer and bookmark filled in."""
        heads = {name: getattr(self, name).format_map(fields) for name in _HEAD[1:]}
        return replace(self, **heads)


@cache
def paper_text(paper_id: str) -> PaperText:
    """The shipped template of a paper by its id: motion, order, petition, proof-of-service ..."""
    return read_paper(resources() / "papers" / f"{paper_id}.toml")


def read_paper(path: Path, words: Vocabulary = PLEADINGS) -> PaperText:
    """Read and check one template. Raises `PaperTextError` with all its problems."""
    try:
        source = read_text(path)
    except OSError as error:
        raise PaperTextError(
            f"The wording file {path.name} cannot be read ({error.strerror}); "
            "put it back or install the program again."
        ) from error
    except UnicodeDecodeError as error:
        raise PaperTextError(
            f"The wording file {path.name} is not readable TOML: {error}; mend that line."
        ) from error
    return read_source(source, path.name, words)


def read_source(source: str, name: str, words: Vocabulary = PLEADINGS) -> PaperText:
    """Check the text of a template. Raises `PaperTextError` with all its problems.

    Nothing in it is run, and no name reaches beyond the fields: they are compared with a closed
    list before anything is filled in.
    """
    if len(source) > MOST_CHARACTERS:
        problem = TextProblem(1, f"the text is longer than {MOST_CHARACTERS:,} characters")
        raise PaperTextError(
            f"The wording file {name} cannot be used: {problem.words}.", (problem,)
        )
    try:
        data = tomllib.loads(check_toml(source))
    except tomllib.TOMLDecodeError as error:
        problem = TextProblem(_line_of(error, source), f"not readable: {error}")
        raise PaperTextError(
            f"The wording file {name} is not readable TOML: {error}; mend that line.", (problem,)
        ) from error
    except (RecursionError, ValueError) as error:  # brackets without end, endless numbers
        why = "brackets stand in brackets too deeply, or a number is too long"
        raise refusal(name, [TextProblem(1, why)]) from error
    checker = _Checker(name, source, words)
    paper = checker.paper(data)
    if checker.problems:
        raise refusal(name, checker.problems)
    return paper


def refusal(name: str, problems: Sequence[TextProblem]) -> PaperTextError:
    """The error that names every problem of a template with its line."""
    lines = (f"{name}, line {line}: {words}" for line, words in problems)
    return PaperTextError(
        f"The wording file {name} cannot be used; mend these lines:\n" + "\n".join(lines),
        tuple(problems),
    )


def _line_of(error: tomllib.TOMLDecodeError, source: str) -> int:
    found = _AT_LINE.search(str(error))
    return int(found[1]) if found and found[1] else max(1, len(source.splitlines()))


class _Checker:
    """Collects every problem of one template, with the line it stands on."""

    def __init__(self, name: str, source: str, words: Vocabulary) -> None:
        self.problems: list[TextProblem] = []
        self._name = name
        self._words = words
        self._lines = source.splitlines()
        self._starts = [
            number
            for number, line in enumerate(self._lines, 1)
            if line.replace(" ", "").startswith("[[block]]")
        ]

    def paper(self, data: dict[str, object]) -> PaperText:
        head = data.get("paper")
        head = head if isinstance(head, dict) else {}
        values = {}
        for key in _HEAD:
            values[key] = head.get(key)
            if not isinstance(values[key], str):
                self._add(1, f'[paper] needs {key} = "..."')
            else:
                self._fields(1, str(values[key]))
        self._unknown_keys(data, {"paper", "block"}, 0)
        self._unknown_keys(head, set(_HEAD), 0)
        blocks = data.get("block")
        blocks = blocks if isinstance(blocks, list) else []
        if not blocks:
            self._add(1, "the paper has no [[block]]")
        checked = tuple(self._block(index, block) for index, block in enumerate(blocks))
        return PaperText(
            str(values["id"]), str(values["title"]), str(values["subtitle"]),
            str(values["footer"]), str(values["bookmark"]), checked,
        )  # fmt: skip

    def _block(self, index: int, block: dict[str, object]) -> Block:
        start = self._starts[index] if index < len(self._starts) else 1
        self._unknown_keys(block, {"kind", "text", "when"}, start)
        kind, text, when = block.get("kind"), block.get("text", ""), block.get("when", [])
        if kind not in self._words.kinds:
            self._add(self._find(start, "kind"), _unknown("kind", kind, self._words.kinds))
        is_bare = kind in self._words.kinds_without_text
        if not isinstance(text, str) or bool(text) == is_bare:
            self._add(start, f"a block of kind {kind} needs {'no ' * is_bare}text")
            text = ""
        if not isinstance(when, list):
            self._add(self._find(start, "when"), "when must be a list of conditions")
            when = []
        for condition in when:
            if condition not in self._words.conditions:
                line = self._find(start, str(condition))
                self._add(line, _unknown("condition", condition, self._words.conditions))
        self._fields(start, text)
        return Block(str(kind), text, tuple(map(str, when)))

    def _fields(self, start: int, text: str) -> None:
        try:
            parts = list(string.Formatter().parse(text))
        except ValueError as error:
            self._add(self._find_unclosed(start), f"braces do not pair ({error})")
            return
        for _, name, spec, conversion in parts:
            if name is None:
                continue
            line = self._find(start, "{" + name)
            if spec or conversion:
                self._add(line, f"the field {{{name}}} takes no format")
            if name not in self._words.fields:
                self._add(line, _unknown("field", name, self._words.fields))

    def _unknown_keys(self, table: dict[str, object], known: set[str], start: int) -> None:
        for key in table:
            if key not in known:
                self._add(self._find(max(start, 1), key), _unknown("key", key, known))

    def _find(self, start: int, needle: str) -> int:
        """The first line from ``start`` on that holds ``needle``, else ``start``."""
        for number in range(start, len(self._lines) + 1):
            if needle in self._lines[number - 1]:
                return number
        return start

    def _find_unclosed(self, start: int) -> int:
        """The first line of the block whose braces do not pair."""
        for number in range(start, len(self._lines) + 1):
            if _is_unclosed(self._lines[number - 1]):
                return number
        return self._find(start, "{")

    def _add(self, line: int, problem: str) -> None:
        self.problems.append(TextProblem(line, problem))


def _is_unclosed(line: str) -> bool:
    try:
        list(string.Formatter().parse(line))
    except ValueError:
        return True
    return False


def _unknown(what: str, given: object, known: frozenset[str] | set[str]) -> str:
    near = difflib.get_close_matches(str(given), sorted(known), 1)
    hint = f"; did you mean “{near[0]}”?" if near else ""
    return f"there is no {what} “{given}”{hint}"
