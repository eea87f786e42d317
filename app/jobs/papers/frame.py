"""What every paper of a batch shares: office, court, review, date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.draft import BulkMotionDraft, Court, MotionCase, MotionDraft, Office, Review
from app.documents.texts import PaperText, paper_text
from app.errors import InputError
from app.jobs.kept_policy import policy_of
from app.jobs.motion_cases import CaseRows, full_case
from app.jobs.paper_kinds import NOTHING_GIVEN, Given
from app.jobs.paper_texts import own_texts
from app.jobs.relief_asked import ReliefAsks
from app.model.record import RapSheet
from app.store import runs
from app.store.runs import CheckRun
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Frame:
    office: Office
    court: Court
    review: Review
    paper_date: date
    is_practice: bool
    asks: ReliefAsks
    given: Given = NOTHING_GIVEN
    most_pages: int | None = None  # of a volume of the bulk motion
    own_texts: tuple[PaperText, ...] = ()  # the office's, in place of the shipped ones

    def text_of(self, name: str) -> PaperText:
        """The text of a paper: the office's own or the shipped one."""
        own = (text for text in self.own_texts if text.paper_id == name)
        return next(own, None) or paper_text(name)

    @property
    def bulk_texts(self) -> tuple[PaperText, PaperText]:
        return self.text_of("bulk-motion"), self.text_of("bulk-order")

    def motion(self, sheet: RapSheet, rows: CaseRows) -> MotionDraft:
        """What the motion for one case says."""
        case = full_case(sheet, rows, self.asks)
        return MotionDraft(
            self.office, self.court, case, self.review, self.paper_date, self.is_practice
        )

    def bulk(self, cases: tuple[MotionCase, ...]) -> BulkMotionDraft:
        """What one motion for many cases says."""
        return BulkMotionDraft(
            self.office, self.court, cases, self.review, self.paper_date, self.is_practice,
            self.given.hearing,
        )  # fmt: skip


def get_run(workspace: Workspace) -> CheckRun:
    """The check that papers rest on. Raises InputError when there is none."""
    run = runs.find_latest_run(workspace)
    if run is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    return run


def frame_of(
    workspace: Workspace,
    run: CheckRun,
    office: Office,
    paper_date: date,
    *,
    given: Given = NOTHING_GIVEN,
    most_pages: int | None = None,
) -> Frame:
    """Raises `PaperTextError` for an own text, of an earlier program, that cannot be used."""
    review = Review(run.as_of, run.policy_title, run.policy_version, run.result_sha256[:8])
    return Frame(
        office,
        Court(run.county),
        review,
        paper_date,
        workspace.info.is_practice,
        ReliefAsks.of(policy_of(run), run.as_of),
        given,
        most_pages,
        own_texts(workspace),
    )
