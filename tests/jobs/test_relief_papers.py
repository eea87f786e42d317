"""From a determination to the paper: what the court is asked, how, and what gets no motion."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.documents.check import page_texts
from app.documents.draft import Office, ReliefAsked
from app.errors import InputError
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.draft_papers import (
    PapersRequest,
    PapersSummary,
    draft_bulk_of,
    draft_motion_of,
    draft_papers,
)
from app.jobs.export_workbook import write_results_workbook
from app.jobs.formats import BULK, MOTIONS
from app.jobs.import_files import import_files
from app.jobs.motion_cases import section_name
from app.jobs.progress import Silent
from app.jobs.relief_asked import ReliefAsks, asked_for
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.loading.loader import read_policy
from app.rules.policy import Policy, settle_options
from app.store import determinations, papers, runs
from app.store.papers import ReliefRow
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of

AS_OF = date(2020, 7, 1)
DAY = date(2026, 11, 2)
STATUTE = "us-ca/statute-11361.8"
JAIL = {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "180", "SENT_TIME_CODE": "D"}
PROBATION = {"SENT_LOC_DESCR": "PROBATION", "SENT_LENGTH": "60", "SENT_TIME_CODE": "M"}


def people(*histories: list[dict[str, str]]) -> list[str]:
    """The lines of some people; every row is a conviction unless its cells say otherwise."""
    lines = []
    for n, rows in enumerate(histories, 1):
        who = {
            "SUBJECT_ID": str(n),
            "CII_NUMBER": f"A9000{n:04d}",
            "PRI_NAME": f"EXAMPLE,P{n}",
            "OFN": f"CR70000{n}",
        }
        lines += [
            line_of(**(who | {"CNT_ORDER": f"001001{place:03d}000"} | row))
            for place, row in enumerate(rows, 1)
        ]
    return lines


@dataclass(frozen=True)
class Desk:
    """A workspace with people, checked under a policy, and a folder for its papers."""

    workspace: Workspace
    workers: Workers
    folder: Path

    def check(self, lines: list[str], policy_id: str, **options: Any) -> Desk:
        path = self.folder / "delivery.dat"
        path.write_text(file_of(*lines), encoding="utf-8")
        import_files(self.workspace, [path], Silent(), who="x", workers=self.workers)
        return self.check_again(load_by_id(policy_id), **options)

    def check_again(self, policy: Policy, **options: Any) -> Desk:
        settings = settle_options(policy, options)
        county = policy.county or "LOS ANGELES"
        request = CheckRequest(policy, settings, county, AS_OF)
        check_eligibility(self.workspace, request, Silent(), who="x", workers=self.workers)
        return self

    def statute(self, *histories: list[dict[str, str]]) -> Desk:
        """By HSC 11361.8, the day of the arrest standing in for the day of the offense."""
        return self.check(people(*histories), STATUTE, offense_within_years=0)

    def draft(self) -> PapersSummary:
        kinds = frozenset({MOTIONS, BULK})
        request = PapersRequest(self.folder / "papers", kinds, Office(), False, None, DAY)
        return draft_papers(self.workspace, request, Silent(), who="x", workers=self.workers)

    def motion(self, conviction_id: int = 1) -> str:
        return flat(draft_motion_of(self.workspace, conviction_id, Office(), DAY))

    def bulk(self) -> str:
        return flat(draft_bulk_of(self.workspace, Office(), DAY).pdf)


@pytest.fixture
def desk(workspace: Workspace, workers: Workers, tmp_path: Path) -> Desk:
    return Desk(workspace, workers, tmp_path)


def flat(pdf: bytes) -> str:
    return " ".join(" ".join(page_texts(pdf)).replace("\u00a0", " ").split())


CONCENTRATE = {"OFFENSE_DESCR": "11357(A) HS-POSSESS CONCENTRATED CANNABIS"}
CULTIVATE = {"OFFENSE_DESCR": "11358 HS-CULTIVATE MARIJUANA"}
YOUNG = {"PRI_DOB": "19791201"}  # nineteen on 1 March 1999
RUNNING = {"STP_EVENT_DATE": "20160501", "CYC_DATE": "20160401"} | PROBATION

ASKED = [
    (
        CONCENTRATE | JAIL,
        "dismiss the conviction listed above and seal the record of it",
        "is dismissed and the record of it is sealed",
    ),
    (
        JAIL,
        "redesignate the conviction listed above as a misdemeanor",
        "is redesignated as a misdemeanor.",
    ),
    (
        CONCENTRATE | YOUNG | JAIL,
        "redesignate the conviction listed above as an infraction",
        "is redesignated as an infraction.",
    ),
    (
        CULTIVATE | YOUNG | JAIL,
        "redesignate the conviction listed above as a misdemeanor or an infraction, as the court",
        "is redesignated as a misdemeanor or an infraction (strike what does not apply).",
    ),
    (
        RUNNING,
        "recall the sentence for the conviction listed above and resentence the defendant as for",
        "is recalled, and the defendant is resentenced as for a misdemeanor, as follows: ____",
    ),
    (
        RUNNING | CONCENTRATE,
        "recall the sentence for the conviction listed above and dismiss it",
        "is recalled, and the conviction listed above is dismissed.",
    ),
]


@pytest.mark.parametrize(("row", "motion", "order"), ASKED)
def test_the_paper_asks_what_the_determination_says(
    desk: Desk, row: dict[str, str], motion: str, order: str
) -> None:
    """Remedy and procedure reach the motion and the proposed order, and nothing else is asked."""
    text = desk.statute([row]).motion()
    assert motion in text
    assert order in text
    others = [one for _, *two in ASKED for one in two if one not in (motion, order)]
    assert not [one for one in others if one in text and one not in motion + order]
    serving = "recall" in motion
    assert ("11361.8(b)" in text) is serving
    assert ("seal" in text.replace("sealed", "seal")) is ("seal" in motion)
    assert "11361.8(e)" not in text
    assert "11361.8(f)" not in text  # not read in the statute itself


def test_the_bulk_motion_marks_every_conviction_with_what_is_asked(desk: Desk) -> None:
    """One group a mark, in the motion, in the order, and on the lines of both schedules."""
    text = desk.statute(*[[row] for row, _, _ in ASKED]).bulk()
    for mark in (
        ReliefAsked.DISMISS_AND_SEAL, ReliefAsked.REDESIGNATE_MISDEMEANOR,
        ReliefAsked.REDESIGNATE_INFRACTION, ReliefAsked.REDESIGNATE_OPEN,
        ReliefAsked.RESENTENCE_MISDEMEANOR, ReliefAsked.RECALL_AND_DISMISS,
    ):  # fmt: skip
        assert text.count(f"the 1 conviction marked “{mark.value}”") == 2, mark
        assert text.count(mark.value) >= 4, mark
    assert "the 0 convictions" not in text


def test_a_case_waits_until_petition_or_application_is_known(desk: Desk) -> None:
    """Without a term on record it is not known whether the sentence ended: no paper, and told."""
    desk.statute([JAIL], [{}, JAIL | CULTIVATE])
    summary = desk.draft()
    assert summary.n_motions == 1
    assert len(summary.left_out) == 2
    assert summary.left_out[0].startswith("Case CR700002, 11359 HS of 1999-03-01: left out, ")
    assert "what to ask is not known (end of the sentence)" in summary.left_out[0]
    assert "11358 HS" in summary.left_out[1]
    assert "waits for the case" in summary.left_out[1]
    with (desk.folder / "papers" / "Papers.csv").open(encoding="utf-8-sig") as file:
        assert [row["Case number"] for row in csv.DictReader(file)] == ["CR700001", ""]
    with pytest.raises(InputError, match="what to ask is not known"):
        desk.motion(2)


def test_when_nothing_can_be_drafted_the_reasons_are_told(desk: Desk) -> None:
    """No empty paper, no bare "nothing": which conviction, and what to find out."""
    desk.statute([{}])
    with pytest.raises(InputError, match=r"No paper can be drafted. Case CR700001, 11359 HS"):
        desk.draft()
    with pytest.raises(InputError, match="still being served"):
        desk.bulk()


SF = {"STP_ORI_CNTY_NAME": "SAN FRANCISCO"}
ACCESSORY = {"OFFENSE_DESCR": "32 PC-ACCESSORY"}


def test_san_francisco_names_its_procedure_and_gives_plea_bargains_no_motion(desk: Desk) -> None:
    """Resentencing (b) while serving, redesignation (f) after, and PC 32 by a person's hand."""
    lines = people(
        [SF | JAIL, SF | ACCESSORY | JAIL],
        [SF | RUNNING],
    )
    desk.check(lines, "us-ca/san-francisco")
    ended, serving = desk.motion(1), desk.motion(3)
    assert "calls the relief “Redesignation (HSC 11361.8(f))”; the People ask the court" in ended
    assert "calls the relief “Resentencing (HSC 11361.8(b))”; the People ask the court" in serving
    assert "rests on Health and Safety Code section 11361.8(f)." in ended
    assert (
        "redesignate the conviction listed above as a misdemeanor or an infraction, or dismiss it "
        "as legally invalid and seal the record of it, as the court finds" in ended
    )
    assert (
        "is redesignated as a misdemeanor or an infraction, or dismissed as legally invalid and "
        "the record of it sealed (strike what does not apply)." in ended
    )
    assert (
        "recall the sentence for the conviction listed above, and dismiss it or resentence the "
        "defendant, as the court finds" in serving
    )
    assert (
        "is recalled, and the conviction listed above is dismissed, or the defendant is "
        "resentenced (strike" in serving
    )
    assert "the sentence is still being served; section 11361.8(b) lets the court" in serving
    assert "no sentence for the conviction runs past July 1, 2020." in ended
    assert "recall" not in ended
    assert "seal" not in serving.lower()
    bulk = desk.bulk()
    for mark in (ReliefAsked.REDESIGNATE_OR_DISMISS, ReliefAsked.RESENTENCE_OR_DISMISS):
        assert bulk.count(f"the 1 conviction marked “{mark.value}”") == 2
    assert "“Dismiss and seal”" not in bulk
    assert "32" not in ended.partition("MEMORANDUM")[2].partition("Dated")[0].replace("1999", "")
    summary = desk.draft()
    assert summary.n_motions == 2
    (left_out,) = summary.left_out
    assert left_out == (
        "Case CR700001, 32 PC of 1999-03-01: left out, the policy gives it no motion by itself; "
        "a person decides whether one is filed."
    )


