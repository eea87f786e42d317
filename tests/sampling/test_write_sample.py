"""Sample files: reproducible, well formed, and with every planted trouble in its place."""

import csv
import io
import itertools
import re
from collections import Counter
from pathlib import Path

import pytest

from app.errors import InputError, UsageError
from app.model.doj_columns import DOJ_COLUMN_INDEX as AT
from app.model.doj_columns import DOJ_COLUMNS
from app.sampling.layout import Filler
from app.sampling.material import load_counties
from app.sampling.troubles import trouble_table
from app.sampling.writer import SampleSummary, write_sample

CANNABIS = re.compile(r"(?<!\d)113(57|58|59|60)(?![\d.])", re.IGNORECASE)
PINNED = "9fcde75517c8b7d6ad94b1d2d5e42f278e7fa79deea82cc66bd5acdb7229eba3"


def sample(**arguments: object) -> tuple[SampleSummary, bytes]:
    file = io.BytesIO()
    settings: dict[str, object] = {"n_people": 60, "county": "Los Angeles", "seed": 5}
    summary = write_sample(file, **(settings | arguments))  # type: ignore[arg-type]
    return summary, file.getvalue()


def records(data: bytes, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))[1:]


def by_person(rows: list[list[str]]) -> dict[str, list[list[str]]]:
    people: dict[str, list[list[str]]] = {}
    for row in rows:
        people.setdefault(row[AT["CII_NUMBER"]], []).append(row)
    return people


def is_cannabis_conviction(row: list[str]) -> bool:
    convicted_of = row[AT["CONV_OFFENSE_DESCR"]].strip(" -")
    charged = row[AT["OFFENSE_DESCR"]]
    if charged.startswith("SEE COMMENT"):
        charged = row[AT["COMMENT_TEXT"]]
    return row[AT["DISP_DESCR"]].startswith("CONVICTED") and bool(
        CANNABIS.search(convicted_of or charged)
    )


def test_equal_arguments_give_equal_bytes() -> None:
    """The same seed writes the same file; another seed another one."""
    first, again, other = sample(is_messy=True), sample(is_messy=True), sample(seed=6)
    assert first == again
    assert first[1] != other[1]


def test_the_bytes_do_not_change_from_version_to_version() -> None:
    """Pinned digest: a Python whose chance differs, or an unnoticed change, shows here."""
    summary, _ = sample(n_people=25, is_messy=True)
    assert summary.sha256 == PINNED


def test_a_clean_file_has_ninety_five_cells_and_readable_count_orders() -> None:
    """Every row of a clean file is well formed, and people's rows stand together."""
    summary, data = sample()
    rows = records(data)
    assert len(rows) == summary.n_rows
    assert summary.n_bytes == len(data)
    assert {len(row) for row in rows} == {95}
    assert all(re.fullmatch(r"\d{9}000", row[AT["CNT_ORDER"]]) for row in rows)
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    subjects = [row[AT["SUBJECT_ID"]] for row in rows]
    changes = sum(a != b for a, b in itertools.pairwise(subjects))
    assert changes + 1 == len(set(subjects)) == summary.n_people == 60
    assert summary.troubles == ()


def test_count_orders_follow_the_cycle_and_the_event() -> None:
    """Digits 1 to 3 repeat CYC_ORDER and 4 to 6 STP_ORDER; cycles come in time order."""
    _, data = sample()
    for rows in by_person(records(data)).values():
        for row in rows:
            assert row[AT["CNT_ORDER"]][:6] == row[AT["CYC_ORDER"]] + row[AT["STP_ORDER"]]
        dates = [row[AT["CYC_DATE"]] for row in rows if row[AT["STP_TYPE_CODE"]] != "9"]
        assert dates == sorted(dates)


def test_everyone_has_a_cannabis_conviction_most_of_them_in_the_county() -> None:
    """The file is the answer to a question about cannabis convictions in one county."""
    _, data = sample(n_people=300)
    here = 0
    people = by_person(records(data))
    for rows in people.values():
        convictions = [row for row in rows if is_cannabis_conviction(row)]
        assert convictions
        here += any(row[AT["STP_ORI_CNTY_NAME"]].strip() == "LOS ANGELES" for row in convictions)
    assert 0.85 < here / len(people) < 1


def test_nobody_is_convicted_before_the_age_of_eighteen() -> None:
    """Adult records only; some were seventeen when they were arrested, none younger."""
    _, data = sample(n_people=200)
    young = set()
    for row in records(data):
        born, arrested = int(row[AT["PRI_DOB"]]), int(row[AT["CYC_DATE"]])
        assert arrested - born >= 170000
        assert "1961" <= row[AT["STP_EVENT_DATE"]] <= "20200331"
        if row[AT["STP_TYPE_DESCR"]].strip() == "COURT ACTION":
            assert int(row[AT["STP_EVENT_DATE"]]) - born >= 180000
        if arrested - born < 180000:
            young.add(row[AT["SUBJECT_ID"]])
    assert 0 < len(young) < 20


