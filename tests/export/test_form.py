"""The workbook that a bureau files: columns, sums, print set-up, the other sheets, and when it is refused."""

import io
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal

import pytest
from form_rows import LOW, MIDDLE, TOP, decision, met, record
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from perfnlp.export.form import SENT_BACK, Form, FormEvent, FormRow, FormSheet, FormTier, encode, sheet_titles
from perfnlp.export.form_cells import HEADINGS, split_target
from perfnlp.export.form_checks import contradictions
from perfnlp.export.form_findings import findings
from perfnlp.records import Action

NOTE = "目标为“明显提升”，实际为“有所提升”，依财预〔2020〕10号属第二档，计2.1分，扣0.9分（占分值的30%）。"
CLAUSE = f"依财预〔2020〕10号属第二档“{MIDDLE}”（80%-60%）"
TIERS = tuple(
    FormTier(name=name, low=Decimal(low), high=Decimal(high), point=Decimal(point))
    for name, low, high, point in ((TOP, "0.8", "1", "1"), (MIDDLE, "0.6", "0.8", "0.7"), (LOW, "0", "0.6", "0.3"))
)
EVENT = FormEvent(
    seq=7, at="2024-03-01 09:02:03", reviewer="李审", row="第1行 满意度", action="改定档次", before="完成，3分",
    after="部分完成，2.1分", comment="=HYPERLINK(1)", basis="逐行查看", seconds=8.5, saw_proposal=False,
    model="grader-0001", rubric="caiyu-2020-10",
)  # fmt: skip


def short(number=1, note=NOTE, made=None, **changes):
    made = made or decision(number)
    return FormRow(
        row_id=f"{number:016x}",
        position=number - 1,
        record=record(number, **changes),
        decision=made,
        note=note,
        clause=CLAUSE,
    )


def full(number=2, **changes):
    made = decision(number, score="5", tier=TOP)
    return FormRow(row_id=f"{number:016x}", position=number - 1, record=met(number, **changes), decision=made)


def sheet(*rows, project="青溪县绿道项目支出绩效自评表"):
    return FormSheet(document="reports/青溪县.txt", project=project, organisation="青溪县园林局", year=2023, rows=rows)


def form(*rows, sheets=None):
    sheets = sheets or (sheet(*rows),)
    scores = [row.score for found in sheets for row in found.rows if row.score is not None]
    return Form(
        sheets=sheets, tiers=TIERS, rubric=("caiyu-2020-10：三档",), events=(EVENT,), total=sum(scores, Decimal(0))
    )


def book(made, *, values=False):
    return load_workbook(io.BytesIO(encode(made)), data_only=values)


def test_the_form_has_the_thirteen_columns_and_its_heads():
    page = book(form(short(), full())).worksheets[0]
    assert [cell.value for cell in page[3][:13]] == list(HEADINGS)
    assert page["A1"].value == "青溪县绿道项目支出绩效自评复核表"
    assert (page["A2"].value, page["H2"].value) == ("单位：青溪县园林局", "年度：2023年")
    assert [cell.value for cell in page[5][:13]] == [
        "产出指标", "数量指标", "第2项满意程度", "≥", "12", "次", 5, "12次", 5, "12次", 5, 1, None,
    ]  # fmt: skip
    assert page["M4"].value == NOTE


def test_the_print_set_up_is_a4_landscape_with_repeated_headings_and_page_numbers():
    page = book(form(short())).worksheets[0]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$3:$3"
    assert page.print_area.endswith("$A$1:$M$7")
    assert "&P" in page.oddFooter.center.text


def test_levels_are_merged_as_runs_but_not_over_another_first_level():
    rows = [short(1), short(2), full(3), full(4, level2="质量指标"), short(5, level1="其他", level2="质量指标")]
    spans = {str(span) for span in book(form(*rows)).worksheets[0].merged_cells.ranges}
    assert {"A4:A5", "B4:B5", "A6:A7"} <= spans
    assert not {"B6:B7", "B7:B8", "A4:A8"} & spans


def test_sums_are_formulas_with_their_value_stored():
    made = form(short(), full())
    formulas, values = book(made).worksheets[0], book(made, values=True).worksheets[0]
    assert [formulas[f"{column}6"].value for column in "GIK"] == [
        f'=IF(COUNT({column}4:{column}5)=0,"",SUM({column}4:{column}5))' for column in "GIK"
    ]
    assert [values[f"{column}6"].value for column in "GIK"] == [8, 7.5, 7.1]


