"""What a file is and how it is read, before it is opened in earnest."""

from __future__ import annotations

from pathlib import Path

from app.errors import InputError
from app.importing.detect import look_at_start
from app.importing.encodings import encoding_of, to_text
from app.importing.files import read_start
from app.importing.pieces import START_BYTES
from app.importing.reading import Kind
from app.jobs.readers import FilePlan


def plan_file(path: Path, layout: str = "") -> FilePlan:
    """What a file is by its content. A list of an unknown layout has ``layout`` "".

    Raises InputError, a sentence, when the file cannot be used at all.
    """
    # Loaded when asked for: the state's own file needs none of them.
    from app.importing.layouts.catalog import known_layouts  # noqa: PLC0415
    from app.importing.layouts.recognize import find_layout  # noqa: PLC0415
    from app.importing.layouts.writing import layout_text  # noqa: PLC0415
    from app.importing.rap_sheet import looks_like_rap_sheet  # noqa: PLC0415
    from app.importing.tables.opening import open_table  # noqa: PLC0415

    start = read_start(path, START_BYTES)
    if start.lstrip()[:5] == b"%PDF-":
        return FilePlan(path, Kind.RAP_SHEET)
    try:
        look_at_start(path)
    except InputError:
        pass
    else:
        return FilePlan(path, Kind.DOJ_BULK)
    encoding, mark_bytes = encoding_of(start)
    if looks_like_rap_sheet(to_text(start[mark_bytes:], encoding)):
        return FilePlan(path, Kind.RAP_SHEET)
    table = open_table(path)
    if layout:
        return FilePlan(path, table.kind, layout)
    match = find_layout(table, known_layouts())
    text = layout_text(match.layout) if match is not None and match.is_usable else ""
    return FilePlan(path, table.kind, text)
