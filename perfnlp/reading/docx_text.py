"""The text of one Word paragraph as it is printed, and what hangs on it: text boxes, objects, pictures."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from perfnlp.reading.docx_package import DROPPED, branch, find, is_on, value
from perfnlp.reading.docx_symbols import UNKNOWN, equation, plain, superscript, symbol
from perfnlp.reading.office_package import attribute, tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PAGE = "\f"
"""Stands in a paragraph's text where a page begins; XML cannot hold this character itself."""


class Oddity(StrEnum):
    """What a person must know of, as the Chinese sentence that tells it; {where} is the row or the document."""

    PICTURE = "{where}有{n}幅图片，图中文字没有读取，请对照原件。"
    HIDDEN = "{where}有{n}处隐藏文字，打印时看不到，已一并读取。"
    STRUCK = "{where}有{n}处加了删除线的文字，仍按原文读取，请确认是否有效。"
    REVISED = "{where}有{n}处修订痕迹，按接受修订后的文字读取。"
    SYMBOL = f"{{where}}有{{n}}个特殊符号无法识别，以“{UNKNOWN}”代替，请对照原件。"
    COMMENT = "{where}有{n}处批注，批注内容没有读取。"
    OBJECT = "{where}有{n}个嵌入对象无法读取，请对照原件。"


@dataclass(slots=True, kw_only=True)
class Text:
    r"""What a paragraph holds.

    Attributes:
        pieces: its text in order, `PAGE` where a page begins, "\n" where a line breaks.
        boxes: text boxes that hang on it, as elements that hold paragraphs and tables.
        inserted: relationship ids of documents and sheets that are embedded in it.
        oddities: what a person must know of.
    """

    pieces: list[str] = field(default_factory=list)
    boxes: "list[Element]" = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    oddities: Counter[Oddity] = field(default_factory=Counter)

    def __str__(self) -> str:
        """Return the text."""
        return "".join(self.pieces)


@dataclass(slots=True, kw_only=True)
class _Field:
    """A field that is open: its code is not printed, its result is.

    Attributes:
        code: the instruction.
        hidden: text that stands before the result.
    """

    code: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def read_text(paragraph: "Element") -> Text:
    """Return what `paragraph` holds, tracked changes taken as accepted, without its automatic number."""
    reader = _Reader()
    if is_on(find(paragraph, "pPr"), "pageBreakBefore"):
        reader.text.pieces.append(PAGE)
    reader.descend(paragraph)
    reader.close()
    return reader.text


