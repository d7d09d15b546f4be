"""Formats are told by content, whatever the ending."""

import io
import struct
import zipfile

import pytest

from perfnlp.reading.formats import Format, detect_format


def package(*parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in parts:
            archive.writestr(name, name)
    return stream.getvalue()


def opendocument(kind):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return stream.getvalue()


WORD = package("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        pytest.param(b"%PDF-1.7\n", "a.txt", Format.PDF, id="PDF named .txt"),
        pytest.param(b"\r\n junk %PDF-1.4\n", "a.pdf", Format.PDF, id="PDF behind other bytes"),
        pytest.param(WORD, "a.pdf", Format.DOCX, id="Word named .pdf"),
        pytest.param(package("word/document2.xml"), "a.docx", Format.DOCX, id="Word with another main part"),
        pytest.param(WORD[: len(WORD) // 2], "a.docx", Format.DOCX, id="cut Word"),
        pytest.param(package("xl/workbook.xml"), "a.zip", Format.XLSX, id="Excel named .zip"),
        pytest.param(package("xl/workbook.xml")[:60], "a.xlsx", Format.XLSX, id="cut Excel"),
        pytest.param(opendocument("spreadsheet"), "a.ods", Format.CALC, id="OpenDocument sheet"),
        pytest.param(opendocument("text"), "a.odt", Format.CONVERTED, id="OpenDocument text"),
        pytest.param(package("OFD.xml"), "a.ofd", Format.CONVERTED, id="OFD"),
        pytest.param(package("a.docx"), "a.docx", Format.ZIP, id="archive named .docx"),
        pytest.param(package(), "a.zip", Format.ZIP, id="archive of nothing"),
        pytest.param(b"PK\x03\x04", "a.zip", Format.ZIP, id="cut archive"),
        pytest.param(b"Rar!\x1a\x07\x01\0", "a.zip", Format.ZIP, id="RAR"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "a.xls", Format.CONVERTED, id="cut old Office"),
        pytest.param(b"{\\rtf1", "a.doc", Format.CONVERTED, id="RTF named .doc"),
        pytest.param(b"BM" + struct.pack("<IIII", 99, 0, 54, 40), "a", Format.IMAGE, id="bitmap"),
        pytest.param(b"BMI\xe6\x8c\x87\xe6\x95\xb0 report text", "a.txt", Format.TEXT, id="text that begins with BM"),
        pytest.param(b"<?xml version='1.0'?>\r\n<?mso-application progid='Excel.Sheet'?>", "a.xls", Format.CONVERTED,
                     id="Excel of 2003 as XML"),
        pytest.param(b"\xef\xbb\xbf\n<!-- saved -->\n<HTML xmlns:o='x'>", "a.xls", Format.HTML, id="HTML as .xls"),
        pytest.param("<table><tr>".encode("utf-16"), "a.xls", Format.HTML, id="HTML in UTF-16"),
        pytest.param(b"<p>x", "a.doc", Format.HTML, id="piece of HTML as .doc"),
        pytest.param(b"<x>", "a.htm", Format.HTML, id="unknown tag, ending decides"),
        pytest.param(b"From: x\nSubject: a\n b\nMIME-Version: 1.0\n", "a.doc", Format.MHTML, id="MHTML as .doc"),
        pytest.param(b"a,b", "A.CSV", Format.CSV, id="CSV by ending"),
        pytest.param(b"a,b", "-", Format.TEXT, id="plain text"),
    ],
)  # fmt: skip
def test_formats(data, name, expected):
    assert detect_format(data, name) is expected


def test_many_comments_cost_no_more_than_one():
    assert detect_format(b"<!-- -->" * 500 + b"x", "a.txt") is Format.TEXT
    assert detect_format(b"<!-- -->\n" * 99 + b"<html>", "a.txt") is Format.HTML


def test_every_cut_of_a_package_is_told_without_an_error():
    for data in (WORD, opendocument("text"), package("xl/workbook.xml")):
        assert all(isinstance(detect_format(data[:end], "a"), Format) for end in range(0, len(data), 3))
        assert all(
            isinstance(detect_format(data[:at] + b"\xff" + data[at + 1 :], "a"), Format) for at in range(len(data))
        )
