"""A Word document's package, and how its XML is looked through: wrappers opened, yes-no properties, numbers."""

from typing import TYPE_CHECKING

from perfnlp.reading.office_package import OfficePackage, attribute, tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element


class WordPackage(OfficePackage):
    """A .docx file as a set of named parts."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the package in `data`; `name` is for messages.

        Raises:
            ReadingError: it is no ZIP file, or a damaged one.
        """
        super().__init__(data, name, "Word document")

    def main_part(self) -> str:
        """Return the name of the part that holds the document's body."""
        relations = self.relations("").values()
        return next((each.part for each in relations if each.kind == "officeDocument"), "word/document.xml")

    def content(self, part: str) -> bytes | None:
        """Return the bytes of an embedded file, None if the package has none of that name.

        Raises:
            ReadingError: the part is damaged, or larger than any report.
        """
        stream = self._open(part, _MAX_EMBEDDED)
        return b"".join(self._chunks(stream)) if stream is not None else None


_MAX_EMBEDDED = 50 * 2**20


def value(element: "Element") -> str | None:
    """Return what a property's element says, None if it only stands there."""
    return attribute(element, "val")


def find(element: "Element", *path: str) -> "Element | None":
    """Return the first element under `element` that the local names lead to, None if there is none."""
    for name in path:
        inner = next((child for child in element if tag(child) == name), None)
        if inner is None:
            return None
        element = inner
    return element


def is_on(properties: "Element | None", name: str) -> bool:
    """Whether a yes-no property stands in `properties` and is not turned off."""
    found = find(properties, name) if properties is not None else None
    return found is not None and value(found) not in {"0", "false", "off"}


def number(element: "Element | None", default: int, name: str = "val") -> int:
    """Return an attribute as a whole number, `default` where element or attribute is missing or no number."""
    text = attribute(element, name) if element is not None else None
    return int(text) if text is not None and text.lstrip("-").isdecimal() and len(text) < 10 else default  # noqa: PLR2004  digits, more are a bomb


DROPPED = frozenset({"del", "moveFrom"})
"""Wrappers of what a tracked change took away."""
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})


def children(element: "Element") -> "Iterator[Element]":
    """Yield the elements inside `element`, content controls and accepted changes opened, one branch of alternatives."""
    for child in element:
        name = tag(child)
        if name in _WRAPPERS:
            yield from children(child)
        elif name == "AlternateContent":
            yield from children(branch(child))
        else:
            yield child


def branch(alternatives: "Element") -> "Element":
    """Return the branch of alternative forms of one thing to read: the first that says something, else the first."""
    filled = (child for child in alternatives if any(tag(inner) == "t" for inner in child.iter()))
    return next(filled, next(iter(alternatives), alternatives))
