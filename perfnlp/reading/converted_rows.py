"""Count the table rows that an old Word or RTF file states, to see whether a conversion has kept them."""

import io
import re
import struct
from collections.abc import Iterator

_RTF_ROW = re.compile(rb"\\(?:nest)?row(?![a-zA-Z])")
_WORD_97 = 0xC1
_FLAGS, _N_CHARACTERS, _PARAGRAPHS, _PIECES = 0x0A, 0x4C, 0x102, 0x1A2  # places in the file information block
_SECOND_TABLE = 0x0200
_PAGE = 512
_ROW_ENDS = (b"\x17\x24\x01", b"\x4c\x24\x01")  # sprmPFTtp, sprmPFInnerTtp: the paragraph ends a row
_HUGE = b"\x46\x66"  # sprmPHugePapx: the properties stand in the stream "Data"
_COMPRESSED = 1 << 30


def count_rows(data: bytes) -> int:
    """Return how many table rows the .rtf or .doc in `data` holds, at least; 0 where it cannot be told."""
    if data.startswith(b"{\\rtf"):
        return len(_RTF_ROW.findall(data))
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            word = compound.openstream("WordDocument").read()
            named = "1Table" if _short(word, _FLAGS) & _SECOND_TABLE else "0Table"
            if _short(word, 2) < _WORD_97:
                return 0
            table = compound.openstream(named).read()
            more = compound.openstream("Data").read() if compound.exists("Data") else b""
    except (OSError, IndexError, ValueError, TypeError, AttributeError, struct.error):  # what olefile lets through
        return 0
    try:
        body = tuple(_body(word, table))
        return sum(
            any(start <= place < end for start, end in body) and _ends_row(properties, more)
            for place, properties in _paragraphs(word, table)
        )
    except (struct.error, IndexError):
        return 0


def _short(data: bytes, place: int) -> int:
    return int(struct.unpack_from("<H", data, place)[0])


def _long(data: bytes, place: int) -> int:
    return int(struct.unpack_from("<I", data, place)[0])


def _body(word: bytes, table: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of the body's text stand in the stream `word`."""
    place, end = _long(word, _PIECES), _long(word, _PIECES) + _long(word, _PIECES + 4)
    while place < end and table[place] == 1:  # properties that pieces share
        place += 3 + _short(table, place + 1)
    size, place = _long(table, place + 1), place + 5
    n_pieces = (size - 4) // 12
    n_characters = _long(word, _N_CHARACTERS)
    for piece in range(n_pieces):
        first, last = (min(_long(table, place + 4 * at), n_characters) for at in (piece, piece + 1))
        where = _long(table, place + 4 * (n_pieces + 1) + 8 * piece + 2)
        start, width = ((where & ~_COMPRESSED) // 2, 1) if where & _COMPRESSED else (where, 2)
        yield start, start + (last - first) * width


def _paragraphs(word: bytes, table: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield where each paragraph begins in the stream `word`, and its properties."""
    place, size = _long(word, _PARAGRAPHS), _long(word, _PARAGRAPHS + 4)
    n_pages = (size - 4) // 8
    for page in range(n_pages):
        start = (_long(table, place + 4 * (n_pages + 1) + 4 * page) & 0x3FFFFF) * _PAGE
        content = word[start : start + _PAGE]
        n_paragraphs = content[_PAGE - 1]
        for paragraph in range(n_paragraphs):
            at = 2 * content[4 * (n_paragraphs + 1) + 13 * paragraph]
            length = 2 * content[at] - 1 if content[at] else 2 * content[at + 1] + 1
            yield _long(content, 4 * paragraph), content[at + 1 : at + 1 + length] if at else b""


def _ends_row(properties: bytes, more: bytes) -> bool:
    huge = properties.find(_HUGE)
    if huge >= 0:
        place = _long(properties, huge + 2)
        properties += more[place + 2 : place + 2 + _short(more, place)]
    return any(end in properties for end in _ROW_ENDS)
