"""Word files that are no reports: cut, changed, empty, bombs."""

import pytest
from word_files import archive, p, tbl, word

from perfnlp.errors import ReadingError
from perfnlp.reading import read_bytes


def read(data):
    return read_bytes(data, "a.docx")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(word(""), "the document is empty", id="empty"),
        pytest.param(word(p("", "")), "the document is empty", id="blank"),
        pytest.param(archive({"word/document.xml": "<x/>"}), "no Word document", id="other XML"),
        pytest.param(archive({"word/document.xml": "<w"}), "damaged", id="cut XML"),
        pytest.param(
            word(p("&a;"), prolog='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "document type", id="entity"
        ),
        pytest.param(
            word(p("甲"), prolog='<!DOCTYPE x SYSTEM "file:///etc/hostname">'), "document type", id="outer entity"
        ),
        pytest.param(archive({"word/document.xml": b" " * (101 * 2**20)}), "more than a report can hold", id="bomb"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_in_one_sentence(data, message):
    with pytest.raises(ReadingError, match=rf"^cannot read 'a\.docx': [^\n]*{message}"):
        read(data)


def test_an_entity_bomb_is_refused_at_once():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    data = word(p("&e11;"), prolog=f'<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">{levels}]>')
    with pytest.raises(ReadingError):
        read(data)


def test_damaged_files_give_a_reading_error_or_a_report():
    data = word(p("云溪县") + tbl(("甲", "乙"), ("丙", "丁")), parts={"numbering": "", "styles": ""})
    for place in range(0, len(data), max(1, len(data) // 60)):
        for damaged in (data[:place] or b"PK", data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]):
            try:
                read(damaged)
            except ReadingError as error:
                assert "\n" not in str(error)  # noqa: PT017  both outcomes are right
