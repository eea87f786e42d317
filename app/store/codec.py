"""A rap sheet as it is stored: MessagePack of the plain data, compressed.

The model stays standard library only; the coding of it is here. A sheet coded
by an older program decodes as long as fields are only added with defaults.
"""

import msgspec
import zstandard

from app.model.record import RapSheet

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(RapSheet)


def encode_sheet(sheet: RapSheet) -> bytes:
    return zstandard.compress(_encoder.encode(sheet), 1)


def decode_sheet(data: bytes) -> RapSheet:
    return _decoder.decode(zstandard.decompress(data))
