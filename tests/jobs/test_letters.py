"""Letters and lists at work: for whom, with which address, in which files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.documents.check import page_texts
from app.documents.draft import Office, Side
from app.documents.preview import page_count
from app.errors import InputError, UsageError
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.contacts import save_contact
from app.jobs.draft_papers import save_office
from app.jobs.import_files import import_files
from app.jobs.letter_press import LettersRequest
from app.jobs.letters import LettersSummary, make_letters, preview_letter
from app.jobs.lists import ListsRequest, ListsSummary, make_lists
from app.jobs.paper_texts import put_text, source_of
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store import audit, papers
from app.store.contacts import Contact
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of
from tests.store.made_reviews import reviewed

DAY = date(2026, 11, 28)
WHO = "A. Clerk"
ARREST = {
    "STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "STP_ORI_DESCR": "CAPD MADE UP",
    "STP_EVENT_DATE": "19990101", "OFN": "ARR77", "DISP_DESCR": "", "CNT_ORDER": "001000001000",
}  # fmt: skip


@pytest.fixture
def desk(workspace: Workspace, workers: Workers, tmp_path: Path) -> Callable[..., Workspace]:
    """Takes in people, each a list of rows, and checks them as Los Angeles did."""

    def check(*histories: list[dict[str, str]]) -> Workspace:
        lines = []
        for n, rows in enumerate(histories, 1):
            who = {
                "SUBJECT_ID": str(n), "CII_NUMBER": f"A9000{n:04d}", "PRI_NAME": f"EXAMPLE,P{n}",
                "OFN": f"CR70000{n}",
            }  # fmt: skip
            lines += [
                line_of(**(who | {"CNT_ORDER": f"001001{place:03d}000"} | row))
                for place, row in enumerate(rows, 1)
            ]
        path = tmp_path / "delivery.dat"
        path.write_text(file_of(*lines), encoding="utf-8")
        import_files(workspace, [path], Silent(), who=WHO, workers=workers)
        policy = load_by_id("us-ca/los-angeles")
        request = CheckRequest(policy, settle_options(policy, {}), "LOS ANGELES", date(2026, 7, 1))
        check_eligibility(workspace, request, Silent(), who=WHO, workers=workers)
        save_office(workspace, Office(name="Made-up Office", telephone="555-0100"), WHO)
        return workspace

    return check


def letters(workspace: Workspace, folder: Path, **changes: Any) -> LettersSummary:
    request = LettersRequest(folder, DAY, **changes)
    return make_letters(workspace, request, Silent(), who=WHO)


def lists(workspace: Workspace, folder: Path, to: str) -> ListsSummary:
    return make_lists(workspace, ListsRequest(folder, to, DAY), Silent(), who=WHO)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def text_of(path: Path) -> str:
    return " ".join(" ".join(page_texts(path.read_bytes())).split())


def addresses(folder: Path, *rows: str) -> Path:
    path = folder / "addresses.csv"
    head = "CII number,Name,Address,City,State,ZIP,Language"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return path


def test_one_letter_a_person_with_all_their_cases(
    desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    """Two cases of one person are one letter; every paper is in the register with its hash."""
    store = desk([{}, {"OFN": "CR99", "CNT_ORDER": "002001001000"}], [{}])
    made = letters(store, tmp_path / "out")
    assert (made.n_letters, made.n_without_address, made.left_out) == (2, 2, ())
    first = next(path for path in made.files if path.name.startswith("00001"))
    text = text_of(first)
    assert "Dear P1 EXAMPLE:" in text
    assert "CR700001" in text
    assert "CR99" in text
    assert "P2" not in text
    listed = rows_of(tmp_path / "out" / "Letters.csv")
    assert [row["Name"] for row in listed] == ["P1 EXAMPLE", "P2 EXAMPLE"]
    kept = papers.list_papers(store)
    assert {paper.kind for paper in kept} == {"letter"}
    assert {paper.sha256 for paper in kept} == {row["SHA-256"] for row in listed}
    assert all(paper.texts.startswith("letter-en shipped ") for paper in kept)


def test_letters_follow_the_review(desk: Callable[..., Workspace], tmp_path: Path) -> None:
    """Who was parked gets none; an earlier letter to them does not stay among what is mailed."""
    store = desk([{}], [{}])
    letters(store, tmp_path, with_labels=True)
    first = papers.list_relief(store)[0]
    reviewed(store, first.conviction_id, "parked", who=WHO)
    made = letters(store, tmp_path)
    assert made.n_letters == 1
    names = sorted(path.name for path in (tmp_path / "Letters").iterdir())
    assert len(names) == 1
    assert "P2 EXAMPLE" in text_of(tmp_path / "Letters" / names[0])
    assert (tmp_path / "Earlier letters" / "Letters").is_dir()
    assert not (tmp_path / "Labels.csv").exists()


def test_the_offices_own_words_are_used(desk: Callable[..., Workspace], tmp_path: Path) -> None:
    """And the letter says so in the record of the work."""
    store = desk([{}])
    own = source_of(store, "letter-en").replace("Dear {name}:", "Good day {name}:")
    put_text(store, "letter-en", own, WHO)
    made = letters(store, tmp_path)
    assert "Good day P1 EXAMPLE:" in text_of(made.files[0])
    entry = next(one for one in audit.entries(store, newest_first=True) if one.action == "letters")
    assert "letter-en 1 " in entry.new


def test_addresses_come_from_a_file_and_only_when_they_are_sure(
    desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    """Bad rows are told with their reasons; a letter to the wrong house is worse than none."""
    store = desk(*[[{}] for _ in range(6)])
    path = addresses(
        tmp_path,
        'A90000001,"EXAMPLE,P1","1 First St\nApt. 2",Town,CA,90000,both',
        'A90000002,"SOMEBODY,ELSE",2 Second St,Town,CA,90000,',
        ',"P3 EXAMPLE",3 Third St,Town,CA,90000,',
        "A90000004,,4 Fourth St,Town,CA,90000,",
        "A90000004,,44 Fourth St,Town,CA,90000,",
        "A90000005,,5|5|5|5|5,Town,CA,90000,",
        "A90000006,,6 Sixth St,Town,CA,1234,",
        "A90000006,,6 Sixth St,Town,CA,90000,fr",
        "A90000006,,,,,,",
        "A99999999,,9 Ninth St,Town,CA,90000,",
        ",NOBODY,9 Ninth St,Town,CA,90000,",
        ",,9 Ninth St,Town,CA,90000,",
        "A90000006,,王 St,Town,CA,90000,",
    )
    made = letters(store, tmp_path, addresses=path, with_labels=True, with_envelopes=True)
    assert (made.n_letters, made.n_without_address) == (6, 4)
    told = {bad.row: bad.reason for bad in made.bad_rows}
    reasons = {
        4: "another name", 6: "different addresses", 7: "different addresses", 8: "has 6 lines",
        9: "no ZIP code", 10: "language “fr”", 11: "has no address", 12: "A99999999",
        13: "nobody a letter goes to is named", 14: "names nobody", 15: "U+738B",
    }  # fmt: skip
    assert told.keys() == reasons.keys()
    for row, reason in reasons.items():
        assert reason in told[row], row
    assert page_count((tmp_path / "Envelopes.pdf").read_bytes()) == 2
    labels = rows_of(tmp_path / "Labels.csv")
    assert [row["Name"] for row in labels] == ["P1 EXAMPLE", "P3 EXAMPLE"]
    assert labels[0]["Address 2"] == "Apt. 2"
    listed = rows_of(tmp_path / "Letters.csv")
    assert [row["Language"] for row in listed][:2] == ["en/es", "en"]
    assert "P1 EXAMPLE" in text_of(tmp_path / "Labels.pdf")


def test_people_of_one_name_need_their_number(
    desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    """Which of two is meant is not guessed."""
    same = {"PRI_NAME": "EXAMPLE,SAME"}
    store = desk([same], [same])
    path = addresses(tmp_path, ',"EXAMPLE,SAME",1 First St,Town,CA,90000,')
    made = letters(store, tmp_path, addresses=path)
    assert made.n_without_address == 2
    assert "2 people are named" in made.bad_rows[0].reason


def test_a_name_no_font_prints_is_left_out_and_named(
    desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    """The others are made; the character is named, never a box."""
    store = desk([{"PRI_NAME": "ԱՐՄԵՆ,X"}], [{"PRI_NAME": "=CMD,NGUYỄN"}])
    made = letters(store, tmp_path)
    assert made.n_letters == 1
    assert "U+0531" in made.left_out[0]
    other = next(row for row in papers.list_relief(store) if "CMD" in row.name)
    reviewed(store, other.conviction_id, "parked", who=WHO)
    with pytest.raises(InputError, match="No letter could be made"):
        letters(store, tmp_path)


def test_all_in_one_file_in_the_order_asked_for(
    desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    """By court and case number, or by name; each begins on a front; equal bytes each time."""
    store = desk([{"PRI_NAME": "ZULU,A"}], [{"PRI_NAME": "ALPHA,B"}])
    letters(store, tmp_path / "court", is_merged=True, language="both")
    letters(store, tmp_path / "name", is_merged=True, order="name")
    letters(store, tmp_path / "again", is_merged=True, order="name")
    court = page_texts((tmp_path / "court" / "Letters.pdf").read_bytes())
    assert "A ZULU" in court[0]
    assert len(court) == 4
    name = page_texts((tmp_path / "name" / "Letters.pdf").read_bytes())
    assert ["B ALPHA" in name[0], name[1].strip(), "A ZULU" in name[2]] == [True, "", True]
    first, again = (tmp_path / part / "Letters.pdf" for part in ("name", "again"))
    assert first.read_bytes() == again.read_bytes()
    assert not list((tmp_path / "name" / "Letters").glob("*"))


def test_the_preview_is_the_first_letter(desk: Callable[..., Workspace]) -> None:
    """Nothing is recorded; with a defender in the address book the letter names them."""
    store = desk([{}])
    save_contact(store, Contact("public defender", "Made-up Defender", "Los Angeles",
                                phone="555-0199"), WHO)  # fmt: skip
    shown = preview_letter(store, "es", DAY)
    assert shown.people == (1,)
    text = " ".join(" ".join(page_texts(shown.pdf)).split())
    assert "Estimado/a P1 EXAMPLE:" in text
    assert "Made-up Defender, 555-0199" in text
    assert papers.count_papers(store) == 0


def test_nobody_to_write_to(
    workspace: Workspace, desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    """Before a check, and when nobody is eligible."""
    with pytest.raises(InputError, match="Nothing was checked yet"):
        letters(workspace, tmp_path)
    with pytest.raises(InputError, match="Nothing was checked yet"):
        lists(workspace, tmp_path, "court")
    store = desk([{}])
    reviewed(store, papers.list_relief(store)[0].conviction_id, "parked", who=WHO)
    with pytest.raises(InputError, match="nobody to write to"):
        letters(store, tmp_path)
    with pytest.raises(InputError, match="nothing to list"):
        lists(store, tmp_path, "court")
    with pytest.raises(UsageError, match="no list to “press”"):
        lists(store, tmp_path, "press")


def test_a_folder_that_cannot_be_written_leaves_no_trace(
    desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    """Nothing is entered in the register either."""
    store = desk([{}])
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written to"):
        letters(store, tmp_path / "file")
    with pytest.raises(InputError, match="cannot be written to"):
        lists(store, tmp_path / "file", "court")
    assert papers.count_papers(store) == 0


@pytest.mark.parametrize(
    ("to", "has", "has_not"),
    [
        ("court", {"Case number", "Court", "Relief asked"}, {"CII number", "Born"}),
        ("state", {"CII number", "Born", "Case number"}, {"Level"}),
        ("defender", {"Name", "Born", "By"}, {"CII number"}),
    ],
)
def test_each_list_has_only_what_its_receiver_needs(
    desk: Callable[..., Workspace], tmp_path: Path, to: str, has: set[str], has_not: set[str]
) -> None:
    """As PDF, CSV and workbook, with the same lines; no cell is a formula."""
    store = desk([{"PRI_NAME": "=CMD,P1"}], [{}])
    made = lists(store, tmp_path, to)
    assert (made.n_lists, made.n_lines) == (1, 2)
    by_end = {path.suffix: path for path in made.files}
    rows = rows_of(by_end[".csv"])
    assert has <= rows[0].keys()
    assert not has_not & rows[0].keys()
    book = load_workbook(by_end[".xlsx"])
    cells = list(book["List"].iter_rows(values_only=True))
    assert list(cells[0]) == list(rows[0])
    assert len(cells) == 3
    assert all(cell.data_type != "f" for line in book["List"].iter_rows() for cell in line)
    assert not any(value.startswith("=") for row in rows for value in row.values())
    text = text_of(by_end[".pdf"])
    assert "P1 =CMD" in text
    assert "Received by" in text
    assert "not an order" in text
    assert "address book has no entry" in made.notes[0]


def test_agencies_get_their_own_arrests(desk: Callable[..., Workspace], tmp_path: Path) -> None:
    """By the agency of the arrest in the record; where it names none that is told."""
    other = ARREST | {"STP_ORI_DESCR": "CASO OTHER"}
    store = desk([ARREST, {}], [{}], [other, {}])
    save_contact(store, Contact("agency", "CAPD MADE UP", "Los Angeles", ("1 Police Plaza",)), WHO)
    made = lists(store, tmp_path, "agencies")
    assert (made.n_lists, made.n_lines) == (2, 2)
    assert len(made.left_out) == 1
    assert "CR700002" in made.left_out[0]
    first = rows_of(tmp_path / "Agency 001 CAPD MADE UP.csv")
    assert len(first) == 1
    assert first[0]["Name"] == "P1 EXAMPLE"
    assert (first[0]["Arrested on"], first[0]["Agency number"]) == ("1999-01-01", "ARR77")
    text = text_of(tmp_path / "Agency 001 CAPD MADE UP.pdf")
    assert "To: CAPD MADE UP, 1 Police Plaza" in text
    assert "To: CASO OTHER" in text_of(tmp_path / "Agency 002 CASO OTHER.pdf")
    assert any("not checked for a year" in note for note in made.notes)
    assert {paper.kind for paper in papers.list_papers(store)} == {"list to an agency"}


def test_lists_are_the_same_each_time(desk: Callable[..., Workspace], tmp_path: Path) -> None:
    """Equal input, equal bytes, in every form."""
    store = desk([{}], [{}])
    for part in ("a", "b"):
        lists(store, tmp_path / part, "defender")
    files = sorted((tmp_path / "a").iterdir())
    assert len(files) == 3
    for path in files:
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_a_defender_writes_to_those_they_file_for(
    desk: Callable[..., Workspace], tmp_path: Path
) -> None:
    """A policy that does not tell petition from application gives the defender no paper to file,
    and so no letter says that one is filed."""
    store = desk([{}])
    save_office(store, Office(name="Made-up Defender", side=Side.DEFENDER.value), WHO)
    with pytest.raises(InputError, match="does not say whether the sentence is still being served"):
        letters(store, tmp_path)
