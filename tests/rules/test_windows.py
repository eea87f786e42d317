"""The windows and ages of a picture are those that the rules compared."""

from __future__ import annotations

from datetime import date

import pytest

from app.model.record import EventKind
from app.rules.catalog import list_policies, load_by_id
from app.rules.conditions import predicates_in
from app.rules.evaluate import Evaluator
from app.rules.explaining.windows import list_ages, list_windows
from app.rules.policy import settle_options
from tests.ui_cases.test_history import at, charge, day, event, sheet

AS_OF = date(2026, 11, 1)
