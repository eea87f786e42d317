"""The decision tables of the earlier tools, row by row (spec: county policies, 1 to 5).

Rows are asked of a `Record` under some reading. Without any point mended every row is
met or not met, and the first that is met decides: what the tool answered. With points
mended a row may be unknown, and then it must not be able to change the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.model.dates import PartialDate, anniversary
from app.model.record import Charge, EventKind, ReliefKind
from app.model.relief import Outcome
from app.model.standing import relief_granted
from app.model.truth import Truth, all_of, any_of
from app.rules.earlier.marks import NO_MARKS, Mark, Marks
from app.rules.earlier.reading import YEAR_ONE, Listed, Record, Seen
from app.rules.earlier.texts import Sight, TextScreen, see
from app.rules.lists.offense_lists import Listing

# Looking a member up in its class costs more than the comparison, millions of times.
_MET, _NOT_MET, _UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
_UNKNOWN_FACT, _COUNTY, _ONE_PERSON, _LATER = Mark.UNKNOWN, Mark.COUNTY, Mark.ONE_PERSON, Mark.LATER
_MAYBE, _SURE = Listing.MAYBE, Listing.SURE

ACT = date(2016, 11, 9)

Row = tuple[Truth, Outcome, str]
Options = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a table says of one conviction; ``is_open`` when an unknown fact decides."""

    outcome: Outcome
    reason: str
    is_open: bool = False


OPEN = Answer(Outcome.HAND_REVIEW, "", is_open=True)
NO_ANSWER = Answer(Outcome.NO_ANSWER, "")


def first_met(rows: Iterable[Row]) -> Answer:
    """The first row that is met; open when a row before it might have answered otherwise."""
    open_outcomes: set[Outcome] = set()
    for truth, outcome, reason in rows:
        if truth is _UNKNOWN:
            open_outcomes.add(outcome)
        elif truth is _MET:
            return Answer(outcome, reason) if open_outcomes <= {outcome} else OPEN
    return OPEN if open_outcomes else NO_ANSWER


@dataclass(frozen=True)
class Table:
    """A table and what it looks at, so that what it does not look at need not be compared."""

    in_scope: Callable[[Record, Seen], Truth]  # but for the county
    rows: Callable[[Record, Seen, Options], Iterator[Row]]
    asks_age: bool = False
    asks_strikes: bool = False
    asks_cycle: bool = False
    late_rules: frozenset[str] = frozenset()  # ids of our rows from the first about sentences on
    fields: frozenset[str] = frozenset()  # of `Sight`, beside the section's number
    reads_exactly: bool = False
    fills_all_columns: bool = True  # the 18 result columns, not only the answer
    mended: Marks = NO_MARKS  # what the program did not get wrong
    guards: tuple[ReliefKind, ...] = (ReliefKind.CANNABIS_RELIEF, ReliefKind.REVERSED)

    @cached_property
    def texts(self) -> TextScreen:
        """What offense texts can have to do with it, remembered for all people."""
        return TextScreen(
            self.fields, exactly=self.reads_exactly, fills_columns=self.fills_all_columns
        )


def answer(
    table: Table, record: Record, seen: Seen, county: str, options: Options
) -> Answer | None:
    """The table's answer for a conviction; None when it is not one the table is for."""
    scope = all_of((table.in_scope(record, seen), is_of_county(seen, county, record)))
    if scope is _NOT_MET:
        return None
    if scope is _UNKNOWN:
        return OPEN
    return first_met(_all_rows(table, record, seen, options))


def _all_rows(table: Table, record: Record, seen: Seen, options: Options) -> Iterator[Row]:
    if _LATER in record.marks and seen.charge.relief:
        for kind in table.guards:
            granted = relief_granted(seen.charge, (kind,), record.as_of)
            yield granted, Outcome.HAND_REVIEW, GUARD_REASONS[kind]
    yield from table.rows(record, seen, options)


GUARD_REASONS = {
    ReliefKind.CANNABIS_RELIEF: "Relief already on record: HSC 11361.8",
    ReliefKind.REVERSED: "Relief already on record: conviction reversed or vacated",
}


def is_of_county(seen: Seen, county: str, record: Record) -> Truth:
    """Whether the court is in the county, its name compared letter for letter or normalised."""
    event = seen.event
    if not event.county:
        return _UNKNOWN if _UNKNOWN_FACT in record.marks else _NOT_MET
    if event.county_text and _COUNTY not in record.marks:
        return Truth.of(event.county_text == county)
    return Truth.of(event.county == county)


