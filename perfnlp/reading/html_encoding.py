"""Decide the encoding of a web page: what it says of itself is believed only if the text comes out as Chinese."""

import codecs
import re
from collections.abc import Iterator

from perfnlp.errors import ReadingError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 16384
_WHOLE_SETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
"""Pages name the small set and use characters of the large one."""
_GUESSES = ("utf-8", "gb18030", "big5hkscs")
_HANZI = re.compile("[\u3400-\u9fff]")
_UNREADABLE = "\ufffd"
_LEAST_COMMON = 0.6


def decode_html(data: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text of the page in `data`, and a remark if some of its characters cannot be read.

    Args:
        data: the page.
        name: for messages.
        declared: the encoding that stands beside the page, e.g. in the header of its MHTML part.

    Raises:
        ReadingError: `data` is no text in any encoding that Chinese pages have.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _told(data[len(mark) :].decode(encoding, errors="replace"))
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        pass
    texts = [data.decode(encoding, errors="replace") for encoding in _candidates(data, declared)]
    best = max(texts, key=_likeness)  # of equals the first: what the page says of itself
    if _likeness(best) < _LEAST_COMMON:
        message = f"cannot read '{name}': it is no text in UTF-8, GB18030 or Big5. Save the page again as UTF-8."
        raise ReadingError(message)
    return _told(best)


def _candidates(data: bytes, declared: str | None) -> Iterator[str]:
    found = _DECLARED.search(data[:_HEAD])
    said = [declared, found.group(1).decode("ascii", errors="replace") if found else None]
    seen = set()
    for encoding in (*filter(None, said), *_GUESSES):
        wanted = _WHOLE_SETS.get(encoding.lower(), encoding)
        try:
            codec = codecs.lookup(wanted).name
        except LookupError:  # a page may name anything
            continue
        # a single-byte set reads any bytes: Chinese pages that name one lie
        if codec not in seen and not codec.startswith(("iso8859", "cp125", "latin", "ascii", "base64")):
            seen.add(codec)
            yield codec


def _told(text: str) -> tuple[str, tuple[str, ...]]:
    n_unreadable = text.count(_UNREADABLE)
    if not n_unreadable:
        return text, ()
    return text, (f"网页中有{n_unreadable}处字符无法识别，已显示为“{_UNREADABLE}”，请与原件核对。",)


def _likeness(text: str) -> float:
    """Return the share of everyday hanzi among all hanzi and unreadable places: wrong decoding gives rare ones."""
    hanzi = _HANZI.findall(text)
    n_bad = text.count(_UNREADABLE)
    n_common = sum(_is_common(character) for character in hanzi)
    return n_common / (len(hanzi) + n_bad) if hanzi or n_bad else 1.0


def _is_common(character: str) -> bool:
    """Whether `character` stands in the first plane of GB2312 or of Big5, where the frequent characters are."""
    simplified = character.encode("gb2312", errors="ignore")
    if simplified:
        return 0xB0 <= simplified[0] <= 0xD7  # noqa: PLR2004  rows 16-55
    traditional = character.encode("big5", errors="ignore")
    return bool(traditional) and 0xA4 <= traditional[0] <= 0xC6  # noqa: PLR2004
