"""Rows and decisions go to other tools and come back without loss."""

import json
from xml.etree import ElementTree as ET

import pytest
from form_rows import LOW, MIDDLE, TOP, decision, met, record
from hypothesis import given, settings
from hypothesis import strategies as st

from perfnlp.cli.export import Format, export
from perfnlp.cli.import_ import import_
from perfnlp.errors import ReviewError
from perfnlp.export import interchange, label_studio
from perfnlp.export.interchange import Item
from perfnlp.records import Action
from perfnlp.review.log import Ledger, reviewers
from perfnlp.review.outcomes import final
from perfnlp.review.store import Store

TEXT = "指标：第1项满意程度\n目标：明显提升\n实际：有所提升"
ITEMS = (
    Item(row_id=f"{1:016x}", record=record(1), decision=decision(1, comment="证据“不足”\n，见附件")),
    Item(
        row_id=f"{2:016x}", record=met(2, indicator="=1+1", note="-无"), decision=decision(2, "4.50", TOP, Action.SCORE)
    ),
    Item(row_id=f"{3:016x}-2", record=record(3, 备注="额外"), decision=None),
    Item(
        row_id=f"{4:016x}",
        record=record(4, tier=None, proposed_score=None, status="unclear"),
        decision=decision(4, None, None, Action.SEND_BACK, reviewer="王核"),
    ),
)


@pytest.mark.parametrize(
    ("encode", "decode"),
    [
        (interchange.encode_jsonl, interchange.decode_lines),
        (interchange.encode_doccano, interchange.decode_lines),
        (interchange.encode_csv, interchange.decode_csv),
        (label_studio.encode, lambda data, name: tuple(task.item for task in label_studio.decode(data, name))),
    ],
)
def test_nothing_is_lost_on_the_way_back(encode, decode):
    assert decode(encode(ITEMS), "f") == ITEMS


@settings(max_examples=40)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=30), comment=st.text(max_size=20))
def test_any_words_survive_csv_and_lines(text, comment):
    item = Item(row_id="1", record=record(indicator=text, note=comment), decision=decision(comment=comment))
    items = json.loads(json.dumps([interchange.to_plain(item)]).encode("utf-8", "replace"))
    kept = (interchange.from_plain(items[0], "f"),)
    assert interchange.decode_lines(interchange.encode_jsonl(kept), "f") == kept
    assert interchange.decode_csv(interchange.encode_csv(kept), "f") == kept


def test_the_lines_are_annotation_records_too(tmp_path):
    from perfnlp.annotation import read_records

    (tmp_path / "out.jsonl").write_bytes(interchange.encode_jsonl(ITEMS))
    assert [found["indicator"] for found in read_records(tmp_path / "out.jsonl")] == [
        item.record["indicator"] for item in ITEMS
    ]


def test_a_changed_cell_of_the_csv_is_refused():
    changed = interchange.encode_csv(ITEMS).decode("utf-8-sig").replace(",2.1,", ",2.2,", 1).encode()
    with pytest.raises(ReviewError, match="row 2 was changed"):
        interchange.decode_csv(changed, "f")


def test_doccano_gets_its_published_shape():
    line = json.loads(interchange.encode_doccano(ITEMS).splitlines()[0])
    assert line["text"] == TEXT
    assert line["label"] == [[TEXT.index("有所"), TEXT.index("有所") + 2, "degree"]]
    assert isinstance(line["perfnlp"], str)


def test_what_doccano_exports_is_read_back():
    line = json.loads(interchange.encode_doccano(ITEMS[:1]))
    start, end, label = line.pop("label")[0]
    entity = {"id": 7, "label": label, "start_offset": start, "end_offset": end}
    exported = {"id": 1, **line, "entities": [entity], "relations": [], "Comments": []}
    assert interchange.decode_lines(json.dumps(exported).encode(), "f") == ITEMS[:1]


@pytest.mark.parametrize("changes", [{"text": "另一段"}, {"label": []}, {"label": [[0, 2, "degree"]]}])
def test_spans_changed_in_doccano_are_refused(changes):
    line = {**json.loads(interchange.encode_doccano(ITEMS[:1])), **changes}
    with pytest.raises(ReviewError, match="line 1: text or spans were changed"):
        interchange.decode_lines(json.dumps(line).encode(), "f")


def test_label_studio_gets_its_published_shape():
    task = json.loads(label_studio.encode(ITEMS))[0]
    assert task["data"]["text"] == TEXT
    (prediction,), (annotation,) = task["predictions"], task["annotations"]
    assert (prediction["model_version"], prediction["score"]) == ("grader-0001", 0.91)
    start = TEXT.index("有所")
    assert [(part["type"], part["from_name"], part["value"]) for part in prediction["result"]] == [
        ("labels", "evidence", {"start": start, "end": start + 2, "text": "有所", "labels": ["degree"]}),
        ("choices", "tier", {"choices": [MIDDLE]}),
        ("number", "score", {"number": 2.1}),
    ]
    assert {part["to_name"] for part in prediction["result"]} == {"text"}
    assert [part["value"] for part in annotation["result"]] == [
        {"choices": [MIDDLE]},
        {"number": 2.1},
        {"text": ["证据“不足”\n，见附件"]},
    ]
    assert annotation["was_cancelled"] is False


def test_the_labelling_configuration_declares_every_name_and_value():
    view = ET.fromstring(label_studio.encode_config((TOP, MIDDLE, LOW), ITEMS))  # noqa: S314 (our own file)
    parts = [part for task in json.loads(label_studio.encode(ITEMS)) for part in task["predictions"][0]["result"]]
    controls = {control.get("name"): control for control in view}
    assert {part["from_name"] for part in parts} <= set(controls)
    assert {controls[part["from_name"]].get("toName") for part in parts} == {"text"}
    offered = {choice.get("value") for choice in view.iter() if choice.tag in {"Choice", "Label"}}
    told = {value for part in parts for key in ("choices", "labels") for value in part["value"].get(key, ())}
    assert told <= offered


