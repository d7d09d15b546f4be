"""Files, folders and patterns that users name."""

import pytest

from perfnlp.errors import ReadingError
from perfnlp.reading import find_reports


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.TXT", "deep/c.md", "deep/photo.jpg", ".hidden/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path


def names(paths, folder):
    return [path.relative_to(folder).as_posix() for path in paths]


def test_a_folder_is_walked_in_sorted_order(folder):
    assert names(find_reports(folder), folder) == ["a.TXT", "b.txt", "deep/c.md"]


def test_files_globs_and_folders_give_each_file_once(folder):
    found = find_reports((str(folder / "b.txt"), str(folder / "**/*.md"), folder))
    assert names(found, folder) == ["b.txt", "deep/c.md", "a.TXT"]


def test_a_file_named_outright_is_returned_whatever_its_suffix(folder):
    assert names(find_reports(folder / "deep/photo.jpg"), folder) == ["deep/photo.jpg"]


def test_links_that_lead_back_end(folder):
    (folder / "deep/up").symlink_to(folder, target_is_directory=True)
    (folder / "again.txt").symlink_to(folder / "b.txt")
    assert names(find_reports(folder), folder) == ["a.TXT", "again.txt", "deep/c.md"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.txt", r"'.*none\.txt' does not exist"),
        ("*.pdf", r"no file matches '.*\*\.pdf'"),
        ("empty", r"the folder '.*empty' holds no report. Files that can be read end in \.md, \.tsv, \.txt"),
    ],
)
def test_names_that_stand_for_nothing_are_refused(folder, name, message):
    (folder / "empty").mkdir()
    with pytest.raises(ReadingError, match=message):
        find_reports(str(folder / name))
