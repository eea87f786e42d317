"""How the queue is cut into packages: by shares, by court, by letters, or the cases of a list.

A person is never cut: the whole history is needed to judge one case. Who has nothing open stays
at the office, and so does who is at another desk already, unless asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.errors import InputError
from app.store import packages
from app.store.packages import PersonInScope
from app.store.workspace import Workspace

MOST_PACKAGES = 500
NO_LETTER = "#"  # names that begin with none
_RANGE = re.compile(r"([A-Z#])(?:\s*[-–]\s*([A-Z]))?\Z")


@dataclass(frozen=True, slots=True)
class Shares:
    """So many packages, of about as many cases each."""

    n: int


@dataclass(frozen=True, slots=True)
class ByCourt:
    """A package for each court."""


@dataclass(frozen=True, slots=True)
class ByLetters:
    """A package for each range of first letters, both ends in it."""

    ranges: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One package of the people whose convictions these are."""

    convictions: tuple[int, ...]
    name: str = "Chosen cases"


Cut = Shares | ByCourt | ByLetters | Chosen


@dataclass(frozen=True, slots=True)
class Part:
    """A package to be. Cases are convictions that the latest check answers for."""

    name: str
    people: tuple[int, ...]
    n_cases: int
    n_open: int


@dataclass(frozen=True, slots=True)
class CutPlan:
    """``n_out`` people are at another desk, ``n_unmatched`` in none of the parts, ``n_settled``
    have nothing open; ``n_several_courts`` of those in it have open cases in other courts too."""

    words: str
    parts: tuple[Part, ...]
    n_out: int = 0
    n_settled: int = 0
    n_unmatched: int = 0
    n_several_courts: int = 0

    @property
    def sentences(self) -> list[str]:
        """Who stays, and why."""
        told = (
            (self.n_out, "{} in another package that is still out, and left out here."),
            (self.n_settled, "{} nothing open, and stay{s} here."),
            (self.n_unmatched, "{} in none of these packages, and stay{s} here."),
            (
                self.n_several_courts,
                "{} open cases in other courts as well, and go{es} whole with the first of them.",
            ),
        )
        verbs = (("is", "are"), ("has", "have"), ("is", "are"), ("has", "have"))
        found = []
        for (n, words), (one, many) in zip(told, verbs, strict=True):
            if n:
                who = f"1 person {one}" if n == 1 else f"{n:,} people {many}"
                found.append(words.format(who, s="s" if n == 1 else "", es="es" if n == 1 else ""))
        return found


def read_letters(text: str) -> ByLetters:
    """``A-F,G-M,N-Z``; # for names that begin with no letter. Raises InputError."""
    ranges = []
    for part in (one.strip().upper() for one in text.split(",") if one.strip()):
        match = _RANGE.match(part)
        if match is None or (match[2] or match[1]) < match[1] or (match[2] and match[1] == "#"):
            raise InputError(
                f"“{part}” is no range of letters. Write ranges such as A-F,G-M,N-Z; # stands for "
                "names that begin with no letter."
            )
        ranges.append((match[1], match[2] or match[1]))
    if not ranges:
        raise InputError("No letters were named. Write ranges such as A-F,G-M,N-Z.")
    for (_, before), (after, _) in zip(sorted(ranges), sorted(ranges)[1:], strict=False):
        if after <= before:
            raise InputError(f"The letter {after} is in two ranges. Each letter goes once.")
    return ByLetters(tuple(ranges))


def plan_cut(
    workspace: Workspace, cut: Cut, *, everything: bool = False, force: bool = False
) -> CutPlan:
    """Who goes where; nothing is written. Raises InputError when nobody would go.

    ``everything`` takes people who have nothing open too, ``force`` those who are in another
    package that is still out.
    """
    found = list(packages.iter_people_in_scope(workspace))
    if not found:
        raise InputError("No case has an answer yet. Choose a policy and check first.")
    sorter = _Sorter(cut, found)
    if isinstance(cut, Chosen):
        chosen = packages.people_of(workspace, cut.convictions)
        sorter.found = [one for one in found if one.id in chosen]
        sorter.n_unmatched = len(chosen) - len(sorter.found)
    out = set() if force else packages.people_out(workspace)
    sorter.leave(out, everything=everything)
    return sorter.plan()


