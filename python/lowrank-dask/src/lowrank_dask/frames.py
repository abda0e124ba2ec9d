"""Frames over pipes: see src/lowrank/cluster/frames.ts."""

from __future__ import annotations

import json
import struct
from typing import BinaryIO

MAGIC = b"LRF1"
PRELUDE = struct.Struct("<4sIQ")


def write_frame(stream: BinaryIO, head: dict, body: bytes | memoryview = b"") -> None:
    text = json.dumps(head).encode()
    stream.write(PRELUDE.pack(MAGIC, len(text), len(memoryview(body).cast("B"))) + text)
    stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict, bytearray] | None:
    """The next frame; None where the stream ends, in the midst of a frame too."""
    prelude = _read(stream, PRELUDE.size)
    if prelude is None:
        return None
    magic, head_bytes, body_bytes = PRELUDE.unpack(prelude)
    if magic != MAGIC:
        rest = bytes(prelude) + stream.read1(200)
        raise ValueError(f"a frame begins with {rest!r}; something else writes to this pipe")
    head = _read(stream, head_bytes)
    body = _read(stream, body_bytes)
    return None if head is None or body is None else (json.loads(head), body)


def _read(stream: BinaryIO, count: int) -> bytearray | None:
    target = bytearray(count)
    view = memoryview(target)
    done = 0
    while done < count:
        read = stream.readinto(view[done:])
        if not read:
            return None
        done += read
    return target
