"""Characters of symbol fonts, ticked boxes, circled characters and superscripts, as plain characters."""

import re

UNKNOWN = "〓"
"""Stands where a character cannot be told, as printers do."""

_PRIVATE = 0xF000  # Word stores a symbol font's character 0x57 as U+F057
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x74: "◆", 0x75: "◆", 0x76: "❖",
    0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨",
    0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
    0x9E: "·", 0x9F: "•", 0xAB: "★", 0x46: "☞",
    **{0x80 + digit: chr(0x2460 + digit - 1) for digit in range(1, 11)}, 0x80: "⓪",
    **{0x8B + digit: chr(0x2776 + digit - 1) for digit in range(1, 11)}, 0x8B: "⓿",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x56: "⊗", 0xA3: "□", 0x30: "□",
    0x98: "●", 0xA2: "■",
}  # fmt: skip
_SYMBOL = {
    0x25: "%", 0x2B: "+", 0x2D: "-", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x61: "α",
    0x62: "β", 0x6D: "μ", 0x70: "π", 0x7E: "~", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑",
    0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…",
    0xD6: "√", 0xD7: "·", 0xE5: "∑",
    **{code: chr(code) for code in range(0x30, 0x3A)},
    0x20: " ", 0x28: "(", 0x29: ")", 0x2C: ",", 0x2E: ".", 0x2F: "/", 0x3A: ":",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE_USE = re.compile("[\uf020-\uf0ff]")
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_ONLY_DIGITS = re.compile(r"[0-9+-]+")
_ARGUMENTS = re.compile(r"\(([^()]*)\)")
_OPTION = re.compile(r"\\[a-zA-Z]+\d*")


def symbol(font: str, code: int) -> str:
    """Return the character that `font` shows for `code`; `UNKNOWN` where nobody can tell."""
    low = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
    table = _FONTS.get(font.strip().lower())
    if table is not None:
        return table.get(low, UNKNOWN)
    return chr(code) if low == code and 0x20 <= code <= 0xFFFF and not 0xD800 <= code < 0xF900 else UNKNOWN  # noqa: PLR2004  plain Unicode


def plain(text: str, font: str) -> str:
    """Return a run's text with the characters of its symbol font as plain ones."""
    table = _FONTS.get(font.strip().lower(), {})
    return _PRIVATE_USE.sub(lambda match: table.get(ord(match[0]) - _PRIVATE, UNKNOWN), text)


def superscript(text: str) -> str:
    """Return raised digits as such, for 10 to the 4th is not 104; other text stays as it is."""
    return text.translate(_SUPERSCRIPTS) if _ONLY_DIGITS.fullmatch(text) else text


def equation(instruction: str) -> str:
    r"""Return what an EQ field shows: \o\ac(□,√) is ☑, \o\ac(○,3) is ③, \f(1,2) is 1/2; else its arguments."""
    options, _, _ = instruction.partition("(")
    found = _ARGUMENTS.findall(instruction)
    pieces = [piece.strip() for piece in re.split("[,;]", found[0])] if found else []
    if "\\f" in options and len(pieces) == 2:  # noqa: PLR2004  above and below the line
        return "/".join(pieces)
    if len(pieces) == 2 and pieces[0] in {"□", "○"}:  # noqa: PLR2004  the frame and what stands in it
        frame, inner = pieces
        if frame == "○" and inner.isdecimal() and 1 <= int(inner) <= 20:  # noqa: PLR2004  the last circled number
            return chr(0x2460 + int(inner) - 1)
        return {"√": "☑", "✓": "☑", "×": "☒", "✕": "☒"}.get(inner, inner)
    return "".join(_OPTION.sub("", piece) for piece in pieces)
