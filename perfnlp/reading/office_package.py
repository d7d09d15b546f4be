"""The parts of an Office file that is a ZIP of XML: found, limited in size, parsed without following anything outside.

Elements are told by their local names: strict and usual files differ only in namespaces.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from perfnlp.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_PARSED = 100 * 2**20
_MAX_WALKED = 2**30
_MAX_BETWEEN = 16 * 2**20
_CHUNK = 2**18
_SAFE: Mapping[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True, "remove_pis": True,
}  # fmt: skip
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError,
    ValueError, LookupError, RuntimeError, NotImplementedError,
)  # fmt: skip
"""What zipfile lets through on a package that is cut, changed, locked or packed in an unknown way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What one part says about another part of the same package.

    Attributes:
        kind: last word of the relationship's type, e.g. "worksheet".
        part: name of the other part.
    """

    kind: str
    part: str


class OfficePackage:
    """An Office file as a set of named parts."""

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        """Open the package in `data`; `name` and `kind` ("Excel workbook") are for messages.

        Raises:
            ReadingError: it is no ZIP file, or a damaged one.
        """
        self._name = name
        self._kind = kind
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise ReadingError(self._damaged()) from error
        self._parts = {_normal(info.filename): info for info in self._archive.infolist()}

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return id -> what `part` relates to inside of the package; what lies outside is never followed."""
        folder, _, file = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels")
        return {
            attribute(element, "Id") or "": Relation(
                kind=(attribute(element, "Type") or "").rpartition("/")[2],
                part=_normal(posixpath.join("/", folder, attribute(element, "Target") or "")),
            )
            for element in (root if root is not None else ())
            if attribute(element, "TargetMode") != "External"
        }

    def xml(self, part: str) -> "Element | None":
        """Return the root element of a small `part`, None if the package has none of that name.

        Raises:
            ReadingError: the part is damaged, is no XML, declares entities or is larger than any such part.
        """
        stream = self._open(part, _MAX_PARSED)
        if stream is None:
            return None
        from lxml import etree

        parser = etree.XMLParser(**_SAFE)
        try:
            root = etree.fromstring(stream.read(), parser)
        except (etree.XMLSyntaxError, *_DAMAGED) as error:
            raise ReadingError(self._damaged()) from error
        self._refuse_entities(root)
        return root

    def walk(self, part: str, tags: tuple[str, ...]) -> "Iterator[Element]":
        """Yield the elements of `part` with one of the local names `tags`, each when it is complete.

        Elements are forgotten soon after: memory holds some hundred KiB of the part at a time.
        A part that is missing yields nothing.

        Raises:
            ReadingError: as `xml`; also a single element of more than 16 MiB.
        """
        from lxml import etree

        stream = self._open(part, _MAX_WALKED)
        if stream is None:
            return
        parser = etree.XMLPullParser(events=("end",), tag=[f"{{*}}{tag}" for tag in tags], **_SAFE)
        waiting = 0
        for chunk in self._chunks(stream):
            try:
                parser.feed(chunk)
            except etree.XMLSyntaxError as error:
                raise ReadingError(self._damaged()) from error
            elements = [element for _, element in parser.read_events()]
            waiting = 0 if elements else waiting + len(chunk)
            if waiting > _MAX_BETWEEN:
                self._refuse_size(part)
            if elements:
                self._refuse_entities(elements[0])
                yield from elements
                parent = elements[-1].getparent()
                if parent is not None:
                    del parent[:-1]  # all of it has been seen but the child that may still be open
        try:
            parser.close()
        except etree.XMLSyntaxError as error:
            raise ReadingError(self._damaged()) from error

    def _open(self, part: str, limit: int) -> "io.BufferedIOBase | None":
        info = self._parts.get(_normal(part))
        if info is None:
            return None
        if info.file_size > limit:
            self._refuse_size(part)
        try:
            return self._archive.open(info)  # type: ignore[return-value]  # typeshed's IO[bytes] is a BufferedIOBase
        except _DAMAGED as error:
            raise ReadingError(self._damaged()) from error

    def _chunks(self, stream: "io.BufferedIOBase") -> Iterator[bytes]:
        while True:
            try:
                chunk = stream.read(_CHUNK)
            except _DAMAGED as error:
                raise ReadingError(self._damaged()) from error
            if not chunk:
                return
            yield chunk

    def _refuse_entities(self, element: "Element") -> None:
        if element.getroottree().docinfo.doctype:
            message = (
                f"cannot read '{self._name}': it declares an XML document type, which no {self._kind} does. "
                "Check where it came from, or open it in its program and save it again."
            )
            raise ReadingError(message)

    def _refuse_size(self, part: str) -> NoReturn:
        message = (
            f"cannot read '{self._name}': its part {part} unpacks to more than a report can hold. "
            "Split the file, or check where it came from."
        )
        raise ReadingError(message)

    def _damaged(self) -> str:
        return (
            f"cannot read '{self._name}': it is no {self._kind}, or a damaged one. "
            "Open it in its program and save it again."
        )


def attribute(element: "Element", name: str) -> str | None:
    """Return the attribute of that local name, None if the element has none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def tag(element: "Element") -> str:
    """Return the local name of an element, "" for what is none (an entity)."""
    name: object = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _normal(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()
