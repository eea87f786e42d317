"""Counts of sample files: dispositions, convictions, sentences, later relief.

Columns 50 to 89 of a row, and its comment.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.sampling.draw import Draw, weighted
from app.sampling.layout import Layout, compact
from app.sampling.material import Offense, load_offenses
from app.sampling.people import LAST_DAY
from app.sampling.rows import csv_cell

Part = tuple[str, str, str]  # place, length as printed, unit

_LEVELS = {"F": "FELONY", "M": "MISDEMEANOR", "I": "INFRACTION"}
_UNITS = {"D": "DAYS", "M": "MONTHS", "Y": "YEARS", "": ""}
_PLACES = {"PROBATION": "P", "JAIL": "J", "PRISON": "S", "FINE": "F", "": ""}
_NOT_CONVICTED = weighted(
    [
        ("DISMISSED/FURTHERANCE OF JUSTICE", 40),
        ("DISMISSED", 25),
        ("DISMISSED/LACK OF EVIDENCE", 10),
        ("DISMISSED/PLEA TO OTHER CHARGE", 12),
        ("ACQUITTED", 3),
        ("DIVERSION-1000 PC", 6),
        ("PROCEEDINGS SUSPENDED", 2),
        ("CERTIFIED TO SUPERIOR COURT", 2),
    ]
)
_ARREST_RESULTS = weighted(
    [
        ("", 74),
        ("PROS REJ-LACK OF SUFFICIENT EVIDENCE", 9),
        ("PROS REJ-INTEREST OF JUSTICE", 4),
        ("REL/DETENTION ONLY", 7),
        ("REL/TOT OTHER JURIS/AUTH", 6),
    ]
)
DISMISSED_LATER = (
    "CONV SET ASIDE & DISM PER 1203.4 PC",
    "CONV SET ASIDE & DISM PER 1203.4A PC",
    "DISMISSED PER 1203.4 PC",
    "SET ASIDE/DISMISSED-1203.4 PC",
    "PLEA W/DRAWN & DISM PER 1203.4 PC",
    "PROB TERM,CONV SET ASIDE 1203.4 PC",
)
REDUCED_LATER = (
    "REDUCED TO MISDEMEANOR",
    "REDUCED TO MISD PER 17(B) PC",
    "FEL REDUCED TO MISD-17(B)(3) PC",
)
OTHER_LATER = (
    "PROBATION REVOKED",
    "PROB REINSTATED",
    "SENTENCE MODIFIED",
    "CONVICTION REVERSED ON APPEAL",
)
_COMMENTS = (
    "SEN-X3 YR PROB, 6 MO JL WORK",
    "SEN-CREDIT TIME SERVED",
    "COM-FINE CONVERTED TO COMMUNITY SERVICE",
    "SCN-70##### DCN-F4##########",
    "WARRANT ISSUED AND RECALLED",
    "JAIL TERMS CONCURRENT",
)
_PART_SETS = {
    "F": weighted(
        [
            (("PROBATION036M", "JAIL180D"), 24),
            (("PROBATION036M", "JAIL365D", "FINE"), 16),
            (("PROBATION003Y", "JAIL090D"), 8),
            (("PROBATION060M", "JAIL270D", "FINE"), 6),
            (("PRISON016M",), 12),
            (("PRISON002Y",), 12),
            (("PRISON003Y",), 6),
            (("PRISON004Y",), 3),
            (("PRISON006Y",), 1),
            (("PROBATION060M", "JAIL365D"), 5),
            (("PROBATION036M", "FINE"), 8),
            (("JAIL016M",), 3),
            (("PROBATION",), 2),
        ]
    ),
    "M": weighted(
        [
            (("PROBATION036M", "JAIL030D", "FINE"), 20),
            (("PROBATION024M", "JAIL010D", "FINE"), 14),
            (("PROBATION012M", "FINE"), 14),
            (("JAIL030D",), 12),
            (("JAIL090D",), 8),
            (("FINE",), 14),
            (("PROBATION003Y", "JAIL180D"), 6),
            (("JAIL005D", "FINE"), 6),
            ((), 6),
        ]
    ),
    "I": weighted([(("FINE",), 9), ((), 1)]),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a count. Not convicted unless ``level`` is F, M or I."""

    text: str = ""
    level: str = ""
    is_level_printed: bool = True
    convicted_of: Offense | None = None  # when for another offence than the one charged
    parts: tuple[Part, ...] = ()
    later: str = ""  # what a later row says
    later_on: int = 0
    comment: str = ""
    is_charge_in_comment: bool = False
    decided_on: int = 0


REJECTED = Result("PROS REJ-LACK OF SUFFICIENT EVIDENCE")


