"""Rap sheets: the text of a criminal history as the state prints it for one person.

The door. A text is cut into lines, damage by scanning is repaired (`repairs`), each line
becomes tokens (`tokens`), the tokens become sheets, cycles, events and counts (`grammar`,
`counts`), and those become rows of the state's form (`cells`, `count_rows`).
"""

from __future__ import annotations

from app.importing.rap_sheet.reader import RapSheetReader, open_rap_sheet, read_rap_text
from app.importing.rap_sheet.recognize import looks_like_rap_sheet

__all__ = ["RapSheetReader", "looks_like_rap_sheet", "open_rap_sheet", "read_rap_text"]
