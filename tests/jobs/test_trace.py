"""From an answer to the cell: the row as it stands in the file, and every fact's place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import InputError
from app.importing.values import clean, read_county, read_level, read_type_of_charge
from app.jobs.explain_sheet import explain_person_sheet, explained_person
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.source_rows import get_source_row
from app.jobs.trace import explain_conviction, get_history
from app.jobs.workers import Workers
from app.model.dates import read_compact_date
from app.model.doj_columns import DOJ_COLUMNS
from app.model.record import RowRef
from app.sampling.rows import FILLER, RawCell, csv_line
from app.sampling.writer import write_sample
from app.store import chunks, records
from app.store.workspace import Workspace
from tests.importing.made_rows import HEADER, line_of, row_of
from tests.jobs.made_check import import_and_check

N = 120


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_is_shown_as_it_stands_in_the_file(
    encoding: str, end: str, workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Padding and all, from the first, a middle and the last piece."""
    rows = [
        row_of(RECORD_ID=f" {n} ", PRI_NAME="PEÑA,ZOË  ", RACE_DESCR=FILLER,
               COMMENT_TEXT=f"ONE{end}TWO" if n % 7 == 3 else 'SAID "NO"',
               CNT_ORDER=f"001{n:03d}001000")
        for n in range(1, N + 1)
    ]  # fmt: skip
    path = tmp_path / "delivery.dat"
    path.write_bytes(
        "".join(line + end for line in [HEADER, *map(csv_line, rows)]).encode(encoding)
    )
    import_files(workspace, [path], Silent(), who="x", workers=workers, piece_bytes=9000)
    assert len(chunks.list_chunks(workspace, 1)) > 3
    at = 2
    for row in rows:
        found = get_source_row(workspace, RowRef(1, at))
        assert list(found.cells) == row
        assert (found.file_name, found.row, found.columns) == ("delivery.dat", at, DOJ_COLUMNS)
        assert found.cell("RECORD_ID") == row[0]
        at += 1 + ("TWO" in row[93])
    assert get_source_row(workspace, RowRef(1, 1)).cells == DOJ_COLUMNS
    for row_number in (at, 10_000):
        with pytest.raises(LookupError):
            get_source_row(workspace, RowRef(1, row_number))
    with pytest.raises(LookupError):
        get_source_row(workspace, RowRef(2, 2))


