"""Tables with kept columns: one fictional form for each layout in use."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.extraction.cells import clean, fold_target, is_empty, read_number, split_points
from perfnlp.extraction.tables import extract_tables
from perfnlp.lexicon import load_lexicon
from perfnlp.reading import read_bytes

LEXICON = load_lexicon()


def rows_of(text):
    """Read a text in which "|" stands for a tab."""
    rows, _consumed = extract_tables(read_bytes(text.replace("|", "\t").encode(), "云溪.txt"), LEXICON)
    return rows


def brief(row):
    return (row.level1, row.level2, row.name, row.target, row.actual, row.points, row.self_score, row.note)


NATIONAL_FORM = """\
云溪县2023年度项目支出绩效自评表
项目名称|古道修缮|主管部门|云溪县文旅局||||||
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分|
|年度资金总额|100|120|96|10|80%|8|
|其中：财政拨款|100|120|96|—|80%|—|
年度总体目标|预期目标|||实际完成情况||||
|修缮古道5公里|||修缮古道5公里，游客明显增多||||
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
|产出指标|数量指标|修缮古道里程|≥5公里|5 公里|50|50|无
|||培训护林员|≥20人次|18人次|10|9|2人因病请假
|效益指标|社会效益指标|游客人数|明显增加|有所增加|20|15|—
|满意度指标|服务对象满意度指标|游客满意度|≥90%|92%|10|10|
总分||||||100|92|
"""


def test_national_form_gives_budget_goal_and_indicator_rows():
    rows = rows_of(NATIONAL_FORM)
    assert [brief(row) for row in rows] == [
        (None, None, "年度资金总额", "120", "96", 10, 8, None),
        (None, None, "年度总体目标", "修缮古道5公里", "修缮古道5公里，游客明显增多", None, None, None),
        ("产出指标", "数量指标", "修缮古道里程", "≥5公里", "5公里", 50, 50, None),
        ("产出指标", "数量指标", "培训护林员", "≥20人次", "18人次", 10, 9, "2人因病请假"),
        ("效益指标", "社会效益指标", "游客人数", "明显增加", "有所增加", 20, 15, None),
        ("满意度指标", "服务对象满意度指标", "游客满意度", "≥90%", "92%", 10, 10, None),
    ]
    assert not any(row.remarks for row in rows)
    assert rows[2].section == "云溪县2023年度项目支出绩效自评表"
    assert rows[2].locator.describe() == "第9行 表1第8行"


def test_total_that_misses_the_sum_becomes_a_remark():
    rows = rows_of(NATIONAL_FORM.replace("总分||||||100|92|", "总分||||||100|95|"))
    assert rows[-1].remarks == ("本表各行得分合计为92分，表内标注的合计为95分，请核对。",)


def test_points_behind_a_level_are_checked_against_its_rows():
    rows = rows_of(
        "一级指标|三级指标|目标值|完成值|分值\n"
        "产出指标（30分）|巡河次数|12次|12次|10\n|清漂吨数|40吨|45吨|10\n"
        "效益指标(10分)|水质|Ⅲ类|Ⅲ类|10\n"
    )
    assert rows[0].level1 == "产出指标"
    assert rows[1].remarks == ("“产出指标”标注30分，其下各行分值合计为20分，请核对。",)
    assert rows[2].remarks == ()


def test_sign_and_unit_columns_fold_into_the_target_and_actual_stays_as_printed():
    rows = rows_of(
        "一级指标|三级指标|指标性质|指标值|度量单位|全年完成值|权重|得分\n"
        "产出指标|植树|≥|500|亩|520|10|10\n"
        "|成活率|＞=|85|%|83|10|9\n"
        "|验收合格率|=|100|%|100|10|10\n"
        "成本指标|单价|≦|1200|元/亩|1180元/亩|10|10\n"
        "效益指标|生态环境|定性|有效改善||有效改善|10|10\n"
        "|水土流失|工|3|起|0|10|10\n"
    )
    assert [row.target for row in rows] == ["≥500亩", "＞=85%", "100%", "≦1200元/亩", "有效改善", "3起"]
    assert [row.actual for row in rows] == ["520", "83", "100", "1180元/亩", "有效改善", "0"]
    assert rows[5].remarks == ("计算符号“工”无法识别，目标值按无符号处理，请核对。",)


def test_points_behind_names_and_text_for_points():
    rows = rows_of(
        "二级指标|指标名称|年初目标值（A）|实际完成值（B）|分值|自评得分\n"
        "数量指标|宣讲场次（3分）|12场|13场||3\n"
        "质量指标|热线（含留言板）办结率(2.5分)|100%|98%||2\n"
        "时效指标|按期完工|是|是|优|良\n"
    )
    assert [(row.name, row.points) for row in rows] == [
        ("宣讲场次", 3),
        ("热线（含留言板）办结率", Decimal("2.5")),
        ("按期完工", None),
    ]
    assert rows[2].remarks == ("分值“优”不是数字，未采用，请核对。", "得分“良”不是数字，未采用，请核对。")


def test_score_less_transfer_form_takes_marks_for_empty_cells():
    rows = rows_of(
        "一级指标|二级指标|三级指标|指标值|全年实际完成值|未完成原因和改进措施\n"
        "产出指标|数量指标|改造危房|30户|/|资金未到\n"
        "||发放补助|200人||*\n"
        "|质量指标|验收率|100%|100%|——\n"
    )
    assert [(row.level2, row.actual, row.note) for row in rows] == [
        ("数量指标", None, "资金未到"),
        ("数量指标", None, None),
        ("质量指标", "100%", None),
    ]
    assert all(row.points is None and row.self_score is None for row in rows)


def test_goal_and_result_in_two_columns_are_named_after_the_goal():
    rows = rows_of("年初目标|实际完成情况\n完成河堤加固3.2公里|加固3.2公里\n开展“净河”行动不少于4次|开展3次\n")
    assert [(row.name, row.target, row.actual) for row in rows] == [
        ("河堤加固", "完成河堤加固3.2公里", "加固3.2公里"),
        ("“净河”行动", "开展“净河”行动不少于4次", "开展3次"),
    ]


def test_recheck_form_uses_the_self_evaluation_not_the_recheck():
    rows = rows_of(
        "一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重|自评完成值|自评得分|复核完成值|复核得分|偏离度|备注(扣分原因)\n"
        "产出指标|数量指标|检测样品|≥|300|批次|20|320批次|20|280批次|18.6|6.7%|缺40份报告\n"
    )
    assert [brief(row) for row in rows] == [
        ("产出指标", "数量指标", "检测样品", "≥300批次", "320批次", 20, 20, "缺40份报告")
    ]


def test_progress_table_with_groups_inside():
    rows = rows_of(
        "序号|工作任务|年度目标|1-8月进展情况|责任单位\n"
        "一、教育工程||||\n1|新建公办幼儿园|2所|已建成1所|教育局\n2|校舍加固|6处|全部完成|教育局\n"
        "二、水利工程||||\n3|山塘整治|10座|正在推进|水利局\n"
    )
    assert [(row.level1, row.name, row.target, row.actual) for row in rows] == [
        ("教育工程", "新建公办幼儿园", "2所", "已建成1所"),
        ("教育工程", "校舍加固", "6处", "全部完成"),
        ("水利工程", "山塘整治", "10座", "正在推进"),
    ]


def test_level_labels_in_rows_or_columns_without_a_heading():
    rows = rows_of(
        "|指标名称|目标任务|完成值\n一、产出指标|||\n|修桥|5座|5座\n社会效益|通行时间|缩短|缩短\n|事故|0起|0起\n"
    )
    assert [(row.level1, row.level2, row.name, row.target) for row in rows] == [
        ("产出指标", None, "修桥", "5座"),
        ("产出指标", "社会效益", "通行时间", "缩短"),
        ("产出指标", "社会效益", "事故", "0起"),
    ]


def test_task_without_a_target_column_is_its_own_target():
    (row,) = rows_of("重点任务|落实情况\n新建公厕10座|已建成8座\n")
    assert (row.name, row.target, row.actual) == ("新建公厕", "新建公厕10座", "已建成8座")


def test_header_cut_over_two_rows_and_columns_in_another_order():
    rows = rows_of(
        "自评|三级指标|实际|年度|一级指标\n得分||完成值|指标值|\n5|巡查次数|24次|≥24次|产出指标\n4.5|投诉件数|3件|≤2件|\n"
    )
    assert [(row.level1, row.name, row.target, row.actual, row.self_score) for row in rows] == [
        ("产出指标", "巡查次数", "≥24次", "24次", 5),
        ("产出指标", "投诉件数", "≤2件", "3件", Decimal("4.5")),
    ]


def test_rows_go_on_over_page_breaks_with_and_without_a_repeated_header():
    rows = rows_of(
        "一级指标|三级指标|目标值|完成值|分值\n"
        "产出指标|山塘清淤|清淤10座，“三清|清淤10座|5\n"
        "\n12\n\n"
        "一级指标|三级指标|目标值|完成值|分值\n"
        "||一改”全覆盖||\n|山路硬化|3公里|3公里|5\n"
        "\n"
        "|灌渠疏浚|8公里|6公里|5\n"
    )
    assert [(row.level1, row.name, row.target, row.points) for row in rows] == [
        ("产出指标", "山塘清淤", "清淤10座，“三清一改”全覆盖", 5),
        ("产出指标", "山路硬化", "3公里", 5),
        ("产出指标", "灌渠疏浚", "8公里", 5),
    ]


def test_a_cell_wrapped_over_two_lines_is_joined_inside_a_page():
    rows = rows_of("序号|指标名称|目标值|完成值\n1|修路|3公里|3公里\n2|清漂|40吨|清漂\n|||45吨\n3|植树|5亩|5亩\n")
    assert [(row.name, row.actual) for row in rows] == [("修路", "3公里"), ("清漂", "清漂45吨"), ("植树", "5亩")]


def test_level_label_cut_by_a_page_break_is_mended():
    rows = rows_of(
        "一级指标|三级指标|目标值|完成值|分值\n满意度|村民满意度|90%|91%|5\n\n指标||||\n|商户满意度|90%|88%|5\n"
    )
    assert [row.level1 for row in rows] == ["满意度指标", "满意度指标"]


def test_body_text_ends_a_table():
    rows = rows_of("指标名称|目标值|完成值\n防汛演练|2次|2次\n\n以上指标均已完成。\n\n甲|乙|丙\n")
    assert [row.name for row in rows] == ["防汛演练"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("指标名称|指标值\n新增就业|300人\n", id="targets only"),
        pytest.param("项目|年初预算|年终决算数\n基本支出|10|9\n合计|10|9\n", id="accounts"),
        pytest.param("科目名称|全年预算数|全年执行数\n行政运行|10|9\n", id="accounts with budget columns"),
        pytest.param("一级指标|三级指标|评分标准|分值\n产出指标|护林|完成得满分|5\n", id="plan only"),
    ],
)
def test_tables_without_results_yield_no_rows(text):
    assert rows_of(text) == ()


PLAN = """\
一级指标|二级指标|三级指标|指标解释|评分标准|标准分值
产出指标（4分）|项目产出（4分）|完成率（4分）|新增造林 500 亩|完成得满分|1
|||护林员培训 2 期|完成得满分|3
"""


def test_results_take_levels_and_points_from_the_plan_in_order():
    rows = rows_of(
        PLAN + "\n具体如下。\n\n序号|年初目标值|实际完成值|备注\n1|新增造林500亩|520亩|\n2|护林员培训2期|1期|疫情\n"
    )
    assert [brief(row) for row in rows] == [
        ("产出指标", "项目产出", "新增造林", "新增造林500亩", "520亩", 1, None, None),
        ("产出指标", "项目产出", "护林员培训", "护林员培训2期", "1期", 3, None, "疫情"),
    ]


def test_results_take_the_plan_by_wording_where_the_counts_differ():
    rows = rows_of(PLAN + "\n具体如下。\n\n年初目标值|实际完成值\n护林员培训2期|2期\n")
    assert [(row.points, row.level1) for row in rows] == [(3, "产出指标")]


def test_consumed_blocks_are_the_tables_that_were_read():
    text = "甲|乙\n一|二\n\n正文\n\n指标名称|目标值|完成值\n防汛演练|2次|2次\n".replace("|", "\t")
    assert extract_tables(read_bytes(text.encode(), "x"), LEXICON)[1] == {2}


@pytest.mark.parametrize("mark", ["", " ", "—", "－", "*", "/", "无", "——"])
def test_marks_of_an_empty_cell(mark):
    assert is_empty(mark)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("13 亿元", "13亿元"), ("达 到\n95 %", "达到95%"), ("Wi Fi 覆盖", "Wi Fi覆盖"), ("第1 2批", "第1 2批")],
)
def test_clean_drops_spaces_of_layout(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3", "3"), ("３.５分", "3.5"), ("10%", "10"), ("1,000", "1000"), ("优", None), ("-3", None), ("3/5", None)],
)
def test_read_number(text, expected):
    assert read_number(text) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(("≥", "90", "%"), "≥90%", id="put together"),
        pytest.param(("≥", "≥90%", "%"), "≥90%", id="already together"),
        pytest.param(("大于等于", "12", "次"), "大于等于12次", id="sign in words"),
        pytest.param(("≥", "不少于12次", "次"), "不少于12次", id="bound in words"),
        pytest.param(("定性", "显著提升", "无"), "显著提升", id="wording"),
        pytest.param(("=", "", "%"), None, id="no value"),
    ],
)
def test_fold_target(cells, expected):
    assert fold_target(*cells) == (expected, None)


@given(name=st.text("甲乙丙（）", min_size=1, max_size=8), points=st.decimals(0, 100, places=1))
def test_split_points_takes_only_the_last_bracket(name, points):
    assert split_points(f"{name}（{points}分）") == (name, points)


def test_one_total_may_cover_the_goals_of_several_tables():
    one = "一级指标|三级指标|目标值|完成值|分值|得分\n产出指标|巡河|12次|12次|40|40\n"
    two = "一级指标|三级指标|目标值|完成值|分值|得分\n产出指标|清漂|40吨|45吨|60|55\n合计||||100|95\n"
    rows = rows_of(one + "\n年度目标2：清漂\n\n" + two)
    assert [row.remarks for row in rows] == [(), ()]


def test_a_label_under_two_parents_is_checked_under_each():
    rows = rows_of(
        "一级指标|二级指标|三级指标|目标值|完成值|分值\n"
        "产出指标|成本指标（10分）|单价|10元|10元|10\n"
        "经济指标|成本指标（20分）|总价|90元|80元|15\n"
    )
    assert rows[0].remarks == ()
    assert rows[1].remarks == ("“成本指标”标注20分，其下各行分值合计为15分，请核对。",)
