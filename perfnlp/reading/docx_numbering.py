"""The automatic numbers of a Word document's paragraphs: 一、 （二） 3. ④ as they are printed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perfnlp.reading.docx_package import find, number, value
from perfnlp.reading.office_package import attribute, tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PLACE = re.compile(r"%(\d)")
_CLOSED = re.compile(r"[、，：）)】》]$")
_N_LEVELS = 9
_MANY = 4000  # beyond it numerals other than digits grow long


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How paragraphs of one level are numbered.

    Attributes:
        start: number of the first.
        form: name of the numeral form, e.g. "chineseCounting".
        text: what is printed, "%1" standing for the first level's number.
        is_spaced: whether a tab or space stands between number and text.
        restarts: whether a paragraph of a higher level begins the count anew.
    """

    start: int
    form: str
    text: str
    is_spaced: bool
    restarts: bool


class Numbering:
    """Counts a document's numbered paragraphs; ask for each paragraph once, in document order."""

    def __init__(self, definitions: "Element | None", styles: "Element | None") -> None:
        """Take the roots of the numbering and the styles part, None where the package has none."""
        elements = list(definitions) if definitions is not None else []
        abstracts = {attribute(item, "abstractNumId"): item for item in elements if tag(item) == "abstractNum"}
        self._levels = {key: _levels(item) for key, item in abstracts.items()}
        self._styled = {key: _styled_levels(item) for key, item in abstracts.items()}
        self._lists = {attribute(item, "numId"): item for item in elements if tag(item) == "num"}
        self._styles = {
            attribute(item, "styleId"): item for item in (styles if styles is not None else ()) if tag(item) == "style"
        }
        self._places: dict[str | None, tuple[str | None, int | None]] = {}
        self._linked = {
            value(link): attribute(item, "numId")
            for item in self._lists.values()
            if (link := find(abstracts.get(_abstract(item), item), "styleLink")) is not None
        }
        self._links = {
            key: value(link) for key, item in abstracts.items() if (link := find(item, "numStyleLink")) is not None
        }
        self._counts: dict[str | None, list[int | None]] = {}
        self._begun: set[tuple[str | None, int]] = set()

    def label(self, paragraph: "Element") -> str:
        """Return the number printed before `paragraph`, "" if it has none; bullets are left out."""
        list_id, depth = self._place(paragraph)
        key, levels = self._definition(list_id)
        if depth not in levels:
            return ""
        counts = self._count(list_id, key, depth)
        level = levels[depth]
        if level.form in {"bullet", "none"}:
            return ""
        shown = _PLACE.sub(lambda match: _printed(counts, levels, int(match[1]) - 1), level.text)
        return shown + " " * (level.is_spaced and bool(shown) and not _CLOSED.search(shown))

    def _place(self, paragraph: "Element") -> tuple[str | None, int]:
        """Return list and level of a paragraph, its own or those of its style."""
        list_id, depth = _of(find(paragraph, "pPr", "numPr"))
        style = find(paragraph, "pPr", "pStyle")
        if list_id is None and style is not None:
            list_id, of_style = self._place_of_style(value(style))
            depth = of_style if depth is None else depth
        return list_id, depth or 0

    def _place_of_style(self, style_id: str | None) -> tuple[str | None, int | None]:
        """Return list and level that a style gives, its own or those of the style it is based on."""
        chain: list[str | None] = []
        while style_id in self._styles and style_id not in self._places and style_id not in chain:
            chain.append(style_id)
            based = find(self._styles[style_id], "basedOn")
            style_id = value(based) if based is not None else None
        for each in reversed(chain):
            list_id, depth = _of(find(self._styles[each], "pPr", "numPr"))
            if list_id is None:
                list_id, inherited = self._places.get(style_id, (None, None))
                depth = inherited if depth is None else depth
            else:
                depth = self._styled.get(self._definition(list_id)[0], {}).get(each, depth)
            self._places[each] = (list_id, depth)
            style_id = each
        return self._places.get(style_id, (None, None))

    def _definition(self, list_id: str | None) -> tuple[str | None, Mapping[int, Level]]:
        item = self._lists.get(list_id)
        if item is None:
            return None, {}
        key = _abstract(item)
        if key in self._links:
            linked = self._lists.get(self._linked.get(self._links[key]))
            key = _abstract(linked) if linked is not None else key
        levels = {**self._levels.get(key, {})}
        for override in item:
            definition = find(override, "lvl")
            if definition is not None:
                levels[number(override, 0, "ilvl")] = _level(definition)
        return key, levels

    def _count(self, list_id: str | None, key: str | None, depth: int) -> list[int | None]:
        """Count one paragraph more; lists of one definition share its count, unless one says where it begins."""
        levels = self._definition(list_id)[1]
        counts = self._counts.setdefault(key, [None] * _N_LEVELS)
        begin = _begin(self._lists[list_id], depth)
        if begin is not None and (list_id, depth) not in self._begun:
            counts[depth] = begin
        else:
            before = counts[depth]
            counts[depth] = levels[depth].start if before is None else before + 1
        self._begun.add((list_id, depth))
        for deeper in range(depth + 1, _N_LEVELS):
            if deeper not in levels or levels[deeper].restarts:
                counts[deeper] = None
        return counts