def test_rows_that_were_set_aside_are_shown_too(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Another width: its cells. A stray quote: the whole line, in no cells."""
    short = row_of(PRI_NAME="EXAMPLE")[:94]
    stray = line_of(OFFENSE_DESCR=RawCell('11359" HS'), RACE_DESCR=FILLER)
    path = tmp_path / "delivery.dat"
    path.write_text("\n".join([HEADER, line_of(), ",".join(short), stray, line_of(CNT_ORDER="1")]))
    import_files(workspace, [path], Silent(), who="x", workers=workers)
    assert [issue.at.row for issue in records.iter_quarantined(workspace)] == [3, 4, 5]
    assert list(get_source_row(workspace, RowRef(1, 3)).cells) == short
    found = get_source_row(workspace, RowRef(1, 4))
    assert found.cells == ()
    assert found.text == stray
    assert found.cell("OFFENSE_DESCR") == ""
    assert get_source_row(workspace, RowRef(1, 5)).cell("CNT_ORDER") == "1"


def test_every_fact_of_an_explanation_is_in_its_cell(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Each fact with a place names a row that was looked up and a column that holds it."""
    path = tmp_path / "delivery.dat"
    write_sample(path, n_people=25, county="Los Angeles", seed=8, is_messy=True)
    import_and_check(workspace, [path], workers)
    n_facts, columns = 0, set[str]()
    for (number,) in workspace.connection.execute(
        "SELECT conviction_id FROM determination ORDER BY 1"
    ).fetchall():
        traced = explain_conviction(workspace, number)
        answer = traced.explanation.determination
        assert answer.at in traced.places
        assert any(answer.outcome.value in line for line in traced.lines)
        for finding in traced.explanation.findings:
            for fact in finding.facts:
                if fact.at is None or not fact.column:
                    continue
                n_facts += 1
                cell = clean(traced.places[fact.at].cell(fact.column))
                if not fact.is_known:
                    continue
                columns.add(fact.column)
                assert _says(fact.column, cell, fact.value), (fact, cell)
    assert n_facts > 300
    assert columns >= {"OFFENSE_DESCR", "COMMENT_TEXT", "STP_EVENT_DATE", "CONV_STAT_DESCR"}


def _says(column: str, cell: str, value: str) -> bool:
    """Whether a cell holds what a fact states of its column."""
    if column == "STP_EVENT_DATE":
        day = read_compact_date(cell)
        return day is not None and str(day) in value
    if column == "STP_ORI_CNTY_NAME":
        return read_county(cell) == value
    if column.startswith("CONV_STAT") or column.endswith("_TOC"):
        level = read_type_of_charge(cell) if column.endswith("_TOC") else read_level(cell)
        return level.value == value
    if column == "DISP_DESCR":
        return value == "none" or cell in value
    return value in cell


def test_an_explanation_agrees_with_what_was_stored(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Computed again, it gives the stored outcome and reason."""
    path = tmp_path / "delivery.dat"
    write_sample(path, n_people=25, county="Los Angeles", seed=9, is_messy=True)
    import_and_check(workspace, [path], workers)
    stored = workspace.connection.execute(
        "SELECT conviction_id, outcome, reason, rule_id FROM determination"
    ).fetchall()
    assert len(stored) > 20
    for number, outcome, reason, rule in stored:
        answer = explain_conviction(workspace, number).explanation.determination
        assert (answer.outcome.name, answer.reason, answer.rule_id) == (outcome, reason, rule)


def test_nothing_to_explain_is_told(workspace: Workspace, workers: Workers, tmp_path: Path) -> None:
    """No check yet, no such conviction, no such person."""
    with pytest.raises(LookupError, match="nothing was checked"):
        explain_conviction(workspace, 1)
    path = tmp_path / "delivery.dat"
    path.write_text(HEADER + "\n" + line_of())
    import_and_check(workspace, [path], workers)
    assert explain_conviction(workspace, 1).explanation.determination.at == RowRef(1, 2)
    with pytest.raises(LookupError):
        explain_conviction(workspace, 99)
    assert get_history(workspace, 1).person.name == "EXAMPLE,AVERY"
    with pytest.raises(LookupError):
        get_history(workspace, 99)


def test_every_view_has_file_row_column_and_text(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Statements, lines and data tell each fact's cell; the words are the same in all three."""
    path = tmp_path / "delivery.dat"
    write_sample(path, n_people=8, county="Los Angeles", seed=8, is_messy=True)
    import_and_check(workspace, [path], workers)
    n_cells = 0
    for (number,) in workspace.connection.execute(
        "SELECT conviction_id FROM determination ORDER BY 1"
    ).fetchall():
        traced = explain_conviction(workspace, number)
        text = "".join("".join(traced.lines).split())
        data = json.loads(json.dumps(traced.as_data()))
        assert [one["text"] for one in data["statements"]] == [
            one.text for one in traced.statements
        ]
        for one in traced.statements:
            assert "".join(one.text.split()) in text
            if one.fact is None or one.fact.at is None:
                continue
            assert one.place is not None
            n_cells += bool(one.place.column)
            row = traced.places[one.fact.at]
            assert (one.place.file_name, one.place.row) == ("delivery.dat", row.row)
            assert one.place.text == row.cell(one.fact.column).strip()
            assert f"delivery.dat, row {row.row}" in one.text
        for finding in data["findings"]:
            for fact in finding["facts"]:
                assert (fact["file"] == "delivery.dat") == (fact["at"] is not None)
    assert n_cells > 50


def test_a_person_is_explained_on_paper(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Every conviction asked about is on the sheet; the file is whole and the same again."""
    path = tmp_path / "delivery.dat"
    write_sample(path, n_people=8, county="Los Angeles", seed=8)
    sheet = tmp_path / "Why, übersicht.pdf"
    with pytest.raises(InputError, match="Nothing was checked yet"):
        explain_person_sheet(workspace, 1, sheet, who="ZOË")
    import_and_check(workspace, [path], workers)
    person_id, n_asked = workspace.connection.execute(
        "SELECT c.person_id, count(*) FROM determination d "
        "JOIN conviction c ON c.id = d.conviction_id GROUP BY 1 ORDER BY 2 DESC"
    ).fetchone()
    assert explain_person_sheet(workspace, person_id, sheet, who="ZOË") == sheet
    first = sheet.read_bytes()
    assert first.startswith(b"%PDF")
    assert explain_person_sheet(workspace, person_id, sheet, who="ZOË").read_bytes() == first
    person = explained_person(workspace, person_id)
    assert len(person.convictions) == n_asked
    assert person.policy_id == "us-ca/county-review"
    assert [one.name for one in tmp_path.glob(".sheet-*")] == []
    with pytest.raises(InputError, match="cannot be written"):
        explain_person_sheet(workspace, person_id, tmp_path / "nowhere" / "sheet.pdf", who="ZOË")
    with pytest.raises(LookupError):
        explain_person_sheet(workspace, 999, sheet, who="ZOË")
