"""The policies at hand: those shipped, newer ones from signed bundles, and an office's own.

A policy may have several editions, files of one id for different as-of dates:
``us-ca/name.toml`` and ``us-ca/name@2027.toml``, each bounded by its ``earliest_on`` and
``latest_on``. What stands after the @ is the edition's name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from pathlib import Path

from app.errors import UsageError
from app.limits import check_toml, read_text
from app.paths import data_folder, resources
from app.rules.loading.lines import Lines
from app.rules.loading.loader import PolicyError, load_policy
from app.rules.loading.problems import Problem
from app.rules.policy import Policy, holds_on
from app.updates.place import policy_folders

__all__ = [
    "Edition",
    "Editions",
    "editions_beside",
    "find_editions",
    "find_own_table",
    "find_policies",
    "id_problem",
    "load_by_id",
    "load_policy",
    "own_folders",
    "place_below_policies",
    "place_of",
]

CASES = ".cases.toml"
"""How the name of a case table beside an office's own policy ends."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One file of a policy, with the as-of dates that it is for (None: no bound)."""

    path: Path
    earliest_on: date | None = None
    latest_on: date | None = None

    @property
    def in_words(self) -> str:
        """``from 2017-01-01 until 2026-12-31 (name.toml)``."""
        bounds = [f"from {self.earliest_on}"] if self.earliest_on else []
        bounds += [f"until {self.latest_on}"] if self.latest_on else []
        return f"{' '.join(bounds) or 'for every date'} ({self.path.name})"


def own_folders() -> tuple[Path, ...]:
    """Where this office keeps policies of its own; none when it has no such folder."""
    folder = data_folder() / "policies"
    return (folder,) if folder.is_dir() else ()


