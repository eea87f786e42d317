"""The closed vocabulary: every predicate that a policy may name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.rules.predicates_charge import CHARGE_PREDICATES
from app.rules.predicates_person import PERSON_PREDICATES
from app.rules.predicates_prior import PRIOR_PREDICATES
from app.rules.vocabulary import Predicate

PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {
        predicate.name: predicate
        for predicate in (*CHARGE_PREDICATES, *PERSON_PREDICATES, *PRIOR_PREDICATES)
    }
)
