"""One person's answers with their explanations, as a sheet of paper tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.model.relief import Explanation
from app.model.statements import Statement


@dataclass(frozen=True, slots=True)
class ExplainedConviction:
    """A conviction asked about: what it is, and every statement of its explanation."""

    title: str  # the offense as printed
    details: str  # level, date, court, case number
    explanation: Explanation
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ExplainedPerson:
    """A person, the check that answered, and the convictions in the order of the record.

    ``options`` are (sentence, value in words). ``n_not_asked``: further convictions on record
    that the policy does not ask about.
    """

    name: str
    born: str
    cii: str
    county: str
    policy_id: str
    policy_title: str
    policy_version: str
    policy_sha256: str
    options: tuple[tuple[str, str], ...]
    as_of: date
    program_version: str
    convictions: tuple[ExplainedConviction, ...]
    n_not_asked: int = 0
    is_practice: bool = False
