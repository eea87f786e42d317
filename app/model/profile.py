"""What the result columns say about a whole person (spec: DOJ bulk file, section 3)."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.dates import PartialDate


@dataclass(frozen=True, slots=True)
class PersonProfile:
    """Counts and flags over the whole record, every county."""

    n_convictions: int
    n_by_cannabis_section: dict[str, int]  # "11357" .. "11360" -> convictions
    strike_sections: tuple[str, ...]  # as printed, PC 667(e)(2)(C)(iv), in record order
    registrable_sections: tuple[str, ...]  # as printed, PC 290(c), in record order
    has_registration: bool  # a REGISTRATION event for section 290
    is_deceased: bool
    latest_conviction: PartialDate  # UNKNOWN_DATE when no conviction is dated

    @property
    def n_cannabis(self) -> int:
        return sum(self.n_by_cannabis_section.values())
