"""The one place that looks at the clock: when something was done, never what the law says."""

from datetime import UTC, date, datetime


def now() -> str:
    """The instant, UTC, to the microsecond, in ISO form (sorts as text)."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def today() -> date:
    """The date on the desk's calendar: a proposal for a paper's date, which a person may change."""
    return datetime.now().astimezone().date()