def test_san_francisco_without_terms_on_record_is_not_said_to_be_completed(desk: Desk) -> None:
    """The policy takes the sentence for ended; the paper says no more than that none runs on."""
    text = desk.check(people([SF]), "us-ca/san-francisco").motion()
    assert "completed" not in text
    assert "no sentence for the conviction runs past" in text


def test_the_motion_of_the_people_is_called_neither_petition_nor_application(desk: Desk) -> None:
    """It says what the record shows of the sentence, and what the court may then weigh."""
    desk.statute([JAIL], [RUNNING])
    ended, serving = desk.motion(1), desk.motion(2)
    assert "By the record examined the sentence is completed." in ended
    assert (
        "By the record examined the sentence is still being served; section 11361.8(b) lets the "
        "court weigh an unreasonable risk of danger to public safety." in serving
    )
    bulk = desk.bulk()
    assert "for 1 conviction, the sentence is completed; and" in bulk
    for text in (ended, serving, bulk):
        assert "petition" not in text.lower()
        assert "application" not in text.lower()
        assert "policy calls" not in text


LATE = {"STP_EVENT_DATE": "20910301"}


@pytest.mark.parametrize("policy", [STATUTE, "us-ca/san-francisco"])
def test_a_conviction_of_the_future_is_never_drafted(desk: Desk, policy: str) -> None:
    """Alone or beside another of its case: it is left out and listed, the other is drafted."""
    options = {"offense_within_years": 0} if policy == STATUTE else {}
    first = JAIL if policy == STATUTE else SF | JAIL
    lines = people([first], [first | LATE | PROBATION], [first, first | LATE | CULTIVATE])
    desk.check(lines, policy, **options)
    late = [one for one in papers.list_relief(desk.workspace) if one.convicted_on == "2091-03-01"]
    summary = desk.draft()
    for one in late:
        wanted = f"{one.section} of 2091-03-01: left out, the conviction is dated after the as-of"
        assert [text for text in summary.left_out if wanted in text]
    assert len(summary.left_out) >= len(late) > 0
    assert summary.n_motions == 2
    assert "2091" not in desk.motion(1)
    assert "2091" not in desk.bulk()
    with pytest.raises(InputError, match="dated after the as-of date"):
        desk.motion(late[0].conviction_id)