def test_several_projects_of_a_report_have_sums_of_their_own():
    other = {"path": "reports/青溪县.txt", "sha256": None, "location": "第9行", "section": "项目2 公厕改造"}
    page = book(form(short(), full(source=other)), values=True).worksheets[0]
    assert [page[f"A{line}"].value for line in (4, 6, 7, 9, 10)] == ["自评表", "小计", "项目2 公厕改造", "小计", "合计"]
    assert [page[f"K{line}"].value for line in (6, 9, 10)] == [2.1, 5, 7.1]


def test_the_difference_sheet_refers_to_the_forms():
    made = form(short(), full())
    formulas, values = book(made)["差值汇总表"], book(made, values=True)["差值汇总表"]
    title = book(made).sheetnames[0]
    assert f"'{title}'!I6" in formulas["G3"].value
    assert f"'{title}'!K6" in formulas["H3"].value
    assert [values[f"{column}3"].value for column in "FGH"] == [8, 7.5, 7.1]
    assert formulas["I3"].value == '=IF(COUNT(G3:H3)<2,"—",ROUND(G3-H3,4))'
    assert "偏离度" not in [cell.value for cell in formulas[2]]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-减", "@甲", "=cmd|' /C calc'!A0"])
def test_a_text_never_becomes_a_formula(text):
    row = short(note=text, indicator=text, target=text, actual=text, level1=text)
    pages = book(form(row)).worksheets
    cells = [cell for page in pages for row in page.iter_rows() for cell in row if cell.value == text]
    assert len(cells) >= 5
    assert all((cell.data_type, cell.quotePrefix) == ("s", True) for cell in cells)
    assert next(cell for row in pages[-1].iter_rows() for cell in row if cell.value == EVENT.comment).data_type == "s"


def test_equal_forms_are_equal_bytes():
    assert encode(form(short(), full())) == encode(form(short(), full()))


def test_sheet_titles_are_short_unique_and_allowed():
    titles = sheet_titles(
        [sheet(short(), project="a/b:[甲]" + "长" * 40), sheet(short(), project="a/b:[甲]" + "长" * 40)]
    )
    assert len({title.lower() for title in titles}) == 2
    assert all(len(title) <= 31 and not set("[]:*?/\\'") & set(title) for title in titles)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("≥12次", ("≥", "12", "次")),
        ("95.5%", ("定性", "95.5", "%")),
        ("=1,200万元", ("=", "1,200", "万元")),
        ("90%以上", ("定性", "90%以上", "")),
        ("12次、3人", ("定性", "12次、3人", "")),
        ("明显提升", ("定性", "明显提升", "")),
        (None, ("定性", "", "")),
    ],
)
def test_only_a_lone_figure_is_taken_apart(target, expected):
    assert split_target(record(target=target)) == expected


def test_tiers_and_scores_of_a_row_have_their_limits():
    page = book(form(short())).worksheets[0]
    kinds = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert kinds["O4"].formula1 == "'评分标准'!$A$3:$A$6"
    assert kinds["K4"].type == "decimal"
    names = [book(form(short()))["评分标准"][f"A{line}"].value for line in range(3, 7)]
    assert names == [TOP, MIDDLE, LOW, SENT_BACK]
    assert all(page.column_dimensions[column].hidden for column in "QRS")


def test_findings_name_deductions_missing_reasons_and_sums_that_differ():
    remark = "本表各行分值合计为98分，表内标注的合计为100分，请核对。"
    reasons = [*record()["reasons"], remark]
    back = short(
        3, made=decision(3, score=None, tier=None, action=Action.SEND_BACK), note="无法判断，已退回单位补充说明。"
    )
    found = list(findings([sheet(short(reasons=reasons), full(reasons=["已达目标。", remark]), back)]))
    assert [(item.level, item.finding) for item in found] == [
        ("项目", remark),
        ("指标", NOTE),
        ("指标", "未达到目标，未说明偏差原因。"),
        ("指标", "无法判断，已退回单位补充说明。"),
    ]
    assert found[1].advice.startswith("自评得分核减0.4分。")
    assert found[1].basis == CLAUSE
    assert found[1].place == "reports/青溪县.txt 第1行 自评表"


