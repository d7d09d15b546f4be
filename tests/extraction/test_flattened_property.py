"""Known tables, laid out as a PDF's text layer prints them, come back as they were."""

from random import Random

import pytest
from flattened_layout import Truth, break_pages, lay_out_behind_names, lay_out_in_columns, report_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfnlp.extraction.flattened import extract_flattened
from perfnlp.lexicon import load_lexicon

LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "经济效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
NAMES = (
    *("培训乡村医生人数", "巡河次数", "新建口袋公园数量", "老旧小区改造验收合格率", "路灯亮灯率", "培训课程开设门数"),
    *("惠民补贴资金按时足额发放率", "办结群众来信来访及时率", "村民饮水安全保障水平", "提升乡镇应急处置能力"),
    *("居民对环境整治工作的满意度", "群众对镇区交通秩序（含停车）的满意度", "农田灌溉渠道清淤长度", "项目完工时间"),
    *("防火宣传进村入户覆盖率", "避免重大安全责任事故发生", "改善村容村貌", "促进民营经济健康发展", "带动就近就业人数"),
)
SHORT = (
    *(("≥12次", "13次"), ("1000人", "1627人"), ("100%", "100%"), ("≥85%", "95.3%"), ("明显提升", "有所提升")),
    *(("不发生", "未发生"), ("2023年12月底前", "2023年11月"), ("及时", "部分及时"), ("≥90分", "88分"), ("优", "良")),
    *(("254.8万元", "254.8万元"), ("逐步改善", "达成预期指标"), ("完成", "完成"), ("1次/周", "1次/周")),
)
LONG = (
    ("每季度开展一次联合检查并形成台账", "每季度开展一次联合检查，台账齐全"),
    ("全镇主干道路全天候保洁，垃圾日产日清", "全镇主干道路全天候保洁，但垃圾未能日产日清"),
    ("按时完成年度改造任务", "已按时完成年度改造任务的八成，其余部分顺延"),
)
NOTES = ("受汛期影响，部分点位开工较晚，下一步将加快进度。", "因资金到位较晚，项目推迟实施")
BEHIND_NAMES = ["2023年度河湖管护项目自评表", "一级", "指标", "二级指标 指标名称 年初目标值", "实际", "完成值", "得分"]
IN_COLUMNS = [
    "项目支出绩效自评表",
    "一级指标 二级指标 三级指标 年度",
    "指标值 实际",
    "完成值 分值 得分 偏差原因分析及",
    "改进措施",
]
BEHIND = ["偏差大或", "目标未完成", "原因分析", "无"]


def draw_table(random: Random, *, long: float, notes: float) -> list[Truth]:
    names = random.sample(NAMES, len(NAMES))
    rows = []
    for level1, level2 in sorted(random.sample(LEVELS, random.randint(2, 5)), key=LEVELS.index):
        for _ in range(random.randint(1, 4)):
            target, actual = random.choice(LONG if random.random() < long else SHORT)
            points = random.choice(["1", "2", "3", "1.5", "5", "10"])
            score = points if random.random() < 0.7 else "0.5"
            note = random.choice(NOTES) if random.random() < notes else ""
            rows.append(Truth(names.pop() if names else "", target, actual, points, score, level1, level2, note))
    return [row for row in rows if row.name]


def lay_out(seed: int, *, columns: bool, pages: int, long: float = 0.0, notes: float = 0.0):
    random = Random(seed)  # noqa: S311 - a layout is no secret
    rows = draw_table(random, long=long, notes=notes)
    widths = (random.choice([7, 10, 12]), random.choice([4.5, 6, 8]), random.choice([4.5, 6, 8]))
    header = IN_COLUMNS if columns else BEHIND_NAMES
    body = (lay_out_in_columns if columns else lay_out_behind_names)(rows, random, widths=widths)
    body = break_pages(body, random, pages=pages, header=header[1:])
    return rows, "\n".join([*header, *body, *BEHIND])


def recovered(text: str) -> list[Truth]:
    rows, _ = extract_flattened(report_of(text), load_lexicon())
    return [
        Truth(
            row.name,
            row.target or "",
            row.actual or "",
            str(row.points),
            str(row.self_score),
            row.level1 or "",
            row.level2 or "",
            row.note or "",
        )
        for row in rows
    ]


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), columns=st.booleans())
def test_a_table_with_short_values_comes_back_exactly(seed, columns):
    rows, text = lay_out(seed, columns=columns, pages=0)
    assert recovered(text) == rows


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize(("long", "notes"), [(0.0, 0.0), (0.4, 0.3)])
def test_tables_with_page_breaks_long_texts_and_reasons_come_back_almost_always(columns, long, notes):
    total = hits = extra = 0
    for seed in range(12):
        rows, text = lay_out(seed, columns=columns, pages=2, long=long, notes=notes if columns else 0.0)
        found = recovered(text)
        total += len(rows)
        hits += len(set(found) & set(rows))
        extra += len(set(found) - set(rows))
    assert hits >= 0.98 * total
    assert extra <= 0.02 * total
