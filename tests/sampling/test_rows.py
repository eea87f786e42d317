"""Single rows built from column names."""

import csv

import pytest

from app.model.doj_columns import DOJ_COLUMNS
from app.sampling.rows import FILLER, RawCell, csv_line, doj_row


def test_a_row_has_ninety_five_cells_in_the_states_order() -> None:
    """Named cells stand in their columns, the others are empty."""
    row = doj_row(SUBJECT_ID="17", COMMENT_TEXT="X")
    assert len(row) == 95
    assert row[2] == "17"
    assert row[93] == "X"
    assert [cell for cell in row if cell] == ["17", "X"]


def test_a_misspelt_column_is_refused_with_the_near_miss() -> None:
    """A typing error in a test's row never passes silently."""
    with pytest.raises(ValueError, match="did you mean DISP_DESCR"):
        doj_row(DISP_DESC="CONVICTED")


def test_lines_are_quoted_as_rfc_4180_says_and_filler_as_the_state_does() -> None:
    """Commas and quotes are quoted; plain text is not; filler is."""
    assert csv_line(["A,B", 'SAID "NO"', FILLER, "PLAIN"]) == '"A,B","SAID ""NO""","  -  ",PLAIN'
    assert csv_line([RawCell('BROKEN"QUOTE')]) == 'BROKEN"QUOTE'


def test_every_row_reads_back_cell_for_cell() -> None:
    """Whatever a cell holds comes back from a CSV reader."""
    cells = doj_row(**{name: f'{name}, "{index}"' for index, name in enumerate(DOJ_COLUMNS)})
    assert next(csv.reader([csv_line(cells)])) == cells
