"""Excel workbooks (.xlsx, .xlsm): every sheet as Excel shows it, in memory that grows with the content only.

Macros are never run and links to other workbooks never followed: what is read are the stored results.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from perfnlp.errors import ReadingError
from perfnlp.reading.format_tokens import BUILTIN_FORMATS
from perfnlp.reading.front_matter import make_report
from perfnlp.reading.number_formats import GENERAL
from perfnlp.reading.office_package import OfficePackage, Relation, attribute, tag
from perfnlp.reading.options import ReadingOptions
from perfnlp.reading.sheet_cells import Sheet
from perfnlp.reading.sheets import make_tables, split_blocks
from perfnlp.reading.xlsx_sheet import SheetReader, Workbook, read_string, whole
from perfnlp.records import Report, Table

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WORKBOOK = "xl/workbook.xml"
_TRUE = frozenset({"1", "true", "on"})
_HIDDEN = frozenset({"hidden", "veryHidden"})
_UNREAD = {"pic": "张图片", "graphicFrame": "个图表", "sp": "个文本框或图形", "comment": "条批注"}
_DRAWN = frozenset({"drawing", "comments"})


def read_xlsx(data: bytes, name: str, _options: ReadingOptions) -> Report:
    """Return the report in a workbook: one table a sheet, its titles and notes as paragraphs.

    Raises:
        ReadingError: it is no workbook, damaged, or larger than any report.
    """
    tables, remarks = read_xlsx_tables(data, name)
    return make_report(data, name, (block for table in tables for block in split_blocks(table)), remarks)


def read_xlsx_tables(data: bytes, name: str) -> tuple[list[Table], list[str]]:
    """Return one table for each sheet that holds something, and the remarks on the workbook.

    Raises:
        ReadingError: as `read_xlsx`.
    """
    package = OfficePackage(data, name, "Excel workbook")
    workbook = package.xml(_WORKBOOK)
    relations = package.relations(_WORKBOOK)
    if workbook is None:
        message = f"cannot read '{name}': it is no Excel workbook. Open it in Excel and save it as .xlsx."
        raise ReadingError(message)
    properties = next(workbook.iter("{*}workbookPr"), None)
    strings = package.walk(_part(relations, "sharedStrings", "xl/sharedStrings.xml"), ("si",))
    book = Workbook(
        name=name,
        strings=tuple(map(read_string, strings)),
        formats=_read_formats(package, _part(relations, "styles", "xl/styles.xml")),
        is_1904=properties is not None and attribute(properties, "date1904") in _TRUE,
        is_stale=any(attribute(item, "fullCalcOnLoad") in _TRUE for item in workbook.iter("{*}calcPr")),
    )
    return make_tables(_read_sheets(book, package, workbook, relations), name)


def _part(relations: Mapping[str, Relation], kind: str, default: str) -> str:
    return next((relation.part for relation in relations.values() if relation.kind == kind), default)


def _read_formats(package: OfficePackage, part: str) -> tuple[str, ...]:
    """Return the number format of each style."""
    root = package.xml(part)
    if root is None:
        return ()
    own = {
        attribute(item, "numFmtId"): attribute(item, "formatCode")
        for group in root
        if tag(group) == "numFmts"
        for item in group
    }
    styles = (attribute(item, "numFmtId") for group in root if tag(group) == "cellXfs" for item in group)
    return tuple(own.get(style) or BUILTIN_FORMATS.get(whole(style, 0), GENERAL) for style in styles)


def _read_sheets(
    book: Workbook, package: OfficePackage, workbook: "Element", relations: Mapping[str, Relation]
) -> Iterator[Sheet]:
    n_cells = 0
    for item in workbook.iter("{*}sheet"):
        relation = relations.get(attribute(item, "id") or "")
        sheet = Sheet(title=attribute(item, "name") or "", is_hidden=attribute(item, "state") in _HIDDEN)
        if relation is not None and relation.kind == "worksheet":
            reader = SheetReader(sheet, book, n_cells)
            for element in package.walk(relation.part, SheetReader.tags):
                reader.add(element)
            reader.close()
            n_cells = reader.n_cells
            sheet.leave(_count_drawings(package, relation.part))
        else:
            sheet.unread.append("不是由单元格组成的工作表（如图表页），未读取。")
        yield sheet


def _count_drawings(package: OfficePackage, part: str) -> Counter[str]:
    """Return what lies on a sheet beside its cells: measure word and thing -> how many."""
    found: Counter[str] = Counter()
    for relation in package.relations(part).values():
        root = package.xml(relation.part) if relation.kind in _DRAWN else None
        kinds = (tag(element) for element in root.iter("{*}*")) if root is not None else ()
        found.update(_UNREAD[kind] for kind in kinds if kind in _UNREAD)
    return found
