"""An exported form that a reviewer edited in a spreadsheet comes back as decisions."""

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook

from perfnlp.annotation import COLUMNS
from perfnlp.cli.export import Format, export
from perfnlp.cli.import_ import import_form
from perfnlp.cli.policy import policy_of
from perfnlp.errors import OutputError, ReviewError
from perfnlp.records import Action
from perfnlp.review.log import Ledger
from perfnlp.review.session import Session
from perfnlp.review.store import Store

TOP, MIDDLE, LOW = "达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差"
SENT_BACK = "退回单位说明"


def record(number, **changes):
    values = {
        "id": f"{number:016x}",
        "source": {"path": "reports/青溪县.txt", "sha256": None, "location": f"第{number}行", "section": "自评表"},
        "level1": "产出指标",
        "level2": "数量指标",
        "indicator": f"第{number}项活动",
        "target": "≥10场",
        "actual": "9场",
        "points": 10,
        "self_score": 10,
        "status": "partial",
        "proposed_score": 7,
        "needs_review": True,
        "reasons": [
            f"目标为“≥10场”，实际为“9场”，属第二档，依财预〔2020〕10号属第二档“{MIDDLE}”（80%-60%），按70%计7分，扣3分。"
        ],
        "confidence": 0.9,
        "credit": 0.7,
        "tier": MIDDLE,
        "kind": "quantitative",
        "rubric": "caiyu-2020-10",
        "decided_by": "grader-0001",
        "status_probabilities": {"partial": 1.0},
        "evidence": [],
    }
    return {**dict.fromkeys(COLUMNS), **values, **changes}


class Desk:
    """A store of four rows, the first three accepted by 李审, and its exported form."""

    def __init__(self, folder):
        self.store, self.form = folder / "out.pfreview", folder / "复核表.xlsx"
        with Store(self.store) as store:
            store.add_run([record(n) for n in range(1, 5)], origin="out.jsonl")
        self.act(lambda session: session.accept([f"{n:016x}" for n in (1, 2, 3)]))

    def act(self, verb, reviewer="李审"):
        with Store(self.store) as store:
            rows, log = store.rows(), store.entries()
            session = Session(rows, Ledger(reviewer, log), policy_of(rows, None), batch=store.batch())
            store.append(verb(session), seen=log[-1].seq if log else 0)

    def write(self):
        export(self.store, self.form, format_=Format.XLSX, partial=True)

    def edit(self, **cells):
        book = load_workbook(self.form)
        for place, value in cells.items():
            book.worksheets[0][place] = value
        book.save(self.form)

    def take(self, reviewer="李审"):
        import_form(self.form, self.store, reviewer=reviewer)

    def log(self):
        with Store(self.store) as store:
            return store.entries()

    def decided(self, number, reviewer="李审"):
        entry = Ledger(reviewer, self.log()).latest(f"{number:016x}")
        return (entry.action, entry.tier, entry.score, entry.comment)


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    made.write()
    return made


def test_edits_become_decisions_and_are_listed(desk, capsys):
    desk.edit(K4=6.5, P4="第四季度未开展", O5=LOW, O6=SENT_BACK, K6=None, K7="8分", O7=TOP)
    desk.take()
    assert desk.decided(1) == (Action.SCORE, MIDDLE, Decimal("6.5"), "第四季度未开展")
    assert desk.decided(2) == (Action.TIER, LOW, Decimal("3.0"), "")
    assert desk.decided(3) == (Action.SEND_BACK, None, None, "")
    assert desk.decided(4) == (Action.SCORE, TOP, Decimal(8), "")
    assert {entry.basis for entry in desk.log()[3:]} == {"import: 复核表.xlsx"}
    told = capsys.readouterr().out.splitlines()
    assert [line.split("　")[2] for line in told] == [
        "第1行 第1项活动：改定得分6.5分（部分达成年度指标并具有一定效果）：第四季度未开展",
        "第2行 第2项活动：改定档次3分（未达成年度指标且效果较差）",
        "第3行 第3项活动：退回单位说明",
        "第4行 第4项活动：改定得分8分（达成年度指标）",
    ]


def test_importing_twice_adds_nothing(desk):
    desk.edit(K4=6.5, P4="第四季度未开展", O5=LOW, O6=SENT_BACK, K6=None, P7="待核")
    desk.take()
    once = desk.log()
    desk.take()
    assert desk.log() == once
    assert len(once) == 3 + 4


def test_a_form_without_edits_adds_nothing_for_anyone(desk):
    desk.take("王核")
    assert len(desk.log()) == 3


def test_an_edit_taken_back_in_the_same_form_is_taken_back(desk):
    desk.edit(K4=6.5)
    desk.take()
    desk.edit(K4=7)
    desk.take()
    assert desk.decided(1)[2] == 7