def test_histories_hold_what_real_ones_do() -> None:
    """Dismissed counts, sentence parts, registrations, later relief, other counties, deaths."""
    _, data = sample(n_people=400)
    rows = records(data)
    kinds = {row[AT["STP_TYPE_DESCR"]].strip() for row in rows}
    assert kinds >= {
        "ARREST/DETAINED/CITED", "COURT ACTION", "REGISTRATION", "APPLICANT", "CUSTODY:JAIL",
        "CUSTODY:PRISON", "PROBATION", "SUPPLEMENTAL ARREST", "DECEASED",
    }  # fmt: skip
    results = Counter(row[AT["DISP_DESCR"]].strip() for row in rows)
    assert any("1203.4" in text for text in results)
    assert any("17(B)" in text or "REDUCED" in text for text in results)
    assert results["DISMISSED"] > 10
    parts = Counter((row[2], row[AT["CNT_ORDER"]]) for row in rows)
    assert max(parts.values()) >= 3
    assert any(row[AT["CONV_OFFENSE_DESCR"]].strip(" -") for row in rows)
    assert any(row[AT["OFFENSE_DESCR"]].startswith("SEE COMMENT FOR CHARGE") for row in rows)
    assert any(row[AT["OFFENSE_DESCR"]].startswith(("290 PC", "290(A) PC")) for row in rows)
    assert len({row[AT["STP_ORI_CNTY_NAME"]] for row in rows}) > 5


def test_the_law_finds_something_to_decide() -> None:
    """What the policies ask about: possession by its letters, related charges and pleas in the
    cycle of a cannabis charge, dropped or rejected, arrests before, sentences that still run.
    """
    _, data = sample(n_people=1000)
    cycles: dict[tuple[str, str], list[list[str]]] = {}
    letters, running = set(), 0
    for row in records(data):
        cycles.setdefault((row[AT["SUBJECT_ID"]], row[AT["CYC_ORDER"]]), []).append(row)
        found = re.match(r"11357\(?([A-E])", row[AT["OFFENSE_DESCR"]].upper())
        if found and row[AT["CONV_STAT_DESCR"]].strip() == "MISDEMEANOR":
            letters.add(found[1])
        if is_cannabis_conviction(row) and "2015" <= row[AT["STP_EVENT_DATE"]] < "20161109":
            running += row[AT["SENT_LENGTH"]].strip() in {"060", "006"}
    assert letters == set("ABCDE")
    assert running > 0
    counts: Counter[str] = Counter()
    for rows in cycles.values():
        convicted = [row for row in rows if row[AT["DISP_DESCR"]].startswith("CONVICTED")]
        charged = [row for row in rows if CANNABIS.search(row[AT["OFFENSE_DESCR"]])]
        if not convicted or not charged:
            continue
        texts = {row[AT["OFFENSE_DESCR"]] for row in convicted}
        counts["related"] += any(text.startswith(("148", "40508", "4060 BP")) for text in texts)
        if not any(is_cannabis_conviction(row) for row in rows):
            is_plea = any(text.startswith(("32 PC", "11364", "11366 HS")) for text in texts)
            results = " ".join(row[AT["DISP_DESCR"]] for row in charged)
            counts["plea"] += is_plea
            counts["rejected"] += is_plea and "PROS REJ" in results
            counts["dropped"] += is_plea and "DISMISSED" in results
        days = {row[AT["CYC_DATE"]] for row in rows}
        counts["arrested before"] += min(days) < min(row[AT["STP_EVENT_DATE"]] for row in convicted)
    assert all(counts[what] >= 3 for what in ("related", "plea", "rejected", "dropped"))
    assert counts["arrested before"] > 800


def test_about_as_many_rows_as_asked_for() -> None:
    """Histories grow until the wanted number of rows is reached, within a few in a hundred."""
    summary, _ = sample(n_people=100, n_rows=8_000)
    assert 7_600 < summary.n_rows < 8_400


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_each_encoding_reads_back(encoding: str) -> None:
    """The chosen encoding carries every name; accents are there in each."""
    summary, data = sample(n_people=300, encoding=encoding)
    text = data.decode(encoding)
    assert text.startswith("RECORD_ID,")
    assert summary.encoding == encoding
    assert re.search("[ÑÁÉÍÓÚ]", text)
    assert bool(re.search("[ԱՆԵ]", text)) is (encoding != "cp1252")
    assert data.startswith(b"\xef\xbb\xbf") is (encoding == "utf-8-sig")


