"""Whether a PDF from outside may be opened: before anything of it is unpacked or drawn.

A few kilobytes can unpack to gigabytes, and drawings that draw drawings can take years. The
bytes are looked at first, without a PDF library; then what a page would draw is added up.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator

MOST_UNPACKED = 128 << 20  # bytes of text and drawing, of the whole file and as they are drawn
MOST_PIXELS = 150_000_000  # of a picture: a page at 1,200 dots an inch
MOST_LZW = 200_000  # bytes of a stream packed in the old way, which no bound can be put on
DEEPEST = 24  # drawings in drawings
_STREAM = re.compile(rb"stream\r?\n")
_BEFORE = 4_000  # bytes before a stream, in which its dictionary stands
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_SIDE = re.compile(rb"/(?:Width|Height|W|H)\s+(\d{1,12})")
_DRAWS = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+Do\b")
_ESCAPED = re.compile(r"#([0-9A-Fa-f]{2})")
_BLOCK = 1 << 20


class _TooMuchError(Exception):
    """What a file would unpack to; the words complete “the file …”."""


def pdf_problem(data: bytes) -> str:
    """Why a file must not be opened, to follow its name; "" when nothing speaks against it.

    A file that is damaged or locked is no problem here: whoever opens it says so.
    """
    try:
        _check_streams(data)
        _check_drawings(data)
    except _TooMuchError as error:
        return str(error)
    return ""


def _check_streams(data: bytes) -> None:
    room = MOST_UNPACKED
    for found in _STREAM.finditer(data):
        if data[found.start() - 3 : found.start()] == b"end":
            continue
        head = data[max(0, found.start() - _BEFORE) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if _IMAGE.search(head):
            sides = [int(side) for side in _SIDE.findall(head)][:2]
            if len(sides) == 2 and sides[0] * sides[1] > MOST_PIXELS:
                raise _TooMuchError("holds a picture of far too many dots")
            continue
        end = data.find(b"endstream", found.end())
        packed = memoryview(data)[found.end() : end if end >= 0 else len(data)]
        if b"/LZW" in head and len(packed) > MOST_LZW:
            raise _TooMuchError("is packed in an old way that cannot be checked")
        room -= _unpacked(packed, room)


def _unpacked(packed: memoryview | bytes, room: int, again: bool = True) -> int:
    """How many bytes come out, as far as there is room. A stream may be packed twice."""
    if len(packed) < 2 or packed[0] & 15 != 8 or (packed[0] << 8 | packed[1]) % 31:
        return 0
    unpacker, n, rest, first = zlib.decompressobj(), 0, bytes(packed), b""
    while rest and not unpacker.eof:
        try:
            part = unpacker.decompress(rest, _BLOCK)
        except zlib.error:
            break
        if not n:
            first = part
        n += len(part)
        if n > room:
            raise _TooMuchError(f"unpacks to more than {MOST_UNPACKED >> 20} MB of text")
        rest = unpacker.unconsumed_tail
    return n + (_unpacked(first, room - n, again=False) if again else 0)


def _check_drawings(data: bytes) -> None:
    import pikepdf  # noqa: PLC0415 - takes long to load, and few commands read a PDF

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            weigher = _Weigher()
            room = MOST_UNPACKED
            for page in pdf.pages:
                room -= weigher.weigh(_contents(page.obj), page.obj.get("/Resources"), 0)
                if room < 0:
                    raise _TooMuchError("draws drawings in drawings without end")
    except pikepdf.PasswordError:
        return  # whoever opens it says so
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError, KeyError):
        return  # damaged


def _contents(page: object) -> Iterator[object]:
    import pikepdf  # noqa: PLC0415

    found = page.get("/Contents")  # type: ignore[attr-defined]
    if isinstance(found, pikepdf.Stream):
        yield found
    elif isinstance(found, pikepdf.Array):
        yield from (one for one in found if isinstance(one, pikepdf.Stream))


class _Weigher:
    """Bytes of drawing orders, those of a drawing counted each time it is drawn."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}

    def weigh(self, streams: Iterator[object], resources: object, depth: int) -> int:
        if depth > DEEPEST:
            raise _TooMuchError("draws drawings in drawings without end")
        total, drawn = 0, Counter[str]()
        for stream in streams:
            # Once more, for a file may be locked without a password, and call things otherwise.
            _unpacked(stream.read_raw_bytes(), MOST_UNPACKED)  # type: ignore[attr-defined]
            orders = stream.read_bytes()  # type: ignore[attr-defined]
            total += len(orders)
            drawn.update(_plain(name) for name in _DRAWS.findall(orders))
        for name, times in drawn.items():
            total += times * self._form(_find_form(resources, name), resources, depth)
        return min(total, MOST_UNPACKED + 1)

    def _form(self, form: object | None, around: object, depth: int) -> int:
        if form is None:
            return 0
        number: tuple[int, int] = form.objgen  # type: ignore[attr-defined]
        if number not in self._known:
            self._known[number] = 0  # one that draws itself is not drawn again
            own = form.get("/Resources", around)  # type: ignore[attr-defined]
            self._known[number] = self.weigh(iter((form,)), own, depth + 1)
        return self._known[number]


def _find_form(resources: object, name: str) -> object | None:
    import pikepdf  # noqa: PLC0415

    drawings = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    found = drawings.get("/" + name) if isinstance(drawings, pikepdf.Dictionary) else None
    is_form = isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Form"
    return found if is_form else None


def _plain(name: bytes) -> str:
    """A name without its escapes."""
    text = name.decode("latin-1")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
