"""Leaves out of ICU's data what Qt never asks for; on Linux it is the largest file of the program.

Qt Core uses ICU for sorting words, for converting old encodings and for the names of time
zones. `trim` looks that up in the libraries: where a Qt asks for anything else, ICU is left as
it is. The data lies in one table (unicode/ucmndata.h: a header, the number of entries, pairs of
offsets to name and content, in the order of the names), kept in a library of its own that holds
nothing else.
"""

from __future__ import annotations

import platform
import re
import struct
import subprocess
import tempfile
from pathlib import Path

# Folders of the table: words and lines, measures, currencies, languages, regions, scripts, numbers.
LEFT_OUT = frozenset(("brkitr", "unit", "curr", "lang", "region", "translit", "rbnf"))
USED_BY_QT = re.compile(r"(ucnv_|UCNV_|ucol_|ucal_|u_strTo(Lower|Upper)_)")
_ALIGNMENT = 16
_TARGET = "elf64-x86-64"


def trim(libraries: Path) -> int:
    """Make the data smaller in a folder of Qt's libraries; gives the bytes that were saved."""
    data = next(libraries.glob("libicudata.so.*"), None)
    if data is None or platform.machine() != "x86_64" or not _is_known_use(libraries):
        return 0
    before = data.stat().st_size
    symbol, table = _read_table(data)
    _write_library(data, symbol, smaller(table))
    return before - data.stat().st_size


def smaller(table: bytes) -> bytes:
    """The table without what is left out."""
    entries = [entry for entry in read_entries(table) if not _is_left_out(entry[0])]
    names = [name.encode() + b"\0" for name, _ in entries]
    at = 4 + 8 * len(entries)
    name_offsets = []
    for name in names:
        name_offsets.append(at)
        at += len(name)
    text = b"".join(names)
    contents, content_offsets = b"", []
    at += -at % _ALIGNMENT
    pieces = []
    for _, content in entries:
        content_offsets.append(at)
        padded = content + b"\xaa" * (-len(content) % _ALIGNMENT)
        pieces.append(padded)
        at += len(padded)
    contents = b"".join(pieces)
    head = struct.pack("<I", len(entries))
    head += b"".join(
        struct.pack("<II", *pair) for pair in zip(name_offsets, content_offsets, strict=True)
    )
    head += text
    head += b"\xaa" * (-len(head) % _ALIGNMENT)
    return table[: _size_of_header(table)] + head + contents


def read_entries(table: bytes) -> list[tuple[str, bytes]]:
    """Names and contents, in their order."""
    begin = _size_of_header(table)
    (n_entries,) = struct.unpack_from("<I", table, begin)
    pairs = [struct.unpack_from("<II", table, begin + 4 + 8 * i) for i in range(n_entries)]
    ends = [begin + content for _, content in pairs[1:]] + [len(table)]
    found = []
    for (name, content), end in zip(pairs, ends, strict=True):
        name_end = table.index(b"\0", begin + name)
        found.append((table[begin + name : name_end].decode(), table[begin + content : end]))
    return found


def _is_left_out(name: str) -> bool:
    parts = name.split("/")
    return len(parts) == 3 and parts[1] in LEFT_OUT


def _size_of_header(table: bytes) -> int:
    (size, magic) = struct.unpack_from("<HH", table)
    if magic != 0x27DA:
        raise ValueError("ICU's data does not begin as it should")
    return int(size)


def _is_known_use(libraries: Path) -> bool:
    """Whether all that Qt asks of ICU is what this module knows."""
    for library in libraries.glob("libQt6*.so.*"):
        told = _told("objdump", "-T", str(library))
        asked = re.findall(r"\*UND\*.*\s(u\w+_\d+|U\w+_\d+)$", told, re.MULTILINE)
        if any(not USED_BY_QT.match(name) for name in asked):
            return False
    return True


def _read_table(library: Path) -> tuple[str, bytes]:
    """The name under which the table is asked for, and the table."""
    told = re.search(
        r"^([0-9a-f]+)\s.*\s([0-9a-f]+)\s+(icudt\d+_dat)$",
        _told("objdump", "-T", str(library)),
        re.MULTILINE,
    )
    if told is None:
        raise ValueError(f"{library.name} holds no table of ICU")
    address, size = int(told[1], 16), int(told[2], 16)
    for line in _told("objdump", "-h", str(library)).splitlines():
        parts = line.split()
        if len(parts) > 6 and parts[0].isdigit():
            length, begin, _, offset = (int(part, 16) for part in parts[2:6])
            if begin <= address < begin + length:
                start = offset + address - begin
                return told[3], library.read_bytes()[start : start + size]
    raise ValueError(f"{library.name} does not say where its table lies")


def _write_library(library: Path, symbol: str, table: bytes) -> None:
    """A library of the same name that holds the table and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "table").write_bytes(table)
        _told(
            "objcopy", "--input-target=binary", f"--output-target={_TARGET}",
            "--rename-section=.data=.rodata,alloc,load,readonly,data,contents",
            f"--set-section-alignment=.rodata={_ALIGNMENT}",
            f"--redefine-sym=_binary_table_start={symbol}",
            "--strip-symbol=_binary_table_end", "--strip-symbol=_binary_table_size",
            "table", "object", cwd=folder,
        )  # fmt: skip
        _told(
            "ld", "-shared", "-z", "noexecstack", "--build-id=none", "-soname", library.name,
            "object", "-o", "library", cwd=folder,
        )  # fmt: skip
        library.write_bytes((Path(folder) / "library").read_bytes())


def _told(*command: str, cwd: str | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    return done.stdout
