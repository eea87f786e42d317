"""The workspaces of older forms, as the programs of those days wrote them (README.md)."""

from __future__ import annotations

from pathlib import Path

PASSPHRASE = "museum of made-up words"
MUSEUM = {form: Path(__file__).with_name(f"form-{form}.relief") for form in range(1, 6)}
