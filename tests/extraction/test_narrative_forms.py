"""The spellings in which sentences name an indicator, its target and its result."""

from decimal import Decimal

import pytest

from perfnlp.extraction.narrative import extract_narrative
from perfnlp.extraction.narrative_target import stated_target
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Locator, Paragraph, Report

HEAD = ("2023年度云溪市民政局专项资金绩效自评报告", "二、绩效目标完成情况", "（一）产出指标完成情况")


def read(*lines):
    blocks = tuple(Paragraph(text=text, locator=Locator(document="r.txt", line=n)) for n, text in enumerate(lines, 1))
    report = Report(name="r.txt", sha256="0" * 64, title=lines[0], blocks=blocks)
    return extract_narrative(report, load_lexicon(), frozenset(), ())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("供养人数年初设定目标值为50人，全年实际完成值为52人。", ("供养人数", "50人", "52人")),
        ("供养人数目标值50人，实际为52人。", ("供养人数", "50人", "实际为52人")),
        ("供养人数目标值50人，实际供养52人。", ("供养人数", "50人", "实际供养52人")),
        ("新建站点，目标值：8个，实际完成：7个。", ("新建站点", "8个", "7个")),
        ("验收合格率目标值100%,实际完成98%。", ("验收合格率", "100%", "实际完成98%")),
        ("发放时间年度指标值每月15日前，完成值每月12日前。", ("发放时间", "每月15日前", "每月12日前")),
        ("发放准确率（目标100%，实际99%）。", ("发放准确率", "100%", "99%")),
        ("组织外出招商目标值2次，因行程受限，全年未开展。", ("组织外出招商", "2次", "因行程受限，全年未开展")),
        (
            "从完成情况看，全年联合巡查31次（目标值24次），超额完成；",
            ("联合巡查", "24次", "全年联合巡查31次（目标值24次），超额完成"),
        ),
        (
            "举办活动30场，目标值为28场，完成目标值的107%。",
            ("举办活动", "28场", "举办活动30场，目标值为28场，完成目标值的107%"),
        ),
        ("资金拨付及时率，年初设定100%，实际完成99%。", ("资金拨付及时率", "100%", "实际完成99%")),
        ("检查覆盖率100%（目标值100%）；", ("检查覆盖率", "100%", "检查覆盖率100%（目标值100%）")),
        ("服务对象满意度：年度目标≥90%，实际93.5%。", ("服务对象满意度", "≥90%", "实际93.5%")),
    ],
)
def test_a_name_with_its_target_and_result_is_one_row(sentence, expected):
    rows = read(*HEAD, sentence)
    assert [(row.name, row.target, row.actual) for row in rows] == [expected]


@pytest.mark.parametrize(
    ("statement", "target"),
    [
        ("开展演练4次，年初计划4次", "4次"),
        ("培训3,260人次，完成年初目标值3,000人次的108.7%", "3,000人次"),
        ("投诉2件，较目标值控制在1件以内有差距", "1件以内"),
        ("业务楼未按计划在2023年10月底前投入使用", "2023年10月底前投入使用"),
        ("符合“达到B级及以上”的目标要求", "达到B级及以上"),
        ("要求6月底前开工，实际于5月开工", "6月底前开工"),
        ("目标为显著提高，评价组认为有所改善", "显著提高"),
        ("管理率96.1%，超过年度指标值6.1个百分点", None),
        ("体检26,410人，完成目标任务的88%", None),
        ("培训320人，超过目标值20人", None),
        ("各项工作有序推进", None),
    ],
)
def test_the_target_beside_a_result(statement, target):
    assert stated_target(statement) == target


@pytest.mark.parametrize(
    ("heading", "points", "score"),
    [
        ("1.河长治理（满分10分，得分8分）。", 10, 8),
        ("1.河长治理（分值10分，自评8.5分）。", 10, Decimal("8.5")),
        ("1.河长治理（10分，得8分）：", 10, 8),
        ("1.河长治理（10分，扣2分）。", 10, 8),
        ("1.河长治理（评价得分 8 分）。", None, 8),
        ("河长治理（满分10分，得分8分）。", 10, 8),
    ],
)
def test_an_evaluation_paragraph_gives_points_score_target_and_text(heading, points, score):
    body = "年度目标为治理25公里，实际治理20公里。"
    rows = read(HEAD[0], "四、绩效指标分析", "（一）项目产出（满分40分，得分35分）", heading + body)
    assert [(row.name, row.points, row.self_score, row.target, row.actual) for row in rows] == [
        ("河长治理", points, score, "治理25公里", body)
    ]
    assert rows[0].level1 == "项目产出"


@pytest.mark.parametrize(("told", "score"), [("得满分。", 10), ("按比例得6分。", 6), ("扣3分。", 7)])
def test_the_score_may_stand_in_the_text(told, score):
    rows = read(HEAD[0], "四、绩效指标分析", f"1.河长治理（10分）。目标值25公里，实际治理20公里，{told}")
    assert [row.self_score for row in rows] == [score]


def test_a_problem_gives_its_reason_to_both_rows_of_its_indicator():
    rows = read(
        "预算绩效情况说明",
        "1.体检项目绩效自评综述：全年预算数为9万元，执行数为9万元。主要产出和效益：一是老年人体检264人；二是建档率95%。"
        "发现的问题及原因：一是老年人体检人数未达标，主要原因是外出务工较多；二是部分信息录入不及时。下一步改进措施：加强宣传。",
    )
    assert [row.actual for row in rows] == [
        "老年人体检264人",
        "建档率95%",
        "老年人体检人数未达标",
        "部分信息录入不及时",
    ]
    assert [row.note for row in rows] == ["主要原因是外出务工较多", None, "主要原因是外出务工较多", None]


@pytest.mark.parametrize(
    "lines",
    [
        ("四、预算绩效情况说明", "（一）绩效管理工作开展情况", "对5个项目开展自评，目标值设置合理，实际完成自评5个。"),
        (
            "四、预算绩效情况说明",
            "（二）资金使用情况",
            "项目全年预算数300万元，执行数290万元，执行率96.7%（目标100%）。",
        ),
        ("三、“三公”经费支出说明", "公务接待支出15万元，完成预算的75%（年初目标20万元）。"),
        ("二、绩效目标完成情况", "100%，自评得分20分；当年年度目标80分，自评得分72分。"),
    ],
)
def test_accounts_and_sums_of_scores_give_no_row(lines):
    assert read("2023年度云溪镇部门决算公开", *lines) == ()
