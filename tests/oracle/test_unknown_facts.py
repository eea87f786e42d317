"""The nine points of county-policies.md, section 6: what the earlier tools got wrong.

Each case is a small file of its own people. Never may an answer rest on the fact in question.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.export_results import export_results
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.report import write_summary
from app.jobs.run_all import temporary_workspace
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from tests.oracle.made_file import COUNTY, Row, row, write_file
from tests.oracle.plain_reading import DISMISSAL, HAND_REVIEW, NOT_ELIGIBLE, REDUCTION
from tests.oracle.road import COUNTY_REVIEW, LOS_ANGELES

AS_OF = date(2020, 7, 1)
OFF: dict[str, Any] = {
    "hs_11357": "reduce", "hs_11358": "reduce", "hs_11359": "reduce", "hs_11360": "reduce",
    "use_years_since_conviction": False, "use_years_crime_free": False, "use_only_cannabis": False,
}  # fmt: skip
Ask = Callable[..., list[tuple[str, str]]]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as made:
        yield made


@pytest.fixture
def ask(tmp_path: Path, workers: Workers) -> Ask:
    """Rows, policy, options, county -> determination and reason of every row in file order."""

    def answers(
        rows: list[Row], policy_id: str = COUNTY_REVIEW, county: str = COUNTY, **options: Any
    ) -> list[tuple[str, str]]:
        path = write_file(tmp_path / "Delivery.dat", rows)
        run_files([path], tmp_path, workers, policy_id, county, options)
        with (tmp_path / "All_Results.csv").open(encoding="utf-8", newline="") as file:
            table = list(csv.reader(file))
        return [(cells[-2], cells[-1]) for cells in table[1:]]

    return answers


def run_files(
    paths: list[Path], folder: Path, workers: Workers, policy_id: str, county: str, options: Any
) -> Path:
    policy = load_by_id(policy_id)
    request = CheckRequest(policy, settle_options(policy, options), county, AS_OF)
    with temporary_workspace(folder / "work", "Office", county) as workspace:
        import_files(workspace, paths, Silent(), who="A clerk", workers=workers)
        check_eligibility(workspace, request, Silent(), who="A clerk", workers=workers)
        export_results(
            workspace, folder, frozenset({"clear-my-record"}), Silent(), workers=workers, who="ZOË"
        )
        return write_summary(workspace, folder, who="ZOË")


def is_open(answer: tuple[str, str], fact: str) -> bool:
    """Hand review, and the reason names the fact."""
    return answer[0] == HAND_REVIEW and fact in answer[1].lower()


# 1 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["", "  -  ", "UNKNOWN", "X", "WOBBLER"])
@pytest.mark.parametrize("policy", [COUNTY_REVIEW, LOS_ANGELES])
def test_unknown_level_is_no_misdemeanor(ask: Ask, level: str, policy: str) -> None:
    """1: a level that cannot be read is neither a felony nor less."""
    cells = {"CONV_STAT_DESCR": level, "OFFENSE_TOC": "", "CONV_OFFENSE_TOC": ""}
    options = OFF if policy == COUNTY_REVIEW else {}
    [answer] = ask([row(1, "001001001000", "20150301", **cells)], policy, **options)
    assert is_open(answer, "level"), answer


@pytest.mark.parametrize("level", ["Felony", "FELONY ", " felony", "FELONY      "])
def test_spelling_of_a_level_does_not_matter(ask: Ask, level: str) -> None:
    """1: small letters and blanks around FELONY are a felony."""
    [answer] = ask([row(1, "001001001000", "20150301", CONV_STAT_DESCR=level)], **OFF)
    assert answer == (REDUCTION, "Reduce all HS 11359 convictions")


@pytest.mark.parametrize("day", ["", "00000000", "19790000", "19791345", "99999999", "ABC"])
@pytest.mark.parametrize("option", ["use_years_since_conviction", "use_years_crime_free"])
def test_unknown_day_is_not_long_ago(ask: Ask, day: str, option: str) -> None:
    """1: without a date nothing is "more than n years ago"; 1979 is, in any month."""
    [answer] = ask([row(1, "001001001000", day)], **(OFF | {option: True}))
    if day == "19790000":
        assert answer[0] == DISMISSAL
    else:
        assert is_open(answer, "date"), answer


def test_partial_day_that_could_be_either_side_is_open(ask: Ask) -> None:
    """1: in 2015 without month and day, five years before July 2020 may or may not be over."""
    options = OFF | {"use_years_since_conviction": True}
    [answer] = ask([row(1, "001001001000", "20150000")], **options)
    assert is_open(answer, "date"), answer


def test_unknown_day_of_another_conviction_is_open(ask: Ask) -> None:
    """1: crime-free years depend on every conviction's date."""
    rows = [
        row(1, "001001001000", "19990301"),
        row(1, "002001001000", "", OFFENSE_DESCR="459 PC-BURGLARY"),
    ]
    answer, _ = ask(rows, **(OFF | {"use_years_crime_free": True}))
    assert is_open(answer, "date"), answer