@pytest.mark.parametrize(
    ("text", "is_late"),
    [
        ("2020-07-01", False), ("2020-07-02", True), ("2020", False), ("2021", True),
        ("2020-07", False), ("2020-08", True), ("between 2021-01-01 and 2022-05-06", True),
        ("between 2019-01-01 and 2022-05-06", False), ("on or after 2021-01-01", True),
        ("on or before 2091-01-01", False), ("unknown", False), ("", False),
    ],
)  # fmt: skip
def test_a_date_known_in_part_is_late_when_all_its_days_are(text: str, is_late: bool) -> None:
    """An open date is not taken for a late one: the policy has answered for it."""
    asks = ReliefAsks(as_of=AS_OF)
    assert ("dated after" in asks.reason_against(row(convicted_on=text))) is is_late


SJ = {"STP_ORI_CNTY_NAME": "SAN JOAQUIN", "STP_ORI_DESCR": "CASC STOCKTON"}
RESIST = {
    "OFFENSE_DESCR": "148(A)(1) PC-OBSTRUCT/RESIST PUBLIC OFFICER",
    "CONV_STAT_DESCR": "MISDEMEANOR",
    "OFFENSE_TOC": "M",
}


def test_a_related_charge_does_not_claim_the_act_as_its_basis(desk: Desk) -> None:
    """Asked by county policy: dismissed only, on a basis that the attorney writes in."""
    desk.check(people([SJ | JAIL, SJ | RESIST]), "us-ca/san-joaquin")
    text = desk.motion()
    assert "Penal Code section 148(a)(1)" in text
    assert "as to convictions under sections 11357 to 11360, and under ____" in text
    assert "dismiss the conviction listed as item 1 and seal the record of it" in text
    assert "dismiss the conviction listed as item 2; and" in text
    assert (
        "Under ______________________________, the conviction listed as item 2 is dismissed."
        in text
    )
    assert "Basis: Health and Safety Code section 11361.8." in text
    assert "Basis: ______________________________." in text
    (blank,) = [one for one in desk.draft().unfilled if "CR700001" in one]
    assert "legal basis of conviction 2 (a related charge" in blank


