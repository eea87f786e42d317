"""Opening a table, whatever it is by its content; the name of the file is only remarked on."""

from __future__ import annotations

from pathlib import Path

from app.errors import InputError
from app.importing.files import read_start, unreadable
from app.importing.issues import Issue
from app.importing.pieces import START_BYTES
from app.importing.tables import xls
from app.importing.tables.archive import Archive, password_protected
from app.importing.tables.delimited import open_delimited
from app.importing.tables.ods import CONTENT as ODS_CONTENT
from app.importing.tables.ods import WORDS as ODS_WORDS
from app.importing.tables.ods import open_ods
from app.importing.tables.ole import MARK as OLE_MARK
from app.importing.tables.ole import Container, ContainerError
from app.importing.tables.table import Step, TableFile, no_step
from app.importing.tables.xlsx import form_words, open_xlsx

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = "an old Office document"
_BY_EXTENSION = {
    ".xlsx": "Excel workbook", ".xlsm": "Excel workbook", ".xlsb": "Excel workbook (.xlsb)",
    ".xls": xls.WORDS, ".ods": ODS_WORDS,
    ".csv": "Delimited text", ".tsv": "Delimited text", ".txt": "Delimited text",
}  # fmt: skip


def open_table(path: Path, step: Step = no_step) -> TableFile:
    """Open delimited text or a workbook. Raises InputError, a sentence, for everything else.

    ``step`` is called while the file is looked through: a text for its encoding, a workbook for
    its sheets and a filled cell.
    """
    start = read_start(path, START_BYTES)
    words = workbook_words(path, start)
    if not words:
        table = open_delimited(path, step)
    elif words == xls.WORDS:
        table = xls.open_xls(path)
    elif words == ODS_WORDS:
        table = open_ods(path, step)
    else:
        table = open_xlsx(path, step)
    misnamed = _misnamed(path, table.words)
    if misnamed is not None:
        table.issues = (*table.issues, misnamed)
    return table


def workbook_words(path: Path, start: bytes) -> str:
    """What kind of workbook a file is; "" for no archive and no Office document.

    Raises InputError for one that is protected, and for archives and documents of other kinds.
    """
    try:
        with path.open("rb") as file:
            if start.startswith(ZIP_MARKS):
                return _in_archive(Archive(path, file))
            if start.startswith(OLE_MARK[:4]):
                return _in_container(path, Container(file))
    except ContainerError:
        raise _other(path, _OLD_OFFICE) from None
    except OSError as error:
        raise unreadable(path, error) from error
    return ""


def _in_archive(archive: Archive) -> str:
    names = archive.names()
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return form_words(archive)
    if ODS_CONTENT in names:
        kind = b"".join(archive.blocks("mimetype")) if "mimetype" in names else b""
        if not kind or b"spreadsheet" in kind:
            return ODS_WORDS
    if any(name.lower().startswith("xl/workbook") for name in names):
        return form_words(archive)
    raise _other(archive.path, "a ZIP archive or an Office document that is no workbook")


def _in_container(path: Path, container: Container) -> str:
    names = container.names()
    if "EncryptedPackage" in names:
        raise password_protected(path)
    if any(name in names for name in xls.STREAMS):
        return xls.WORDS
    raise _other(path, _OLD_OFFICE)


def _other(path: Path, kind: str) -> InputError:
    return InputError(
        f"{path.name} is {kind}. If a list is in it, save or export that as .xlsx or .csv."
    )


def _misnamed(path: Path, words: str) -> Issue | None:
    """A remark when the file's name says something else than its content."""
    named = _BY_EXTENSION.get(path.suffix.lower())
    if named is None or words.startswith(named.partition(" (")[0]):
        return None
    return Issue(
        1, "", path.name, "Name and content differ",
        f"The name ends in {path.suffix}, but the content is: {words}.",
        "It was read by its content.", "Check that it is the right file.",
    )  # fmt: skip