def test_a_finding_counts_points_without_idle_zeros():
    (found, _) = findings([sheet(short(made=decision(score="1.50"), note="计1.5分，扣1.5分。"))])
    assert found.advice.startswith("自评得分核减1分。")


def test_a_sound_form_has_no_contradictions():
    assert contradictions(form(short(), full()), is_partial=False) == ()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (short(note="计2.1分，扣0.8分。"), "备注写扣0.8分，分值减复核得分为0.9分"),
        (short(note="计2分，扣0.9分。"), "备注写“计2分”，复核得分为2.1分"),
        (short(note="复核意见：酌情。"), "扣0.9分而备注没有写明"),
        (short(made=decision(score="2.6"), note="计2.6分，扣0.4分。"), "复核得分2.6分高于自评得分2.5分"),
        (short(made=decision(score="3.1"), self_score=None, note=""), "复核得分3.1分高于分值3分"),
        (short(made=decision(score="-1"), note="扣4分。"), "复核得分-1分低于0分"),
        (short(made=decision(score=None), note=""), "有分值而没有复核得分"),
        (replace(short(), decision=None), "尚未复核"),
        (
            replace(short(), opinions=("李审：2.1分", "王核：3分")),
            "复核人意见不一致（李审：2.1分；王核：3分），须先裁定",
        ),
    ],
)
def test_a_contradiction_names_its_row(row, fault):
    (told,) = contradictions(form(row), is_partial=False)
    assert told == f"reports/青溪县.txt 第1行“第1项满意程度”：{fault}。"


def test_what_the_report_says_in_quotes_and_rules_per_case_are_no_contradiction():
    row = short(note="实际为“扣5分，计1分”，按每起扣1分的规定，应计2.4分，计2.1分，扣0.9分（占分值的30%）。")
    assert contradictions(form(row), is_partial=False) == ()


def test_a_row_sent_back_is_compared_with_nothing():
    back = decision(2, score=None, tier=None, action=Action.SEND_BACK)
    page = book(form(replace(full(), decision=back, note="退回。"))).worksheets[0]
    assert [page[f"{column}4"].value for column in "JKLO"] == [SENT_BACK, None, None, SENT_BACK]


def test_undecided_rows_stay_empty_in_a_partial_form():
    made = form(replace(short(), decision=None, note=""), full())
    assert contradictions(made, is_partial=True) == ()
    page = book(made).worksheets[0]
    assert [page[f"{column}4"].value for column in "JKMO"] == [None] * 4


def test_a_row_that_got_lost_is_noticed():
    made = replace(form(short(), full()), total=Decimal("9.1"))
    assert contradictions(made, is_partial=False) == ("各表复核得分合计7.1分，复核记录中的合计为9.1分。",)


@settings(max_examples=15)
@given(st.lists(st.decimals(0, 5, places=2), min_size=1, max_size=6))
def test_the_stored_sum_is_the_sum_of_the_cells(scores):
    rows = [
        replace(full(n), decision=decision(n, score=str(score), tier=TOP)) for n, score in enumerate(scores, start=1)
    ]
    page = book(form(*rows), values=True).worksheets[0]
    cells = [Decimal(str(page[f"K{4 + n}"].value)) for n in range(len(scores))]
    assert Decimal(str(page[f"K{4 + len(scores)}"].value)) == sum(cells) == sum(scores)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_the_same_sums_after_a_change(tmp_path):
    other = {"path": "reports/青溪县.txt", "sha256": None, "location": "第9行", "section": "项目2 公厕改造"}
    changed = book(form(short(), full(source=other)))  # openpyxl drops the stored values
    changed.worksheets[0]["K8"].value = 4
    changed.save(tmp_path / "changed.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        tmp_path / "out",
    ]
    subprocess.run([*map(str, command), str(tmp_path / "changed.xlsx")], check=True, capture_output=True, timeout=120)
    result = load_workbook(tmp_path / "out" / "changed.xlsx", data_only=True)
    page, differences = result.worksheets[0], result["差值汇总表"]
    assert [page[f"K{line}"].value for line in (6, 9, 10)] == [2.1, 4, 6.1]
    assert [page[f"{column}10"].value for column in "GI"] == [8, 7.5]
    assert [differences[f"{column}5"].value for column in "GHI"] == [7.5, 6.1, 1.4]
    assert round(differences["J5"].value, 6) == round(1.4 / 7.5, 6)
