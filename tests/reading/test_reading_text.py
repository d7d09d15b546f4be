"""Text files: encodings, blocks, pages, front matter, and what is refused."""

import pytest

from perfnlp.errors import ReadingError
from perfnlp.reading import read_bytes, read_report
from perfnlp.records import Paragraph, Table

TEXT = "云溪县 2023 年度\n林业局部门整体绩效自评报告\n\n一、基本情况\n满意度≥95％，①修路３.５公里。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXT, "满意度\t95%\n", TEXT * 50])
def test_encodings(encoding, text):
    report = read_bytes(text.encode(encoding), "a.txt")
    assert report.blocks == read_bytes(text.encode(), "a.txt").blocks


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \r\n\t\n", "the file is empty", id="white space"),
        pytest.param("\u3000\n".encode("gb18030"), "the file is empty", id="white space in GB18030"),
        pytest.param(bytes(range(256)) * 8, "no text in UTF-8", id="binary"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data, message):
    with pytest.raises(ReadingError, match=rf"cannot read 'a\.txt': .*{message}"):
        read_bytes(data, "a.txt")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ReadingError, match=r"cannot read '.*none\.txt': No such file"):
        read_report(tmp_path / "none.txt")


def test_front_matter(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    report = read_report(path, name="甲")
    assert report.name == "甲"
    assert report.title == "云溪县 2023 年度林业局部门整体绩效自评报告"
    assert report.organisation == "云溪县林业局"
    assert report.year == 2023
    assert len(report.sha256) == 64


@pytest.mark.parametrize(
    ("text", "organisation", "year"),
    [
        ("第一部分 云溪县松山镇人民政府概况\n2022 年度收入\n2022年度支出\n2021年度结余", "云溪县松山镇人民政府", 2022),
        ("自评报告\n单位名称：云溪县档案馆\n2020年8月\n2019年度", "云溪县档案馆", 2019),
        ("二〇二四年度云溪县民政局绩效自评报告\n", "云溪县民政局", 2024),
        ("修路三公里\n", None, None),
    ],
)
def test_organisation_and_year(text, organisation, year):
    report = read_bytes(text.encode(), "a.txt")
    assert (report.organisation, report.year) == (organisation, year)


def test_blocks_keep_their_lines():
    report = read_bytes("甲\r\n\r\n一\t二\r\n三\t\r\n乙\n\n四\t五".encode(), "a.txt")
    first, table, second, last = report.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [("一", "二"), ("三", "")]
    assert [(row.locator.line, row.locator.table, row.locator.row) for row in table.rows] == [(3, 1, 1), (4, 1, 2)]
    assert (second.text, second.locator.line) == ("乙", 5)
    assert last.rows[0].locator.table == 2


def test_bookmarks_that_tabs_only_indent_are_paragraphs():
    report = read_bytes("\t第一部分\n\t\t一、概况\n".encode(), "a.txt")
    assert [block.text for block in report.blocks] == ["第一部分", "一、概况"]


def test_pipe_tables():
    (table,) = read_bytes("| 指标 | 值 |\n|---|:--|\n| 修路 | 3 |\n".encode(), "a.md").blocks
    assert [row.cells for row in table.rows] == [("指标", "值"), ("修路", "3")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" 甲\n乙\n丙\n1\n 丁\n戊\n己\n庚\n", id="one space"),
        pytest.param("甲\n乙\n丙\n1\n\f丁\n戊\n己\n庚\n", id="form feed"),
    ],
)
def test_page_starts(text):
    blocks = read_bytes(text.encode(), "a.txt").blocks
    assert [block.locator.page for block in blocks] == [1, 1, 1, 1, 2, 2, 2, 2]
    assert [block.text for block in blocks if block.starts_page][-1] == "丁"


def test_indented_text_shows_no_pages():
    blocks = read_bytes(" 甲\n 乙\n 丙\n丁\n".encode(), "a.txt").blocks
    assert {block.locator.page for block in blocks} == {None}


def test_big5_and_noise_are_not_taken_for_gb18030():
    text = "2023年度預算績效自評報告，本單位積極推進各項工作，全年完成培訓五百人，群眾滿意度明顯提升。" * 3
    noise = bytes(0xA1 + (position * position * 31 + position * 7) % 93 for position in range(600))
    for data in (text.encode("big5"), noise):
        with pytest.raises(ReadingError):
            read_bytes(data, "r.txt")
    assert read_bytes(text.encode("gb18030"), "r.txt").blocks[0].text == text