# --- what the rows ask ---------------------------------------------------------------------------


def _after_the_act(seen: Seen) -> Truth:
    return seen.on.is_on_or_after(ACT)


def _age_reached(record: Record, years: int) -> Truth:
    if record.birth_is_wrong:
        return _UNKNOWN
    return record.born.shifted(years=years).is_on_or_before(record.as_of)


def _age_at_most(record: Record, years: int) -> Truth:
    if record.birth_is_wrong:
        return _UNKNOWN
    most_days, born = years * 1461 // 4, record.born
    if born.earliest is not None and (record.as_of - born.earliest).days <= most_days:
        return _MET
    if born.latest is not None and (record.as_of - born.latest).days > most_days:
        return _NOT_MET
    return _UNKNOWN


def _younger_at_conviction(record: Record, seen: Seen, years: int) -> Truth:
    if record.birth_is_wrong:
        return _UNKNOWN
    return seen.on.is_before_date(record.born.shifted(years=years))


def _none_breaks(record: Record, breaks: Callable[[Seen], Truth]) -> Truth:
    return ~any_of(all_of((breaks(one), one.stands)) for one in record.counts)


def _none_later_than(record: Record, years: int, *, only_felonies: bool = False) -> Truth:
    limit = anniversary(record.as_of, -years)
    return _none_breaks(
        record,
        lambda one: all_of((one.on.is_after(limit), one.is_felony if only_felonies else _MET)),
    )


def _latest_before(record: Record, years: int) -> Truth:
    limit = anniversary(record.as_of, -years)
    return _none_breaks(record, lambda one: one.on.is_on_or_after(limit))


def _latest_more_than_mean_years(record: Record, years: int) -> Truth:
    """By years of 365.25 days. Of a record without any date the tool said -1 years."""
    if _UNKNOWN_FACT not in record.marks and all(one.on == YEAR_ONE for one in record.counts):
        return _NOT_MET
    most_days = years * 1461 // 4
    limit = date.fromordinal(max(1, record.as_of.toordinal() - most_days))
    return _none_breaks(record, lambda one: one.on.is_on_or_after(limit))


def _only_cannabis(record: Record) -> Truth:
    def answers(one: Seen) -> Truth:
        own = one.sight.cannabis
        if own is _NOT_MET and one.stands is _UNKNOWN:
            return _UNKNOWN
        return own

    return all_of(answers(one) for one in record.counts)


def _sentences_ended(record: Record) -> Truth:
    def ended(one: Seen) -> Truth:
        own = record.ends_on(one).is_on_or_before(record.as_of)
        return _UNKNOWN if own is _NOT_MET and one.stands is not _MET else own

    return all_of(ended(one) for one in record.counts)


def _more_than_one(record: Record) -> Truth:
    sure = sum(one.stands is _MET for one in record.counts)
    if sure > 1:
        return _MET
    return _UNKNOWN if len(record.counts) > 1 else _NOT_MET


def _listed_before(seen: Seen, listed: Listed) -> Truth:
    return any_of(_is_listed_before(seen, *one) for one in listed)


def _is_listed_before(seen: Seen, one: Seen, listing: Listing, on: PartialDate) -> Truth:
    if one is seen:
        return _NOT_MET
    if on is one.on:
        before = one.is_before(seen)
    else:  # a gang pair without a date of its own
        before = all_of((on.is_before_date(seen.on), one.stands))
    return _UNKNOWN if before is _MET and listing is _MAYBE else before


def _registrable_before(record: Record, seen: Seen) -> Truth:
    if record.registered is not _UNKNOWN:
        return _registrable(record, seen, is_registered=record.registered is _MET)
    with_it = _registrable(record, seen, is_registered=True)
    without = _registrable(record, seen, is_registered=False)
    return with_it if with_it is without else _UNKNOWN


def _registrable(record: Record, seen: Seen, *, is_registered: bool) -> Truth:
    listed = [one for one in record.registrable() if one[0] is not seen]
    earlier = _listed_before(seen, listed)
    if not is_registered or earlier is _MET:
        return earlier
    if any(found is _SURE and one.stands is _MET for one, found, _ in listed):
        return earlier
    if not listed and seen.on == YEAR_ONE:
        return _NOT_MET  # a registration without a date counts from the year 1 as well
    orders = [on.is_before_date(seen.on) for _, _, on in listed]
    return _MET if all(order is _MET for order in orders) else _UNKNOWN


