"""The text that a browser shows below one element, as printed lines."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Mark(Enum):
    """What stands between texts."""

    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Descent:
    """An element that is read for itself.

    Attributes:
        element: a table, or a cell that holds what is no table.
        is_hidden: whether a browser shows nothing of it.
    """

    element: "Element"
    is_hidden: bool


Token = str | Mark | Descent

_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir",
     "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
     "table", "tbody", "tfoot", "thead", "tr", "ul")
)  # fmt: skip
NEVER_PRINTED = frozenset(
    ("head", "script", "style", "template", "noscript", "noframes", "xml", "svg", "object", "embed", "datalist")
)
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)", re.IGNORECASE
)
_SILENT_INPUTS = frozenset({"hidden", "submit", "button", "image", "reset", "file", "password"})
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200c\u200d\u2060\ufeff\xad]")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def is_hidden(element: "Element") -> bool:
    """Whether the element itself says that it is not shown."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)


class Walk:
    """Goes through what is below an element; hidden and deleted text is left out and remembered.

    Attributes:
        has_unread: whether such text was met.
    """

    def __init__(self, root: "Element", *, is_hidden: bool = False, enters_tables: bool = False) -> None:
        """Walk `root`; tables in it are a `Descent` each, or text like any other (`enters_tables`)."""
        self.has_unread = False
        self._root = root
        self._enters_tables = enters_tables
        self._n_hidden = int(is_hidden)
        self._n_unshown = 0
        self._n_raised = 0
        self._n_preformatted = 0
        self._numbers: dict[Element, int] = {}
        self._chosen: set[Element] = set()

    def tokens(self) -> Iterator[Token]:
        """Yield texts, breaks between lines, and tables."""
        from lxml.etree import iterwalk

        walk = iterwalk(self._root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            if event == "start" and self._stands_apart(element):
                walk.skip_subtree()
                skipped = element
                if element.tag == "table":
                    yield Descent(element, self._n_hidden > 0 or is_hidden(element))
            elif event == "start":
                yield from self._enter(element)
            else:
                yield from self._leave(element, is_skipped=element is skipped)

    def _stands_apart(self, element: "Element") -> bool:
        is_table = element.tag == "table" and element is not self._root and not self._enters_tables
        return is_table or element.tag in NEVER_PRINTED

    def _enter(self, element: "Element") -> Iterator[Token]:
        self._count(element, 1)
        if element.tag in _BLOCKS:
            yield Mark.BREAK
        elif element.tag in {"td", "th"}:
            yield " "
        yield from self._text(self._leading(element) + (element.text or ""))

    def _leave(self, element: "Element", *, is_skipped: bool) -> Iterator[Token]:
        if not is_skipped:
            self._count(element, -1)
        if element.tag in _BLOCKS:
            yield Mark.BREAK
        if element is not self._root:
            yield from self._text(element.tail or "")

    def _count(self, element: "Element", step: int) -> None:
        if element is not self._root:
            self._n_hidden += step * (is_hidden(element) or element.tag == "del")
        if element.tag == "select":
            options = list(element.iter("option"))
            self._chosen.update([option for option in options if option.get("selected") is not None] or options[:1])
        self._n_unshown += step * (element.tag == "option" and element not in self._chosen)
        self._n_raised += step * (element.tag == "sup")
        self._n_preformatted += step * (element.tag in {"pre", "textarea"})

    def _text(self, text: str) -> Iterator[Token]:
        if self._n_unshown:
            return
        if self._n_hidden:
            self.has_unread = self.has_unread or bool(_CJK.search(text) or text.strip())
            return
        if self._n_raised:
            text = text.translate(_RAISED)  # 10⁴ must not become 104
        if not self._n_preformatted:
            yield _unwrapped(text)
            return
        for place, line in enumerate(text.split("\n")):
            if place:
                yield Mark.BREAK
            yield line

    def _leading(self, element: "Element") -> str:
        """Return what a browser prints at the element though it is no text of the page."""
        if element.tag == "input":
            kind = (element.get("type") or "text").lower()
            if kind in {"checkbox", "radio"}:
                return "☑" if element.get("checked") is not None else "☐"
            return "" if kind in _SILENT_INPUTS else element.get("value") or ""
        parent = element.getparent()
        if element.tag == "li" and parent is not None and parent.tag == "ol" and element is not self._root:
            return self._number(element, parent)
        return ""

    def _number(self, item: "Element", items: "Element") -> str:
        if items not in self._numbers:
            self._numbers[items] = _whole(items.get("start"), 1) - 1
        self._numbers[items] = _whole(item.get("value"), self._numbers[items] + 1)
        is_plain = (items.get("type") or "1") == "1" and "list-style" not in (items.get("style") or "")
        return f"{self._numbers[items]}." if is_plain else ""


def printed_lines(tokens: Iterable[Token]) -> Iterator[str | Descent]:
    """Yield the lines that `tokens` make, none of them blank, and the descents between them."""
    pieces: list[str] = []
    for token in chain(tokens, (Mark.BREAK,)):
        if isinstance(token, str):
            pieces.append(token)
            continue
        line = _BLANKS.sub(" ", _INVISIBLE.sub("", "".join(pieces))).strip()
        pieces = []
        if line:
            yield line
        if isinstance(token, Descent):
            yield token


def _unwrapped(text: str) -> str:
    """Drop the line breaks that only wrap the source of a Chinese text; others are blanks as in a browser."""

    def seam(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        is_wrap = "\n" in match.group() and before and after and (_CJK.match(before) or _CJK.match(after))
        return "" if is_wrap else match.group()

    return _BLANKS.sub(seam, text)


def _whole(text: str | None, otherwise: int) -> int:
    digits = (text or "").strip().removeprefix("-")
    return int(text or "") if digits.isascii() and digits.isdigit() and len(digits) < 10 else otherwise  # noqa: PLR2004
