"""What the dialogs of packages ask the workspace, away from the window's thread."""

from __future__ import annotations

from dataclasses import dataclass

from app.jobs.packages.conflicts import ShownConflict, list_conflicts
from app.jobs.packages.cut import Cut, CutPlan, plan_cut
from app.store import packages, signing
from app.store.packages import ListedPackage
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PackagesView:
    """``signed`` says who signed the results off; "" while nobody did."""

    packages: list[ListedPackage]
    conflicts: list[ShownConflict]
    signed: str


def ask_packages(workspace: Workspace) -> PackagesView:
    signed = signing.find_sign_off(workspace)
    return PackagesView(
        packages.list_packages(workspace), list_conflicts(workspace),
        f"{signed.who} on {signed.at[:10]}" if signed else "",
    )  # fmt: skip


def ask_cut(workspace: Workspace, cut: Cut, *, everything: bool, force: bool) -> CutPlan:
    return plan_cut(workspace, cut, everything=everything, force=force)
