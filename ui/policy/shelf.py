"""The policies to choose from: those that ship and the office's own, also those in need of care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.errors import UsageError, UserError
from app.rules.catalog import Editions, find_policies, own_folders
from app.rules.loading.loader import PolicyError
from app.rules.loading.problems import Problem
from app.rules.policy import Policy
from ui.counties import county_on_screen


class Offer:
    """A policy that can be chosen; of several editions the as-of date picks one."""

    def __init__(self, editions: Editions, newest: Policy) -> None:
        self._editions = editions
        self.newest = newest

    @property
    def title(self) -> str:
        """The title, and the county where the title does not name it."""
        county = county_on_screen(self.newest.county) if self.newest.county else "any county"
        if self.newest.county and county.casefold() in self.newest.title.casefold():
            return self.newest.title
        return f"{self.newest.title} ({county})"

    def policy_on(self, as_of: date | None) -> Policy:
        """The edition for a date. Raises UsageError with the dates that there are."""
        return self._editions.policy_on(as_of)

    def why_not_on(self, day: date) -> str:
        """A sentence when the policy does not answer as of a day; "" when it does."""
        try:
            self.policy_on(day)
        except UsageError as error:
            if len(self._editions.all) > 1:
                return error.message
            bounds = [f"from {self.newest.earliest_on}"] if self.newest.earliest_on else []
            bounds += [f"until {self.newest.latest_on}"] if self.newest.latest_on else []
            return f"This policy answers as of dates {' '.join(bounds)}: choose a date there."
        return ""

    def shown_on(self, as_of: date | None) -> Policy:
        """The edition for a date, the newest where none is for it."""
        try:
            return self.policy_on(as_of)
        except UsageError:
            return self.newest


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file of the office that cannot be used, with all that is wrong with it."""

    file_name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """``offers`` by id, in the order of their titles."""

    offers: dict[str, Offer]
    unusable: tuple[Unusable, ...]


def read_shelf() -> Shelf:
    """Everything at hand. A broken file is set aside and stops nothing."""
    own = own_folders()
    offers: dict[str, Offer] = {}
    unusable: list[Unusable] = []
    for policy_id in find_policies(own):
        try:
            offers[policy_id] = _read_offer(policy_id)
        except PolicyError as error:
            unusable.append(Unusable(error.source, error.problems))
        except UserError as error:
            unusable.append(Unusable(f"{policy_id}.toml", (Problem(0, "", error.message),)))
    ordered = sorted(offers.items(), key=lambda item: item[1].title.casefold())
    return Shelf(dict(ordered), tuple(unusable))


def _read_offer(policy_id: str) -> Offer:
    """With all editions read, so that none turns out broken in the middle of the work."""
    editions = Editions(policy_id, own_folders())
    for edition in editions.all:
        if edition.earliest_on or edition.latest_on:
            editions.policy_on(edition.earliest_on or edition.latest_on)
    return Offer(editions, editions.policy_on(None))


def best_offer(shelf: Shelf, county: str) -> str:
    """The policy to begin with: the one for the office's county, else one for any county."""
    own = [name for name, offer in shelf.offers.items() if county == offer.newest.county != ""]
    any_county = [name for name, offer in shelf.offers.items() if not offer.newest.county]
    return next(iter([*own, *any_county, *shelf.offers]), "")