def _levels(abstract: "Element") -> dict[int, Level]:
    found = {number(item, 0, "ilvl"): _level(item) for item in abstract if tag(item) == "lvl"}
    return {depth: level for depth, level in found.items() if 0 <= depth < _N_LEVELS}


def _styled_levels(abstract: "Element") -> dict[str | None, int]:
    styles = ((find(item, "pStyle"), number(item, 0, "ilvl")) for item in abstract if tag(item) == "lvl")
    return {value(style): depth for style, depth in styles if style is not None}


def _level(item: "Element") -> Level:
    form, text, suffix, restart = (find(item, name) for name in ("numFmt", "lvlText", "suff", "lvlRestart"))
    return Level(
        start=number(find(item, "start"), 0),
        form=(value(form) if form is not None else None) or "decimal",
        text=(value(text) if text is not None else None) or "",
        is_spaced=suffix is None or value(suffix) != "nothing",
        restarts=restart is None or value(restart) != "0",
    )


def _abstract(item: "Element") -> str | None:
    abstract = find(item, "abstractNumId")
    return value(abstract) if abstract is not None else None


def _begin(item: "Element", depth: int) -> int | None:
    for override in item:
        if tag(override) == "lvlOverride" and number(override, 0, "ilvl") == depth:
            start = find(override, "startOverride")
            return number(start, 0) if start is not None else None
    return None


def _of(properties: "Element | None") -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    list_id, depth = find(properties, "numId"), find(properties, "ilvl")
    return (
        value(list_id) if list_id is not None else None,
        number(depth, 0) if depth is not None else None,
    )


def _printed(counts: list[int | None], levels: Mapping[int, Level], depth: int) -> str:
    if depth not in levels:
        return ""
    count = counts[depth]
    return numeral(levels[depth].start if count is None else count, levels[depth].form)


def numeral(count: int, form: str) -> str:
    """Return `count` in one of Word's numeral forms; a form that is not known is written in digits."""
    write = _FORMS.get(form)
    return write(count) if write is not None and 0 < count < _MANY else str(count)


def _chinese(count: int) -> str:
    import cn2an

    return str(cn2an.an2cn(count, "low"))


def _roman(count: int) -> str:
    pieces = ""
    for amount, letters in _ROMAN:
        pieces += letters * (count // amount)
        count %= amount
    return pieces


def _letters(count: int) -> str:
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _series(first: int, length: int) -> Callable[[int], str]:
    return lambda count: chr(first + count - 1) if count <= length else str(count)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_FORMS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                     "taiwaneseCountingThousand", "koreanCounting"), _chinese),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"),
                    lambda count: str(count).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _series(0x2460, 20)),
    "decimalEnclosedParen": _series(0x2474, 20),
    "decimalEnclosedFullstop": _series(0x2488, 20),
    "ideographEnclosedCircle": _series(0x3280, 10),
    "ideographTraditional": lambda count: "甲乙丙丁戊己庚辛壬癸"[(count - 1) % 10],
    "decimalZero": lambda count: f"{count:02d}",
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"),
                    lambda count: str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９"))),
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
}  # fmt: skip
