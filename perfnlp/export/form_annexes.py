"""The sheets beside the forms: 问题清单, 评分标准, 修改记录."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfnlp.export.form import SENT_BACK, Form, FormEvent, FormSheet
from perfnlp.export.form_findings import findings
from perfnlp.export.form_sheet import FIRST_TIER
from perfnlp.export.form_style import bordered, fit, lay_out, merged, put, titled

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FINDINGS = ("序号", "层级", "对象", "位置", "发现的问题", "依据", "整改建议")
_TIERS = ("档次", "得分率下限", "得分率上限", "区间内取值")
_EVENTS = (
    "序号", "时间（北京时间，UTC+8）", "复核人", "指标", "操作", "操作前", "操作后", "备注", "决定方式",
    "用时（秒）", "是否看到建议", "模型", "评分规则",
)  # fmt: skip
_FINDING_WIDTHS = (6, 8, 24, 28, 52, 34, 34)
_EVENT_WIDTHS = (6, 18, 10, 26, 12, 26, 26, 24, 18, 8, 8, 18, 14)
_HEADING_ROW = 2


def write_findings(page: "Worksheet", sheets: Sequence[FormSheet]) -> None:
    """Write what the bodies have to answer for."""
    titled(page, "问题清单", _FINDINGS)
    line = _HEADING_ROW
    for line, found in enumerate(findings(sheets), start=_HEADING_ROW + 1):
        texts = (found.level, found.subject, found.place, found.finding, found.basis, found.advice)
        put(page[f"A{line}"], line - _HEADING_ROW, centred=True)
        for column, text in zip("BCDEFG", texts, strict=True):
            put(page[f"{column}{line}"], text, centred=column == "B")
        bordered(page, f"A{line}:G{line}")
        fit(page, line, _FINDING_WIDTHS)
    if line == _HEADING_ROW:
        merged(page, f"A{line + 1}:G{line + 1}", "没有发现问题。")
    lay_out(page, _FINDING_WIDTHS, heading_row=_HEADING_ROW)


def write_rubric(page: "Worksheet", form: Form) -> None:
    """Write the scoring standard as an annex; the dropdowns of the forms read its first column."""
    titled(page, "附件：评分标准", _TIERS)
    line = FIRST_TIER
    for tier in form.tiers:
        put(page[f"A{line}"], tier.name)
        for column, share in zip("BCD", (tier.low, tier.high, tier.point), strict=True):
            put(page[f"{column}{line}"], share, centred=True)
            page[f"{column}{line}"].number_format = "0%"
        bordered(page, f"A{line}:D{line}")
        line += 1
    put(page[f"A{line}"], SENT_BACK)
    merged(page, f"B{line}:D{line}", "暂不计分", centred=True)
    bordered(page, f"A{line}:D{line}")
    for number, text in enumerate(form.rubric, start=line + 2):
        merged(page, f"A{number}:D{number}", text)
        page.row_dimensions[number].height = 15 * (1 + len(text) // 60)
    lay_out(page, (46, 20, 20, 20), heading_row=_HEADING_ROW)


def write_events(page: "Worksheet", events: Sequence[FormEvent]) -> None:
    """Write every entry of the log."""
    titled(page, "修改记录", _EVENTS)
    for line, event in enumerate(events, start=_HEADING_ROW + 1):
        values: tuple[str | float, ...] = (
            event.seq,
            event.at,
            event.reviewer,
            event.row,
            event.action,
            event.before,
            event.after,
            event.comment,
            event.basis,
            event.seconds,
            "是" if event.saw_proposal else "否",
            event.model,
            event.rubric,
        )
        for place, value in enumerate(values, start=1):
            put(page.cell(row=line, column=place), value)
        bordered(page, f"A{line}:M{line}")
        fit(page, line, _EVENT_WIDTHS)
    lay_out(page, _EVENT_WIDTHS, heading_row=_HEADING_ROW)
