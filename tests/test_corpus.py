import json

import pytest

from perfnlp.corpus import digest, load_corpus, load_rows
from perfnlp.errors import CorpusError
from perfnlp.records import Status

ROW = {
    "id": "x-1",
    "doc": "甲县",
    "indicator": "培训人数",
    "target": "50人",
    "actual": "48人",
    "kind": "quantitative",
    "status": "partial",
}


def write(path, *rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_second_defensible_status_is_right_too(tmp_path):
    (row,) = load_rows([write(tmp_path / "rows.jsonl", {**ROW, "also_accepted": ["not_completed"]})])
    assert row.accepts(Status.PARTIAL)
    assert row.accepts(Status.NOT_COMPLETED)
    assert not row.accepts(Status.COMPLETED)


def test_the_split_follows_the_document(tmp_path):
    (tmp_path / "labelled").mkdir()
    write(tmp_path / "labelled" / "rows.jsonl", ROW, {**ROW, "id": "x-2", "doc": "乙县"})
    (tmp_path / "splits.json").write_text('{"test": ["乙县"]}', encoding="utf-8")
    assert [row.split for row in load_corpus(tmp_path)] == ["development", "test"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"status": "done"}, "line 1.*'done'", id="a status outside the guideline"),
        pytest.param({"points": "三"}, "line 1", id="points that are no number"),
        pytest.param({"kind": None}, "line 1", id="no kind"),
    ],
)
def test_a_wrong_label_is_one_sentence_with_its_line(tmp_path, change, said):
    path = write(tmp_path / "rows.jsonl", {**ROW, **change})
    with pytest.raises(CorpusError, match=said):
        load_rows([path])


def test_an_id_that_stands_twice_is_refused(tmp_path):
    path = write(tmp_path / "rows.jsonl", ROW, ROW)
    with pytest.raises(CorpusError, match=r"line 2.*'x-1' stands already at .*line 1"):
        load_rows([path])


def test_the_digest_depends_on_labels_and_not_on_the_order(tmp_path):
    other = {**ROW, "id": "x-2"}
    forth = load_rows([write(tmp_path / "forth.jsonl", ROW, other)])
    back = load_rows([write(tmp_path / "back.jsonl", other, ROW)])
    changed = load_rows([write(tmp_path / "changed.jsonl", ROW, {**other, "status": "completed"})])
    assert digest(forth) == digest(back) != digest(changed)


def test_the_shipped_corpus_is_valid_and_no_family_is_split(corpus):
    rows = load_corpus(corpus)
    splits = {}
    for row in rows:
        splits.setdefault(row.family or row.doc, set()).add(row.split)
    assert {status.value for status in Status} == {row.status.value for row in rows}
    assert all(len(found) == 1 for found in splits.values())
