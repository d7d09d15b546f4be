"""What an interrupted run had read is not read again."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfnlp import batch
from perfnlp.errors import OutputError
from perfnlp.journal import Journal, Kept
from perfnlp.reading import ReadingOptions, Source
from perfnlp.records import Box, Indicator, Locator

OPTIONS = ReadingOptions()
BOX = Box(page=1, left=0.5, top=1.0, right=2.25, bottom=3.0)
ROW = Indicator(
    id="0" * 16,
    name="修路",
    target="≥3公里",
    points=Decimal("2.50"),
    locator=Locator(document="a.pdf", page=1, boxes=(BOX,), legibility=0.9),
    remarks=("请核对。",),
)
KEPT = Kept(name="a.pdf", sha256="f" * 64, remarks=("甲", "乙"), indicators=(ROW,))
REPORT = "一级指标\t三级指标\t年度指标值\t实际完成值\t分值\n产出指标\t修路\t≥3公里\t{done}公里\t10\n"


def interrupt(output, *documents, options=OPTIONS, resumes=False):
    """Write `documents` to the journal of a run that is then interrupted."""
    with suppress(KeyboardInterrupt), Journal(output, options, resumes=resumes) as journal:
        journal.add(documents)
        raise KeyboardInterrupt


def test_what_was_read_comes_back_as_it_was(tmp_path):
    interrupt(tmp_path / "out.xlsx", KEPT)
    with Journal(tmp_path / "out.xlsx", OPTIONS, resumes=True) as journal:
        assert journal.kept == {"a.pdf": KEPT}
    assert list(tmp_path.iterdir()) == [], "a run that ended well leaves no journal"


numbers = st.none() | st.decimals(0, 1000, places=2)
boxes = st.tuples(
    st.builds(Box, page=st.integers(1), **dict.fromkeys(("left", "top", "right", "bottom"), st.floats(0, 9)))
)
locators = st.builds(Locator, document=st.text(), page=st.none() | st.integers(1), boxes=st.just(()) | boxes)
rows = st.builds(Indicator, id=st.text(), name=st.text(), points=numbers, self_score=numbers, locator=locators)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(rows, max_size=2))
def test_any_row_survives(tmp_path, found):
    kept = Kept(name="报告.docx", sha256="0", remarks=(), indicators=tuple(found))
    interrupt(tmp_path / "out.csv", kept)
    with Journal(tmp_path / "out.csv", OPTIONS, resumes=True) as journal:
        assert journal.kept == {"报告.docx": kept}


def test_without_resuming_an_older_journal_is_emptied(tmp_path):
    interrupt(tmp_path / "out.csv", KEPT)
    with Journal(tmp_path / "out.csv", OPTIONS, resumes=False) as journal:
        assert journal.kept == {}


def test_another_limit_of_pages_reads_anew(tmp_path):
    interrupt(tmp_path / "out.csv", KEPT)
    with Journal(tmp_path / "out.csv", ReadingOptions(n_pages=5), resumes=True) as journal:
        assert journal.kept == {}


def test_a_line_cut_by_the_interruption_is_left_out(tmp_path):
    interrupt(tmp_path / "out.csv", KEPT)
    part = tmp_path / "out.csv.part"
    whole = part.read_bytes()
    for end in range(0, len(whole), 11):
        part.write_bytes(whole + whole[:end])
        interrupt(tmp_path / "out.csv", resumes=True)
        with suppress(KeyboardInterrupt), Journal(tmp_path / "out.csv", OPTIONS, resumes=True) as journal:
            assert journal.kept == {"a.pdf": KEPT}
            raise KeyboardInterrupt


def test_going_on_after_a_cut_line_keeps_the_next_one_whole(tmp_path):
    interrupt(tmp_path / "out.csv", KEPT)
    part = tmp_path / "out.csv.part"
    part.write_bytes(part.read_bytes()[:-20])
    interrupt(tmp_path / "out.csv", KEPT, resumes=True)
    with Journal(tmp_path / "out.csv", OPTIONS, resumes=True) as journal:
        assert journal.kept == {"a.pdf": KEPT}


def test_a_failed_run_that_read_nothing_leaves_nothing(tmp_path):
    interrupt(tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(OutputError, match=r"cannot write .*out\.csv\.part"):
        Journal(tmp_path / "none" / "out.csv", OPTIONS, resumes=False)


def test_a_resumed_run_gives_the_same_and_reads_only_what_is_new_or_changed(tmp_path, monkeypatch):
    paths = [tmp_path / f"{number}.txt" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_text(REPORT.format(done=number + 2), encoding="utf-8")
    sources = [Source(path=path) for path in paths]
    rubric = "caiyu-2020-10"
    out = tmp_path / "out.jsonl"
    with suppress(KeyboardInterrupt), Journal(out, OPTIONS, resumes=False) as journal:
        whole = batch.annotate(sources[:2], rubric=rubric, journal=journal)
        raise KeyboardInterrupt
    paths[1].write_text(REPORT.format(done=9), encoding="utf-8")
    read = []
    monkeypatch.setattr(batch, "read_bytes", lambda data, name, **said: read.append(name) or READ(data, name, **said))
    with Journal(out, OPTIONS, resumes=True) as journal:
        resumed = batch.annotate(sources, rubric=rubric, journal=journal)
    assert read == [str(paths[1]), str(paths[2])]
    assert resumed.records[0] == whole.records[0]
    assert [record["actual"] for record in resumed.records] == ["2公里", "9公里", "4公里"]
    assert resumed == batch.annotate(sources, rubric=rubric)


READ = batch.read_bytes
