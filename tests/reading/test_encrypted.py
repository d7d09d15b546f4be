"""Office files behind a password."""

import hashlib
import io

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from word_files import p, shown, tbl, with_parts, word

from perfnlp.errors import ReadingError
from perfnlp.reading import ReadingOptions, read_bytes


def lock(data, password):
    """Return `data` locked as Office does; a package of some length, for msoffcrypto writes no small ones."""
    locked = io.BytesIO()
    ballast = {"customXml/item1.bin": b"".join(hashlib.sha256(bytes([n])).digest() for n in range(200))}
    OOXMLFile(io.BytesIO(with_parts(data, ballast))).encrypt(password, locked)
    return locked.getvalue()


@pytest.fixture(scope="module")
def locked():
    """Return a Word document locked with "口令7"."""
    return lock(word(p("自评报告") + tbl(("修路", "3"))), "口令7")


def read(data, *passwords):
    return read_bytes(data, "a.docx", options=ReadingOptions(passwords=passwords))


def test_the_password_that_fits_opens_the_file(locked):
    report = read(locked, "不对", "口令7")
    assert shown(report) == ["自评报告", [("修路", "3")]]
    assert report.sha256 == hashlib.sha256(locked).hexdigest()


@pytest.mark.parametrize(
    ("passwords", "message"),
    [
        ((), r"it is behind a password\. Give the password with --password-file"),
        (
            ("不对",),
            r"it is behind a password, and none of those given opens it\. Give the password with --password-file",
        ),
    ],
)
def test_without_the_password_the_sentence_names_the_option(locked, passwords, message):
    with pytest.raises(ReadingError, match=rf"^cannot read 'a\.docx': {message}"):
        read(locked, *passwords)


def test_a_file_that_office_opens_without_asking_is_read():
    assert shown(read(lock(word(p("只读")), "VelvetSweatshop"))) == ["只读"]


def test_damaged_locked_files_give_a_reading_error_or_a_report(locked):
    for place in range(0, len(locked), max(1, len(locked) // 6)):
        for damaged in (locked[:place] or b"PK", locked[:place] + bytes([locked[place] ^ 0xFF]) + locked[place + 1 :]):
            try:
                read(damaged, "口令7")
            except ReadingError as error:
                assert "\n" not in str(error)  # noqa: PT017  both outcomes are right
