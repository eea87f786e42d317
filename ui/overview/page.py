"""How far the work is, as a funnel, and the one thing to do next."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from app.jobs.final import Finality
from ui.backups.dialog import BackupsDialog
from ui.desk import Desk
from ui.flow import tile_row
from ui.issues.final_dialog import FinalDialog
from ui.marks import StackedBar, outcome_word, segments_of
from ui.overview.figures import (
    NextStep,
    Overview,
    ReasonCount,
    counts_by_answer,
    counts_by_reason,
    next_step,
    read_overview,
)
from ui.tables.answers import AnswerDelegate
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import (
    Banner,
    PageTitle,
    StatTile,
    apart,
    column,
    data_table,
    label,
    page_layout,
    plural,
    primary_button,
    rule,
)

_STEPS = (
    "Import the files of the state. Rows that cannot be read are set aside and listed.",
    "Choose the policy of the office and the day it counts to, then check everybody.",
    "Review the answers: each shows the rules it comes from and the rows of the file.",
    "Draft the motions for what was accepted, look at them, and print them.",
)


class OverviewPage(QWidget):
    """Tiles from people to papers, the answers as a bar, what is open, the next step."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._next: NextStep | None = None
        frame = page_layout(self)
        frame.addWidget(PageTitle("Overview"))
        self.stale = Banner("caution")
        self.quarantine = Banner("caution")
        self.backup = Banner("caution")
        frame.addWidget(self.stale)
        frame.addWidget(self.quarantine)
        frame.addWidget(self.backup)
        frame.addWidget(self._make_funnel())
        self._answers = QWidget()
        self._answers.setLayout(self._make_answers())
        frame.addWidget(self._answers, 1)
        steps = column(
            label("How the work goes", "section"),
            *(apart(label(f"{n}.  {words}")) for n, words in enumerate(_STEPS, start=1)),
            gap=2,
        )
        self._how = QWidget()
        self._how.setLayout(steps)
        frame.addWidget(self._how)
        frame.addStretch(0)
        frame.addWidget(rule())
        self._sentence = label("", "body")
        self.action = primary_button("Next", self._go)
        frame.addLayout(apart(self._sentence, self.action, gap=3))

    def _make_funnel(self) -> QWidget:
        self.people = StatTile("People")
        self.convictions = StatTile("Convictions on record")
        self.in_scope = StatTile("Under the policy")
        self.relief = StatTile("Dismissal or reduction")
        self.reviewed = StatTile("Reviewed")
        self.drafted = StatTile("Papers drafted")
        self.filed = StatTile("Convictions filed")
        tiles = (
            self.people, self.convictions, self.in_scope, self.relief, self.reviewed, self.drafted,
            self.filed,
        )  # fmt: skip
        return tile_row(*tiles, narrowest=px(120))

    def _make_answers(self) -> QVBoxLayout:
        self.bar = StackedBar(
            "convictions", lambda outcome: self._desk.show_page("review", outcome=outcome.name)
        )
        self._which = label("", "secondary")
        self.reasons: RowsModel[ReasonCount] = RowsModel(
            (
                Column("Answer", lambda entry: outcome_word(entry.outcome)),
                Column("Reason", lambda entry: entry.reason),
                Column("Convictions", lambda entry: f"{entry.number:,}", is_number=True),
            )
        )
        made = column(
            label("Answers of the last check", "section"), self._which, self.bar,
            self._make_reasons(),
            label("Double-click or press Enter to review the convictions of a line.", "caption"),
            gap=1,
        )  # fmt: skip
        made.setStretch(3, 1)
        made.setContentsMargins(0, space(1), 0, 0)
        return made

    def _make_reasons(self) -> QTableView:
        table = data_table(self.reasons, "Answers by reason; Enter shows the convictions")
        table.setItemDelegateForColumn(0, AnswerDelegate(table))
        table.setColumnWidth(0, px(168))
        table.setColumnWidth(2, px(112))
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(self._show_convictions)
        table.setMinimumHeight(px(128))
        return table

    def _show_convictions(self, index: QModelIndex) -> None:
        entry = self.reasons.record(index)
        if entry is not None:
            self._desk.show_page("review", outcome=entry.outcome.name, reason=entry.reason)

    def refresh(self, changes: set[str]) -> None:  # noqa: ARG002 - every change moves a figure
        self._desk.ask(self, "overview", read_overview, self.show_figures)

    def show_figures(self, found: Overview) -> None:
        """Show the funnel and the next step."""
        self.people.set_number(found.n_people)
        self.convictions.set_number(found.n_convictions)
        self.in_scope.set_number(found.n_in_scope)
        self.reviewed.set_number(found.n_reviewed if found.run else None)
        self.reviewed.set_about(_decided(found) if found.run else "")
        self.drafted.set_number(found.n_papers if found.run else None)
        self.filed.set_number(found.n_filed if found.run else None)
        self.filed.set_about(f"{found.n_granted:,} granted" if found.run else "")
        self._show_answers(found)
        self._show_notices(found)
        self._next = next_step(found)
        self._sentence.setText(self._next.sentence)
        self.action.setText(self._next.action)
        self.action.setAccessibleName(self._next.action)

    def _show_answers(self, found: Overview) -> None:
        self._answers.setVisible(found.run is not None)
        self._how.setVisible(found.run is None)
        if found.run is None:
            self.relief.set_number(None)
            return
        counts = counts_by_answer(found.run)
        self.relief.set_number(sum(n for outcome, n in counts.items() if outcome.is_relief))
        self.bar.set_segments(segments_of(counts))
        self.reasons.set_records(counts_by_reason(found.run))
        self._which.setText(
            f"{found.run.policy_title}, as of {found.run.as_of}, by answer in convictions"
        )

    def _show_notices(self, found: Overview) -> None:
        self.stale.show_message(
            "caution",
            "Records changed after the last check. Its answers do not cover that."
            if found.run and found.is_stale
            else "",
            "Check again",
            lambda: self._desk.show_page("policy"),
        )
        self.backup.show_message(
            "caution",
            found.backups.sentence if found.backups.is_stale else "",
            "Backups…",
            lambda: BackupsDialog(self._desk, self).open(),
        )
        self._show_final(found)

    def _show_final(self, found: Overview) -> None:
        """Whether the check is final, and the way to what is open."""
        final, is_open = found.final, bool(found.final.n_set_aside or found.final.n_open)
        kind = "caution" if is_open and not final.is_final else "info"
        if not found.n_sources or (found.is_stale and not is_open):
            self.quarantine.show_message(kind, "")
        elif is_open and not final.is_final:
            sentence = final.sentence if final.can_be_called else _open_sentence(final)
            self.quarantine.show_message(kind, sentence, "See the issues", self._show_issues)
        elif final.can_be_called:
            self.quarantine.show_message(
                kind, final.sentence, "Call it final…", lambda: self._call_final(final)
            )
        else:
            self.quarantine.show_message(kind, final.sentence if final.is_final else "")

    def _show_issues(self) -> None:
        self._desk.show_page("import", part="issues")

    def _call_final(self, final: Finality) -> None:
        FinalDialog(self._desk, final, self).open()

    def _go(self) -> None:
        if self._next is not None:
            self._desk.show_page(self._next.page)


def _open_sentence(final: Finality) -> str:
    """What is open while there is no check that could be final."""
    parts = []
    if final.n_set_aside:
        is_one = final.n_set_aside == 1
        parts.append(f"{plural(final.n_set_aside, 'row')} {'is' if is_one else 'are'} set aside")
    if final.n_open:
        issues = plural(final.n_open, "issue of consequence", "issues of consequence")
        parts.append(f"{issues} {'is' if final.n_open == 1 else 'are'} open")
    return " and ".join(parts) + "."


def _decided(found: Overview) -> str:
    parts = [f"{found.n_accepted:,} accepted", f"{found.n_overridden:,} overridden"]
    due = f", {found.n_due:,} of them due" if found.n_due else ""
    parts += [f"{found.n_parked:,} parked{due}"] if found.n_parked else []
    parts += [f"{found.n_asked:,} asked of an attorney"] if found.n_asked else []
    parts += [f"{found.n_changed:,} changed since"] if found.n_changed else []
    return ", ".join(parts)
