"""Archives of reports, read in place."""

import io
import stat
import zipfile

import pytest

from perfnlp.errors import ReadingError
from perfnlp.reading import ReadingOptions, archive, find_reports, open_source, read_bytes, read_report

# a.txt ("报告") locked with the password 密码, typed on a computer with UTF-8 and on one with GBK
LOCKED_UTF8 = bytes.fromhex(
    "504b03040a00090000004348755d199139c6130000000700000005000000612e74787469945af365f121d98c23cf693111d1bdfa4373"
    "504b0708199139c61300000007000000504b01021e030a00090000004348755d199139c6130000000700000005000000000000000100"
    "0000a48100000000612e747874504b0506000000000100010033000000460000000000"
)
LOCKED_GBK = bytes.fromhex(
    "504b03040a00090000004348755d199139c6130000000700000005000000612e747874c8a6e6b264bc91a424c12442c4784f338035d7"
    "504b0708199139c61300000007000000504b01021e030a00090000004348755d199139c6130000000700000005000000000000000100"
    "0000a48100000000612e747874504b0506000000000100010033000000460000000000"
)


def pack(path, members, **options):
    """Write a ZIP of {name or ZipInfo: content} to `path` and return its bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", **options) as made:
        for name, content in members.items():
            made.writestr(name, content)
    path.write_bytes(stream.getvalue())
    return stream.getvalue()


def names(path):
    return [source.name.removeprefix(f"{path}/") for source in find_reports(path)]


def test_members_are_reports_with_their_names(tmp_path):
    path = tmp_path / "批次.zip"
    pack(path, {"乡镇/b.txt": "乙", "a.txt": "甲", "空/": "", "图.ico": "x"})
    assert names(path) == ["乡镇/b.txt", "a.txt"]
    reports = [read_report(source) for source in find_reports(tmp_path)]
    assert [(report.name, report.blocks[0].text) for report in reports] == [
        (f"{path}/乡镇/b.txt", "乙"),
        (f"{path}/a.txt", "甲"),
    ]
    assert reports[0].blocks[0].locator.document == f"{path}/乡镇/b.txt"


def test_an_archive_in_an_archive_is_opened_and_a_third_refused(tmp_path):
    third = pack(tmp_path / "3.zip", {"c.txt": "丙"})
    second = pack(tmp_path / "2.zip", {"b.txt": "乙", "third.zip": third})
    path = tmp_path / "1.zip"
    pack(path, {"a.txt": "甲", "in/second.zip": second})
    found = find_reports(path)
    assert names(path) == ["a.txt", "in/second.zip/b.txt", "in/second.zip/third.zip"]
    assert read_report(found[1]).blocks[0].text == "乙"
    with pytest.raises(ReadingError, match=r"third\.zip': it is an archive .* in one another only once"):
        read_report(found[2])


def test_names_of_chinese_computers_are_decoded(tmp_path):
    path = tmp_path / "a.zip"
    data = pack(path, {"xx/yyyy.txt": "甲", "zzzzzz.txt": "乙"})
    data = data.replace(b"xx/yyyy", "镇/报告".encode("gbk")[:2] + b"/" + "报告".encode("gbk"))
    path.write_bytes(data.replace(b"zzzzzz", "报告".encode()))  # UTF-8 without the flag that says so
    assert names(path) == ["镇/报告.txt", "报告.txt"]
    assert [read_report(source).blocks[0].text for source in find_reports(path)] == ["甲", "乙"]


def test_names_are_for_display_only(tmp_path):
    path = tmp_path / "a.zip"
    pack(
        path, {"../../etc/a.txt": "1", "/abs.txt": "2", "C:\\dir\\b.txt": "3", "c\x1b[2J.txt": "4", "./c/../d.txt": "5"}
    )
    assert names(path) == ["etc/a.txt", "abs.txt", "dir/b.txt", "c\ufffd[2J.txt", "c/d.txt"]
    assert [read_report(source).blocks[0].text for source in find_reports(path)] == ["1", "2", "3", "4", "5"]


def test_two_members_of_one_name_are_both_read(tmp_path):
    path = tmp_path / "a.zip"
    pack(path, {"a.txt": "甲", "./a.txt": "乙"})
    assert names(path) == ["a.txt", "a (2).txt"]
    assert [read_report(source).blocks[0].text for source in find_reports(path)] == ["甲", "乙"]


def test_links_lock_files_and_leavings_are_skipped(tmp_path):
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    members = {link: "/etc/passwd", "__MACOSX/a.txt": "x", "~$a.docx": "x", ".hid/a.txt": "x", "Thumbs.db": "x"}
    pack(path, {**members, "页.htm": "甲", "页.files/1.png": "x", "页.files/sheet001.htm": "乙"})
    assert names(path) == ["页.htm", "页.files/sheet001.htm"]


def test_an_office_file_named_zip_is_one_report(tmp_path):
    path = tmp_path / "a.zip"
    pack(path, {"[Content_Types].xml": "x", "word/document.xml": "x", "a.txt": "x"})
    assert [source.members for source in find_reports(path)] == [()]


def test_an_archive_of_any_name_is_opened(tmp_path):
    pack(tmp_path / "batch.dat", {"a.txt": "甲"})
    assert names(tmp_path / "batch.dat") == ["a.txt"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"PK\x03\x04" + b"x" * 99, "no ZIP archive, or a damaged one", id="damaged"),
        pytest.param(b"Rar!\x1a\x07\0", "RAR and 7z are not read", id="RAR"),
        pytest.param(b"PK\x05\x06" + b"\0" * 18, "holds no report", id="nothing in it"),
    ],
)
def test_a_bad_archive_stands_for_itself_and_reading_it_tells_why(tmp_path, content, message):
    (tmp_path / "a.zip").write_bytes(content)
    (source,) = find_reports(tmp_path)
    with pytest.raises(ReadingError, match=rf"'.*a\.zip'.*{message}"):
        read_report(source)


def test_a_damaged_member_leaves_the_others(tmp_path):
    path = tmp_path / "a.zip"
    data = pack(path, {"a.txt": b"aaaaaaaa", "b.txt": b"bbbbbbbb"})
    path.write_bytes(data.replace(b"aaaaaaaa", b"aaaaxaaa"))
    one, other = find_reports(path)
    with pytest.raises(ReadingError, match=r"a\.zip/a\.txt': the archive is damaged there"):
        read_report(one)
    assert read_report(other).blocks[0].text == "bbbbbbbb"


def test_bombs_are_refused_before_they_unpack(tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    pack(path, {"bomb.txt": b"\0" * 11_000_000, "a.txt": "甲"}, compression=zipfile.ZIP_BZIP2)
    bomb, good = find_reports(path)
    with pytest.raises(ReadingError, match=r"bomb\.txt': it unpacks from [\d,]+ to 11,000,000 bytes"):
        read_report(bomb)
    assert read_report(good).blocks[0].text == "甲"
    monkeypatch.setattr(archive, "_MAX_WHOLE", 2**23)
    again = path.rename(tmp_path / "again.zip")
    (whole,) = find_reports(again)
    with pytest.raises(ReadingError, match=r"it unpacks to more than"):
        read_report(whole)


def test_a_member_larger_than_any_report_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_MAX_MEMBER", 10)
    pack(tmp_path / "a.zip", {"a.txt": "x" * 11})
    (source,) = find_reports(tmp_path)
    with pytest.raises(ReadingError, match="it unpacks from 11 to 11 bytes"):
        read_report(source)


def test_too_many_members_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_MAX_MEMBERS", 3)
    inner = pack(tmp_path / "in.zip", {f"{number}.txt": "x" for number in range(3)})
    pack(tmp_path / "in.zip", {"1.zip": inner, "2.zip": inner})
    (source,) = find_reports(tmp_path)
    assert source.members == ()


def test_a_size_that_lies_ends_in_an_error(tmp_path):
    path = tmp_path / "a.zip"
    size = (5000).to_bytes(4, "little")
    path.write_bytes(pack(path, {"a.txt": b"x" * 5000}).replace(size, b"\x05\0\0\0"))
    (source,) = find_reports(path)
    with pytest.raises(ReadingError, match=r"'.*a\.zip"):
        read_report(source)


@pytest.mark.parametrize("data", [LOCKED_UTF8, LOCKED_GBK])
def test_locked_members_open_with_a_password(tmp_path, data):
    pack(tmp_path / "a.zip", {"锁.zip": data})
    (closed,) = find_reports(tmp_path)
    assert closed.members == ("锁.zip", "a.txt")
    with pytest.raises(ReadingError, match=r"a\.txt': it is encrypted, .*--password-file"):
        read_report(closed, options=ReadingOptions(passwords=("错",)))
    assert read_report(closed, options=ReadingOptions(passwords=("错", "密码"))).blocks[0].text == "报告"


def test_encryption_that_is_not_supported_is_told(tmp_path):
    data = LOCKED_UTF8
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.index(mark) + offset
        data = data[:at] + (99).to_bytes(2, "little") + data[at + 2 :]
    (tmp_path / "a.zip").write_bytes(data)
    (source,) = find_reports(tmp_path)
    with pytest.raises(ReadingError, match="encrypted with AES"):
        read_report(source, options=ReadingOptions(passwords=("密码",)))


def test_a_piped_archive_is_refused_with_what_to_do(tmp_path):
    data = pack(tmp_path / "a.zip", {"a.txt": "甲"})
    with pytest.raises(ReadingError, match=r"'-': it is an archive .* Unpack it and name the folder"):
        read_bytes(data, "-")


def test_a_source_is_found_again_by_its_name(tmp_path):
    inner = pack(tmp_path / "in.zip", {"乡镇/b.txt": "乙"})
    path = tmp_path / "a.zip"
    pack(path, {"内层.zip": inner, "a.txt": "甲"})
    for source in find_reports(path):
        assert open_source(source.name) == source
    with pytest.raises(ReadingError, match=r"none\.txt' does not exist"):
        open_source(f"{path}/none.txt")


def test_damage_at_any_place_ends_in_a_report_or_a_reading_error(tmp_path):
    data = pack(tmp_path / "a.zip", {"a.txt": "甲" * 50, "b.txt": "乙"}, compression=zipfile.ZIP_DEFLATED)
    damaged = [data[:end] for end in range(4, len(data), 7)]
    damaged += [data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :] for at in range(len(data))]
    for number, content in enumerate(damaged):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(content)
        for source in find_reports(path):
            try:
                read_report(source, options=ReadingOptions(passwords=("x",)))
            except ReadingError as error:
                assert str(path) in str(error)  # noqa: PT017  either way is right