class Counts:
    """Writes counts in the layout of one file."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._offenses = load_offenses()
        filler = layout.filler
        self._no_offense = f"{layout.empty(5)},"  # OFFENSE_QUAL_LST and DISP_OFFENSE_*
        self._no_conviction = layout.empty(5)
        self._numbers = f",{layout.empty(12)},"  # FE_NUM_*
        self._no_sentence = f",{filler},{layout.empty(6)}"
        self._no_disposition = f"{layout.empty(3)},{layout.blanks(2)}"
        self._no_comment = layout.blank
        self._parts: dict[tuple[int, Part], str] = {}

    def arrest(self, draw: Draw) -> Result:
        return Result(text=draw.pick(_ARREST_RESULTS))

    def dropped(self, draw: Draw, day: int) -> Result:
        """Charged in court and not convicted of it."""
        return Result(text=draw.pick(_NOT_CONVICTED), decided_on=day)

    def court(self, draw: Draw, offense: Offense, day: int, *, is_certain: bool) -> Result:
        """``is_certain``: convicted, and of this offence."""
        if offense.level == "N" or not (is_certain or draw.is_hit(0.48)):
            return self.dropped(draw, day)
        swap = None if is_certain or draw.unit() > 0.06 else draw.pick(self._offenses.other)
        level = (swap or offense).level
        if level in "WN":
            level = "F" if draw.is_hit(0.6) else "M"
        later, later_on = self._later(draw, level, day)
        chance = draw.unit()
        parts = draw.pick(_READ_SETS[level])
        return Result(
            text=_convicted(draw, parts),
            level=level,
            is_level_printed=not (level == "F" and offense.level == "F" and chance < 0.02),
            convicted_of=swap,
            parts=parts,
            later=later,
            later_on=later_on,
            comment=draw.digits(draw.pick(_COMMENTS)) if chance > 0.96 else "",
            is_charge_in_comment=swap is None and 0.5 < chance < 0.52,
            decided_on=day,
        )

    def _later(self, draw: Draw, level: str, day: int) -> tuple[str, int]:
        chance, on = draw.unit(), day + draw.between(200, 3600)
        if on > LAST_DAY or chance > 0.10:
            return "", 0
        if chance < 0.035:
            return draw.pick(DISMISSED_LATER), on
        if chance < 0.05 and level == "F":
            return draw.pick(REDUCED_LATER), on
        return draw.pick(OTHER_LATER), on

    def count(
        self, order: str, number: str, offense: Offense, result: Result
    ) -> list[tuple[str, str]]:
        """The rows of one count: columns 50 to 89, and the comment as printed."""
        layout = self._layout
        printed, comment = offense.text, result.comment
        if result.is_charge_in_comment:
            printed, comment = "SEE COMMENT FOR CHARGE", offense.text
        toc = "F" if offense.level == "W" else offense.level
        head = f"{order},"
        body = (
            f",{number},{offense.code},{layout.padded(printed, 52)},{toc},{self._no_offense}"
            f"{self._conviction(result)}{self._numbers}"
        )
        note = csv_cell(comment) if comment else self._no_comment
        decided = compact(result.decided_on) if result.decided_on else layout.blank
        rest = f"{decided}{body}{self._disposition(result)}"
        rows = [(f"{head}{rest}{part}", note) for part in self._sentence(result)]
        if result.later:
            text = layout.padded(result.later, 40)
            update = f"002,{layout.filler},{text},{layout.blanks(2)}"
            rows.append(
                (f"{head}{compact(result.later_on)}{body}{update}{self._no_sentence}", note)
            )
        return rows

    def _conviction(self, result: Result) -> str:
        """Columns 61 to 65: the offence convicted of, when it is another than the one charged."""
        offense = result.convicted_of
        if offense is None:
            return self._no_conviction
        text = self._layout.padded(offense.text, 52)
        return f"001,{offense.code},{text},{result.level},{self._layout.filler}"

    def _disposition(self, result: Result) -> str:
        """Columns 78 to 82."""
        layout = self._layout
        if not result.text:
            return self._no_disposition
        level = layout.blanks(2)
        if result.level and result.is_level_printed:
            level = f"{result.level},{layout.padded(_LEVELS[result.level], 12)}"
        return f"001,{layout.filler},{layout.padded(result.text, 40)},{level}"

    def _sentence(self, result: Result) -> list[str]:
        """Columns 83 to 89, with the comma before, one text for every row of the count."""
        if not result.parts:
            return [self._no_sentence]
        return [self._part(place, part) for place, part in enumerate(result.parts, start=1)]

    def _part(self, place: int, part: Part) -> str:
        key = (place, part)
        if key not in self._parts:
            where, length, unit = part
            self._parts[key] = "," + ",".join(
                (
                    self._layout.filler,
                    f"{place:03d}",
                    _PLACES[where],
                    self._layout.padded(where, 10),
                    length,
                    unit,
                    _UNITS[unit],
                )
            )
        return self._parts[key]


def _convicted(draw: Draw, parts: tuple[Part, ...]) -> str:
    """Most courts report the bare word, some add what was imposed."""
    if not draw.is_hit(0.22):
        return "CONVICTED"
    places = {part[0] for part in parts}
    if "PRISON" in places:
        return "CONVICTED-PRISON"
    if places >= {"PROBATION", "JAIL"}:
        return "CONVICTED-PROB/JAIL"
    return "CONVICTED-PROBATION" if "PROBATION" in places else "CONVICTED"


def _read_part(text: str) -> Part:
    """``JAIL180D`` -> place, length, unit; a bare place has neither length nor unit."""
    place = text.rstrip("0123456789DMY") if text[-2:-1].isdigit() else text
    term = text[len(place) :]
    return (place, term[:-1], term[-1:])


_READ_SETS = {
    level: tuple(tuple(_read_part(text) for text in texts) for texts in sets)
    for level, sets in _PART_SETS.items()
}
