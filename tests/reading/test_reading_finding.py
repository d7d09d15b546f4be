"""Files, folders and patterns that users name."""

import os
from pathlib import Path

import pytest

from perfnlp.errors import ReadingError
from perfnlp.reading import find_reports, read_report


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.TXT", "deep/c.md", "deep/photo.heic", ".hidden/d.txt", "~$lock.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path


def names(sources, folder):
    return [source.path.relative_to(folder).as_posix() for source in sources]


def test_a_folder_is_walked_in_sorted_order(folder):
    assert names(find_reports(folder), folder) == ["a.TXT", "b.txt", "deep/c.md"]


def test_files_globs_and_folders_give_each_file_once(folder):
    found = find_reports((str(folder / "b.txt"), str(folder / "**/*.md"), folder))
    assert names(found, folder) == ["b.txt", "deep/c.md", "a.TXT"]


def test_a_file_named_outright_is_returned_whatever_its_suffix(folder):
    assert names(find_reports(folder / "deep/photo.heic"), folder) == ["deep/photo.heic"]


def test_links_that_lead_back_end(folder):
    (folder / "deep/up").symlink_to(folder, target_is_directory=True)
    (folder / "again.txt").symlink_to(folder / "b.txt")
    assert names(find_reports(folder), folder) == ["a.TXT", "again.txt", "deep/c.md"]


def test_what_links_to_itself_or_nowhere_is_no_report(folder):
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    assert names(find_reports(folder), folder) == ["a.TXT", "b.txt", "deep/c.md"]


def test_pictures_and_scripts_of_a_saved_page_are_no_reports(folder):
    for name in ("页.html", "页_files/logo.png", "页_files/deep/a.jpg", "页_files/frame.html", "别的_files/scan.png"):
        path = folder / "deep" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = names(find_reports(folder / "deep"), folder / "deep")
    assert found == ["c.md", "别的_files/scan.png", "页.html", "页_files/frame.html"]


def test_a_pipe_is_refused_without_waiting_for_it(folder):
    os.mkfifo(folder / "pipe.txt")
    (source,) = find_reports(folder / "pipe.txt")
    with pytest.raises(ReadingError, match=r"pipe\.txt': it is no regular file"):
        read_report(source)
    assert names(find_reports(folder), folder) == ["a.TXT", "b.txt", "deep/c.md"]


def test_a_folder_that_cannot_be_opened_stops_no_other(folder, monkeypatch):
    def refuse(path, *, listing=Path.iterdir):
        if path.name == "deep":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = find_reports(folder)
    assert names(found, folder) == ["a.TXT", "b.txt", "deep"]
    with pytest.raises(ReadingError, match=r"deep': it is a folder that cannot be opened"):
        read_report(found[2])
    with pytest.raises(ReadingError, match="cannot open the folder"):
        find_reports(folder / "deep")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.txt", r"'.*none\.txt' does not exist"),
        ("*.pdf", r"no file matches '.*\*\.pdf'"),
        ("empty", r"the folder '.*empty' holds no report. Files that can be read end in \.7z, .*\.docx, .*\.zip"),
    ],
)
def test_names_that_stand_for_nothing_are_refused(folder, name, message):
    (folder / "empty").mkdir()
    with pytest.raises(ReadingError, match=message):
        find_reports(str(folder / name))