def _two_priors(record: Record, seen: Seen) -> Truth:
    sure = possible = 0
    for one in record.counts:
        earlier = _is_prior(one, seen)
        sure += earlier is _MET
        possible += earlier is _UNKNOWN
    if sure >= 2:
        return _MET
    return _UNKNOWN if sure + possible >= 2 else _NOT_MET


def _is_prior(one: Seen, seen: Seen) -> Truth:
    if one is seen:
        return _NOT_MET
    same = is_same_section(one, seen)
    if same is _NOT_MET:
        return same
    before = one.is_before(seen)
    return same if before is _MET else before


def is_same_section(one: Seen, seen: Seen) -> Truth:
    if one.sight.number:
        return Truth.of(one.sight.key == seen.sight.key)
    return one.sight.cannabis


def _cannabis_in_cycle(record: Record, seen: Seen) -> Truth:
    """A cannabis charge in the cycle, convicted or not."""
    found: list[Truth] = []
    for event in seen.cycle.events:
        for charge in event.charges:
            if charge.section_text.strip() or event.kind in MAY_HIDE_A_CHARGE:
                found += [sight.cannabis for sight in sights_of(charge, record)]
    return any_of(found)


def sights_of(charge: Charge, record: Record) -> list[Sight]:
    """A charge as convicted of, where that is seen, and as charged."""
    lens = record.lens
    found = [see(charge, lens.of_texts, exactly=lens.exactly)]
    if lens.has(_LATER) and charge.charged_text != charge.section_text:
        found.append(see(charge, lens.of_texts - {_LATER}, exactly=lens.exactly))
    return found


MAY_HIDE_A_CHARGE = (
    EventKind.ARREST, EventKind.SUPPLEMENTAL_ARREST, EventKind.COURT, EventKind.OTHER,
)  # fmt: skip

# --- the tables ----------------------------------------------------------------------------------

_D, _R, _N = Outcome.DISMISSAL, Outcome.REDUCTION, Outcome.NOT_ELIGIBLE
_M, _H = Outcome.MAYBE, Outcome.HAND_REVIEW
_TWENTY_ONE = 21
_NOT_A_FELONY = "Misdemeanor or Infraction"
_AFTER = "Occurred after 11/09/2016"


def _cannabis(_: Record, seen: Seen) -> Truth:
    return seen.sight.cannabis


def _cannabis_or_related(_: Record, seen: Seen) -> Truth:
    return any_of((seen.sight.cannabis, seen.sight.related))


def _years(options: Options, name: str) -> int:
    return int(str(options[name]))


def _county_review(record: Record, seen: Seen, options: Options) -> Iterator[Row]:
    choice = options[f"hs_{seen.sight.number}"] if seen.sight.number else "neither"
    number = seen.sight.number
    yield ~seen.is_felony, _D, _NOT_A_FELONY
    yield Truth.of(choice == "dismiss"), _D, f"Dismiss all HS {number} convictions"
    if options["use_under_21"]:
        yield _younger_at_conviction(record, seen, _TWENTY_ONE), _D, "21 years or younger"
    if options["use_age"]:
        years = _years(options, "age")
        yield _age_reached(record, years), _D, f"{years} years or older"
    if options["use_years_since_conviction"]:
        years = _years(options, "years_since_conviction")
        old = seen.on.is_on_or_before(anniversary(record.as_of, -years))
        yield old, _D, f"Conviction occurred {years} or more years ago"
    if options["use_years_crime_free"]:
        years = _years(options, "years_crime_free")
        yield _latest_before(record, years), _D, f"No convictions in the past {years} years"
    if options["use_only_cannabis"]:
        yield _only_cannabis(record), _D, "Only has 11357-60 charges"
    if options["use_deceased"]:
        yield Truth.of(record.is_deceased), _D, "Individual is deceased"
    yield Truth.of(choice == "reduce"), _R, f"Reduce all HS {number} convictions"


