"""The encoding of web pages: what they say of it is often wrong."""

import pytest

from perfnlp.errors import ReadingError
from perfnlp.reading import read_bytes

SIMPLIFIED = "云溪县林业局二〇二三年度绩效自评报告：完成造林面积三百亩，群众满意度达到百分之九十五。"
TRADITIONAL = "雲溪縣林業局年度績效自評報告：完成造林面積三百畝，群眾滿意度達到百分之九十五。"
RARE = "镕、喆、堃、㛃"  # not in GB2312


def page(text, declared):
    return f"<html><head><meta charset='{declared}'></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "GBK", "gb18030", "big5", "iso-8859-1", "nonsense", "base64"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED + RARE, "gb18030"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "utf-16"),
    ],
)
def test_pages_that_lie_about_their_encoding(text, encoding, declared):
    report = read_bytes(page(text, declared).encode(encoding), "a.html")
    assert [block.text for block in report.blocks] == [text]
    assert report.remarks == ()


def test_a_few_bad_bytes_are_shown_and_told():
    data = page(SIMPLIFIED, "gb2312").encode("gb18030").replace("造".encode("gb18030"), b"\xff\xff")
    report = read_bytes(data, "a.html")
    assert report.blocks[0].text == SIMPLIFIED.replace("造", "\ufffd\ufffd")
    assert report.remarks == ("网页中有2处字符无法识别，已显示为“\ufffd”，请与原件核对。",)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(ReadingError, match=r"cannot read 'a\.html': it is no text"):
        read_bytes(b"<html>" + bytes(range(128, 256)) * 20, "a.html")
