"""The files of a hand-out: what was taken in byte for byte, its readings, attachments, blanks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import zstandard

from app.errors import WorkspaceError
from app.jobs.open_export.sinks import Sink
from app.model.reading_columns import READING_COLUMNS
from app.store import attachments, chunks, dump, forms
from app.store.chunks import FILE, ORIGINAL, READING
from app.store.packages import find_mark
from app.store.records import Source, list_sources
from app.store.workspace import Workspace

SOURCES, READINGS, ATTACHMENTS, FORMS = "sources", "readings", "attachments", "forms"
_ENDING = re.compile(r"\.[a-z0-9]{1,5}")


def source_path(source: Source) -> str:
    """Its number, and the ending of its name where that is a plain one."""
    return f"{SOURCES}/{source.id:06d}{_ending(source.name)}"


def reading_path(source_id: int, role: str) -> str:
    return f"{READINGS}/{source_id:06d}.{'original.jsonl' if role == ORIGINAL else 'reading.csv'}"


def attachment_path(number: int, name: str) -> str:
    return f"{ATTACHMENTS}/{number:06d}{_ending(name)}"


def form_path(sha256: str) -> str:
    return f"{FORMS}/{sha256[:16]}.pdf"


def _ending(name: str) -> str:
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    return ending if _ENDING.fullmatch(ending) else ".bin"


def paths_of_rows(workspace: Workspace) -> dict[str, Callable[[dict[str, object]], str]]:
    """Table -> where the bytes of one of its rows stand in the hand-out."""
    sources = {source.id: source for source in list_sources(workspace)}
    return {
        "source_chunk": lambda row: source_path(sources[int(str(row["source_id"]))]),
        "reading_chunk": lambda row: reading_path(int(str(row["source_id"])), str(row["role"])),
        "attachment": lambda row: attachment_path(int(str(row["id"])), str(row["name"])),
        "form_blank": lambda row: form_path(str(row["sha256"])),
    }


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file to write; ``wanted`` is the SHA-256 it must have, "" when none is on record."""

    path: str
    what: str
    wanted: str
    pieces: Callable[[], Iterator[bytes]]


def list_files(workspace: Workspace) -> list[FileJob]:
    """Every file that the workspace keeps."""
    found: list[FileJob] = []
    kept = dump.kept_hashes(workspace)
    is_package = find_mark(workspace) is not None  # it holds only the rows of its people
    for source in list_sources(workspace):
        wanted = "" if is_package else kept.get(source.id, (source.sha256, 0))[0]
        what = f"File {source.id} as it came" + (
            ", without rows that were purged" if source.id in kept else ""
        )
        found.append(FileJob(source_path(source), what, wanted, _of_source(workspace, source)))
        if not source.is_state_file:
            found += [
                FileJob(reading_path(source.id, role), words, "", _reading(workspace, source, role))
                for role, words in (
                    (ORIGINAL, f"Rows of file {source.id} as text: number, then its cells"),
                    (READING, f"File {source.id} as rows of the state's form"),
                )
            ]
    return [*found, *_attachments(workspace), *_forms(workspace)]


def _of_source(workspace: Workspace, source: Source) -> Callable[[], Iterator[bytes]]:
    return lambda: (chunk.data for chunk in chunks.iter_chunks(workspace, source.id, FILE))


def _reading(workspace: Workspace, source: Source, role: str) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        if role == READING:
            yield (",".join(READING_COLUMNS) + "\n").encode()
        for chunk in chunks.iter_chunks(workspace, source.id, role):
            yield chunk.data

    return pieces


def _attachments(workspace: Workspace) -> Iterator[FileJob]:
    for one in attachments.list_all(workspace):
        yield FileJob(
            attachment_path(one.id, one.name), f"Attached to paper {one.paper_id}", one.sha256,
            lambda one=one: iter([attachments.get_data(workspace, one)]),  # type: ignore[misc]
        )  # fmt: skip


def _forms(workspace: Workspace) -> Iterator[FileJob]:
    for one in forms.list_blanks(workspace):
        yield FileJob(
            form_path(one.sha256), f"Blank form {one.form}, edition {one.edition}", one.sha256,
            lambda one=one: iter([forms.get_data(workspace, one.sha256)]),  # type: ignore[misc]
        )  # fmt: skip


def write_file(sink: Sink, job: FileJob, step: Callable[[int], None]) -> None:
    """Raises WorkspaceError when the kept bytes are not those that were taken in."""
    digest, done = hashlib.sha256(), 0
    with sink.writing(job.path) as pen:
        for piece in _whole(job):
            pen.write(piece)
            digest.update(piece)
            done += len(piece)
            step(done)
    if job.wanted and digest.hexdigest() != job.wanted:
        raise _damaged(job)


def _whole(job: FileJob) -> Iterator[bytes]:
    try:
        yield from job.pieces()
    except zstandard.ZstdError as error:
        raise _damaged(job) from error


def _damaged(job: FileJob) -> WorkspaceError:
    return WorkspaceError(
        f"{job.what} is not what was kept: its hash differs. The workspace is damaged: run "
        "verify, and restore a backup."
    )
