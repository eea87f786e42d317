"""The pages of the rail, each made when it is first visited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

# The imports stand inside the factories so that the window is up before the heavy
# libraries behind a page (PDF rendering, layout) are loaded.


class Page(Protocol):
    """What a page must have beside being a widget."""

    def refresh(self, changes: set[str]) -> None:
        """Show what is in the workspace now; ``changes`` are names of `ui.desk.CHANGES`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail."""

    name: str
    title: str
    icon: str
    make: Callable[[Desk], QWidget]


def _overview(desk: Desk) -> QWidget:
    from ui.overview.page import OverviewPage  # noqa: PLC0415

    return OverviewPage(desk)


def _import(desk: Desk) -> QWidget:
    from ui.importing.page import ImportPage  # noqa: PLC0415

    return ImportPage(desk)


def _policy(desk: Desk) -> QWidget:
    from ui.policy.page import PolicyPage  # noqa: PLC0415

    return PolicyPage(desk)


def _review(desk: Desk) -> QWidget:
    from ui.cases.page import CasesPage  # noqa: PLC0415

    return CasesPage(desk)


def _papers(desk: Desk) -> QWidget:
    from ui.papers.page import PapersPage  # noqa: PLC0415

    return PapersPage(desk)


def _reports(desk: Desk) -> QWidget:
    from ui.reports.page import ReportsPage  # noqa: PLC0415

    return ReportsPage(desk)


def _activity(desk: Desk) -> QWidget:
    from ui.activity.page import ActivityPage  # noqa: PLC0415

    return ActivityPage(desk)


PAGES: tuple[Entry, ...] = (
    Entry("overview", "Overview", "home", _overview),
    Entry("import", "Import", "file_upload", _import),
    Entry("policy", "Policy", "account_balance", _policy),
    Entry("review", "Review", "people", _review),
    Entry("papers", "Papers", "print", _papers),
    Entry("reports", "Reports", "assessment", _reports),
    Entry("activity", "Activity", "history", _activity),
)


def make_page(entry: Entry, desk: Desk) -> QWidget:
    return entry.make(desk)


def refresh_page(page: QWidget, changes: set[str]) -> None:
    cast("Page", page).refresh(changes)
