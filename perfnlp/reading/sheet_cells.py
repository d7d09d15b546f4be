"""The cells of one sheet of a workbook, collected while a reader walks over it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, Self

from perfnlp.reading.number_formats import show_number

_NUMBER = re.compile(r"-?(?:0|[1-9][\d,]*)(?:\.\d+)?")


class TypedText(str):
    """A cell as a person sees it that still knows its JSON value, for the columns that pass through untouched."""

    __slots__ = ("value",)
    value: Any

    def __new__(cls, text: str, value: object) -> Self:
        """Return `text` that stands for `value`."""
        made = super().__new__(cls, text)
        made.value = value
        return made

    def __getnewargs__(self) -> tuple[str, Any]:  # type: ignore[override]  # str itself needs the text only
        """Return what `__new__` needs when the text is copied or sent to another process."""
        return str(self), self.value


class Area(NamedTuple):
    """A merged range; rows and columns count from 1, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A sheet while it is read.

    Attributes:
        title: its name on the tab.
        is_hidden: whether the tab is hidden.
        cells: row -> column -> text; cells that hold something only.
        merges: merged ranges; the cell at the upper left speaks for the range.
        hidden_rows: rows that hold something and are hidden.
        hidden_columns: first and last column of each hidden run.
        formulas: row -> cells whose formula has no stored result.
        remarks: row -> Chinese sentences about it.
        unread: Chinese sentences about things on the sheet that are no cells.
    """

    title: str
    is_hidden: bool = False
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: dict[int, list[str]] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        """Note the text of a cell, unless it is blank."""
        if text.strip():
            self.cells.setdefault(row, {})[column] = text

    def put_number(self, row: int, column: int, value: Decimal, code: str, *, is_1904: bool) -> None:
        """Note a number as its format shows it; one that the format hides is read plainly and told."""
        shown = show_number(value, code, is_1904=is_1904)
        text = shown.text
        if not shown.is_printed:
            plain = show_number(value, "General").text
            look = f"显示为“{text}”" if text else "不显示"
            text = text or plain
            self.remark(row, f"单元格{address(row, column)}存储的值是{plain}，按其数字格式{look}，请核对。")
        self.put(row, column, typed(text, value))

    def leave(self, things: Mapping[str, int]) -> None:
        """Tell what lies on the sheet and is not read: measure word and thing -> how many."""
        named = "、".join(f"{count}{thing}" for thing, count in things.items() if count)
        if named:
            self.unread.append(f"有{named}，其中的内容未读取，请打开原文件查看。")

    def remark(self, row: int, sentence: str) -> None:
        """Tell something about a row."""
        self.remarks.setdefault(row, []).append(sentence)


def typed(text: str, value: Decimal) -> str:
    """Return `text` that knows its value where it says nothing but the number."""
    if not _NUMBER.fullmatch(text):
        return text
    return TypedText(text, int(value) if value == value.to_integral_value() else float(value))


def address(row: int, column: int) -> str:
    """Return a cell's name, e.g. F7."""
    return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """Return a column's name: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
