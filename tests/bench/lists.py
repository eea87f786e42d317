"""A court list as a workbook of 30 columns, and the stages that look at files and read it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.bench.outcome import Outcome
from tests.bench.place import COUNTY, KEY, Place
from tests.bench.work import WHO, Work

N_COLUMNS = 30
_HEADER = (
    "Case Number", "Defendant Name", "DOB", "Charge", "Disposition", "Conviction Date", "Level",
    "County", "Court", "Sentence",
)  # fmt: skip
_CHARGES = ("11359 HS", "11360(A) HS", "459 PC", "11357(B) HS", "484(A) PC")
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Cases" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)


def write_workbook(path: Path, n_rows: int) -> None:
    """Made-up cases, four counts to a person; written by hand, for openpyxl takes minutes."""
    head = (*_HEADER, *(f"Note {n}" for n in range(N_COLUMNS - len(_HEADER))))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr("_rels/.rels", _relation("officeDocument", "xl/workbook.xml"))
        book.writestr("xl/workbook.xml", _BOOK)
        book.writestr("xl/_rels/workbook.xml.rels", _relation("worksheet", "worksheets/sheet1.xml"))
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b"<sheetData>"
            )
            sheet.write(_row(1, head))
            for number in range(n_rows):
                sheet.write(_row(number + 2, _cells(number)))
            sheet.write(b"</sheetData></worksheet>")


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def _cells(number: int) -> tuple[str, ...]:
    person, count = divmod(number, 4)
    return (
        f"BA{person:06d}", f"EXAMPLE{person % 977}, AVERY {person % 31}",
        f"{1950 + person % 45}-{1 + person % 12:02d}-{1 + person % 28:02d}",
        _CHARGES[count % len(_CHARGES)], "Convicted" if count % 3 else "Dismissed",
        f"{1975 + person % 40}-{1 + count:02d}-15", "Felony" if count % 2 else "Misdemeanor",
        COUNTY, "Superior Court", "3 years probation", *("",) * 4,
        *(f"note {number % 9}" for _ in range(N_COLUMNS - 14)),
    )  # fmt: skip


def _row(number: int, cells: tuple[str, ...]) -> bytes:
    made = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{made}</row>'.encode()


def prepare_look(place: Place) -> Work:
    """Everything that is counted before an import, of the bulk file."""
    from app.importing.reading import Kind
    from app.jobs.look_files import look_at_files
    from app.jobs.progress import Silent
    from app.jobs.readers import FilePlan

    def work() -> Outcome:
        (report,) = look_at_files([FilePlan(place.delivery, Kind.DOJ_BULK)], Silent())
        return Outcome(n_rows=report.n_rows, n_people=report.n_people)

    return work


def prepare_workbook(place: Place) -> Work:
    """The import of a workbook with a fifth of the rows of the bulk file."""
    from app.jobs.import_files import import_files
    from app.jobs.plan_files import plan_file
    from app.jobs.progress import Silent
    from app.store.workspace import create_workspace

    folder = place.own("workbook")
    path = folder / "Cases.xlsx"
    write_workbook(path, max(place.count_rows() // 5, 1))
    workspace = create_workspace(
        folder / "cases.relief", KEY, name="Bench", county=COUNTY, created_at="2026-07-01"
    )

    def work() -> Outcome:
        summary = import_files(workspace, [plan_file(path)], Silent(), who=WHO)
        workspace.close()
        return Outcome(n_rows=summary.n_rows, n_people=summary.n_people)

    return work
