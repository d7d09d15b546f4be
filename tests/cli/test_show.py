"""`perfnlp show` leads a row back to its source."""

import io
import json
import shutil
from pathlib import Path

import pytest

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


@pytest.fixture(scope="module")
def annotated(perfnlp, tmp_path_factory):
    """Return a folder with a PDF and a text, and the records of their rows."""
    folder = tmp_path_factory.mktemp("show")
    shutil.copy(DOCUMENTS / "pdf" / "recheck-01.pdf", folder / "form.pdf")
    rows = "三级指标\t年度指标值\t实际完成值\t分值\n" + "".join(
        f"巡河{n}次\t≥{n}次\t{n}次\t{n}\n" for n in range(2, 12)
    )
    (folder / "rows.txt").write_text(f"云溪县自评表\n{rows}", encoding="utf-8")
    perfnlp("annotate", folder / "form.pdf", folder / "rows.txt", "-o", folder / "out.jsonl")
    lines = (folder / "out.jsonl").read_text("utf-8").splitlines()
    return folder, [json.loads(line) for line in lines]


def test_a_row_of_a_text_is_shown_between_its_neighbours(perfnlp, annotated):
    folder, records = annotated
    row = next(record for record in records if record["indicator"] == "巡河5次")
    shown = perfnlp("show", folder / "out.jsonl", row["id"][:8])
    assert shown.returncode == 0, shown.stderr
    source = shown.stdout.decode().partition("原文：\n")[2].splitlines()
    assert source[3] == "→ 巡河5次 | ≥5次 | 5次 | 5"
    assert [line[2:6] for line in source] == [
        "巡河2次",
        "巡河3次",
        "巡河4次",
        "巡河5次",
        "巡河6次",
        "巡河7次",
        "巡河8次",
    ]


def test_a_row_of_a_pdf_is_drawn_with_its_cells_framed(perfnlp, annotated):
    from PIL import Image

    folder, records = annotated
    row = next(record for record in records if record["source"]["path"].endswith(".pdf"))
    assert len(row["source"]["boxes"]) == 13  # the form's columns
    picture = folder / "row.png"
    shown = perfnlp("show", folder / "out.jsonl", row["id"], "--picture", picture)
    assert shown.returncode == 0, shown.stderr
    with Image.open(io.BytesIO(picture.read_bytes())) as image:
        colours = image.convert("RGB").getcolors(maxcolors=1 << 24)
    assert any(red > 180 and green < 60 and blue < 60 for _, (red, green, blue) in colours)


def test_an_unknown_id_a_changed_source_and_a_missing_one_are_told(refused, annotated, tmp_path):
    folder, records = annotated
    assert "no row has an id that begins with 'zz'" in refused("show", folder / "out.jsonl", "zz")
    changed = {**records[-1], "source": {**records[-1]["source"], "sha256": "0" * 64}}
    gone = {**records[-1], "source": {**records[-1]["source"], "path": str(tmp_path / "gone.txt")}}
    for number, (record, words) in enumerate([(changed, "has changed"), (gone, "does not exist")]):
        file = tmp_path / f"{number}.jsonl"
        file.write_text(json.dumps(record), encoding="utf-8")
        assert words in refused("show", file, record["id"])


def test_a_file_of_other_lines_is_refused_with_the_line(refused, tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": "abcdefgh"}\n', encoding="utf-8")
    assert "line 1 is no annotation record: it lacks 'source'" in refused("show", file, "abc")