def find_policies(extra_folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Policy ids and their files, sorted by id; of several editions the newest.

    The id is the path below ``policies``, ``us-ca/los-angeles``. A bundle's file replaces the
    shipped one of its id. An office's own file does not: that would change answers unseen.
    """
    return {
        policy_id: paths[0] if len(paths) == 1 else _by_date(paths)[-1].path
        for policy_id, paths in sorted(_find_files(extra_folders).items())
    }


def find_editions(policy_id: str, extra_folders: Sequence[Path] = ()) -> tuple[Edition, ...]:
    """The editions of a policy from the earliest on; none when there is no such policy."""
    return _by_date(_find_files(extra_folders).get(policy_id, []))


def load_by_id(
    policy_id: str, extra_folders: Sequence[Path] = (), as_of: date | None = None
) -> Policy:
    """The policy of that id: its edition for the as-of date, without one the newest.

    Raises UsageError naming the nearest ids when there is none, or the dates there are
    when no edition is for that date; PolicyError when the file cannot be used.
    """
    return Editions(policy_id, extra_folders).policy_on(as_of)


class Editions:
    """The editions of one policy; each is read once. Raises UsageError for an unknown id.

    ``first`` are folders that come before all others: a bundle that is tried.
    """

    def __init__(
        self, policy_id: str, extra_folders: Sequence[Path] = (), *, first: Sequence[Path] = ()
    ) -> None:
        self.policy_id = policy_id
        found = _find_files(extra_folders, first)
        if policy_id not in found:
            close = _near_id(policy_id, found)
            known = ", ".join(sorted(found)) or "none"
            raise UsageError(f"There is no policy '{policy_id}'{close}. Policies at hand: {known}.")
        self.all = _by_date(found[policy_id])
        self._read: dict[Path, Policy] = {}

    def policy_on(self, as_of: date | None) -> Policy:
        """The edition for an as-of date, without one the newest (see `load_by_id`)."""
        edition = self.all[-1] if as_of is None else self._edition_on(as_of)
        if edition.path not in self._read:
            self._read[edition.path] = _load_edition(edition.path, self.policy_id)
        return self._read[edition.path]

    def _edition_on(self, as_of: date) -> Edition:
        if len(self.all) == 1 and self.all[0].earliest_on is self.all[0].latest_on is None:
            return self.all[0]  # perhaps a broken file: reading it says so
        fitting = [one for one in self.all if holds_on(one.earliest_on, one.latest_on, as_of)]
        if len(fitting) == 1:
            return fitting[0]
        known = "; ".join(edition.in_words for edition in fitting or self.all)
        if fitting:
            raise UsageError(
                f"{self.policy_id} has more than one edition for {as_of}: {known}. End one the "
                "day before the other begins."
            )
        raise UsageError(
            f"{self.policy_id} has no edition for {as_of}. It has {known}: choose an as-of date "
            "there."
        )


_CLOSE = 0.75  # of two names; a shared folder alone makes ids look alike


def _near_id(policy_id: str, known: Iterable[str]) -> str:
    """`` (did you mean 'us-ca/name'?)``; "" when no policy's own name is close."""
    asked = _name_of(policy_id)
    near = {one: SequenceMatcher(None, asked, _name_of(one)).ratio() for one in known}
    best = max(near, key=lambda one: near[one], default="")
    return f" (did you mean '{best}'?)" if best and near[best] >= _CLOSE else ""


def _name_of(policy_id: str) -> str:
    return policy_id.rpartition("/")[2].lower()


def _find_files(extra_folders: Sequence[Path], first: Sequence[Path] = ()) -> dict[str, list[Path]]:
    """Every id with its files; those of the first folder that has the id."""
    found: dict[str, list[Path]] = {}
    for folder in (*first, *_all_folders(extra_folders)):
        here: dict[str, list[Path]] = {}
        for path in sorted(folder.rglob("*.toml")):
            if not path.name.endswith(CASES):
                here.setdefault(_id_of(path, folder), []).append(path)
        for policy_id, paths in here.items():
            found.setdefault(policy_id, paths)
    return found


def _all_folders(extra_folders: Sequence[Path]) -> Iterator[Path]:
    yield from policy_folders()
    yield resources() / "policies"
    yield from extra_folders


def _id_of(path: Path, folder: Path) -> str:
    """``us-ca/name`` for ``us-ca/name.toml`` and ``us-ca/name@2027.toml``."""
    below = path.relative_to(folder).with_suffix("")
    return below.with_name(below.name.partition("@")[0] or below.name).as_posix()


def _by_date(paths: Sequence[Path]) -> tuple[Edition, ...]:
    editions = [_edition(path) for path in paths]
    return tuple(sorted(editions, key=lambda one: (one.earliest_on or date.min, one.path.name)))


def _edition(path: Path) -> Edition:
    """The bounds that a file gives; none when it cannot be read, which loading it says."""
    try:
        content = tomllib.loads(check_toml(read_text(path)))
    except (OSError, ValueError, RecursionError):
        return Edition(path)
    return Edition(path, _day(content.get("earliest_on")), _day(content.get("latest_on")))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _load_edition(path: Path, policy_id: str) -> Policy:
    policy = load_policy(path)
    problem = id_problem(policy, policy_id)
    if problem is not None:
        raise PolicyError(path.name, (problem,))
    return policy


def id_problem(policy: Policy, policy_id: str) -> Problem | None:
    """An id that is not the file's place in its folder: results name the policy by it."""
    if policy.id == policy_id:
        return None
    text = (
        f"its id is '{policy.id}', but its place in the folder makes it '{policy_id}': write that "
        "id, or move the file"
    )
    return Problem(Lines.read(policy.text).at(("id",)), "the policy", text)


def place_of(path: Path, extra_folders: Sequence[Path] = ()) -> str:
    """The id that a file's place gives it; "" when it stands in no folder of policies."""
    own = path.resolve()
    for folder in _folders(extra_folders):
        if own.is_relative_to(folder):
            return _id_of(own, folder)
    return ""


def place_below_policies(path: Path) -> str:
    """The id by the place below a folder named ``policies``, wherever that is; "" for none.

    A file in that folder itself has no place: ids are made of a folder and a name.
    """
    own = path.resolve()
    for folder in own.parents[1:]:
        if folder.name == "policies":
            return _id_of(own, folder)
    return ""


def _folders(extra_folders: Sequence[Path]) -> Iterator[Path]:
    for folder in _all_folders(extra_folders):
        yield folder.resolve()


def find_own_table(path: Path) -> Path | None:
    """The case table beside a policy file: of that edition, else of the policy."""
    stem = path.name.removesuffix(".toml")
    for name in (stem, stem.partition("@")[0]):
        table = path.with_name(name + CASES)
        if name and table.is_file():
            return table
    return None


def editions_beside(path: Path) -> tuple[Edition, ...]:
    """The editions of one policy in a file's own folder, the file itself among them."""
    stem = path.name.removesuffix(".toml").partition("@")[0]
    beside = [
        one
        for one in path.parent.glob("*.toml")
        if not one.name.endswith(CASES) and one.name.removesuffix(".toml").partition("@")[0] == stem
    ]
    return _by_date(sorted({*beside, path}))
