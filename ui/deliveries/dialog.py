"""What a newer delivery of an imported file would change, before it takes its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QWidget

from app.jobs.delivery import ImportSummary
from app.jobs.difference_tables import write_difference
from app.jobs.import_files import compare_delivery, import_files
from app.jobs.newer_delivery import ADDED, CHANGED, REMOVED, DeliveryDifference
from app.jobs.older_delivery import OlderDelivery, find_older_delivery
from app.jobs.progress import Progress
from app.jobs.readers import FilePlan
from app.store import renewal
from app.store.renewal import DeliveryChange
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.sheet import Sheet
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.telling import tell
from ui.theme import px
from ui.tool_tips import plain_tip
from ui.widgets import Banner, data_table, label, plural, primary_button, quiet_button, row

CHANGE_WORDS = {CHANGED: "Changed", REMOVED: "No longer in it", ADDED: "Added"}
_COLUMNS: tuple[Column[DeliveryChange], ...] = (
    Column("Change", lambda one: CHANGE_WORDS[one.change]),
    Column("Name", lambda one: format_name(one.name)),
    Column("Born", lambda one: one.born or "unknown"),
    Column("What", lambda one: "; ".join(one.details)),
    Column("Reviews opened", lambda one: f"{one.n_reviews_opened or ''}", is_number=True),
)
_WIDTHS = (120, 176, 104, 288, 120)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A newer delivery and what it would change."""

    plan: FilePlan
    older: OlderDelivery
    imported_at: str
    difference: DeliveryDifference

    @property
    def day(self) -> str:
        """``12 March``; with the year when the text is no instant."""
        return day_words(self.imported_at)


def day_words(instant: str) -> str:
    """``12 March 2026`` here of an ISO instant."""
    try:
        at = datetime.fromisoformat(instant).astimezone()
    except ValueError:
        return instant
    return f"{at.day} {at:%B %Y}"


def compare_with_older(workspace: Workspace, plan: FilePlan, progress: Progress) -> Delivery | None:
    """None when the file is a newer delivery of none. Changes nothing."""
    progress.step(0, 0, f"Looking for what is imported of {plan.path.name}")
    older = find_older_delivery(workspace, plan)
    if older is None:
        return None
    at = renewal.imported_at(workspace, older.source_id)
    return Delivery(plan, older, at, compare_delivery(workspace, plan, older.source_id, progress))


def show_delivery(
    desk: Desk,
    plan: FilePlan,
    parent: QWidget | None = None,
    on_replaced: Callable[[ImportSummary], None] = lambda _: None,
) -> None:
    """Compare a file with the delivery before it, and offer to replace that one."""

    def show(found: Delivery | None) -> None:
        if found is None:
            desk.say("info", f"{plan.path.name} is a newer delivery of no imported file.")
            return
        DeliveryDialog(desk, found, parent, on_replaced).open()

    desk.run_job(
        f"Comparing {plan.path.name}",
        lambda store, progress: compare_with_older(store, plan, progress),
        show,
        set(),
    )


class DeliveryDialog(Sheet):
    """The counts, the people concerned, and the one button that replaces."""

    width_px = 900

    def __init__(
        self,
        desk: Desk,
        found: Delivery,
        parent: QWidget | None,
        on_replaced: Callable[[ImportSummary], None],
    ) -> None:
        name = found.plan.path.name
        super().__init__(
            parent, f"A newer delivery of {found.older.name}", window_title="A newer delivery"
        )
        self._desk, self._found, self._on_replaced = desk, found, on_replaced
        self.choose_folder: Callable[[], Path | None] = self._ask_folder  # a test answers
        self.body.addWidget(label(_about(found), "body"))
        self.told = Banner("good", closable=True)
        self.body.addWidget(self.told)
        self.counts = label(_counts(found.difference), "strong")
        self.body.addWidget(self.counts)
        self.body.addWidget(label(_reviews(found.difference), "body"))
        self.model: RowsModel[DeliveryChange] = RowsModel(_COLUMNS)
        self.table = data_table(self.model, "People who change")
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.setMinimumHeight(px(220))
        self.choices: dict[str, QRadioButton] = {}
        self.body.addLayout(row(*self._make_choices(), None, gap=2))
        self.body.addWidget(self.table, 1)
        self.yes = primary_button(f"Replace the delivery of {found.day}", self._replace)
        self.yes.setToolTip(plain_tip(f"{name} takes the place of {found.older.name}"))
        self.set_buttons(
            quiet_button("Export…", self._export), quiet_button("Cancel", self.reject), self.yes
        )
        self.yes.setFocus()

    def _make_choices(self) -> list[QRadioButton]:
        difference, group = self._found.difference, QButtonGroup(self)
        for change in ("", CHANGED, REMOVED, ADDED):
            n = difference.count(change) if change else len(difference.changes)
            choice = QRadioButton(f"{CHANGE_WORDS.get(change, 'All')} ({n:,})")
            choice.toggled.connect(
                lambda is_on, change=change: self._show(change) if is_on else None
            )
            group.addButton(choice)
            self.choices[change] = choice
        self.choices[""].setChecked(True)
        return list(self.choices.values())

    def _show(self, change: str) -> None:
        changes = self._found.difference.changes
        self.model.set_records([one for one in changes if change in ("", one.change)])

    def _export(self) -> None:
        folder, who = self.choose_folder(), self._desk.user
        if folder is None:
            return
        difference = self._found.difference
        self._desk.run_job(
            "Writing the changes",
            lambda store, _progress: write_difference(store, difference, folder, who=who),
            lambda files: tell(
                self._desk, self.told, "good",
                f"Written to {folder.name}: {', '.join(path.name for path in files)}.",
            ),
            {"log"},
        )  # fmt: skip

    def _ask_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, "Export the changes to a folder")
        return Path(name) if name else None

    def _replace(self) -> None:
        plan, source, who = self._found.plan, self._found.older.source_id, self._desk.user

        def job(store: Workspace, progress: Progress) -> ImportSummary:
            return import_files(store, [plan], progress, who=who, replaces={plan.path: source})

        what = f"Replacing {self._found.older.name}"
        self._desk.run_job(what, job, self._on_replaced, {"import", "review"})
        self.accept()


def _about(found: Delivery) -> str:
    older, plan = found.older, found.plan
    return (
        f"{plan.path.name} names most of the people of {older.name}, imported on {found.day}. "
        "In its place, the rows of the older file no longer count; its copy stays for the record. "
        "Nothing was changed yet."
    )


def _counts(difference: DeliveryDifference) -> str:
    parts = (
        plural(difference.count(CHANGED), "person changes", "people change"),
        plural(difference.count(REMOVED), "is no longer in it", "are no longer in it"),
        plural(difference.count(ADDED), "is added", "are added"),
        f"{difference.n_unchanged:,} stay as they are",
    )
    return ", ".join(parts) + "."


def _reviews(difference: DeliveryDifference) -> str:
    n = difference.n_reviews_opened
    if not n:
        return "Every review is carried over: no fact of a reviewed conviction changes."
    words = "1 review is" if n == 1 else f"{n:,} reviews are"
    return f"{words} opened again, for the facts change; all others are carried over."
