"""The names of the stages; how each is done stands in `work`, `looking` and `engine`."""

from __future__ import annotations

POLICIES = (
    "county-review",
    "sacramento",
    "san-joaquin",
    "contra-costa",
    "san-francisco",
    "statute-11361.8",
)
"""Los Angeles is the policy of the stage ``evaluate``; these are evaluated beside it."""

EVALUATE = "evaluate:"
NAMES = (
    "run",
    "look",
    "import",
    "workbook",
    "check",
    "evaluate",
    *(EVALUATE + policy for policy in POLICIES),
    "export",
    "motions",
    "bulk_motion",
    "bulk_exhibit",
    "bulk_volumes",
    "forms",
    "open_case",
    "queue",
)

# What must stand in the bench's folder before a stage begins.
NEEDS = {
    "check": "imported",
    "run": "delivery",
    "look": "delivery",
    "import": "delivery",
    "workbook": "delivery",
    "bulk_exhibit": "delivery",
    "bulk_volumes": "delivery",
    "forms": "delivery",
}  # the others: "checked"


def needs(name: str) -> str:
    return NEEDS.get(name, "checked")
