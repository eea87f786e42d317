"""What a run was: the facts that stand with every figure.

Plain frozen data, filled in by the job; nothing here looks at a clock or a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class InputFile:
    name: str  # file name without its folder
    sha256: str  # 64 hexadecimal digits
    n_rows: int  # records, header not counted, quarantined ones counted
    n_bytes: int = 0


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A record that could not be read and takes no part in the figures."""

    file: str
    row: int  # from 1, header not counted
    reason: str  # a plain sentence or phrase, without personal data


@dataclass(frozen=True, slots=True)
class IssueKind:
    """Doubts and repairs of one kind."""

    kind: str  # in words
    n_rows: int


@dataclass(frozen=True, slots=True)
class RunFacts:
    """``options`` are (sentence or name, value in words), in the policy's order.

    ``criteria`` are (rule id, words) of the rules of additional relief, for the printed table.
    ``quarantined`` may be only the first rows; ``n_quarantined`` counts them all.
    ``seconds`` is the time the run took.
    """

    county: str
    policy_id: str
    policy_title: str
    policy_version: str
    policy_sha256: str
    options: tuple[tuple[str, str], ...]
    as_of: date
    program_version: str
    inputs: tuple[InputFile, ...]
    criteria: tuple[tuple[str, str], ...] = ()
    issues: Sequence[IssueKind] = ()
    quarantined: Sequence[QuarantinedRow] = ()
    n_quarantined: int = 0
    seconds: float = 0.0
    is_practice: bool = False
    final: str = ""  # the sentence that says whether the run is final

    @property
    def n_rows(self) -> int:
        return sum(file.n_rows for file in self.inputs)
