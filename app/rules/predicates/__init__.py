"""The closed vocabulary: every predicate that a policy may name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.rules.predicates.before import BEFORE_PREDICATES
from app.rules.predicates.charge import CHARGE_PREDICATES
from app.rules.predicates.cycle import CYCLE_PREDICATES
from app.rules.predicates.offense import OFFENSE_PREDICATES
from app.rules.predicates.person import PERSON_PREDICATES
from app.rules.predicates.prior import PRIOR_PREDICATES
from app.rules.predicates.record import RECORD_PREDICATES
from app.rules.predicates.section import SECTION_PREDICATES
from app.rules.vocabulary import Predicate

PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {
        predicate.name: predicate
        for predicate in (
            *CHARGE_PREDICATES,
            *SECTION_PREDICATES,
            *OFFENSE_PREDICATES,
            *CYCLE_PREDICATES,
            *PERSON_PREDICATES,
            *PRIOR_PREDICATES,
            *BEFORE_PREDICATES,
            *RECORD_PREDICATES,
        )
    }
)
