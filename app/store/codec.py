"""A rap sheet as it is stored: MessagePack of the plain data, compressed.

The model stays standard library only; the coding of it is here. A sheet coded
by an older program decodes as long as fields are only added with defaults.
"""

from typing import TypeVar

import msgspec
import zstandard

from app.errors import WorkspaceError
from app.model.record import Person, RapSheet

Decoded = TypeVar("Decoded")


class _OnlyPerson(msgspec.Struct):
    """What says whose record it is; the rest is passed over, which is many times faster."""

    person: Person


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(RapSheet)
_person_decoder = msgspec.msgpack.Decoder(_OnlyPerson)


def encode_sheet(sheet: RapSheet) -> bytes:
    return zstandard.compress(_encoder.encode(sheet), 1)


def decode_sheet(data: bytes) -> RapSheet:
    """Raises WorkspaceError when the record was coded in a form this program does not read."""
    return _decoded(_decoder, data)


def decode_person(data: bytes) -> Person:
    """Whose record it is. Raises like `decode_sheet`."""
    return _decoded(_person_decoder, data).person


def _decoded(decoder: msgspec.msgpack.Decoder[Decoded], data: bytes) -> Decoded:
    try:
        return decoder.decode(zstandard.decompress(data))
    except (msgspec.DecodeError, zstandard.ZstdError) as error:
        raise WorkspaceError(
            "A record in this workspace is damaged or was kept by another version of the program. "
            "Restore a backup, or make a new workspace and import the files again."
        ) from error