def test_line_ends_and_filler_can_be_chosen() -> None:
    """CRLF on request; the lean layout has nothing in empty cells and half the size."""
    _, data = sample(n_people=5, line_end="\r\n")
    assert data.count(b"\r\n") == data.count(b"\n")
    state, _ = sample()
    lean, lean_data = sample(filler=Filler.LEAN)
    assert b"  -  " not in lean_data
    assert lean.n_rows == state.n_rows
    assert state.n_bytes / state.n_rows > 700
    assert lean.n_bytes < state.n_bytes / 2


def test_every_planted_trouble_is_in_the_file_at_its_row() -> None:
    """The hand-made people follow the first three; each note points at a row that differs."""
    summary, data = sample(is_messy=True, n_people=400)
    cases = trouble_table()["case"]
    assert summary.n_people == 400 + len(cases)
    rows = records(data)
    assert len(rows) == summary.n_rows
    told = Counter((trouble.kind, trouble.says) for trouble in summary.troubles)
    assert all(told[case["kind"], case["says"]] >= 1 for case in cases)
    assert {entry["kind"] for entry in trouble_table()["damage"]} <= set(summary.trouble_counts)
    at = {trouble.says: rows[trouble.row - 1] for trouble in summary.troubles}
    assert len(at["94 cells"]) == 94
    assert len(at["96 cells"]) == 96
    assert at["31 February"][AT["STP_EVENT_DATE"]] == "20190231"
    assert at["a count order of five digits"][AT["CNT_ORDER"]] == "00100"
    assert at["no birth date"][AT["PRI_DOB"]].strip(" -0") == ""
    assert at["county cut short"][AT["STP_ORI_CNTY_NAME"]] == "LOS ANG"
    assert at["a name that a spreadsheet takes for a formula"][AT["PRI_NAME"]].startswith("=")
    assert len(at["a name of eighty characters"][AT["PRI_NAME"]]) == 80


def test_rows_apart_and_second_subject_numbers() -> None:
    """A held-back row follows another person's; two SUBJECT_IDs share one CII number."""
    summary, data = sample(is_messy=True)
    rows = records(data)
    row_of = {trouble.says: trouble.row for trouble in summary.troubles}
    late = row_of["one row stands after the next person's"]
    assert rows[late - 1][2] != rows[late - 2][2]
    assert rows[late - 1][2] == rows[late - 3][2]
    second = row_of["one CII number under two SUBJECT_IDs"]
    cii, subject = AT["CII_NUMBER"], AT["SUBJECT_ID"]
    assert rows[second - 1][cii] == rows[second - 2][cii]
    assert rows[second - 1][subject] != rows[second - 2][subject]


def test_columns_of_hand_made_rows_exist() -> None:
    """A misspelt column in the resource file would plant nothing."""
    for case in trouble_table()["case"]:
        assert all(name in DOJ_COLUMNS for row in case["rows"] for name in row)


def test_practice_people_are_seen_to_be_practice() -> None:
    """Every family name of a practice file says that it is an example."""
    _, data = sample(is_practice=True)
    assert all("EXAMPLE" in row[AT["PRI_NAME"]] for row in records(data))


@pytest.mark.parametrize("county", [county.name for county in load_counties()])
def test_every_county_can_have_a_file(county: str) -> None:
    """All 58 counties, under their own court numbers."""
    summary, data = sample(n_people=3, county=f" {county.title()} county", is_messy=True)
    assert summary.county == county
    assert county.encode() in data


def test_wrong_arguments_are_refused_in_a_sentence() -> None:
    """An unknown county names the near miss; numbers and encodings have their ranges."""
    with pytest.raises(UsageError, match="Did you mean Los Angeles"):
        sample(county="Los Angelos")
    with pytest.raises(UsageError, match="people"):
        sample(n_people=0)
    with pytest.raises(UsageError, match="rows"):
        sample(n_people=10, n_rows=5)
    with pytest.raises(UsageError, match="cp1252"):
        sample(encoding="utf-7")


def test_a_file_appears_only_when_complete(tmp_path: Path) -> None:
    """A writing that is stopped leaves nothing; one that ends leaves the file alone."""

    class Stop:
        def step(self, done: int, total: int, label: str) -> None:
            if done:
                raise KeyboardInterrupt

    target = tmp_path / "Probe, übung.dat"
    with pytest.raises(KeyboardInterrupt):
        write_sample(target, n_people=500, county="Yolo", seed=1, progress=Stop())
    assert list(tmp_path.iterdir()) == []
    summary = write_sample(target, n_people=5, county="Yolo", seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["Probe, übung.dat"]
    assert target.stat().st_size == summary.n_bytes


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The message names the file and the way out."""
    with pytest.raises(InputError, match="could not be written"):
        write_sample(tmp_path / "missing" / "x.dat", n_people=1, county="Yolo", seed=1)
