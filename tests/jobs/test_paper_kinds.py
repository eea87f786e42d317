"""Who files what: petitions and applications of the defense, challenges of the prosecution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.documents.check import page_texts
from app.documents.draft import Hearing, Office, Served, Side
from app.documents.texts import paper_text
from app.errors import InputError
from app.jobs import decide as desk
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.citations import authorities_by_rule, citation_cautions, full_citation
from app.jobs.decide import Accept, Override
from app.jobs.draft_papers import PapersRequest, PapersSummary, draft_motion_of, draft_papers
from app.jobs.formats import APPLICATIONS, CHALLENGES, PETITIONS
from app.jobs.import_files import import_files
from app.jobs.paper_kinds import (
    KINDS,
    LATE_CHALLENGE,
    OPEN_APPLICATION,
    Given,
    given_data,
    read_given,
)
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.model.relief import Outcome
from app.rules.catalog import load_by_id
from app.rules.policy import SourceMark, settle_options
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of

DAY = date(2026, 11, 2)
STATUTE = "us-ca/statute-11361.8"
JAIL = {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "180", "SENT_TIME_CODE": "D"}
RUNNING = {
    "STP_EVENT_DATE": "20160501", "CYC_DATE": "20160401", "SENT_LOC_DESCR": "PROBATION",
    "SENT_LENGTH": "60", "SENT_TIME_CODE": "M",
}  # fmt: skip
STRIKE = {
    "OFFENSE_DESCR": "288(A) PC-LEWD OR LASCIVIOUS ACTS W/CHILD UNDER 14 YEARS",
    "STP_EVENT_DATE": "19900301", "CYC_DATE": "19900201",
}  # fmt: skip
DEFENDER = Office(name="Office of the Public Defender", side="defender")
PROSECUTOR = Office(name="Office of the District Attorney")
HISTORIES = (
    [JAIL],  # completed: application
    [RUNNING],  # being served: petition
    [JAIL, RUNNING],  # one of each under one number: both
    [STRIKE, JAIL],  # not eligible
)


@dataclass(frozen=True)
class Papers:
    """A checked workspace and where its papers go."""

    workspace: Workspace
    workers: Workers
    folder: Path

    def make(self, kinds: set[str], office: Office, **more: Any) -> PapersSummary:
        request = PapersRequest(
            self.folder / "papers", frozenset(kinds), office, False, None, DAY, **more
        )
        return draft_papers(self.workspace, request, Silent(), who="x", workers=self.workers)

    def texts(self, kind: str) -> list[str]:
        """The words of each file of a kind, in court order."""
        files = sorted((self.folder / "papers" / kind).glob("*.pdf"))
        return [flat(file.read_bytes()) for file in files]


def flat(pdf: bytes) -> str:
    return " ".join(" ".join(page_texts(pdf)).replace("\u00a0", " ").split())


def lines() -> list[str]:
    found = []
    for n, rows in enumerate(HISTORIES, 1):
        who = {
            "SUBJECT_ID": str(n), "CII_NUMBER": f"A9000{n:04d}", "PRI_NAME": f"EXAMPLE,P{n}",
            "OFN": f"CR70000{n}",
        }  # fmt: skip
        found += [
            line_of(**(who | {"CNT_ORDER": f"{place:03d}001001000"} | row))
            for place, row in enumerate(rows, 1)
        ]
    return found


@pytest.fixture
def papers(workspace: Workspace, workers: Workers, tmp_path: Path) -> Papers:
    path = tmp_path / "delivery.dat"
    path.write_text(file_of(*lines()), encoding="utf-8")
    import_files(workspace, [path], Silent(), who="x", workers=workers)
    policy = load_by_id(STATUTE)
    settings = settle_options(policy, {"offense_within_years": 0})
    request = CheckRequest(policy, settings, "LOS ANGELES", date(2020, 7, 1))
    check_eligibility(workspace, request, Silent(), who="x", workers=workers)
    return Papers(workspace, workers, tmp_path)


def test_the_defense_petitions_while_a_sentence_runs_and_applies_when_it_is_completed(
    papers: Papers,
) -> None:
    """Each conviction stands in the paper that fits its sentence, and in no other."""
    made = papers.make({PETITIONS, APPLICATIONS}, DEFENDER)
    petitions, applications = papers.texts(PETITIONS), papers.texts(APPLICATIONS)
    assert ["CR700002" in petitions[0], "CR700003" in petitions[1]] == [True, True]
    assert ["CR700001" in applications[0], "CR700003" in applications[1]] == [True, True]
    assert (len(petitions), len(applications), made.n_motions) == (2, 2, 4)
    for text in petitions:
        assert "(Health & Saf. Code, § 11361.8(a), (b))" in text
        assert "resentence defendant as for a misdemeanor" in text
        assert "conviction of P" in text  # one alone, also of the case with two
        assert "the sentence is still being served" in text
        assert "seal" not in text
    for text in applications:
        assert "By the record examined the sentence is completed." in text
        assert "clear and convincing" not in text  # the subdivision was not read
    assert "Attorney for Defendant P1 EXAMPLE" in applications[0]
    assert "Attorney for the People" not in applications[0]


def test_what_goes_with_a_petition_names_the_petition(papers: Papers) -> None:
    """Points, declaration, notice, order and proof of service speak of the paper they are for."""
    kinds = {PETITIONS, "points", "declarations", "notices", "orders", "services"}
    given = Given(
        Hearing(date(2026, 12, 14), "8:30 a.m.", "Department 30"),
        (Served("Office of the District Attorney", ("1 Any Street", "Los Angeles, CA 90012")),),
    )
    made = papers.make(kinds, DEFENDER, given=given)
    petition = next(text for text in papers.texts("points") if "CR700002" in text)
    assert "IN SUPPORT OF PETITION FOR RECALL OF SENTENCE" in petition
    assert "presumes that the petitioner meets these criteria" in petition
    assert "Health and Safety Code section 11359(b)" in petition
    notice = next(text for text in papers.texts("notices") if "CR700002" in text)
    assert "on December 14, 2026, at 8:30 a.m., or as soon after" in notice
    assert "in Department 30 of the court" in notice
    service = next(text for text in papers.texts("services") if "CR700002" in text)
    assert "[ ] Petition for recall of sentence" in service
    assert "Application" not in service
    assert "1 Any Street" in service
    order = next(text for text in papers.texts("orders") if "CR700002" in text)
    assert "[PROPOSED] ORDER ON PETITION FOR RECALL OF SENTENCE" in " ".join(order.split())
    assert "On the petition of the defendant" in order
    assert OPEN_APPLICATION in made.unfilled
    assert not any("hearing" in one or "served" in one for one in made.unfilled)


def test_what_was_not_given_is_said_case_by_case(papers: Papers) -> None:
    """A notice without its hearing and a service without addressees print lines; both are told."""
    made = papers.make({"notices", "services"}, DEFENDER)
    told = " ".join(made.unfilled)
    assert "CR700002: blank on the paper: date of the hearing, time of the hearing" in told
    assert "CR700002: blank on the paper: name and address of who is served" in told
    assert OPEN_APPLICATION not in made.unfilled


def test_a_person_without_counsel_files_under_the_own_name(papers: Papers) -> None:
    """No letterhead, no State Bar number: name as the record has it, address by hand."""
    papers.make({APPLICATIONS}, Office(name="A clinic", bar_number="12", side="person"))
    text = papers.texts(APPLICATIONS)[0]
    assert "P1 EXAMPLE Address: ____" in text
    assert "Defendant, without counsel" in text
    assert "State Bar" not in text
    assert "A clinic" not in text


def test_a_challenge_is_drafted_only_after_somebody_reviewed(papers: Papers) -> None:
    """An answer nobody looked at challenges nothing; one that was accepted is, with its ground."""
    with pytest.raises(InputError, match="a person reviewed and found not eligible"):
        papers.make({CHALLENGES}, PROSECUTOR)
    found = desk_ids(papers.workspace, "CR700004")
    desk.decide(papers.workspace, Accept(), found, who="Ann Example")
    made = papers.make({CHALLENGES}, PROSECUTOR)
    (text,) = papers.texts(CHALLENGES)
    assert "AND TO THE PUBLIC DEFENDER OF LOS ANGELES COUNTY" in text
    assert "challenge under Health and Safety Code section 11361.9" in text
    assert "Penal Code section 667(e)(2)(C)(iv)" in text
    assert "PROOF OF SERVICE" in text
    assert "unreasonable risk" not in text  # the sentence is completed
    assert LATE_CHALLENGE in made.unfilled


def test_an_override_to_not_eligible_leaves_the_authorities_to_counsel(papers: Papers) -> None:
    """The office's own words stand on no paper, and no rule is cited for them."""
    found = desk_ids(papers.workspace, "CR700001")
    override = Override(Outcome.NOT_ELIGIBLE, "RECORD", "Secret words.")
    desk.decide(papers.workspace, override, found, who="Ann Example")
    papers.make({CHALLENGES}, PROSECUTOR)
    (text,) = papers.texts(CHALLENGES)
    assert "On individual review of the record" in text
    assert "the authorities for it are: " in text
    assert "Secret" not in text
    assert "11359(b)" not in text


