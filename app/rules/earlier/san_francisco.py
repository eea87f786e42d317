"""San Francisco's table: RAP sheets, whole codes, plea bargains (spec: county policies, 5)."""

from __future__ import annotations

from collections.abc import Iterator

from app.model.record import ReliefKind
from app.model.relief import Outcome
from app.model.standing import relief_granted
from app.model.truth import Truth, all_of, any_of
from app.rules.earlier.marks import Mark
from app.rules.earlier.reading import Record, Seen
from app.rules.earlier.tables import (
    LISTED_FIELDS,
    MAY_HIDE_A_CHARGE,
    Options,
    Row,
    Table,
    is_same_section,
    sights_of,
)
from app.rules.earlier.texts import Sight
from app.rules.lists.offense_lists import Listing

_MET, _NOT_MET, _UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
_D, _N, _M = Outcome.DISMISSAL, Outcome.NOT_ELIGIBLE, Outcome.MAYBE
_SURE = Listing.SURE
_UNKNOWN_FACT = Mark.UNKNOWN


def _san_francisco_scope(record: Record, seen: Seen) -> Truth:
    sight = seen.sight
    dismissed = relief_granted(seen.charge, (ReliefKind.DISMISSED_1203_4,), record.as_of)
    if dismissed is _UNKNOWN and _UNKNOWN_FACT not in record.marks:
        dismissed = _MET
    cannabis = all_of((sight.cannabis, ~sight.is_left_out))
    plea = all_of((sight.related, _kept_cannabis_in_cycle(record, seen)))
    return all_of((~dismissed, any_of((cannabis, plea))))


def _kept_charges(record: Record, seen: Seen) -> Iterator[list[Sight]]:
    """The counts of the cycle that the prosecutor did not reject."""
    for event in seen.cycle.events:
        for charge in event.charges:
            is_count = charge.section_text.strip() or event.kind in MAY_HIDE_A_CHARGE
            if is_count and not charge.disposition.upper().startswith(_REJECTED):
                yield sights_of(charge, record)


_REJECTED = ("PROS REJ", "PROSECUTOR REJ")


def _is_kept_cannabis(sights: list[Sight]) -> Truth:
    return any_of(all_of((one.cannabis, ~one.is_left_out)) for one in sights)


def _kept_cannabis_in_cycle(record: Record, seen: Seen) -> Truth:
    return any_of(_is_kept_cannabis(sights) for sights in _kept_charges(record, seen))


def _cycle_holds_only(record: Record, seen: Seen) -> Truth:
    return all_of(
        any_of((_is_kept_cannabis(sights), sights[0].related))
        for sights in _kept_charges(record, seen)
    )


def _three_of_the_section(record: Record, seen: Seen) -> Truth:
    if seen.sight.number not in ("11358", "11359", "11360") or not seen.sight.key:
        return _NOT_MET
    sure = possible = 0
    for one in record.counts:
        same = is_same_section(one, seen)
        same = one.stands if same is _MET else same
        sure += same is _MET
        possible += same is _UNKNOWN
    if sure >= 3:
        return _MET
    return _UNKNOWN if sure + possible >= 3 else _NOT_MET


def _strike_on_record(record: Record) -> Truth:
    return any_of(
        one.stands if listing is _SURE else _UNKNOWN for one, listing, _ in record.strikes()
    )


def _san_francisco(record: Record, seen: Seen, options: Options) -> Iterator[Row]:  # noqa: ARG001
    barred = any_of((record.registered, _strike_on_record(record)))
    yield barred, _N, "PC 290 / PC 667(e)(2)(C)(iv)"
    yield _three_of_the_section(record, seen), _N, "Two priors"
    if seen.sight.cannabis is not _MET:
        yield _cycle_holds_only(record, seen), _D, "Plea bargain"
        yield _MET, _M, "Possible plea bargain"
    yield _MET, _D, "Eligible under HS 11361.8"


SAN_FRANCISCO = Table(
    _san_francisco_scope,
    _san_francisco,
    asks_strikes=True,
    asks_cycle=True,
    reads_exactly=True,
    fills_all_columns=False,
    fields=LISTED_FIELDS | {"key", "related", "is_left_out"},
    mended=frozenset({Mark.ONE_PERSON}),  # a RAP sheet is of one person
)
