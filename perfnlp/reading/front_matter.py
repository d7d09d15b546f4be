"""Title, organisation and year of a report, where its text tells them."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from perfnlp.records import Block, Paragraph, Report
from perfnlp.text import fold, join_wrapped

_N_FRONT_LINES = 12
_MAX_TITLE = 80
_TITLE_END = re.compile(
    r"(报告书?|自评表|自评结果|评价结果|自评情况|完成情况|复核表|总结|说明|通报|公告|公示|汇总表|进度表|进展情况)(（.{1,12}）|\(.{1,12}\))?$"
)
_HEADING = re.compile(
    r"#*\s*([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+部分|目\s*录)"
)
_NO_TITLE = re.compile(
    r"附[件表]\s*[\d一二三四五六七八九十]*\s*[:：]?$|[（(].*[)）]$|.*[:：].+|[-—\s]*\d+[-—\s]*$|.*\d+\s*年\s*\d+\s*月.*$|.*[。；]$"
)
_LABEL = re.compile(
    r"^(?:部门|单位|填报|项目|主管|实施|预算|报送|评价|被评价)?(?:[（(]?单位[)）]?|部门)(?:[（(]单位[)）])?(?:名称|全称)?\s*(?:[（(]盖?公?章[)）])?\s*[:：]\s*(\S{3,40})"
)
_PART = re.compile(r"^第一部分\s*(.{3,40}?)(?:部门|单位)?(?:概况|基本情况)")
_BODY = re.compile(
    r"((?:[^\d\s年，。、：:“”]|\d(?!\d{3}))*?(?:街道办事处|办事处|委员会|管委会|人民政府|人民法院|人民检察院|街道|局|厅|中心|办公室|联合会|学校|学院|大学|医院|协会|总队|支队|大队|研究院|图书馆))"
)
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
_CHINESE_YEAR = re.compile(r"二[〇○零0]([〇○零0一二三四五六七八九]{2})年")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def make_report(data: bytes, name: str, blocks: Iterable[Block], remarks: Iterable[str] = ()) -> Report:
    """Return the report of a file's bytes and blocks, with what its first lines tell about it."""
    blocks = tuple(blocks)
    lines = tuple(line for block in blocks for line in _lines(block))
    title = find_title(lines)
    return Report(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        title=title,
        organisation=find_organisation(title, lines),
        year=find_year(title, lines),
        blocks=blocks,
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _lines(block: Block) -> Iterable[str]:
    """Return a paragraph's text, and of a table the rows that say one thing only: titles inside the form."""
    if isinstance(block, Paragraph):
        return (block.text,)
    filled = ({cell.strip() for cell in row.cells if cell.strip()} for row in block.rows)
    return (next(iter(cells)) for cells in filled if len(cells) == 1)


def find_title(paragraphs: Sequence[str]) -> str | None:
    """Return the title above the first numbered heading, wrapped lines joined; None if there is none."""
    pieces: list[str] = []
    for line in paragraphs[:_N_FRONT_LINES]:
        text = line.lstrip("#").strip()
        if _HEADING.match(line):
            break
        if _NO_TITLE.fullmatch(text):
            pieces = []
            continue
        pieces.append(text)
        joined = join_wrapped(pieces)
        if _TITLE_END.search(joined):
            return joined if len(joined) <= _MAX_TITLE else text
    return None


def find_organisation(title: str | None, paragraphs: Sequence[str]) -> str | None:
    """Return the body that reports: from a label (单位名称：…), from the title, or from 第一部分 …概况."""
    for line in paragraphs[:60]:
        label = _LABEL.match(line)
        if label:
            return label.group(1).rstrip("（(")
    head = join_wrapped(paragraphs[:2])
    part = _PART.match(head)
    if part:
        return part.group(1)
    if title is None:
        return None
    without_year = re.sub(rf"{_YEAR.pattern}度?|{_CHINESE_YEAR.pattern}度?|\s|^关于", "", title)
    body = None
    for match in _BODY.finditer(without_year):
        if match.start() != (body.end() if body else 0):
            break
        body = match
    return without_year[: body.end()] if body else None


def find_year(title: str | None, paragraphs: Sequence[str]) -> int | None:
    """Return the reporting year: the title's, else the year that most often stands before 年度 (else 年)."""
    if title:
        years = _years(title)
        if years:
            return years[0]
    text = "\n".join(paragraphs)
    annual = Counter(re.findall(r"(?<!\d)(20\d{2})\s*年度", fold(text)))
    plain = annual or Counter(_YEAR.findall(fold(text)))
    return int(plain.most_common(1)[0][0]) if plain else None


def _years(text: str) -> list[int]:
    chinese = ("20" + match.translate(_CHINESE_DIGITS) for match in _CHINESE_YEAR.findall(text))
    return [int(year) for year in (*_YEAR.findall(fold(text)), *chinese)]
