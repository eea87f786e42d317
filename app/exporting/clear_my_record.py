"""The three result files that offices know from the earlier Clear My Record tool.

`All_Results` (every row, its 95 cells and 18 result columns), `All_Results_
Condensed` (20 cells and the 18) and `Prop64_Results` (rows with a
determination). RFC 4180, LF line ends, original cells unchanged, but that none is a formula
to a spreadsheet. Spec: DOJ bulk file, section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import itemgetter

from app.exporting.safe_cells import FORMULA_SIGNS, has_formula, safe_cell
from app.model.dates import PartialDate
from app.model.doj_columns import DOJ_COLUMNS, FILLER_CELL, FILLER_MARK
from app.model.profile import PersonProfile
from app.model.record import Conviction
from app.model.relief import Determination, Outcome
from app.model.statute import possible_other_cannabis

ALL_RESULTS = "All_Results"
CONDENSED = "All_Results_Condensed"
PROP64_RESULTS = "Prop64_Results"
RESULT_FILES = (ALL_RESULTS, CONDENSED, PROP64_RESULTS)

RESULT_COLUMNS = (
    "Case Number", "# of convictions on record", "Possible Other P64 Charges",
    "Occurred after 11/9/2016", "Superstrike Code Section(s)", "PC290 Code Section(s)",
    "PC290 Registration", "Date of Conviction", "Years Since This Conviction",
    "Years Since Any Conviction", "# of Prop 64 convictions", "# of HS 11357 convictions",
    "# of HS 11358 convictions", "# of HS 11359 convictions", "# of HS 11360 convictions",
    "Deceased", "Eligibility Determination", "Eligibility Reason",
)  # fmt: skip
CONDENSED_COLUMNS = (
    "CII_NUMBER", "PRI_NAME", "GENDER", "PRI_DOB", "RACE_DESCR", "CYC_DATE", "STP_EVENT_DATE",
    "STP_ORI_DESCR", "STP_ORI_CNTY_NAME", "DISP_DATE", "OFN", "OFFENSE_DESCR", "DISP_DESCR",
    "CONV_STAT_DESCR", "SENT_LOC_DESCR", "SENT_LENGTH", "SENT_TIME_CODE", "CYC_AGE",
    "COMMENT_TEXT", "END_OF_REC",
)  # fmt: skip
OTHER_CHARGES = RESULT_COLUMNS.index("Possible Other P64 Charges")

_EFFECTIVE = date(2016, 11, 9)  # the Adult Use of Marijuana Act
_AT = {name: index for index, name in enumerate(DOJ_COLUMNS)}
_PERSON_COLUMNS = 5  # the condensed columns down to RACE_DESCR
_condensed_person = itemgetter(*(_AT[name] for name in CONDENSED_COLUMNS[:_PERSON_COLUMNS]))
_condensed_rest = itemgetter(*(_AT[name] for name in CONDENSED_COLUMNS[_PERSON_COLUMNS:]))
_OFFENSE, _COMMENT = _AT["OFFENSE_DESCR"], _AT["COMMENT_TEXT"]
_RARE = tuple(sign for sign in FORMULA_SIGNS if sign != "-")
_DASHES = (",-", ',"-')
_NO_RESULT = "," * len(RESULT_COLUMNS)

Results = Mapping[int, tuple[str, ...]]  # line of the file -> the 18 result cells


def file_name(kind: str, number: int | None) -> str:
    """``All_Results.csv``, or ``All_Results_2.csv`` for the second of several input files."""
    return f"{kind}.csv" if number is None else f"{kind}_{number}.csv"


def header_line(kind: str) -> str:
    columns = CONDENSED_COLUMNS if kind == CONDENSED else DOJ_COLUMNS
    return ",".join((*columns, *RESULT_COLUMNS)) + "\n"


def result_cells(
    conviction: Conviction, determination: Determination, profile: PersonProfile, as_of: date
) -> tuple[str, ...]:
    """The 18 cells of a conviction's first row (the third is filled from the row itself)."""
    on = conviction.convicted_on
    answers = determination.outcome is not Outcome.NO_ANSWER
    n_by = profile.n_by_cannabis_section
    return (
        "; ".join(conviction.case_numbers),
        str(profile.n_convictions),
        "",
        "Y" if on.day is not None and on.day > _EFFECTIVE else "N",
        ";".join(profile.strike_sections) or "-",
        ";".join(profile.registrable_sections) or "-",
        "Yes" if profile.has_registration else "-",
        f"{on.day:%m/%d/%Y}" if on.day is not None else "01/01/0001",
        _years_since(on, as_of),
        _years_since(profile.latest_conviction, as_of),
        str(profile.n_cannabis),
        *(str(n_by.get(section, 0)) for section in ("11357", "11358", "11359", "11360")),
        "Deceased" if profile.is_deceased else "-",
        determination.outcome.value if answers else "",
        determination.reason if answers else "",
    )


