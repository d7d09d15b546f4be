"""Recognise column headings, in tables of reports and in the spreadsheets of `perfnlp grade`.

The words stand in `lexicons/headings.tsv`, normalised as `normalize_heading` does. A
field that ends in "?" there is a weak one: 绩效指标 names the row only where no
三级指标 column does.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from perfnlp.lexicon import Lexicon
from perfnlp.text import squeeze

_TRADITIONAL = str.maketrans(
    "標績級實際數權單號質計畫劃預執項稱備註說總體務況進滿評評價間責任運類別規範條複覆編釋義據應險處連達額億萬時結據準則業資產費條現狀態內設開門辦證佐結縣區範圍個補測獎懲減過程經濟環態續響營員無異議",
    "标绩级实际数权单号质计画划预执项称备注说总体务况进满评评价间责任运类别规范条复复编释义据应险处连达额亿万时结据准则业资产费条现状态内设开门办证佐结县区范围个补测奖惩减过程经济环态续响营员无异议",
)
_MAX_HEADING = 40
_DECORATION = re.compile(r"[\s_\-*★☆\":.。]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_PERIOD = re.compile(
    r"^(?:(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年度?|本年度?|当年|全年|年度|截[至止].{0,10}?(?:月份|月底|月末|月|日|底)"
    r"|(?:\d{1,2}[~至])?\d{1,2}月份?|[一二三四]季度|上半年|下半年|累计|(?:项目|部门|单位|指标)(?=.{3}))+"
)
_MIN_HEADER_FIELDS = 2
_MIN_HEADER_SHARE = 0.5


def match_heading(text: str, lexicon: Lexicon) -> str | None:
    """Return the field that a column heading names, None if it is none.

    Brackets with letters or units ("(A)", "（分）"), years and periods, white space, line breaks,
    full width and traditional characters make no difference. A compound
    (得分/评分) is known by its first known part.
    """
    field = _field(text, lexicon)
    return field.rstrip("?") if field else None


def map_columns(header_rows: Sequence[Sequence[str]], lexicon: Lexicon) -> Mapping[str, int]:
    """Return which column (counted from 0) holds which field.

    Args:
        header_rows: one header of one or several printed rows; a heading wrapped over two
            rows is joined, and below a group heading the lower one counts.
        lexicon: holds the headings.

    A field that several columns name goes to the clearest, then the leftmost heading;
    the name to the rightmost, for headings narrow down from left to right.
    """
    strong: dict[str, int] = {}
    weak: dict[str, int] = {}
    for column, pieces in enumerate(_columns(header_rows)):
        field = _column_field(pieces, lexicon)
        if field is None:
            continue
        found = weak if field.endswith("?") else strong
        plain = field.rstrip("?")
        if plain == "name" or plain not in found:
            found[plain] = column
    return {**weak, **strong}


def is_weak(header_rows: Sequence[Sequence[str]], column: int, lexicon: Lexicon) -> bool:
    """Return whether the heading of `column` only stands in for a clearer one."""
    field = _column_field(list(_columns(header_rows))[column], lexicon)
    return field is not None and field.endswith("?")


def is_header(row: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether a printed row is a header: two fields at least, and half of its filled cells."""
    cells = [cell for cell in row if cell.strip()]
    fields = [field for cell in cells if (field := match_heading(cell, lexicon))]
    return len(set(fields)) >= _MIN_HEADER_FIELDS and len(fields) >= _MIN_HEADER_SHARE * len(cells)


def begins_header(row: Sequence[str], below: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether `row` is the upper half of a header whose lower half is `below`.

    Some heading of it stands over an empty cell, so that the lower row alone would lose it.
    """
    if not continues_header(row, below, lexicon):
        return False
    over_nothing = (cell for column, cell in enumerate(row) if not "".join(below[column : column + 1]).strip())
    joined = ["".join(pieces) for pieces in _columns([row, below])]
    return any(_field(cell, lexicon) for cell in over_nothing) and is_header(joined, lexicon)


def continues_header(header: Sequence[str], row: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether `row` is the second line of `header`: each filled cell is a heading, alone or joined."""
    filled = [column for column, cell in enumerate(row) if cell.strip()]
    if not filled:
        return False
    for column in filled:
        above = header[column] if column < len(header) else ""
        if re.fullmatch(r"[（(][^（()）]{1,12}[)）]", row[column].strip()):
            continue
        if not (_field(above + row[column], lexicon) or _field(row[column], lexicon)):
            return False
    return True


def normalize_heading(text: str) -> str:
    """Return `text` as headings are listed: half width, simplified, lower case, without brackets and white space."""
    folded = squeeze(text).casefold().translate(_TRADITIONAL)
    bare = _BRACKETS.sub("", folded) or folded.strip("()[]")
    return _DECORATION.sub("", bare)


def _field(text: str, lexicon: Lexicon) -> str | None:
    if not text.strip() or len(text) > _MAX_HEADING:
        return None
    heading = normalize_heading(text)
    for candidate in (heading, _PERIOD.sub("", heading), *re.split(r"[/、]", heading)):
        if candidate in lexicon.headings:
            return lexicon.headings[candidate]
    # reasons are worded freely (未完成或偏差较大的原因及下一步改进措施), but always with this word
    return "note" if "原因" in heading and not re.search(r"[,;\d]", heading) else None


def _columns(header_rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    width = max((len(row) for row in header_rows), default=0)
    for column in range(width):
        pieces: list[str] = []
        for row in header_rows:
            cell = row[column].strip() if column < len(row) else ""
            if cell and cell not in pieces:
                pieces.append(cell)
        yield pieces


def _column_field(pieces: list[str], lexicon: Lexicon) -> str | None:
    for candidate in ("".join(pieces), *reversed(pieces)):
        field = _field(candidate, lexicon)
        if field:
            return field
    return None