@pytest.mark.parametrize(
    ("decode", "data"),
    [
        (interchange.decode_lines, b"no json"),
        (interchange.decode_lines, b"[1]"),
        (interchange.decode_lines, b'{"id": "1"}'),
        (interchange.decode_lines, b"\xff\xfe"),
        (interchange.decode_csv, b"a,b\n1,2\n"),
        (label_studio.decode, b'{"tasks": []}'),
        (label_studio.decode, b'[{"data": {"text": "a"}}]'),
        (label_studio.decode, b"[1]"),
    ],
)
def test_a_file_of_another_kind_is_refused(decode, data):
    with pytest.raises(ReviewError, match="f"):
        decode(data, "f")


@pytest.fixture
def lines(tmp_path):
    """Return a file of the items, imported nowhere yet."""
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(interchange.encode_jsonl(ITEMS[:2] + ITEMS[3:]))
    return path


def log(path):
    with Store(path) as store:
        return store.rows(), store.entries()


@pytest.mark.parametrize("format_", [found for found in Format if found is not Format.XLSX])
def test_stores_exchange_rows_and_decisions(tmp_path, lines, format_):
    endings = {Format.CSV: "csv", Format.LABEL_STUDIO: "json"}
    first, second = tmp_path / "a.pfreview", tmp_path / "b.pfreview"
    import_(lines, first)
    middle = tmp_path / f"middle.{endings.get(format_, 'jsonl')}"
    export(first, middle, format_=format_)
    import_(middle, second, reviewer="旁人")
    export(second, tmp_path / "again.jsonl", format_=Format.JSONL)
    assert (tmp_path / "again.jsonl").read_bytes() == lines.read_bytes()
    rows, entries = log(second)
    assert reviewers(entries) == ("李审", "王核")
    import_(middle, second, reviewer="旁人")
    assert log(second) == (rows, entries)


def test_an_annotation_changed_in_label_studio_is_the_decision_of_who_imports(tmp_path, lines):
    store, tasks = tmp_path / "a.pfreview", tmp_path / "tasks.json"
    import_(lines, store)
    export(store, tasks, format_=Format.LABEL_STUDIO)
    changed = json.loads(tasks.read_bytes())
    changed[0]["annotations"][0]["result"][1]["value"]["number"] = 2
    tasks.write_text(json.dumps(changed), encoding="utf-8")
    import_(tasks, store, reviewer="王核")
    rows, entries = log(store)
    entry = Ledger("王核", entries).latest(f"{1:016x}")
    assert (entry.action, entry.score, entry.tier) == (Action.SCORE, 2, MIDDLE)
    assert final(rows, entries)[f"{1:016x}"].is_disputed


def test_a_store_with_other_rows_is_left_alone(tmp_path, lines):
    store = tmp_path / "a.pfreview"
    with Store(store) as opened:
        opened.add_run([record(1, actual="显著提升")], origin="x")
    with pytest.raises(ReviewError, match=r"row 1 .* says something else"):
        import_(lines, store)
    assert log(store)[1] == ()


def test_a_decision_no_reviewer_may_make_is_refused(tmp_path, lines):
    item = Item(row_id=f"{1:016x}", record=record(1), decision=decision(1, "2.9", TOP, Action.SCORE))
    lines.write_bytes(interchange.encode_jsonl([item]))
    with pytest.raises(ReviewError, match="不得高于自评得分"):
        import_(lines, tmp_path / "a.pfreview")


def test_label_studio_itself_accepts_and_converts_what_is_exported(tmp_path):
    reason = "label-studio-sdk is not installed: it would pin other versions of numpy and opencv"
    converter = pytest.importorskip("label_studio_sdk.converter.converter", reason=reason, exc_type=ImportError)
    interface = pytest.importorskip("label_studio_sdk.label_interface", reason=reason, exc_type=ImportError)
    config, tasks = label_studio.encode_config((TOP, MIDDLE, LOW), ITEMS), json.loads(label_studio.encode(ITEMS))
    known = interface.LabelInterface(config.decode())
    known.validate()
    assert all(known.validate_task({"data": task["data"]}) for task in tasks)
    assert all(known.validate_prediction(found) for task in tasks for found in task["predictions"])
    assert all(known.validate_annotation(found) for task in tasks for found in task["annotations"])
    (tmp_path / "in").mkdir()
    (tmp_path / "config.xml").write_bytes(config)
    for number, task in enumerate(tasks, start=1):  # a file each, numbered, as the tool keeps them
        annotations = [{**found, "id": number} for found in task["annotations"]]
        kept = json.dumps({**task, "id": number, "annotations": annotations})
        (tmp_path / "in" / f"{number}.json").write_text(kept, encoding="utf-8")
    tool = converter.Converter(config=str(tmp_path / "config.xml"), project_dir=None, download_resources=False)
    tool.convert_to_json_min(input_data=str(tmp_path / "in"), output_dir=str(tmp_path / "min"), is_dir=True)
    tool.convert_to_json(input_data=str(tmp_path / "in"), output_dir=str(tmp_path / "json"), is_dir=True)
    converted = json.loads((tmp_path / "min" / "result.json").read_text(encoding="utf-8"))
    first = next(task for task in converted if task["id"] == 1)
    assert (first["tier"], first["score"]) == (MIDDLE, [{"number": 2.1}])
    returned = label_studio.decode((tmp_path / "json" / "result.json").read_bytes(), "f")
    assert sorted((task.item for task in returned), key=lambda item: item.row_id) == list(ITEMS)
