"""Made-up people for the four county tables: seeded, wide, with gaps on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random  # noqa: TID251 - seeded, and only here

from tests.oracle.made_file import Row, row
from tests.oracle.plain_cells import add_years, day_of

COUNTIES = ("SAN JOAQUIN", "CONTRA COSTA", "SACRAMENTO", "SAN FRANCISCO")
AS_OF_DAYS = (date(2019, 7, 1), date(2024, 2, 29), date(2016, 11, 9))

CANNABIS = (
    "11358 HS-CULTIVATE MARIJUANA", "11359 HS-POSSESS FOR SALE", "11360 HS-SELL", "11359 HS-PFS",
    "11360(A) HS-TRANSPORT", "11358(C) HS-CULTIVATE", "11357 HS-POSSESSION", "11357(A) HS-HASH",
    "11357(b)HS-POSSESS", "11357B2 HS-POSSESS", "11357(C) HS-POSSESS", "HS 11359(a)-PFS",
    "664/11359 HS-ATTEMPT", "182-11360 HS-CONSPIRE", "11358 HS-PLANT", "11360A2 HS-TRANSPORT",
)  # fmt: skip
LETTERED = (
    "11359(C)(3) HS-SALE TO MINOR", "11359(D) HS-EMPLOY MINOR", "11360(A)(3)(C) HS-SELL TO MINOR",
    "11360(A)(3)(D) HS-IMPORT", "11359(C) HS-PFS", "11360(A)(3) HS-SELL", "11359(C)(1) HS-PFS",
    "11359(B) HS-PFS", "11360(A)(2) HS-SELL", "11360(A)(3)(A) HS-SELL", "11358(D) HS-CULTIVATE",
)  # fmt: skip
RELATED = (
    "647(F) PC-DRUNK", "602 PC-TRESPASS", "602(L) PC-TRESPASS", "466 PC-TOOLS", "148.9 PC-FALSE ID",
    "148(A)(1) PC-OBSTRUCT", "148 PC-OBSTRUCT", "11364 HS-PARAPHERNALIA", "11364(A) HS-PIPE",
    "11550(A) HS-UNDER INFLUENCE", "4140 BP-SYRINGE", "4149 BP-NEEDLE", "4060 BP-NO SCRIPT",
    "4060(A) BP-NO SCRIPT", "40508(A) VC-FTA", "1320(A) PC-FTA", "1320 PC-FTA", "148.9(A) PC-ID",
    "647(f)PC-DRUNK", "BP 4060-NO SCRIPT",
)  # fmt: skip
PLEAS = ("32 PC-ACCESSORY", "11364 HS-PIPE", "11366 HS-PLACE", "11364(A) HS-PIPE", "PC 32-ACCESS")
OTHERS = (
    "459 PC-BURGLARY", "484-488 PC-THEFT", "11377(A) HS-POSSESS", "10851(A) VC-TAKE", "242 PC-BATT",
    "11357.5(A) HS-SYNTHETIC", "11357 BP-OTHER", "111359 HS-NONE", "148.5 PC-FALSE REPORT",
    "647(E) PC-LODGING", "602.5 PC-ENTER", "1320.5 PC-FTA", "11364.5 HS-SHOP", "4060 PC-OTHER",
    "40508.5 VC-OTHER", "602 VC-OTHER", "11366.5 HS-RENT", "320 PC-LOTTERY", "11550 PC-OTHER",
)  # fmt: skip
GRAVE = ("187 PC-MURDER", "288(A) PC-LEWD", "205 PC-MAYHEM", "664/187 PC-ATT MURDER")
MAYBE_GRAVE = ("207(A) PC-KIDNAP", "261(A)(2) PC-RAPE", "286(C) PC-SODOMY", "220 PC-ASSAULT")
UNREADABLE = ("", "SEE COMMENT FOR CHARGE", "UNKNOWN OFFENSE")
CONVICTED = ("CONVICTED", "CONVICTED-PROB/JAIL", "CONVICTED-JAIL ")
NOT_CONVICTED = ("DISMISSED/FURTHERANCE OF JUSTICE", "", "ACQUITTED")
REJECTED = ("PROS REJ-INSUFFICIENT EVIDENCE", "PROSECUTOR REJECTED-OTHER", "PROS REJ")
PARTS = (
    (("JAIL", "030", "D"),), (("PROBATION", "003", "Y"),), (("PRISON", "4", "Y"),),
    (("JAIL", "006", "M"), ("PROB", "5", "Y")), (("JAIL", "365", "D"), ("PROBATION", "036", "M")),
    (("FINE", "", ""),), (),
)  # fmt: skip
OPEN_PARTS = (("JAIL", "", ""), ("JAIL", "XX", "Y"), ("PROBATION", "005", "Q"), ("PRISON", "9", ""))
LATER = {
    "SET ASIDE & DISMISSED PER 1203.4 PC": 4, "REDUCED TO MISD PER 17(B) PC": 2,
    "CONVICTION REVERSED ON APPEAL": 2, "DISMISSED PER 11361.8 HS": 2,
}  # fmt: skip


def made_people(n_people: int, seed: int, homes: tuple[str, ...] = COUNTIES) -> list[Row]:
    rng = Random(seed)
    rows: list[Row] = []
    for person in range(n_people):
        rows += _Made(rng, person, homes).rows()
    return rows


def with_births(rows: list[Row], seed: int) -> list[Row]:
    """The same people, born so that 18 and 21 fall near an arrest; some arrests without a date."""
    rng = Random(seed)
    of_person: dict[str, list[Row]] = {}
    for each in rows:
        of_person.setdefault(each["SUBJECT_ID"], []).append(each)
    for mine in of_person.values():
        arrests = sorted({each["CYC_DATE"] for each in mine})
        day = day_of(rng.choice(arrests[:2]))
        years = rng.choice((18, 18, 19, 21, 21, 22, 23, 24, 30, 45))
        born = add_years(day, -years) + timedelta(days=rng.choice((-1, 0, 1, 200)))
        text = f"{born:%Y%m%d}"
        if rng.random() < 0.06:
            text = rng.choice(("", "00000000", f"{born:%Y}0000"))
        odd = {arrest: arrest for arrest in arrests}
        for arrest in arrests:
            if rng.random() < 0.08:
                odd[arrest] = rng.choice(("", f"{day_of(arrest) + timedelta(days=500):%Y%m%d}"))
        for each in mine:
            each["PRI_DOB"], each["CYC_DATE"] = text, odd[each["CYC_DATE"]]
    return rows


class _Made:
    """One person."""

    def __init__(self, rng: Random, person: int, homes: tuple[str, ...]) -> None:
        self.rng, self.person = rng, person
        self.home = rng.choice(homes)
        self.as_of = rng.choice(AS_OF_DAYS)
        # most records are whole, some have one gap, few have many
        self.gap = rng.choice((0.0, 0.0, 0.0, 0.05, 0.05, 0.25))
        self.born = add_years(self.as_of, -rng.choice((19, 21, 30, 50, 70)))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def rows(self) -> Iterator[Row]:
        n_cycles = self.rng.choice((1, 1, 1, 2, 2, 3, 4))
        for cycle in range(1, n_cycles + 1):
            yield from self._cycle(cycle)
        if self.chance(0.04):
            cells = {"STP_TYPE_DESCR": "REGISTRATION", "OFFENSE_DESCR": "290(A) PC-REG"}
            none = {"DISP_DESCR": "", "CONV_STAT_DESCR": "", "OFFENSE_TOC": "N"}
            yield row(self.person, "090001001000", "20010101", **cells, **none)

    def _cycle(self, cycle: int) -> Iterator[Row]:
        rng = self.rng
        day = self._day()
        printed = self._printed(day)
        county = self.home if not self.chance(0.15) else rng.choice((*COUNTIES, "YOLO"))
        if self.chance(self.gap):
            county = rng.choice(("", "  -  "))
        pool = self._pool()
        counts = [rng.choice(pool()) for _ in range(rng.choice((1, 1, 2, 2, 3)))]
        arrest = f"{day - timedelta(days=rng.choice((0, 1, 40))):%Y%m%d}"
        shared = {
            "STP_ORI_CNTY_NAME": county, "STP_ORI_DESCR": "CASC SOMEWHERE",
            "PRI_DOB": f"{self.born:%Y%m%d}", "CYC_DATE": arrest,
        }  # fmt: skip
        if self.chance(0.7):
            for number, kept in enumerate(counts, start=1):
                other = rng.choice((*CANNABIS[:6], *OTHERS[:4], *RELATED[:6]))
                section = other if self.chance(0.3) else kept
                text = rng.choice(("", "", "", *REJECTED)) if self.chance(0.3) else ""
                yield row(
                    self.person, f"{cycle:03d}001{number:03d}000", arrest,
                    **shared | self._charge(section), STP_TYPE_DESCR="ARREST/DETAINED/CITED",
                    DISP_DESCR=text, CONV_STAT_DESCR="",
                )  # fmt: skip
        n_convicted = 0
        for number, section in enumerate(counts, start=1):
            is_convicted = self.chance(0.8 if n_convicted == 0 else 0.4)
            n_convicted += is_convicted
            order = f"{cycle:03d}002{number:03d}000"
            cells = shared | self._charge(section)
            if is_convicted:
                yield from self._conviction(order, printed, cells)
                yield from self._later(order, day, cells)
            else:
                text = rng.choice((*NOT_CONVICTED, *REJECTED))
                yield row(self.person, order, printed, **cells, DISP_DESCR=text, CONV_STAT_DESCR="")

    def _pool(self) -> Callable[[], tuple[str, ...]]:
        """What the counts of a cycle are drawn from."""
        kinds = [
            (CANNABIS, 10), (RELATED, 4), (OTHERS, 3), (PLEAS, 3), (LETTERED, 1.5),
            (UNREADABLE, 12 * self.gap), (GRAVE, 0.25), (MAYBE_GRAVE, 0.25),
        ]  # fmt: skip
        leading = self.rng.choice(kinds[:5])[0]
        weights = [weight for _, weight in kinds]

        def pool() -> tuple[str, ...]:
            if self.chance(0.4):
                return leading
            return self.rng.choices([texts for texts, _ in kinds], weights)[0]

        return pool

    def _charge(self, section: str) -> dict[str, str]:
        return {"OFFENSE_DESCR": section, "OFFENSE_TOC": self.rng.choice("FFFM")}

    def _conviction(self, order: str, printed: str, cells: dict[str, str]) -> Iterator[Row]:
        rng = self.rng
        level = rng.choice(("FELONY", "FELONY", "FELONY ", "MISDEMEANOR", "", "INFRACTION"))
        if self.chance(self.gap):
            level, cells = rng.choice(("", "UNKNOWN")), cells | {"OFFENSE_TOC": "N"}
        if self.chance(0.05):
            cells = cells | {"CONV_OFFENSE_DESCR": rng.choice((*CANNABIS, *RELATED, *PLEAS))}
        parts = list(rng.choice(PARTS)) or [("", "", "")]
        if self.chance(self.gap):
            parts.append(rng.choice(OPEN_PARTS))
        text = rng.choice(CONVICTED)
        for place, length, unit in parts:
            sentence = {"SENT_LOC_DESCR": place, "SENT_LENGTH": length, "SENT_TIME_CODE": unit}
            yield row(
                self.person, order, printed, **cells, **sentence, DISP_DESCR=text,
                CONV_STAT_DESCR=level,
            )  # fmt: skip

    def _later(self, order: str, day: date, cells: dict[str, str]) -> Iterator[Row]:
        """Relief: on a row of the count itself, or of an event of its own."""
        if not self.chance(0.1):
            return
        text = self.rng.choices(list(LATER), list(LATER.values()))[0]
        cells = cells | {"CONV_STAT_DESCR": "", "DISP_DESCR": text}
        if self.chance(0.3):
            yield row(self.person, order, f"{day:%Y%m%d}", **cells)
            return
        when = self.as_of + timedelta(days=self.rng.choice((-400, -1, 0, 1, 400)))
        later = f"{order[:3]}0{int(order[6:9]) + 2:02d}{order[6:]}"
        yield row(self.person, later, self._printed(when), **cells)

    def _day(self) -> date:
        """Next to a day at which some answer turns, or anywhere."""
        rng = self.rng
        if self.chance(0.3):
            return date(1985, 1, 1) + timedelta(days=rng.randrange(365 * 38))
        if self.chance(0.2):
            return date(2016, 11, 9) + timedelta(days=rng.choice((-1, 0, 1)))
        years = rng.choice((1, 3, 4, 5, 5, 10, 10, 20))
        return add_years(self.as_of, -years) + timedelta(days=rng.choice((-2, -1, 0, 1, 2)))

    def _printed(self, day: date) -> str:
        if not self.chance(self.gap):
            return f"{day:%Y%m%d}"
        return self.rng.choice(("", "00000000", "19791345", f"{day:%Y}0000", f"{day:%Y%m}00"))
