"""The policies at hand: those shipped, and an office's own in its data folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import UsageError
from app.paths import resources
from app.rules.loader import PolicyError, load_policy
from app.rules.policy import Policy, near_miss

__all__ = ["find_policies", "load_by_id", "load_policy"]


def find_policies(extra_folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Policy ids and their files, sorted by id.

    The id is the path below ``policies``, ``us-ca/los-angeles``. An office's own file
    of the same id does not replace a shipped one: that would change answers unseen.
    """
    found: dict[str, Path] = {}
    for folder in (resources() / "policies", *extra_folders):
        for path in sorted(folder.rglob("*.toml")):
            found.setdefault(path.relative_to(folder).with_suffix("").as_posix(), path)
    return dict(sorted(found.items()))


def load_by_id(policy_id: str, extra_folders: Sequence[Path] = ()) -> Policy:
    """The policy of that id.

    Raises UsageError naming the nearest ids when there is none, PolicyError when the
    file cannot be used.
    """
    found = find_policies(extra_folders)
    path = found.get(policy_id)
    if path is None:
        close = near_miss(policy_id, list(found))
        known = ", ".join(found) or "none"
        raise UsageError(f"There is no policy '{policy_id}'{close}. Policies at hand: {known}.")
    policy = load_policy(path)
    if policy.id != policy_id:
        problem = f"its id is '{policy.id}', but its place in the folder makes it '{policy_id}'"
        raise PolicyError(path.name, (problem,))
    return policy
