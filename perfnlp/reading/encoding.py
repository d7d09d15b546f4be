"""Decide the encoding of a text file: strict UTF-8 first, then the detector among what Chinese offices write."""

import codecs
import re

from perfnlp.errors import ReadingError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["gb18030", "utf_16_le", "utf_16_be"]
_FREQUENT = re.compile("[的一是不在人有年月日度中大上下以和到作地分成可主工部完目金公全及理市等本三二十]")
"""Hanzi that any office text is full of, in simplified and traditional script alike."""
_HANZI = re.compile("[\u4e00-\u9fff]")
_SHARE_OF_FREQUENT = 0.04
_FEW_HANZI = 20
_LAYOUT = frozenset("\t\n\r\f\v\x1a\ufeff\u200b")
_SHARE_OF_USUAL = 0.9
_USUAL_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x2000, 0x22FF),  # dashes, quotes, ‰, ①'s neighbours, Roman numerals, arrows, ≥ ≤
    (0x2460, 0x27BF),  # circled numbers, boxes, ticks
    (0x3000, 0x303F),
    (0x4E00, 0x9FFF),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFFEF),
)


def decode(data: bytes, name: str) -> str:
    """Return the text that `data` holds, without a byte order mark.

    Raises:
        ReadingError: `data` is empty, only white space, or no text in UTF-8, GB18030 or UTF-16.
    """
    text = _decode(data)
    if text is None or not _is_plausible(text):
        message = (
            f"cannot read '{name}': it is no text in UTF-8, GB18030 or UTF-16. Save it as UTF-8 text and try again."
        )
        raise ReadingError(message)
    if not text.strip("\ufeff\x1a \t\r\n\f\v\u3000"):
        message = f"cannot read '{name}': the file is empty. Check that the report was saved."
        raise ReadingError(message)
    return text.lstrip("\ufeff")


def _decode(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _try(data, encoding)
    # UTF-16 of ASCII letters is valid UTF-8 too, full of NULs
    strict = None if b"\0" in data else _try(data, "utf-8")
    return strict if strict is not None else _detect(data)


def _detect(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    encodings = [encoding for encoding in _CANDIDATES if encoding != "gb18030" or b"\0" not in data]
    matches = [match.encoding for match in from_bytes(data, cp_isolation=encodings, threshold=0.5)]
    for encoding in dict.fromkeys([*matches, *encodings]):
        text = _try(data, encoding)
        if text is not None and _is_plausible(text) and _is_common(text):
            return text
    return None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_common(text: str) -> bool:
    """Whether a longer text has the hanzi of any office text; Big5 or noise read as GB18030 has other ones."""
    n_hanzi = len(_HANZI.findall(text))
    return n_hanzi < _FEW_HANZI or len(_FREQUENT.findall(text)) >= _SHARE_OF_FREQUENT * n_hanzi


def _is_plausible(text: str) -> bool:
    """Whether `text` is made of what reports are made of, not of bytes read the wrong way."""
    usual = 0
    for character in text:
        code = ord(character)
        if character in _LAYOUT or any(low <= code <= high for low, high in _USUAL_RANGES):
            usual += 1
        elif code < ord(" ") or code == 0x7F:  # noqa: PLR2004  a control character is never text
            return False
    return usual >= _SHARE_OF_USUAL * len(text)