def desk_ids(workspace: Workspace, case_number: str) -> list[int]:
    rows = workspace.connection.execute(
        "SELECT c.id FROM conviction c JOIN determination d ON d.conviction_id = c.id "
        "WHERE c.case_number = ?", (case_number,)
    )  # fmt: skip
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("kinds", "office", "says"),
    [
        ({PETITIONS}, PROSECUTOR, "The petition is filed by the defender or person"),
        ({"motions"}, DEFENDER, "The motion is filed by the prosecutor"),
        ({"bulk"}, DEFENDER, "The bulk motion is filed by the prosecutor"),
        ({CHALLENGES}, DEFENDER, "The notice of challenge is filed by the prosecutor"),
    ],
)
def test_a_paper_of_the_other_side_is_refused(
    kinds: set[str], office: Office, says: str, papers: Papers
) -> None:
    """The prosecution does not petition, the defense does not challenge."""
    with pytest.raises(InputError, match=says):
        papers.make(kinds, office)


def test_the_preview_shows_what_this_office_would_file(papers: Papers) -> None:
    """The same conviction: a motion for the prosecution, an application for the defense."""
    (number,) = desk_ids(papers.workspace, "CR700001")
    shown = [
        flat(draft_motion_of(papers.workspace, number, office, DAY))
        for office in (PROSECUTOR, DEFENDER)
    ]
    assert "NOTICE OF MOTION AND MOTION FOR RELIEF" in shown[0]
    assert "APPLICATION FOR REDESIGNATION OR DISMISSAL AND SEALING" in shown[1]


