"""Pages saved in one file."""

import base64
import quopri

import pytest

from perfnlp.errors import ReadingError
from perfnlp.reading import read_bytes
from perfnlp.records import Paragraph

HEAD = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_B"\r\n\r\n此文档为“单个文件网页”。\r\n\r\n'


def part(html, charset, transfer):
    data = html.encode({"gb2312": "gb18030"}.get(charset, charset))
    packed = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(transfer, bytes)(data)
    head = f"--=_B\r\nContent-Transfer-Encoding: {transfer}\r\nContent-Type: text/html; charset={charset}\r\n\r\n"
    return head.encode() + packed.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"


def saved(*parts):
    return HEAD.encode("gb18030") + b"".join(parts) + b"--=_B--\r\n"


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_parts_are_read_whatever_their_packing(charset, transfer):
    html = "<html><body><p>造林=三百亩</p><table><tr><td>指标<td>值<tr><td>造林<td>300亩</table></body></html>"
    paragraph, table = read_bytes(saved(part(html, charset, transfer)), "a.doc").blocks
    assert paragraph.text == "造林=三百亩"
    assert [row.cells for row in table.rows] == [("指标", "值"), ("造林", "300亩")]


def test_every_page_of_the_file_is_read_and_places_go_on():
    frames = part("<html><frameset><frame src=s1.htm><frame src=s2.htm></frameset></html>", "utf-8", "8bit")
    sheets = [part(f"<html><body><p>表{number}</p></body></html>", "utf-8", "base64") for number in (1, 2)]
    picture = b"--=_B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
    report = read_bytes(saved(frames, picture, *sheets), "a.mht")
    assert all(isinstance(block, Paragraph) for block in report.blocks)
    assert [(block.text, block.locator.order) for block in report.blocks] == [("表1", 1), ("表2", 2)]
    assert report.remarks == ()


def test_a_cut_file_is_told():
    data = saved(part("<html><body><p>甲</p></body></html>", "utf-8", "8bit"))[:-12]
    report = read_bytes(data, "a.mht")
    assert (len(report.blocks), report.remarks) == (1, ("网页文件已损坏或不完整，请与原件核对。",))


def test_a_file_without_a_page_is_refused():
    with pytest.raises(ReadingError, match=r"cannot read 'a\.mht': it holds no web page"):
        read_bytes(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "a.mht")


def test_parts_nested_without_end_are_refused():
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth) for depth in range(3000)
    )
    with pytest.raises(ReadingError, match=r"'a\.mht'"):
        read_bytes(b"MIME-Version: 1.0\n" + nested, "a.mht")


def test_damage_at_any_place_ends_in_a_report_or_a_reading_error():
    data = saved(part("<html><body><p>甲</p></body></html>", "gb2312", "base64"))
    for end in range(0, len(data), 9):
        for damaged in (data[:end], data[:end] + b"\xff\0" + data[end + 2 :]):
            try:
                read_bytes(damaged, "a.mht")
            except ReadingError as error:
                assert "'a.mht'" in str(error)  # noqa: PT017  either way is right