def _los_angeles(record: Record, seen: Seen, options: Options) -> Iterator[Row]:
    sight = seen.sight
    yield ~seen.is_felony, Outcome.CITY_ATTORNEYS, _NOT_A_FELONY
    yield _after_the_act(seen), _N, _AFTER
    yield Truth.of(sight.number == "11357" and sight.letter != ""), _D, "11357(a) or 11357(b)"
    yield Truth.of(sight.number == "11357"), _H, "Other 11357"
    yield _listed_before(seen, record.strikes()), _N, "PC 667(e)(2)(c)(iv)"
    yield _registrable_before(record, seen), _N, "PC 290"
    yield _two_priors(record, seen), _N, "Two priors"
    years = _years(options, "age")
    yield _age_reached(record, years), _D, f"{years} years or older"
    if options["young"] == "as-of":
        yield _age_at_most(record, _TWENTY_ONE), _D, "21 years or younger"
    else:
        young = _younger_at_conviction(record, seen, _TWENTY_ONE)
        yield young, _D, "Under 21 years at conviction"
    served = all_of((_only_cannabis(record), _sentences_ended(record)))
    yield served, _D, "Only has 11357-60 charges and completed sentence"
    years = _years(options, "years_conviction_free")
    if options["conviction_free_of"] == "any":
        yield _none_later_than(record, years), _D, f"No convictions in past {years} years"
    else:
        clean = _none_later_than(record, years, only_felonies=True)
        yield clean, _D, f"No felony convictions in past {years} years"
    yield ~_sentences_ended(record), _H, "Currently serving sentence"
    yield Truth.of(record.is_deceased), _D, "Deceased"
    yield _MET, _H, "No applicable eligibility criteria"


def _san_joaquin(record: Record, seen: Seen, options: Options) -> Iterator[Row]:
    sight = seen.sight
    yield _after_the_act(seen), _N, _AFTER
    if sight.cannabis is not _MET:
        alone = ~_cannabis_in_cycle(record, seen)
        yield all_of((sight.related, alone)), _M, "No Related Prop64 Charges"
        yield all_of((sight.related, sight.is_4060)), _M, "4060 BP"
        yield sight.related, _D, sight.printed
    yield ~seen.is_felony, _D, _NOT_A_FELONY
    yield Truth.of(sight.starts_11357), _D, "11357 HS"
    yield from _clean_or_served(record, seen, options, _M)


def _sacramento(record: Record, seen: Seen, options: Options) -> Iterator[Row]:
    sight = seen.sight
    yield _after_the_act(seen), _N, _AFTER
    yield ~seen.is_felony, _D, _NOT_A_FELONY
    yield Truth.of(sight.number == "11357" and sight.letter == "b"), _D, "HS 11357(b)"
    yield from _clean_or_served(record, seen, options, _R)


def _clean_or_served(
    record: Record, seen: Seen, options: Options, otherwise: Outcome
) -> Iterator[Row]:
    """The rows that San Joaquin, Contra Costa and Sacramento end with."""
    years = _years(options, "years_conviction_free")
    several, clean = _more_than_one(record), _latest_more_than_mean_years(record, years)
    yield all_of((several, clean)), _D, f"No convictions in past {years} years"
    yield all_of((several, ~clean)), otherwise, f"Has convictions in past {years} years"
    yield record.ends_on(seen).is_before(record.as_of), _D, "Sentence Completed"
    yield _MET, otherwise, "Sentence not Completed"


_OWN_SENTENCE = frozenset({"sentence-completed", "otherwise"})
LISTED_FIELDS = frozenset({"strike", "registrable", "is_pair", "is_gang_half", "is_enhanced_half"})
SAN_JOAQUIN = Table(
    _cannabis_or_related,
    _san_joaquin,
    asks_cycle=True,
    fields=frozenset({"related", "is_4060", "starts_11357", "printed"}),
    late_rules=_OWN_SENTENCE,
)

COUNTY_REVIEW = Table(_cannabis, _county_review)
LOS_ANGELES = Table(
    _cannabis,
    _los_angeles,
    asks_age=True,
    asks_strikes=True,
    fields=LISTED_FIELDS | {"key", "letter"},
    late_rules=frozenset(
        {
            "only-cannabis-and-served",
            "no-conviction-in-years",
            "no-felony-in-years",
            "serving-sentence",
            "deceased",
            "otherwise",
        }
    ),
)
SACRAMENTO = Table(_cannabis, _sacramento, fields=frozenset({"letter"}), late_rules=_OWN_SENTENCE)
