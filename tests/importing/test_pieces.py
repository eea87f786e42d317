"""Cutting a file into pieces: together they are the file, and no record is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.importing.pieces import map_file, read_piece
from app.importing.rows import BadRow, split_rows
from app.model.doj_columns import DOJ_COLUMN_INDEX as AT
from app.sampling.rows import RawCell, csv_line
from tests.importing.made_rows import HEADER, file_of, line_of, map_bytes, read_bytes, row_of

LINES = [
    line_of(RECORD_ID="1"),
    line_of(RECORD_ID="2", COMMENT_TEXT="ONE\nTWO\nTHREE", CNT_ORDER="001001002000"),
    line_of(RECORD_ID="3", COMMENT_TEXT='SAID "NO"', CNT_ORDER="001002001000"),
    "",
    line_of(RECORD_ID="4", SUBJECT_ID="5002", CII_NUMBER="A90000002", PRI_NAME="PEÑA,ÉVA"),
    line_of(RECORD_ID="5", COMMENT_TEXT="\n\nONE", CNT_ORDER="002001001000"),
    line_of(RECORD_ID="6", PRI_NAME=RawCell('"OPEN')),
    line_of(RECORD_ID="7", SUBJECT_ID="5002", CII_NUMBER="A90000002", CNT_ORDER="001001002000"),
]
ENCODINGS = {
    "utf-8": "utf-8", "utf-8 with mark": "utf-8-sig", "windows": "cp1252", "utf-16": "utf-16",
}  # fmt: skip


def encoded(text: str, name: str) -> bytes:
    return text.encode(ENCODINGS[name])


@given(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=60),
    st.integers(1, 9000),
    st.sampled_from(list(ENCODINGS)),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_pieces_are_the_file_cut_between_records(
    lines: list[str], size: int, encoding: str, end: str, ends: bool
) -> None:
    """For any size of a piece: equal bytes, equal rows, equal row numbers."""
    text = "".join(line.replace("\n", end) + end for line in [HEADER, *lines])
    data = encoded(text if ends else text.removesuffix(end), encoding)
    mapped, blocks = map_bytes(data, size)
    assert b"".join(blocks) == data
    assert [piece.start for piece in mapped.pieces] == [
        sum(map(len, blocks[:n])) for n in range(len(blocks))
    ]
    whole = list(split_rows(data.decode(ENCODINGS[encoding]), 1, end[-1]))
    found: list[object] = []
    for piece, block in zip(mapped.pieces, blocks, strict=True):
        codec = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(
            ENCODINGS[encoding], ENCODINGS[encoding]
        )
        part = block.decode(codec).removeprefix("\ufeff")
        found += split_rows(part, piece.first_row, mapped.line_mark.decode())
    assert found == whole


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=40), st.integers(200, 6000))
def test_people_are_the_same_however_the_file_is_cut(lines: list[str], size: int) -> None:
    """A person whose rows fall into several pieces is joined to the same record."""
    data = file_of(*lines).encode()
    whole, cut = read_bytes(data), read_bytes(data, piece_bytes=size)
    assert cut.people == whole.people
    assert cut.quarantined == whole.quarantined
    assert cut.n_rows == whole.n_rows


def test_a_cell_that_spans_a_cut_is_not_cut() -> None:
    """Every cut of a file in which each record spans three lines falls between records."""
    lines = [line_of(RECORD_ID=str(n), COMMENT_TEXT="ONE\nTWO\nTHREE") for n in range(40)]
    mapped, blocks = map_bytes(file_of(*lines).encode(), 700)
    assert len(blocks) > 1
    for block in blocks:
        assert not [row for row in split_rows(block.decode(), 1) if isinstance(row, BadRow)]
    assert mapped.pieces[-1].first_row > 2


def test_stray_quotes_near_a_cut_change_nothing() -> None:
    """An unpaired quote just before a record over two lines: the cut spares the record."""
    stray = row_of()
    stray[AT["PRI_NAME"]] = RawCell('STRAY" QUOTE')
    record = line_of(COMMENT_TEXT="ONE\nTWO", CNT_ORDER="001001002000")
    lines = [line_of()] * 30 + [csv_line(stray), record, line_of()]
    whole = read_bytes(file_of(*lines).encode())
    for size in range(7000, 9500, 50):
        cut = read_bytes(file_of(*lines).encode(), piece_bytes=size)
        assert cut.people == whole.people
        assert cut.quarantined == whole.quarantined == [(32, "Stray quote")]


def test_a_file_full_of_stray_quotes_is_still_cut() -> None:
    """Thousands of lines with an unpaired quote neither end the reading nor gather in memory."""
    stray = line_of(PRI_NAME=RawCell('STRAY" QUOTE'))
    mapped, blocks = map_bytes(file_of(*[stray] * 3000).encode(), 60_000)
    assert len(blocks) > 5
    assert max(map(len, blocks)) < 200_000
    assert sum(piece.n_lines for piece in mapped.pieces) == 3001


def test_a_line_without_end_is_refused() -> None:
    """17 MB without a line end: not a file of the state, and a sentence says so."""
    with pytest.raises(InputError, match="a line of more than 16 MB"):
        map_bytes(b"x" * (17 << 20), 1 << 22)


def test_a_change_of_the_file_is_noticed(tmp_path: Path) -> None:
    """A file that grew after it was mapped is not the file that was mapped."""
    path = tmp_path / "delivery.dat"
    path.write_text(file_of(line_of()))
    mapped = map_file(path, lambda *_: None)
    mapped.check_unchanged()
    with path.open("a") as file:
        file.write(line_of())
    with pytest.raises(InputError, match=r"delivery\.dat changed while it was being read"):
        mapped.check_unchanged()
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        mapped.check_unchanged()
    with pytest.raises(InputError, match="cannot be read"):
        read_piece(path, mapped.pieces[0])


def test_progress_counts_the_bytes(tmp_path: Path) -> None:
    """Each step tells the bytes so far; the last one is the whole file."""
    path = tmp_path / "delivery.dat"
    path.write_text(file_of(*[line_of()] * 50))
    steps: list[tuple[int, int]] = []
    mapped = map_file(path, lambda done, total: steps.append((done, total)), 2000)
    assert len(steps) == len(mapped.pieces) > 3
    assert steps == sorted(steps)
    assert steps[-1] == (mapped.n_bytes, mapped.n_bytes)
