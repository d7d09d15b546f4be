"""Count what lies on the sheets of an .xls file beside the cells: xlrd reads cells only."""

import struct
from collections import Counter
from collections.abc import Iterator

_BOUND_SHEET, _BEGIN, _END, _OBJECT = 0x0085, 0x0809, 0x000A, 0x005D
_HEAD = struct.Struct("<HH")
_OFFSET = struct.Struct("<I")
_OBJECT_TYPE = struct.Struct("<HHH")  # sub-record (0x15), its size, the kind of object
_KINDS = {0x05: "个图表", 0x06: "个文本框或图形", 0x08: "张图片"}
_SHAPES = frozenset({0x01, 0x02, 0x03, 0x04, 0x09, 0x1E})  # line, rectangle, oval, arc, polygon, drawing


def count_drawings(stream: bytes) -> list[Counter[str]]:
    """Return for each sheet what lies on it: measure word and thing -> how many.

    Args:
        stream: the records of the workbook (BIFF8). Records that are cut end the count.
    """
    starts = [
        _OFFSET.unpack_from(content)[0] for kind, content in _records(stream, 0) if kind == _BOUND_SHEET and content[3:]
    ]
    return [_count(stream, start) for start in starts]


def _count(stream: bytes, start: int) -> Counter[str]:
    found: Counter[str] = Counter()
    depth = 0
    for kind, content in _records(stream, start):
        depth += (kind == _BEGIN) - (kind == _END)  # a chart on the sheet is a sheet inside of it
        if depth == 0:
            break
        if kind == _OBJECT and len(content) >= _OBJECT_TYPE.size:
            what = _OBJECT_TYPE.unpack_from(content)[2]
            noun = _KINDS.get(0x06 if what in _SHAPES else what)
            if noun:
                found[noun] += 1
    return found


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records from `start` on, the workbook's own up to its end."""
    at = start
    while at + _HEAD.size <= len(stream):
        kind, size = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        yield kind, stream[at : at + size]
        if kind == _END and start == 0:
            return
        at += size
