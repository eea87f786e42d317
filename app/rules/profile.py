"""What the result columns say about a whole person (every county, every conviction)."""

from __future__ import annotations

from datetime import date

from app.model.profile import PersonProfile
from app.model.record import RapSheet
from app.model.statute import CANNABIS_NUMBERS
from app.model.truth import Truth
from app.rules.history import Counted, History, latest_conviction
from app.rules.lists.offense_lists import Listing, OffenseList, load_offense_list


def build_profile(sheet: RapSheet) -> PersonProfile:
    """Counts and flags of one person (`profile_of`)."""
    return profile_of(History(sheet, date.max))


def profile_of(history: History) -> PersonProfile:
    """Counts and flags of one person; the same as of whatever date.

    The two section columns name every conviction that is or may be on the list, in the
    order of the record, because an attorney has to look at both kinds. Gang pairs are
    named when both halves stand in one code section. Relief does not remove a
    conviction from these counts.
    """
    by_section = dict.fromkeys(sorted(CANNABIS_NUMBERS), 0)
    for counted in history.counts:
        if counted.number:
            by_section[counted.number] += 1
    return PersonProfile(
        n_convictions=len(history.counts),
        n_by_cannabis_section=by_section,
        strike_sections=_printed(history.counts, load_offense_list("us-ca/super-strikes")),
        registrable_sections=_printed(history.counts, load_offense_list("us-ca/registrable")),
        has_registration=history.registration[0] is Truth.MET,
        is_deceased=history.deceased_event is not None,
        latest_conviction=latest_conviction(history.counts),
    )


def _printed(counts: list[Counted], offenses: OffenseList) -> tuple[str, ...]:
    return tuple(
        counted.reading.text
        for counted in counts
        if counted.reading.sections
        and offenses.listing_of_text(counted.charge.section_text, counted.committed_on)
        is not Listing.NEVER
    )