def _years_since(on: PartialDate, as_of: date) -> str:
    return "-1.0" if on.day is None else f"{(as_of - on.day).days / 365.25:.1f}"


@dataclass(slots=True)
class ResultPieces:
    """Builds the three files' text for a run of rows, in the order the rows are added.

    ``decode`` turns a cell into its characters, when the cells hold bytes. With
    ``marks_filler`` filler cells stand as `FILLER_MARK`; they are written as the state does.
    """

    results: Results
    decode: Callable[[str], str] = str
    marks_filler: bool = False
    all_results: list[str] = field(default_factory=list)
    condensed: list[str] = field(default_factory=list)
    prop64: list[str] = field(default_factory=list)
    _person_cells: tuple[str, ...] = ()
    _person: str = ""

    def add(self, row: int, cells: Sequence[str], text: str) -> None:
        """A row of 95 cells; ``text`` is the same row as CSV.

        A cell that a spreadsheet would take for a formula gets an apostrophe before it.
        """
        if _may_hold_formula(text) and has_formula(cells):
            cells = [safe_cell(cell) for cell in cells]
            text = csv_text(cells)
        tail = _NO_RESULT
        result = self.results.get(row)
        comment = cells[_COMMENT]
        other = ""
        if "113" in comment and possible_other_cannabis(
            self.decode(cells[_OFFENSE]).strip(FILLER_MARK), self.decode(comment)
        ):
            other = comment
        if result is not None:
            result = (*result[:OTHER_CHARGES], other, *result[OTHER_CHARGES + 1 :])
            result = tuple(safe_cell(cell) for cell in result)
            tail = "," + csv_text(result)
            self.prop64.append(text + tail)
        elif other:
            tail = (
                "," * (OTHER_CHARGES + 1)
                + csv_text((safe_cell(other),))
                + _NO_RESULT[OTHER_CHARGES + 1 :]
            )
        self.all_results.append(text + tail)
        self.condensed.append(
            self._person_text(_condensed_person(cells)) + self._rest(cells) + tail
        )

    def _person_text(self, cells: tuple[str, ...]) -> str:
        """The condensed cells that say who the person is: the same on many rows."""
        if cells != self._person_cells:
            self._person_cells = cells
            self._person = csv_text(cells) + ","
        return self._person

    @staticmethod
    def _rest(cells: Sequence[str]) -> str:
        chosen = _condensed_rest(cells)
        plain = ",".join(chosen)
        if '"' in plain or plain.count(",") != len(chosen) - 1 or "\n" in plain or "\r" in plain:
            return csv_text(chosen)
        return plain

    def texts(self) -> tuple[str, str, str]:
        """Whole lines of All_Results, All_Results_Condensed and Prop64_Results."""
        return tuple(  # type: ignore[return-value]
            self._whole(lines) if lines else ""
            for lines in (self.all_results, self.condensed, self.prop64)
        )

    def _whole(self, lines: list[str]) -> str:
        text = "\n".join(lines) + "\n"
        return text.replace(FILLER_MARK, FILLER_CELL) if self.marks_filler else text


def _may_hold_formula(text: str) -> bool:
    """A quick look at a line: almost none has such a cell."""
    for sign in _RARE:  # a loop, for it is asked of every row
        if sign in text:
            return True
    return text.startswith(("-", '"-')) or _DASHES[0] in text or _DASHES[1] in text


@lru_cache(maxsize=65536)
def csv_cell(cell: str) -> str:
    """A cell as CSV, quoted where it must be; cached, for columns repeat."""
    if "," in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def csv_text(cells: Sequence[str]) -> str:
    """One record without its line end."""
    return ",".join(map(csv_cell, cells))