def test_the_form_written_after_the_import_shows_the_new_note(desk):
    desk.edit(K4=6.5, P4="第四季度未开展")
    desk.take()
    desk.write()
    page = load_workbook(desk.form).worksheets[0]
    assert page["M4"].value == (
        f"目标为“≥10场”，实际为“9场”，依财预〔2020〕10号属第二档“{MIDDLE}”（80%-60%），"
        "计6.5分，扣3.5分（占分值的35%）。复核意见：第四季度未开展。"
    )


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"C4": "另一项活动"}, "编号或原文单元格被改动，不能导入"),
        ({"Q4": None, "R4": None, "S4": None}, "编号或原文单元格被改动，不能导入"),
        ({"I4": 9}, "编号或原文单元格被改动，不能导入"),
        ({"M4": "改写的原因"}, "编号或原文单元格被改动，不能导入"),
        ({"Q4": f"{2:016x}"}, "编号或原文单元格被改动，不能导入"),
        ({"Q4": None}, "编号或原文单元格被改动，不能导入"),
        ({"S4": None}, "编号或原文单元格被改动，不能导入"),
        ({"K4": "七分半"}, "复核得分“七分半”不是数字，不能导入"),
        ({"K4": "=3+4"}, "复核得分“=3+4”不是数字，不能导入"),
        ({"K4": "NaN"}, "复核得分“NaN”不是数字，不能导入"),
        ({"K4": 10.5}, "得分须在0至10分之间，不能是10.5分"),
        ({"K4": -1}, "得分须在0至10分之间，不能是-1分"),
        ({"K4": None}, "复核得分被清空；不能判断的请选“退回单位说明”"),
        ({"O4": None}, "采用档次被清空；不能判断的请选“退回单位说明”"),
        ({"O4": "优秀"}, "评分规则没有档次“优秀”"),
        ({"O4": LOW, "K4": 9}, f"复核得分9分不在采用档次“{LOW}”之内，属“{TOP}”"),
        ({"O4": SENT_BACK, "K4": 5}, "采用档次为“退回单位说明”，不能有复核得分"),
    ],
)
def test_a_row_that_cannot_be_taken_is_listed_and_the_others_are_taken(desk, capsys, cells, why):
    desk.edit(K5=6, **cells)
    with pytest.raises(typer.Exit) as stopped:
        desk.take()
    told = capsys.readouterr().err.splitlines()
    assert stopped.value.exit_code == 1
    assert [line for line in told if line.startswith("未导入")] == [f"未导入　复核表1 青溪县 第4行：{why}。"]
    assert (desk.decided(1)[0], desk.decided(2)[2], len(desk.log())) == (Action.ACCEPT, 6, 4)


def test_a_score_above_the_own_score_is_refused(tmp_path, capsys):
    desk = Desk(tmp_path)
    with Store(desk.store) as store:
        store.add_run([record(1, self_score=8), *(record(n) for n in (2, 3, 4))], origin="out.jsonl")
    desk.write()
    desk.edit(K4=9)
    with pytest.raises(typer.Exit):
        desk.take()
    assert "复核得分不得高于自评得分8分" in capsys.readouterr().err


def test_a_row_decided_since_the_export_is_refused(desk, capsys):
    desk.act(lambda session: session.score([f"{1:016x}"], Decimal(5)))
    desk.edit(K4=6)
    with pytest.raises(typer.Exit):
        desk.take()
    assert "导出后已在复核库中另作决定" in capsys.readouterr().err
    assert desk.decided(1)[2] == 5


def test_a_row_whose_words_changed_since_the_export_is_refused(desk, capsys):
    with Store(desk.store) as store:
        store.add_run([record(1, actual="8场"), *(record(n) for n in (2, 3, 4))], origin="again.jsonl")
    desk.edit(K4=6)
    with pytest.raises(typer.Exit):
        desk.take()
    assert "文字已变" in capsys.readouterr().err


def test_a_row_copied_within_the_form_is_refused(desk, capsys):
    page = load_workbook(desk.form)
    sheet = page.copy_worksheet(page.worksheets[0])
    assert sheet["Q4"].value == f"{1:016x}"
    page.save(desk.form)
    with pytest.raises(typer.Exit):
        desk.take()
    assert "同一编号在表中出现多次" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut"])
def test_a_file_that_is_no_form_is_refused(desk, content):
    desk.form.write_bytes(content)
    with pytest.raises(ReviewError, match=r"复核表\.xlsx"):
        desk.take()


def test_the_sheet_of_another_program_is_refused(desk):
    book = load_workbook(desk.form)
    for page in book.worksheets:
        page["S3"] = None
    book.save(desk.form)
    with pytest.raises(ReviewError, match="no 复核表"):
        desk.take()


def test_open_rows_keep_the_form_from_being_written(tmp_path, capsys):
    desk = Desk(tmp_path)
    with pytest.raises(OutputError, match="1 contradictions or open rows"):
        export(desk.store, desk.form)
    assert capsys.readouterr().err == "reports/青溪县.txt 第4行“第4项活动”：尚未复核。\n"
    assert not desk.form.exists()


def test_disputed_rows_keep_even_a_partial_form_from_being_written(tmp_path, capsys):
    desk = Desk(tmp_path)
    desk.act(lambda session: session.score([f"{1:016x}"], Decimal(5)), reviewer="王核")
    with pytest.raises(OutputError):
        desk.write()
    assert "复核人意见不一致（李审；王核），须先裁定" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_form_saved_by_libreoffice_is_still_taken(desk, tmp_path):
    desk.edit(K4=6.5)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "saved"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    subprocess.run([*command, str(desk.form)], check=True, capture_output=True, timeout=120)
    desk.form = Path(out) / desk.form.name
    desk.take()
    assert (desk.decided(1)[2], len(desk.log())) == (Decimal("6.5"), 4)