def test_a_case_of_related_charges_only_cites_no_section_of_the_act(desk: Desk) -> None:
    """Neither in the text, nor under the title, nor in the footer; the county's policy is named."""
    cannabis = {"DISP_DESCR": "DISMISSED", "CONV_STAT_DESCR": ""}
    desk.check(people([SJ | cannabis, SJ | RESIST]), "us-ca/san-joaquin")
    (row,) = papers.list_relief(desk.workspace)
    for text in (desk.motion(row.conviction_id), desk.bulk()):
        assert "11361" not in text
        assert "move for the relief stated below" in text
        assert "San Joaquin County, 2019" in text
        assert "seal" not in text.lower()
    assert "the 1 conviction marked “Dismiss only”" in desk.bulk()


def row(**changes: Any) -> ReliefRow:
    values: dict[str, Any] = {
        "conviction_id": 1, "person_id": 1, "source_id": 1, "row": 2, "court": "", "name": "X,Y",
        "case_number": "CR1", "section": "11359 HS", "level": "felony", "outcome": "REDUCTION",
        "convicted_on": "1999-03-01", "reason": "",
    }  # fmt: skip
    return ReliefRow(**(values | changes))


def test_policies_without_remedies_draft_as_before() -> None:
    """A dismissal is a dismissal and sealing, a reduction a redesignation as a misdemeanor."""
    asks = ReliefAsks()
    for outcome, wanted in (
        ("DISMISSAL", ReliefAsked.DISMISS_AND_SEAL),
        ("REDUCTION", ReliefAsked.REDESIGNATE_MISDEMEANOR),
    ):
        one = row(outcome=outcome)
        assert asks.reason_against(one) == ""
        assert asked_for(one, asks) is wanted


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"level": "infraction"}, "on record as an infraction already"),
        ({"level": "misdemeanor"}, "on record as a misdemeanor already"),
        ({"level": "infraction", "remedy": "REDESIGNATION_OPEN"}, "an infraction already"),
        ({"level": "infraction", "remedy": "REDESIGNATION_INFRACTION"}, "an infraction already"),
        ({"section": "148(A)(1) PC"}, "no statute is on file"),
        ({"section": "11357-11360 HS", "outcome": "DISMISSAL"}, "cannot be read with certainty"),
        ({"procedure": "BY_HAND"}, "no motion by itself"),
        ({"procedure": "UNKNOWN"}, "end of the sentence"),
    ],
)
def test_what_cannot_be_asked_rightly_is_left_out(changes: dict[str, str], reason: str) -> None:
    """Nothing that would change nothing, or for the worse, or that no statute is known for."""
    assert reason in ReliefAsks().reason_against(row(**changes))


