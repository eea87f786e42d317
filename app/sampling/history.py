"""Made-up criminal histories, written straight as lines of the DOJ bulk file.

A line is joined from the printed pieces of its person, cycle, event, count and sentence,
each built once: a million rows take seconds. The lines lack their first cell, RECORD_ID,
which the writer puts before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.sampling.agencies import Step, case_number, court_of, step_cells
from app.sampling.draw import Draw, weighted
from app.sampling.layout import Layout, compact
from app.sampling.material import County, Offense, Offenses, load_neighbors
from app.sampling.people import LAST_DAY, SamplePerson, person_cells
from app.sampling.sentences import REJECTED, Counts, Result

NEW_LAW = date(2016, 11, 9).toordinal()
FIRST_DAY = date(1961, 1, 1).toordinal()
FIRST_INFRACTIONS = date(2011, 1, 1).toordinal()  # for less than an ounce
ADULT_DAYS = 6575  # eighteen years
YOUTH_DAYS = 6210  # seventeen: some are arrested before they are of age and sentenced after
_ROWS_A_CYCLE = 3.75  # on average; the writer corrects what is left over
_COUNTS = weighted([(1, 52), (2, 30), (3, 13), (4, 5)])


@dataclass(frozen=True, slots=True)
class Plan:
    """What one cycle is about. ``day`` is that of the court, or of the only event."""

    kind: str  # court, arrest, applicant, drug registration, sex registration, deceased
    day: int
    county: County
    offense: Offense | None = None  # convicted of it for certain
    waited: int = 0  # days from the arrest to the court
    beside: Offense | None = None  # charged in the same cycle
    is_plea: bool = False  # pleaded to `offense`, so not convicted of what is beside it

    @property
    def arrested(self) -> int:
        return self.day - self.waited


class History:
    """Writes the histories of one file."""

    def __init__(self, layout: Layout, offenses: Offenses, county: County) -> None:
        self._layout = layout
        self._offenses = offenses
        self._county = county
        self._neighbors = load_neighbors()
        self._counts = Counts(layout)
        self._separator = layout.filler

    def lines(self, draw: Draw, person: SamplePerson, target: int) -> list[str]:
        """About ``target`` lines (never fewer than one case's), in the order of the file."""
        plans = self._plans(draw, person, target)
        plans.sort(key=lambda plan: (plan.kind == "deceased", plan.arrested))
        who = person_cells(self._layout, draw, person)
        lines: list[str] = []
        for number, plan in enumerate(plans, start=1):
            lines += self._cycle(draw, f"{who},", person, number, plan)
        return lines

    def _plans(self, draw: Draw, person: SamplePerson, target: int) -> list[Plan]:
        home = self._county if draw.is_hit(0.93) else draw.pick(self._neighbors)
        day, waited = person.convicted, self._waited(draw, person, person.convicted)
        offense, beside = self._cannabis(draw, day), self._beside(draw)
        plans = [Plan("court", day, home, offense, waited, beside)]
        plans += self._grave(draw, person)
        n_more = int(target / _ROWS_A_CYCLE + draw.unit()) - len(plans)
        plans += [self._ordinary(draw, person) for _ in range(n_more)]
        if draw.is_hit(0.025):
            last = max(plan.day for plan in plans)
            plans.append(Plan("deceased", draw.between(last, LAST_DAY), self._county))
        return plans

    def _grave(self, draw: Draw, person: SamplePerson) -> list[Plan]:
        """Super strikes, and registrable offences with or without a registration."""
        chance = draw.unit()
        if chance < 0.022:
            strike = draw.pick(self._offenses.strike)
            return [Plan("court", self._some_day(draw, person), self._where(draw), strike)]
        if chance < 0.040:
            day = self._some_day(draw, person)
            offense = draw.pick(self._offenses.registrable)
            plans = [Plan("court", day, self._where(draw), offense)]
            plans += [
                Plan("sex registration", draw.between(day, LAST_DAY), self._county)
                for _ in range(draw.between(0, 3))
            ]
            return plans
        if chance < 0.043:
            day = self._some_day(draw, person)
            return [Plan("sex registration", day, self._county)]
        return []

    def _ordinary(self, draw: Draw, person: SamplePerson) -> Plan:
        day, county, kind = self._some_day(draw, person), self._where(draw), draw.unit()
        if kind < 0.04:
            waited = self._waited(draw, person, day)
            offense = self._cannabis(draw, day)
            return Plan("court", day, county, offense, waited, self._beside(draw))
        if kind < 0.06:
            waited = self._waited(draw, person, day)
            offense, beside = draw.pick(self._offenses.plea), self._cannabis(draw, day)
            return Plan("court", day, county, offense, waited, beside, is_plea=True)
        if kind < 0.80:
            return Plan("court", day, county, waited=self._waited(draw, person, day))
        if kind < 0.93:
            return Plan("arrest", day, county)
        if kind < 0.97:
            return Plan("applicant", day, county)
        return Plan("drug registration", day, county)

    def _cannabis(self, draw: Draw, day: int) -> Offense:
        pools = self._offenses
        if day >= NEW_LAW:
            return draw.pick(pools.cannabis_after)
        offense = draw.pick(pools.cannabis_before)
        while offense.level == "I" and day < FIRST_INFRACTIONS:
            offense = draw.pick(pools.cannabis_before)
        return offense

    def _beside(self, draw: Draw) -> Offense | None:
        """A related charge in the same cycle, or what such cases are pleaded to."""
        chance = draw.unit()
        if chance < 0.20:
            return draw.pick(self._offenses.related)
        return draw.pick(self._offenses.plea) if chance < 0.24 else None

    def _waited(self, draw: Draw, person: SamplePerson, day: int) -> int:
        """Days from arrest to court; now and then years, and an arrest at seventeen."""
        least = YOUTH_DAYS if draw.is_hit(0.5) else ADULT_DAYS
        first = max(person.born + least, FIRST_DAY)
        most = 1200 if draw.is_hit(0.06) else 220
        return min(draw.between(2, most), max(day - first, 0))

    def _where(self, draw: Draw) -> County:
        return self._county if draw.is_hit(0.74) else draw.pick(self._neighbors)

    def _some_day(self, draw: Draw, person: SamplePerson) -> int:
        """A day of adult life, most often in the years around the listed conviction."""
        first = max(person.born + ADULT_DAYS + 200, FIRST_DAY)
        spread = int((draw.unit() - draw.unit()) * 9000)
        day = person.convicted + spread
        if day < first:
            day = first + (first - day) % 2500
        return min(day, LAST_DAY)

    def _cycle(
        self, draw: Draw, who: str, person: SamplePerson, number: int, plan: Plan
    ) -> list[str]:
        arrested = plan.arrested
        age = (arrested - person.born) * 4 // 1461
        cycle = _Cycle(
            self._layout,
            f"{who}{self._separator},{number:03d},{compact(arrested)},{self._separator},",
            f"{number:03d}",
            f",{age:02d},A,A,",
            draw.is_hit(0.6),
        )
        if plan.kind == "court":
            return self._case(draw, cycle, plan, arrested)
        return self._single_event(draw, cycle, plan)

    def _single_event(self, draw: Draw, cycle: _Cycle, plan: Plan) -> list[str]:
        pools = self._offenses
        step, offense = {
            "arrest": (Step.ARREST, draw.pick(pools.other)),
            "applicant": (Step.APPLICANT, draw.pick(pools.applicant)),
            "drug registration": (Step.REGISTRATION, pools.drug_registration[0]),
            "sex registration": (Step.REGISTRATION, draw.pick(pools.registration)),
            "deceased": (Step.DECEASED, Offense("", "", "")),
        }[plan.kind]
        cycle.open(step, plan.day, plan.county)
        reference = draw.digits("#######")
        result = self._counts.arrest(draw) if step is Step.ARREST else Result()
        for text, comment in self._counts.count(cycle.order(1), reference, offense, result):
            cycle.add(text, comment)
        return cycle.lines

    def _case(self, draw: Draw, cycle: _Cycle, plan: Plan, arrested: int) -> list[str]:
        """An arrest, perhaps a further one, the court's action and what followed."""
        counts, charges = self._counts, self._charges(draw, plan)
        cycle.open(Step.ARREST, arrested, plan.county)
        booking = draw.digits("#######")
        is_rejected = plan.is_plea and draw.is_hit(0.3)  # by the prosecutor, before the court
        for place, offense in enumerate(charges, start=1):
            result = REJECTED if is_rejected and place == 2 else counts.arrest(draw)
            for text, comment in counts.count(cycle.order(place), booking, offense, result):
                cycle.add(text, comment)
        if draw.is_hit(0.04):
            cycle.open(Step.SUPPLEMENTAL_ARREST, arrested, plan.county)
            for text, comment in counts.count(cycle.order(1), booking, charges[0], Result()):
                cycle.add(text, comment)
        if is_rejected:
            del charges[1]
        results = [
            counts.dropped(draw, plan.day)
            if plan.is_plea and offense is plan.beside
            else counts.court(draw, offense, plan.day, is_certain=self._is_certain(draw, plan, n))
            for n, offense in enumerate(charges)
        ]
        is_felony = any(result.level == "F" for result in results)
        cycle.open(court_of(plan.day, is_felony), plan.day, plan.county)
        number = case_number(draw, plan.county, plan.day)
        for place, (offense, result) in enumerate(zip(charges, results, strict=True), start=1):
            for text, comment in counts.count(cycle.order(place), number, offense, result):
                cycle.add(text, comment)
        self._aftermath(draw, cycle, plan, charges[0], results[0])
        return cycle.lines

    def _is_certain(self, draw: Draw, plan: Plan, place: int) -> bool:
        """Of what the plan says for certain; mostly of what is charged beside it."""
        if place == 0:
            return plan.offense is not None
        return place == 1 and plan.beside is not None and draw.is_hit(0.5)

    def _charges(self, draw: Draw, plan: Plan) -> list[Offense]:
        first = plan.offense or draw.pick(self._offenses.other)
        beside = [plan.beside] if plan.beside else []
        more = [draw.pick(self._offenses.other) for _ in range(draw.pick(_COUNTS) - 1)]
        return [first, *beside, *more[len(beside) :]]

    def _aftermath(
        self, draw: Draw, cycle: _Cycle, plan: Plan, offense: Offense, result: Result
    ) -> None:
        """Custody or probation events after a conviction."""
        places = {part[0] for part in result.parts}
        if "PRISON" in places:
            step, share = Step.PRISON, 0.9
        elif "JAIL" in places:
            step, share = Step.JAIL, 0.16
        else:
            step, share = Step.PROBATION, 0.06
        day = plan.day + draw.between(1, 60)
        if not result.parts or day > LAST_DAY or not draw.is_hit(share):
            return
        cycle.open(step, day, plan.county)
        number = draw.digits("V#####")
        for text, comment in self._counts.count(cycle.order(1), number, offense, Result()):
            cycle.add(text, comment)


class _Cycle:
    """The cycle being written: its lines so far and the pieces of the open event."""

    __slots__ = (
        "_head",
        "_is_police",
        "_layout",
        "_n_steps",
        "_number",
        "_start",
        "_tail",
        "lines",
    )

    def __init__(self, layout: Layout, start: str, number: str, tail: str, is_police: bool) -> None:
        self.lines: list[str] = []
        self._layout = layout
        self._start = start  # columns 1 to 38
        self._number = number
        self._tail = tail  # columns 90 to 92
        self._is_police = is_police
        self._n_steps = 0
        self._head = ""

    def open(self, step: Step, day: int, county: County) -> None:
        self._n_steps += 1
        cells = step_cells(self._layout, step, county, self._is_police)
        self._head = (
            f"{self._start}{self._n_steps:03d},{compact(day)},{cells},{self._layout.filler},"
        )

    def order(self, count: int) -> str:
        """CNT_ORDER: cycle, step, count, part."""
        return f"{self._number}{self._n_steps:03d}{count:03d}000"

    def add(self, count: str, comment: str) -> None:
        """A row: ``count`` are columns 50 to 89, ``comment`` column 93 as printed."""
        self.lines.append(f"{self._head}{count}{self._tail}{comment},END")
