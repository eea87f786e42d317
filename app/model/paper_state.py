"""Where a paper is on its way, and which way it can go. No clock: the day of today is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

DRAFTED, PRINTED, SIGNED, FILED = "drafted", "printed", "signed", "filed"
SERVED, SET, GRANTED, DENIED = "served", "set", "granted", "denied"
WITHDRAWN, RECEIVED, TOLD = "withdrawn", "order received", "agencies told"

STATES = (
    DRAFTED, PRINTED, SIGNED, FILED, SERVED, SET, GRANTED, DENIED, WITHDRAWN, RECEIVED, TOLD,
)  # fmt: skip
WORDS: Mapping[str, str] = {
    DRAFTED: "Made by this program, on paper or not yet",
    PRINTED: "Sent to the printer",
    SIGNED: "Signed by the attorney",
    FILED: "Received by the court’s clerk",
    SERVED: "Served on the other side; may be before the day of filing",
    SET: "Set for hearing; the hearing is the day that is due",
    GRANTED: "Granted by the court",
    DENIED: "Denied by the court",
    WITHDRAWN: "Taken back by the office",
    RECEIVED: "The signed order is here",
    TOLD: "The agencies were sent the order",
}
FILED_OR_LATER = (FILED, SERVED, SET, GRANTED, DENIED, RECEIVED, TOLD)
AFTER_DECISION = (GRANTED, DENIED, RECEIVED, TOLD)
# Nothing more is waited for.
ENDED = (WITHDRAWN, TOLD)

MOVES: Mapping[str, tuple[str, ...]] = {
    DRAFTED: (PRINTED, SIGNED, FILED, WITHDRAWN),
    PRINTED: (SIGNED, FILED, WITHDRAWN),
    SIGNED: (FILED, WITHDRAWN),
    FILED: (SERVED, SET, GRANTED, DENIED, WITHDRAWN),
    SERVED: (SET, GRANTED, DENIED, WITHDRAWN),
    SET: (SERVED, SET, GRANTED, DENIED, WITHDRAWN),
    GRANTED: (RECEIVED, TOLD),
    DENIED: (RECEIVED,),
    WITHDRAWN: (),
    RECEIVED: (TOLD,),
    TOLD: (),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a paper is. ``is_granted`` None: the court did not decide yet."""

    state: str
    state_on: date | None
    is_replaced: bool = False
    is_granted: bool | None = None


def reason_against(now: Standing, to: str, on_day: date, today: date) -> str:
    """Why a paper cannot go to a state on a day, as the end of a sentence; "" when it can."""
    if to not in STATES:
        return f"there is no state “{to}”; the states are {', '.join(STATES)}"
    if now.is_replaced:
        return "a newer paper took its place"
    if to not in MOVES[now.state]:
        return _no_way(now.state, to)
    if to == TOLD and now.is_granted is not True:
        return "the court did not grant it, so there is nothing to tell the agencies"
    if on_day > today:
        return f"{on_day} is still to come; enter it when it has happened"
    if now.state_on is not None and on_day < now.state_on and to != SERVED:
        return f"it was {now.state} on {now.state_on}, and {on_day} is before that"
    return ""


def _no_way(state: str, to: str) -> str:
    if state == to:
        return f"it is {state} already; another date is a correction"
    if not MOVES[state]:
        return f"it is {state}, which is the end of its way; going back is a correction"
    if STATES.index(to) < STATES.index(state):
        return f"it is {state} already; going back is a correction"
    return f"from {state} it can become {', '.join(MOVES[state])}"