class _Reader:
    """Walks through one paragraph."""

    def __init__(self) -> None:
        self.text = Text()
        self._fields: list[_Field] = []

    def descend(self, element: "Element") -> None:
        for child in element:
            name = tag(child)
            if name in DROPPED or name == "ins":
                self.text.oddities[Oddity.REVISED] += 1
            if name in _READ:
                _READ[name](self, child)
            elif name not in _SKIPPED:
                self.descend(child)

    def close(self) -> None:
        """Print what stands behind the begin of a field that never came to its result: better too much than lost."""
        fields, self._fields = self._fields, []
        for unfinished in fields:
            self.text.pieces.extend(unfinished.hidden)

    def put(self, text: str) -> None:
        self.text.oddities[Oddity.SYMBOL] += text.count(UNKNOWN)
        (self._fields[-1].hidden if self._fields else self.text.pieces).append(text)

    def run(self, element: "Element") -> None:
        properties = find(element, "rPr")
        says = any(tag(child) in {"t", "sym"} for child in element)
        self.text.oddities[Oddity.HIDDEN] += says and is_on(properties, "vanish")
        self.text.oddities[Oddity.STRUCK] += says and (is_on(properties, "strike") or is_on(properties, "dstrike"))
        self.descend(element)

    def words(self, element: "Element") -> None:
        text = element.text or ""
        parent = element.getparent()
        properties = find(parent, "rPr") if parent is not None and tag(parent) == "r" else None
        raised = find(properties, "vertAlign") if properties is not None else None
        if raised is not None and value(raised) == "superscript":
            text = superscript(text)
        if any("\uf020" <= character <= "\uf0ff" for character in text):
            text = plain(text, _symbol_font(properties))
        self.put(text)

    def sign(self, element: "Element") -> None:
        code = attribute(element, "char") or ""
        self.put(symbol(attribute(element, "font") or "", int(code, 16)) if _is_hex(code) else UNKNOWN)

    def line_break(self, element: "Element") -> None:
        self.put("\n" + PAGE if attribute(element, "type") == "page" else "\n")

    def field_mark(self, element: "Element") -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            box = find(element, "ffData", "checkBox")
            if box is not None:
                is_ticked = is_on(box, "checked") if find(box, "checked") is not None else is_on(box, "default")
                self.put("☑" if is_ticked else "□")
            self._fields.append(_Field())
        elif kind in {"separate", "end"} and self._fields:
            closed = self._fields.pop()
            code = "".join(closed.code).strip()
            if kind == "end" and code[:2].upper() == "EQ":
                self.put(equation(code[2:]))

    def code(self, element: "Element") -> None:
        if self._fields:
            self._fields[-1].code.append(element.text or "")

    def alternatives(self, element: "Element") -> None:
        self.descend(branch(element))

    def picture(self, _element: "Element") -> None:
        self.text.oddities[Oddity.PICTURE] += 1

    def embedded(self, element: "Element") -> None:
        """Take an embedded object; its preview picture is not counted as one."""
        objects = [inner for inner in element.iter() if tag(inner) == "OLEObject"]
        if not objects:
            self.descend(element)
        for inner in objects:
            key = attribute(inner, "id")
            if attribute(inner, "Type") == "Link" or key is None:
                self.text.oddities[Oddity.OBJECT] += 1
            else:
                self.text.inserted.append(key)

    def fraction(self, element: "Element") -> None:
        above, below = find(element, "num"), find(element, "den")
        if above is not None and below is not None:
            self.descend(above)
            self.put("/")
            self.descend(below)

    def power(self, element: "Element") -> None:
        for part in element:
            if tag(part) == "sup":
                inner = _Reader()
                inner.descend(part)
                raised = str(inner.text)
                self.put(superscript(raised) if superscript(raised) != raised else f"^{raised}")
            else:
                self.descend(part)

    def brackets(self, element: "Element") -> None:
        properties = find(element, "dPr")
        begin, end = (find(properties, name) if properties is not None else None for name in ("begChr", "endChr"))
        self.put((value(begin) or "") if begin is not None else "(")
        self.descend(element)
        self.put((value(end) or "") if end is not None else ")")


def _symbol_font(properties: "Element | None") -> str:
    fonts = find(properties, "rFonts") if properties is not None else None
    names = (str(name) for name in (fonts.attrib.values() if fonts is not None else ()))
    return next((name for name in names if name.lower().startswith(("wingdings", "symbol"))), "")


def _is_hex(code: str) -> bool:
    return 0 < len(code) <= 4 and all(digit in "0123456789abcdefABCDEF" for digit in code)  # noqa: PLR2004  digits of a character


def _literal(text: str) -> Callable[[_Reader, "Element"], None]:
    return lambda reader, _element: reader.put(text)


_READ: Mapping[str, Callable[[_Reader, "Element"], None]] = {
    "r": _Reader.run,
    "t": _Reader.words,
    "sym": _Reader.sign,
    "br": _Reader.line_break,
    "cr": _literal("\n"),
    "tab": _literal("\t"),
    "ptab": _literal("\t"),
    "noBreakHyphen": _literal("-"),
    "lastRenderedPageBreak": _literal(PAGE),
    "fldChar": _Reader.field_mark,
    "instrText": _Reader.code,
    "AlternateContent": _Reader.alternatives,
    "txbxContent": lambda reader, element: reader.text.boxes.append(element),
    "textpath": lambda reader, element: reader.put(attribute(element, "string") or ""),
    "blip": _Reader.picture,
    "imagedata": _Reader.picture,
    "chart": _Reader.picture,
    "relIds": _Reader.picture,
    "object": _Reader.embedded,
    "f": _Reader.fraction,
    "sSup": _Reader.power,
    "d": _Reader.brackets,
    "commentReference": lambda reader, _element: reader.text.oddities.update((Oddity.COMMENT,)),
}
_SKIPPED = DROPPED | {
    "pPr",
    "rPr",
    "sdtPr",
    "sdtEndPr",
    "rt",
    "delText",
    "delInstrText",
    "rubyPr",
    "ctrlPr",
    "fPr",
    "dPr",
}