@dataclass(slots=True)
class _Sorter:
    cut: Cut
    found: list[PersonInScope]
    n_out: int = 0
    n_settled: int = 0
    n_unmatched: int = 0
    parts: dict[str, list[PersonInScope]] = field(default_factory=lambda: defaultdict(list))

    def leave(self, out: set[int], *, everything: bool) -> None:
        """Take those away who stay."""
        n = len(self.found)
        self.found = [one for one in self.found if one.id not in out]
        self.n_out = n - len(self.found)
        if not everything:
            n = len(self.found)
            self.found = [one for one in self.found if one.n_open]
            self.n_settled = n - len(self.found)

    def plan(self) -> CutPlan:
        words = self._sort()
        made = tuple(
            Part(
                name, tuple(one.id for one in people), sum(one.n_cases for one in people),
                sum(one.n_open for one in people),
            )
            for name, people in self.parts.items() if people
        )  # fmt: skip
        if len(made) > MOST_PACKAGES:
            raise InputError(
                f"That would make {len(made):,} packages; {MOST_PACKAGES} are the most. Cut "
                "otherwise."
            )
        several = 0
        if isinstance(self.cut, ByCourt):
            several = sum(1 for one in self.found if one.n_courts > 1)
        plan = CutPlan(words, made, self.n_out, self.n_settled, self.n_unmatched, several)
        if not made:
            raise InputError(" ".join(["Nobody is left to put into a package.", *plan.sentences]))
        return plan

    def _sort(self) -> str:
        if isinstance(self.cut, Shares):
            self._by_shares(self.cut.n)
            return f"into {self.cut.n:,} shares"
        if isinstance(self.cut, ByCourt):
            for one in sorted(self.found, key=lambda one: one.court):
                self.parts[one.court.strip() or "No court"].append(one)
            return "by court"
        if isinstance(self.cut, ByLetters):
            self._by_letters(self.cut.ranges)
            return "by first letters " + ", ".join(map(_range_name, self.cut.ranges))
        self.parts[self.cut.name] = self.found
        return "the cases of a list"

    def _by_shares(self, n: int) -> None:
        """Runs of people in the order of the files, cut where the cases come nearest."""
        if not 1 <= n <= MOST_PACKAGES:
            raise InputError(f"{n} is no number of packages. Choose 1 to {MOST_PACKAGES}.")
        total, done, share = sum(one.n_cases for one in self.found), 0, 1
        for one in self.found:
            # The next share begins where half of this person's cases lie behind the border.
            while share < n and done + one.n_cases / 2 > share * total / n:
                share += 1
            self.parts[f"Share {share} of {n}"].append(one)
            done += one.n_cases

    def _by_letters(self, ranges: Sequence[tuple[str, str]]) -> None:
        for span in ranges:
            self.parts[_range_name(span)] = []
        for one in self.found:
            letter = first_letter(one.name)
            fitting = [span for span in ranges if span[0] <= letter <= span[1]]
            if fitting:
                self.parts[_range_name(fitting[0])].append(one)
            else:
                self.n_unmatched += 1


def first_letter(name: str) -> str:
    """A to Z, accents left away; # for a name that begins with no letter."""
    plain = unicodedata.normalize("NFKD", name.strip()[:1]).upper()[:1]
    return plain if plain.isascii() and plain.isalpha() else NO_LETTER


def _range_name(span: tuple[str, str]) -> str:
    first, last = span
    if first == NO_LETTER:
        return "No letter"
    return first if first == last else f"{first}–{last}"


def names_apart(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Names for packages that no other one has: ``A–F (2)``."""
    used, found = {name.casefold() for name in taken}, []
    for name in names:
        one, n = name, 2
        while one.casefold() in used:
            one, n = f"{name} ({n})", n + 1
        used.add(one.casefold())
        found.append(one)
    return found
