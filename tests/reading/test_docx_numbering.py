"""Automatic numbers of Word paragraphs."""

import pytest
from word_files import p, shown, tbl, tc, word

from perfnlp.reading import read_bytes
from perfnlp.reading.docx_numbering import numeral


def level(depth, form, text, *, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def definition(*levels, key=0, more=""):
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(key, abstract=0, more=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def at(depth, key=1):
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>'


def read(body, numbering, styles=""):
    return shown(read_bytes(word(body, parts={"numbering": numbering, "styles": styles}), "a.docx"))


OUTLINE = definition(
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3.", more='<w:suff w:val="nothing"/>'),
    level(3, "decimal", "%3.%4"),
)


def test_an_outline_counts_each_level_and_begins_anew_below_a_higher_one():
    depths = [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 3), ("己", 0), ("庚", 1), ("辛", 2)]
    body = "".join(p(text, properties=at(depth)) for text, depth in depths)
    assert read(body, OUTLINE + num(1)) == [
        "一、甲", "（一）乙", "（二）丙", "1.丁", "1.1 戊", "二、己", "（一）庚", "1.辛",
    ]  # fmt: skip


def test_numbers_in_cells_stand_alone():
    table = tbl(*((tc(p(properties=at(0))), text) for text in ("修路", "种树")))
    assert read(table, definition(level(0, "decimal", "%1")) + num(1)) == [[("1", "修路"), ("2", "种树")]]


def test_lists_of_one_definition_share_its_count_unless_one_says_where_it_begins():
    begin = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = definition(level(0, "decimal", "%1、", start=3)) + num(1) + num(2) + num(3, more=begin)
    body = "".join(p("甲", properties=at(0, key)) for key in (1, 2, 3, 3, 1))
    assert read(body, numbering) == ["3、甲", "4、甲", "1、甲", "2、甲", "3、甲"]


def test_a_list_may_redefine_a_level():
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    assert read(p("甲", properties=at(0)), OUTLINE + num(1, more=other)) == ["A)甲"]


def test_a_level_that_never_restarts_counts_on():
    numbering = definition(level(0, "decimal", "%1、"), level(1, "decimal", "(%2)", more='<w:lvlRestart w:val="0"/>'))
    body = "".join(p("甲", properties=at(depth)) for depth in (0, 1, 0, 1))
    assert read(body, numbering + num(1)) == ["1、甲", "(1)甲", "2、甲", "(2)甲"]


STYLES = (
    '<w:docDefaults/><w:style w:styleId="T1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="T2"><w:basedOn w:val="T1"/></w:style>'
    '<w:style w:styleId="C1"><w:basedOn w:val="C2"/></w:style><w:style w:styleId="C2"><w:basedOn w:val="C1"/></w:style>'
)


def styled(style, more=""):
    return f'<w:pStyle w:val="{style}"/>{more}'


def test_styles_number_their_paragraphs_and_those_based_on_them():
    numbering = definition(
        level(0, "decimal", "%1、"), level(1, "chineseCounting", "第%2节", more='<w:pStyle w:val="T1"/>')
    )
    body = p("甲", properties=styled("T1")) + p("乙", properties=styled("T2")) + p("丙", properties=styled("C1"))
    assert read(body, numbering + num(1), STYLES) == ["第一节 甲", "第二节 乙", "丙"]


def test_a_paragraph_may_turn_the_number_of_its_style_off():
    body = p("甲", properties=styled("T1", '<w:numPr><w:numId w:val="0"/></w:numPr>'))
    assert read(body, OUTLINE + num(1), STYLES) == ["甲"]


def test_a_definition_may_stand_behind_a_list_style():
    linked = definition(level(0, "decimal", "%1、"), key=5, more='<w:styleLink w:val="L"/>')
    linking = definition(key=6, more='<w:numStyleLink w:val="L"/>')
    assert read(p("甲", properties=at(0, 2)), linked + linking + num(1, 5) + num(2, 6)) == ["1、甲"]


@pytest.mark.parametrize("form", ["bullet", "none"])
def test_bullets_are_left_out(form):
    assert read(p("甲", properties=at(0)), definition(level(0, form, "●")) + num(1)) == ["甲"]


def test_unknown_lists_and_levels_give_no_number():
    assert read(p("甲", properties=at(0, 9)) + p("乙", properties=at(8)), OUTLINE + num(1)) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", "12"),
        ("chineseCountingThousand", "十二"),
        ("japaneseCounting", "十二"),
        ("ideographDigital", "一二"),
        ("decimalEnclosedCircle", "⑫"),
        ("decimalEnclosedParen", "⑿"),
        ("decimalEnclosedFullstop", "⒓"),
        ("decimalFullWidth", "１２"),
        ("upperLetter", "L"),
        ("lowerLetter", "l"),
        ("upperRoman", "XII"),
        ("lowerRoman", "xii"),
        ("ideographTraditional", "乙"),
        ("never heard of", "12"),
    ],
)
def test_numerals(form, expected):
    assert numeral(12, form) == expected


@pytest.mark.parametrize(
    ("count", "form", "expected"),
    [
        (10, "chineseCounting", "十"), (105, "chineseCounting", "一百零五"), (21, "decimalEnclosedCircle", "21"),
        (27, "lowerLetter", "aa"), (1994, "upperRoman", "MCMXCIV"), (7, "decimalZero", "07"),
        (0, "chineseCounting", "0"), (999_999_999, "upperLetter", "999999999"),
    ],
)  # fmt: skip
def test_numerals_at_their_ends(count, form, expected):
    assert numeral(count, form) == expected