@pytest.mark.parametrize("born", ["", "00000000", "20300101", "20160101", "20150301", "1970"])
def test_unknown_birth_date_is_no_age(ask: Ask, born: str) -> None:
    """1: without a birth date, or with one that cannot be, nobody is old and nobody was young."""
    for options in ({"use_age": True}, {"use_under_21": True}):
        [answer] = ask([row(1, "001001001000", "20150301", PRI_DOB=born)], **(OFF | options))
        assert is_open(answer, "birth"), answer


@pytest.mark.parametrize("young", ["as-of", "conviction"])
def test_birth_after_another_conviction_is_no_age(ask: Ask, young: str) -> None:
    """1: a person convicted in 1999 was not born in 2000, and so is not young in 2020."""
    rows = [
        row(1, "001001001000", "19990301", PRI_DOB="20000101", OFFENSE_DESCR="459 PC-BURGLARY"),
        row(1, "002001001000", "20150301", PRI_DOB="20000101"),
    ]
    answer = ask(rows, LOS_ANGELES, young=young, years_conviction_free=15)[1]
    assert is_open(answer, "birth"), answer


def test_unknown_fact_that_cannot_matter_is_let_alone(ask: Ask) -> None:
    """1: every 11359 felony is dismissed, and every lesser one too: the level is not needed."""
    rows = [row(1, "001001001000", "", CONV_STAT_DESCR="", OFFENSE_TOC="", PRI_DOB="")]
    [answer] = ask(rows, **(OFF | {"hs_11359": "dismiss"}))
    assert answer[0] == DISMISSAL


def test_missing_day_is_printed_as_the_earlier_tool_did(ask: Ask, tmp_path: Path) -> None:
    """1: the columns say 01/01/0001 and -1.0, and not that the new law came first."""
    ask([row(1, "001001001000", "")])
    with (tmp_path / "All_Results.csv").open(encoding="utf-8", newline="") as file:
        [cells] = csv.DictReader(file)
    assert cells["Date of Conviction"] == "01/01/0001"
    assert cells["Years Since This Conviction"] == cells["Years Since Any Conviction"] == "-1.0"
    assert cells["Occurred after 11/9/2016"] == "N"


def test_los_angeles_without_dates_is_open(ask: Ask) -> None:
    """1: the 2016 line, priors and conviction-free years are not answered without a date."""
    [answer] = ask([row(1, "001001001000", "", PRI_DOB="19800101")], LOS_ANGELES)
    assert is_open(answer, "date"), answer


# 2 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["11357.5(A) HS-SYNTHETIC", "111359 HS-NONE", "11357 BP-OTHER CODE", "11359 VC-OTHER"]
)
def test_like_sections_are_other_offenses(ask: Ask, text: str) -> None:
    """2: no answer for a section that only looks like one of the four."""
    [answer] = ask([row(1, "001001001000", "19990301", OFFENSE_DESCR=text)])
    assert answer == ("", "")


@pytest.mark.parametrize("text", ["664-11359 HS-ATT", "182-11360 HS-CONSP", "11358/664 HS-ATT"])
def test_attempts_and_conspiracies_are_in_scope(ask: Ask, text: str) -> None:
    """2: attempts and conspiracies get a determination."""
    [answer] = ask([row(1, "001001001000", "19990301", OFFENSE_DESCR=text)])
    assert answer[0] == DISMISSAL


