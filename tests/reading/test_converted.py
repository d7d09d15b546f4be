"""Old formats: what LibreOffice converts is read, what it loses is refused, and what it needs is said."""

import hashlib
import io
import shutil
import subprocess
import sys
import time

import pytest
from docx import Document
from word_files import archive, p, shown, tbl, word

from perfnlp.errors import ReadingError
from perfnlp.reading import converted, libreoffice, read_bytes
from perfnlp.reading.converted_rows import count_rows

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: conversions cannot be tried"
)
RTF = (
    rb"{\rtf1\ansi\ansicpg936 \'bc\'d7\par "
    rb"\trowd\cellx2000\cellx4000 a\intbl\cell 1\cell\row "
    rb"\trowd\cellx2000\cellx4000 b\intbl\cell 2\cell\row \pard end\par}"
)


@pytest.fixture(scope="module")
def old_word():
    """Return a .doc as LibreOffice writes it, with a table of three rows and merged cells."""
    document = Document()
    document.add_paragraph("自评报告")
    table = document.add_table(3, 3)
    for row, texts in zip(
        table.rows, (("名称", "值", "得分"), ("修路", "", "10"), ("种树", "9公顷", "8")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "修路"
    document.add_paragraph("完")
    content = io.BytesIO()
    document.save(content)
    return libreoffice.convert(content.getvalue(), "docx", "doc", "a")


@needs_libreoffice
@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.docx"])
def test_an_old_word_file_is_read_whatever_its_ending(old_word, name):
    report = read_bytes(old_word, name)
    assert shown(report) == [
        "自评报告",
        [("名称", "值", "得分"), ("修路", "修路", "10"), ("种树", "9公顷", "8")],
        "完",
    ]
    assert report.sha256 == hashlib.sha256(old_word).hexdigest()


@needs_libreoffice
def test_rtf_is_read_and_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice.tempfile, "tempdir", str(tmp_path))
    assert shown(read_bytes(RTF, "a.rtf")) == ["甲", [("a", "1"), ("b", "2")], "end"]
    assert list(tmp_path.iterdir()) == []


@needs_libreoffice
def test_rows_of_an_old_word_file_are_counted(old_word):
    assert count_rows(old_word) == 3
    assert count_rows(libreoffice.convert(word(p("无表")), "docx", "doc", "a")) == 0


def test_rows_of_rtf_are_counted():
    nested = rb"{\rtf1 \row\nestrow \rowx \trowd \row}"
    assert (count_rows(RTF), count_rows(nested)) == (2, 3)


def test_what_holds_no_rows_that_can_be_told_counts_none(old_word):
    assert count_rows(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == 0
    for place in range(512, len(old_word), 701):
        count_rows(old_word[:place])
        count_rows(old_word[:place] + b"\xff\xff\xff" + old_word[place + 3 :])


def test_a_conversion_that_lost_rows_is_refused(monkeypatch):
    monkeypatch.setattr(converted, "convert", lambda *_: word(p("a 1 b 2") + tbl(("a", "1"))))
    with pytest.raises(
        ReadingError, match=r"'a\.rtf': LibreOffice kept 1 of its 2 table rows\. Open it in Word or WPS"
    ):
        read_bytes(RTF, "a.rtf")


def test_rows_in_page_headers_count_as_kept(monkeypatch):
    document = word(p("甲") + tbl(("a", "1")), parts={"header": tbl(("b", "2"))})
    monkeypatch.setattr(converted, "convert", lambda *_: document)
    assert shown(read_bytes(RTF, "a.rtf")) == ["甲", [("a", "1")]]


def test_without_libreoffice_the_sentence_names_it(monkeypatch):
    monkeypatch.setattr(libreoffice.shutil, "which", lambda _: None)
    monkeypatch.setattr(libreoffice, "_USUAL_PLACES", ())
    with pytest.raises(
        ReadingError, match=r"read by LibreOffice, which is not installed\. Install LibreOffice .* as \.docx"
    ):
        read_bytes(RTF, "a.rtf")


def test_libreoffice_that_makes_nothing_is_told(monkeypatch, tmp_path):
    use_program(monkeypatch, tmp_path, "")
    with pytest.raises(ReadingError, match=r"LibreOffice cannot convert this \.rtf file, it may be damaged"):
        read_bytes(RTF, "a.rtf")


def test_libreoffice_that_hangs_is_stopped_with_its_children(monkeypatch, tmp_path):
    mark = tmp_path / "child"
    child = f"import time,pathlib; time.sleep(1.5); pathlib.Path({str(mark)!r}).touch()"
    use_program(monkeypatch, tmp_path, f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])\n")
    monkeypatch.setattr(libreoffice, "_SECONDS", 0.5)
    with pytest.raises(ReadingError, match=r"had not converted it after 0\.5 s"):
        read_bytes(RTF, "a.rtf")
    time.sleep(1.5)
    assert not mark.exists()


def use_program(monkeypatch, folder, code):
    """Make Python running `code` stand in for LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice.shutil, "which", lambda _: str(program))


@needs_libreoffice
def test_what_a_document_links_to_is_not_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    log = tmp_path / "log"
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(log)], stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline())
        report = read_bytes(linked_text(f"http://127.0.0.1:{port}/", secret.as_uri()), "a.odt")
    finally:
        server.kill()
        server.communicate()
    assert "SECRET" not in str(shown(report))
    assert "正文" in shown(report)
    assert not log.exists()


SERVER = """
import http.server, pathlib, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        pathlib.Path(sys.argv[1]).touch()
        self.send_error(404)
    do_HEAD = do_OPTIONS = do_GET
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


def linked_text(site, file):
    """Return an OpenDocument text with a picture on `site` and sections that stand at `site` and in `file`."""
    names = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{value}:1.0"'
        for key, value in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    sections = "".join(
        f'<text:section text:name="s{number}"><text:section-source xlink:type="simple" xlink:href="{place}"/>'
        "<text:p>旧</text:p></text:section>"
        for number, place in enumerate((f"{site}b.txt", file))
    )
    picture = (
        '<text:p><draw:frame draw:name="f" text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{site}a.png" xlink:type="simple"/></draw:frame></text:p>'
    )
    kind = "application/vnd.oasis.opendocument.text"
    return open_document(
        kind,
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        "<office:body>"
        f"<office:text><text:p>正文</text:p>{picture}{sections}</office:text></office:body></office:document-content>",
    )


def open_document(kind, content, entry=""):
    return archive({
        "mimetype": kind,
        "content.xml": content,
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
        f'<m:file-entry m:full-path="content.xml" m:media-type="text/xml">{entry}</m:file-entry></m:manifest>',
    })  # fmt: skip


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        pytest.param(archive({"OFD.xml": "<x/>"}), "a.ofd", r"\.ofd document", id="ofd"),
        pytest.param(COMPOUND + b"\0" * 2000, "a.doc", "damaged Office file", id="damaged"),
        pytest.param(COMPOUND, "a.wps", "damaged Office file", id="cut"),
        pytest.param(
            open_document("application/vnd.oasis.opendocument.text", "x", "<m:encryption-data/>"), "a.odt",
            "behind a password", id="locked odt",
        ),
    ],
)  # fmt: skip
def test_what_libreoffice_cannot_convert_is_refused_before(monkeypatch, data, name, message):
    monkeypatch.setattr(converted, "convert", lambda *_: pytest.fail("LibreOffice was started"))
    with pytest.raises(ReadingError, match=rf"^cannot read '{name}': it is [^\n]*{message}"):
        read_bytes(data, name)


def test_documents_that_are_no_texts_are_named(monkeypatch, old_word):
    monkeypatch.setattr(converted, "convert", lambda *_: pytest.fail("LibreOffice was started"))
    wide = "utf-16-le"
    for stream, what in (("PowerPoint Document", "a presentation"), ("Contents", "no text document")):
        renamed = stream.encode(wide).ljust(64, b"\0")
        entry = old_word.index("WordDocument".encode(wide))
        length = (len(stream) * 2 + 2).to_bytes(2, "little")
        data = old_word[:entry] + renamed + length + old_word[entry + 66 :]
        with pytest.raises(ReadingError, match=f"it is {what}"):
            read_bytes(data, "a.doc")