def test_points_cite_what_the_deciding_rule_cites_and_nothing_unverified() -> None:
    """Citations marked as read or described stand in the paper; general knowledge never does."""
    for policy_id in ("statute-11361.8", "los-angeles", "san-francisco", "sacramento"):
        policy = load_by_id(f"us-ca/{policy_id}")
        unsure = {
            full_citation(source.cite)
            for source in policy.sources
            if source.mark in (SourceMark.G, SourceMark.C)
        }
        cited = {one.cite for found in authorities_by_rule(policy).values() for one in found}
        assert not cited & unsure
        cautions = " ".join(citation_cautions(policy, [rule.id for rule in policy.rules]))
        for source in policy.sources:
            used = any(source.cite in rule.cite for rule in policy.rules)
            if used and source.mark is not SourceMark.V:
                assert source.cite in cautions


def test_citations_print_in_full() -> None:
    """Courts read Health and Safety Code, not HSC."""
    assert full_citation("HSC 11361.8(b)") == "Health and Safety Code section 11361.8(b)"
    assert full_citation("PC 667(e)(2)(C)(iv)") == "Penal Code section 667(e)(2)(C)(iv)"
    assert full_citation("HSC 11357, former") == "former Health and Safety Code section 11357"
    smit = "People v. Smit (2018) 24 Cal.App.5th 596"
    assert full_citation(smit) == smit


def test_what_was_given_is_kept_with_the_batch() -> None:
    """A batch that is gone on with prints the same hearing and the same people served."""
    given = Given(
        Hearing(date(2026, 12, 14), "8:30 a.m.", "30"),
        (Served("A", ("B", "C"), "d@example.org"), Served("E")),
        ("petitions",),
    )
    assert read_given(given_data(given)) == given
    assert read_given(given_data(Given())) == Given()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_is_for_somebody_and_has_its_texts(name: str) -> None:
    """The registry is whole: a side that files it, texts that load."""
    kind = KINDS[name]
    assert kind.name == name
    assert kind.sides <= frozenset(Side)
    assert kind.sides
    assert all(paper_text(text).paper_id == text for text in kind.texts)
