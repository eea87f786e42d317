"""Where a bench keeps its input and its workspaces, and what it asks of them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.jobs.check_eligibility import CheckRequest
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store.key import Key
from app.store.workspace import Workspace, open_workspace

COUNTY = "LOS ANGELES"
POLICY = "us-ca/los-angeles"
AS_OF = date(2026, 7, 1)
SEED = 2026
KEY = Key("5e" * 48)  # everyone in it is made up, and it is gone after the bench


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one bench."""

    folder: Path

    @property
    def delivery(self) -> Path:
        return self.folder / "delivery.dat"

    @property
    def imported(self) -> Path:
        """A workspace with the delivery, not checked."""
        return self.folder / "imported.relief"

    @property
    def checked(self) -> Path:
        """A workspace with the delivery, checked."""
        return self.folder / "checked.relief"

    @property
    def form(self) -> Path:
        """A real blank form, when one was given."""
        return self.folder / "form.pdf"

    @property
    def many(self) -> Path:
        """A workspace of many convictions, made without importing them one by one."""
        return self.folder / "many.relief"

    def count_rows(self) -> int:
        """Records of the delivery; its first line is a header."""
        n_lines = 0
        with self.delivery.open("rb") as file:
            while part := file.read(1 << 20):
                n_lines += part.count(b"\n")
        return n_lines - 1

    def own(self, stage: str) -> Path:
        """A folder for what a stage writes."""
        folder = self.folder / stage
        folder.mkdir(exist_ok=True)
        return folder

    def open_checked(self) -> Workspace:
        return open_workspace(self.checked, KEY)


def request(policy_id: str = POLICY) -> CheckRequest:
    """A check under a policy; one of another county is asked about the bench's county."""
    policy = dataclasses.replace(load_by_id(policy_id), county="")
    return CheckRequest(policy, settle_options(policy, {}), COUNTY, AS_OF)