def test_a_policy_with_procedures_must_have_answered_how(desk: Desk) -> None:
    """An answer without one, of a policy that tells them, is not drafted as a guess."""
    asks = ReliefAsks.of(load_by_id("us-ca/san-francisco"))
    assert "is to be recalled first" in asks.reason_against(row(outcome="DISMISSAL"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("148(A)(1) PC", "Penal Code section 148(a)(1)"),
        ("4060 BP", "Business and Professions Code section 4060"),
        ("40508(A) VC", "Vehicle Code section 40508(a)"),
        ("11364(A) HS", "Health and Safety Code section 11364(a)"),
        ("664/459 PC", "Penal Code sections 664 and 459 (attempt)"),
        (
            "182/11358 HS",
            "Penal Code section 182 and Health and Safety Code section 11358 (conspiracy)",
        ),
        ("11359 PC", "Health and Safety Code section 11359"),
        ("484-488 PC", ""),  # a range: which of them is not known
        ("12 XX", ""),
    ],
)
def test_sections_are_named_by_their_code(text: str, name: str) -> None:
    """In full where it is beyond doubt; else the paper prints what the record has."""
    assert section_name(text) == name


def test_remedy_and_procedure_reach_store_summary_workbook_and_hash(
    desk: Desk, tmp_path: Path, new_workspace: Callable[[], Workspace], workers: Workers
) -> None:
    """The same words everywhere; another remedy gives another hash of the result."""
    histories = ([JAIL], [RUNNING], [CONCENTRATE | JAIL])
    desk.statute(*histories)
    run = runs.find_latest_run(desk.workspace)
    assert run is not None
    assert run.summary["convictionsByRemedy"] == {
        "dismissal and sealing": 1,
        "redesignation as a misdemeanor": 2,
    }
    assert run.summary["convictionsByProcedure"] == {"petition": 1, "application": 2}
    found = [one for many in determinations.by_person(desk.workspace).values() for one in many]
    assert [(one.remedy.name, one.procedure.name) for one in found] == [  # type: ignore[union-attr]
        ("REDESIGNATION_MISDEMEANOR", "APPLICATION"),
        ("REDESIGNATION_MISDEMEANOR", "PETITION"),
        ("DISMISSAL_AND_SEALING", "APPLICATION"),
    ]
    sheet = load_workbook(write_results_workbook(desk.workspace, run, tmp_path))["Convictions"]
    header = [cell.value for cell in sheet[1]]
    at = header.index("Remedy")
    assert header[at + 1] == "Procedure"
    assert [cell.value for cell in sheet[3][at : at + 2]] == [
        "Redesignation as a misdemeanor",
        "Petition",
    ]
    (other := tmp_path / "other").mkdir()
    again = Desk(new_workspace(), workers, other).statute(*histories)
    same = runs.find_latest_run(again.workspace)
    assert same is not None
    assert same.result_sha256 == run.result_sha256
    text = run.policy_text.replace(
        'remedy = "redesignation-misdemeanor"', 'remedy = "redesignation-open"'
    )
    changed = read_policy(text.encode(), "changed", kept=True)
    again.check_again(changed, offense_within_years=0)
    later = runs.find_latest_run(again.workspace)
    assert later is not None
    assert later.summary["convictionsByReason"] == run.summary["convictionsByReason"]
    assert later.result_sha256 != run.result_sha256