@pytest.mark.parametrize("text", ["137 PC-BRIBE WITNESS", "12220 PC-MACHINE GUN", "1128 PC-X"])
def test_part_of_a_number_is_no_super_strike(ask: Ask, text: str) -> None:
    """2: 137 PC is not 37 PC."""
    rows = [
        row(1, "001001001000", "19950301", OFFENSE_DESCR=text),
        row(1, "002001001000", "19990301"),
    ]
    assert ask(rows, LOS_ANGELES)[1] == (DISMISSAL, "50 years or older")


# 3, 4 -----------------------------------------------------------------------------------------


def sentence(order: str, length: str, unit: str, **cells: str) -> Row:
    part = {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": length, "SENT_TIME_CODE": unit}
    return row(1, order, "20150701", PRI_DOB="19800101", **part, **cells)


def test_sentence_parts_by_the_calendar(ask: Ask) -> None:
    """3: five years from 1 July 2015 are over on 1 July 2020, five years and a day are not."""
    ended = ask([sentence("001001001000", "005", "Y")], LOS_ANGELES)
    assert ended == [(DISMISSAL, "Only has 11357-60 charges and completed sentence")]
    more = [sentence("001001001000", "005", "Y"), sentence("001001001000", "001", "D")]
    assert ask(more, LOS_ANGELES)[0] == (HAND_REVIEW, "Currently serving sentence")


def test_part_goes_to_its_own_count(ask: Ask) -> None:
    """3: a part read after another count belongs to the count with its number."""
    rows = [
        sentence("001001001000", "004", "Y"),
        sentence("001001002000", "001", "Y"),
        sentence("001001001000", "002", "Y"),  # 2021; with the other count it were 2018
    ]
    serving = (HAND_REVIEW, "Currently serving sentence")
    assert ask(rows, LOS_ANGELES) == [serving, serving, ("", "")]


@pytest.mark.parametrize(("length", "unit"), [("", ""), ("XX", "Y"), ("005", "Q"), ("999", "")])
def test_unreadable_sentence_is_open(ask: Ask, length: str, unit: str) -> None:
    """3: a term that cannot be read has neither ended nor not ended."""
    [answer] = ask([sentence("001001001000", length, unit)], LOS_ANGELES)
    assert is_open(answer, "sentence"), answer


def test_seven_years_count_from_the_as_of_date(tmp_path: Path, workers: Workers) -> None:
    """4: a conviction of 2014 lies in the seven years before July 2020, one of 2013-07-01 not."""
    rows = [row(1, "001001001000", "20140101"), row(2, "001001001000", "20130701")]
    path = write_file(tmp_path / "Delivery.dat", rows)
    summary = run_files([path], tmp_path, workers, COUNTY_REVIEW, COUNTY, {}).read_text("utf-8")
    assert '"CountSubjectsNoConvictionLast7Years": 1,' in summary
    assert '"CountSubjectsNoConviction": 2' in summary


# 5, 6 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Los Angeles", "LOS ANGELES ", "los  angeles", "LOS ANGELES CO"])
def test_spelling_of_a_county_does_not_matter(ask: Ask, name: str) -> None:
    """5: a county is known however it is written."""
    [answer] = ask([row(1, "001001001000", "19990301", STP_ORI_CNTY_NAME=name)])
    assert answer[0] == DISMISSAL


def test_bad_rows_do_not_stop_the_good(tmp_path: Path, workers: Workers) -> None:
    """6: a short row, a short CNT_ORDER and a byte-order mark leave the other rows answered."""
    rows = [
        row(1, "001001001000", "19990301"),
        row(2, "001", "19990301"),
        row(3, "001001001000", "19990301"),
    ]
    path = write_file(tmp_path / "Delivery.dat", rows)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("\ufeff" + "".join([*lines[:2], "1,2,3\n", *lines[2:]]), encoding="utf-8")
    run_files([path], tmp_path, workers, COUNTY_REVIEW, COUNTY, {})
    with (tmp_path / "Prop64_Results.csv").open(encoding="utf-8-sig", newline="") as file:
        answered = {each["SUBJECT_ID"] for each in csv.DictReader(file)}
    assert answered >= {"700001", "700003"}


def test_person_in_two_files_counts_once(tmp_path: Path, workers: Workers) -> None:
    """6: one CII number is one person, and a later file's conviction counts for the first's."""
    paths = [
        write_file(tmp_path / "A.dat", [row(1, "001001001000", "19990301")]),
        write_file(
            tmp_path / "B.dat",
            [row(1, "002001001000", "20200101", SUBJECT_ID="9", OFFENSE_DESCR="459 PC-BURGLARY")],
        ),
    ]
    options = OFF | {"use_years_crime_free": True, "use_only_cannabis": True}
    summary = run_files(paths, tmp_path, workers, COUNTY_REVIEW, COUNTY, options).read_text("utf-8")
    assert '"peopleInFiles": 1' in summary
    assert '"convictionDismissalCountByCodeSection": {}' in summary


# 7, 8, 9 --------------------------------------------------------------------------------------


def test_criterion_that_would_also_apply_is_counted(tmp_path: Path, workers: Workers) -> None:
    """7: the first row is the reason; the other that would have applied is counted as well."""
    path = write_file(tmp_path / "Delivery.dat", [row(1, "001001001000", "19990301")])
    options = OFF | {"use_years_since_conviction": True, "use_only_cannabis": True}
    summary = run_files([path], tmp_path, workers, COUNTY_REVIEW, COUNTY, options)
    text = "".join(summary.read_text("utf-8").split())
    assert '"years-since-conviction":{"decided":1,"alsoApplied":0,"decidedAlone":0}' in text
    assert '"only-cannabis":{"decided":0,"alsoApplied":1,"decidedAlone":0}' in text


def test_reversed_conviction_is_for_a_person_to_see(ask: Ask) -> None:
    """8: a conviction that a later row reverses is neither dismissed nor refused."""
    later = row(1, "001001001000", "19990301", DISP_DESCR="CONVICTION REVERSED ON APPEAL")
    answer, rest = ask([row(1, "001001001000", "19990301"), later | {"CONV_STAT_DESCR": ""}])
    assert is_open(answer, "reversed"), answer
    assert rest == ("", "")


def test_reduced_felony_is_no_felony(ask: Ask) -> None:
    """8: after 17(b) the level is that of a misdemeanor."""
    later = row(1, "001001001000", "20150301", DISP_DESCR="REDUCED TO MISD PER 17(B) PC")
    rows = [row(1, "001001001000", "20150301"), later | {"CONV_STAT_DESCR": ""}]
    assert ask(rows, **OFF)[0] == (DISMISSAL, "Misdemeanor or Infraction")


def test_convicted_section_counts(ask: Ask) -> None:
    """8: charged with 11359 and convicted of 32 PC is out of scope, and the other way in it."""
    away = row(1, "001001001000", "19990301", CONV_OFFENSE_DESCR="32 PC-ACCESSORY")
    into = row(
        2, "001001001000", "19990301",
        OFFENSE_DESCR="32 PC-ACCESSORY", CONV_OFFENSE_DESCR="11359 HS-POSSESS FOR SALE",
    )  # fmt: skip
    assert [answer[0] for answer in ask([away, into])] == ["", DISMISSAL]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("19950301", NOT_ELIGIBLE), ("20050301", DISMISSAL), ("", HAND_REVIEW)],
)
def test_gang_pair_has_its_date(ask: Ask, day: str, expected: str) -> None:
    """9: a pair counts as earlier only when its own date is; without a date it is open."""
    rows = [
        row(1, "001001001000", day, OFFENSE_DESCR="215 PC-CARJACKING"),
        row(1, "001001002000", day, OFFENSE_DESCR="186.22(B)(4) PC-GANG ENHANCEMENT"),
        row(1, "002001001000", "19990301"),
    ]
    answer = ask(rows, LOS_ANGELES)[2]
    assert answer[0] == expected, answer


def test_offense_that_may_be_a_strike_is_open(ask: Ask) -> None:
    """An offence listed only under facts that no record states is for a person to judge."""
    rows = [
        row(1, "001001001000", "19950301", OFFENSE_DESCR="207(A) PC-KIDNAPPING"),
        row(1, "002001001000", "19990301"),
    ]
    answer = ask(rows, LOS_ANGELES)[1]
    assert answer[0] == HAND_REVIEW
    assert "207" in answer[1], answer
