"""The records that flow from stage to stage, and the enums they use.

Every record is frozen and holds its parent, so a decision leads back to the cell
it is about. `None` means "the report does not say", never zero. Points and scores
are `Decimal`; offsets are half-open and count characters of the field as printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal


class Status(StrEnum):
    """How the actual value stands to its target. Judged from the text alone."""

    EXCEEDED = "exceeded"
    COMPLETED = "completed"
    PARTIAL = "partial"
    NOT_COMPLETED = "not_completed"
    UNCLEAR = "unclear"


STATUS_ORDER = (Status.NOT_COMPLETED, Status.PARTIAL, Status.COMPLETED, Status.EXCEEDED)
"""The statuses that have an order, worst first. `UNCLEAR` stands outside it."""


class Kind(StrEnum):
    """Whether the target states a measurable number."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"


class Direction(StrEnum):
    """Which way of an indicator's value is better."""

    HIGHER = "higher"
    LOWER = "lower"


class Bound(StrEnum):
    """Which side of a quantity's value counts as reaching it."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    ABOUT = "about"
    RANGE = "range"


class QuantityKind(StrEnum):
    """What a quantity measures, because each kind is compared in its own way."""

    COUNT = "count"
    SHARE = "share"  # %, ‰, percentage points, 成
    RANK = "rank"  # 第44名, 前75名: lower is better
    FREQUENCY = "frequency"  # 每周1次, 1次/日: counted in times a year
    DATE = "date"  # value is the proleptic ordinal of the last day named; earlier is better


FieldName = Literal["indicator", "target", "actual", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page, e.g. a table cell, seen upright as a reader of the page does.

    Attributes:
        page: counted from 1.
        left, top, right, bottom: distance from the left and the upper edge of the page; in
            points (1/72 inch) on a PDF page, in pixels on an image.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where a person finds a row again; the fields that its format offers.

    Attributes:
        document: the source as the user named it.
        page: PDF page, counted from 1.
        line: line of a text file, counted from 1.
        order: in other formats the running number of the paragraph or printed row, counted from 1.
        table: running number of the table in the document, counted from 1.
        row: row of that table as printed, counted from 1.
        cell_range: sheet and cells, e.g. "Sheet1!A5:H5".
        boxes: the row's cells on the page, from left to right; a row cut by a page break has some on two pages.
        legibility: how surely the source was read here, 0-1; 1 for text, lower for a recognised scan.
    """

    document: str
    page: int | None = None
    line: int | None = None
    order: int | None = None
    table: int | None = None
    row: int | None = None
    cell_range: str | None = None
    boxes: tuple[Box, ...] = ()
    legibility: float = 1.0

    def describe(self) -> str:
        """Return the place in words: "第3页 第120行", "表2第14行", "第15段" or the cell range."""
        parts = []
        if self.page is not None:
            parts.append(f"第{self.page}页")
        if self.line is not None:
            parts.append(f"第{self.line}行")
        if self.table is not None and self.row is not None:
            parts.append(f"表{self.table}第{self.row}行")
        if self.cell_range is not None:
            parts.append(self.cell_range)
        if not parts and self.order is not None:
            parts.append(f"第{self.order}段")
        return " ".join(parts) or "命令行"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One printed line (text, PDF) or paragraph (Word, HTML) outside of tables.

    Attributes:
        text: as printed, without the line break; never empty.
        locator: where it stands.
        starts_page: whether a page of the source begins with it.
    """

    text: str
    locator: Locator
    starts_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One printed row.

    Attributes:
        cells: texts from left to right, as printed, line breaks kept. A merged cell is
            repeated in each row and column that it spans, so that rows of a table are equally wide.
        locator: where it stands.
        remarks: Chinese sentences about the row that a person must see, e.g. that it is hidden.
    """

    cells: tuple[str, ...]
    locator: Locator
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose columns the source keeps apart; headers are still ordinary rows."""

    rows: tuple[TableRow, ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A source document, read but not interpreted.

    Attributes:
        name: the source as the user named it.
        sha256: hex digest of the source file's bytes.
        title, organisation, year: where the text tells them.
        blocks: tables and paragraphs in document order.
        remarks: Chinese sentences about the document that a person must see, e.g. pages that could not be read.
    """

    name: str
    sha256: str
    title: str | None = None
    organisation: str | None = None
    year: int | None = None
    blocks: tuple[Block, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator row or result statement as printed, nothing interpreted.

    Attributes:
        id: 16 hex digits, the same in every run on the same document.
        section: heading or table title that the row stands under.
        name: 三级指标, without its points.
        level1, level2: 一级指标, 二级指标, without their points.
        target: 年度指标值, line breaks joined.
        actual: 实际完成值 or the sentence that tells the result, line breaks joined.
        points: 分值, >= 0.
        self_score: 得分 that the report gave itself, >= 0.
        note: 偏差原因 / 备注 of this row.
        locator: where the row stands.
        remarks: Chinese sentences about the row that a person must see, such as a
            failed self-check of its table or points that are no number.
    """

    id: str
    section: str | None = None
    name: str
    level1: str | None = None
    level2: str | None = None
    target: str | None = None
    actual: str | None = None
    points: Decimal | None = None
    self_score: Decimal | None = None
    note: str | None = None
    locator: Locator
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Characters of one field that support a finding: `field[start:end]`.

    Attributes:
        label: what the span is: degree, completion, negation, quantity, hedge ...
    """

    field: FieldName
    start: int
    end: int
    label: str

    def __post_init__(self) -> None:
        """Refuse an empty or negative span."""
        if not 0 <= self.start < self.end:
            message = f"Evidence needs 0 <= start < end, got {self.start}..{self.end}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure with its unit, as one target or actual value states it.

    Attributes:
        value: magnitude counted in `unit`, never negative (下降3% is 3); Decimal, so
            85.50 stays 85.50. The lower end of a range.
        unit: normalized measure word ("次", "%", "元"); "" if none is stated.
        bound: which side of `value` counts as reaching it.
        upper: the upper end of a range, else None.
        kind: decides how it is compared.
        subject: the words right before the figure that say what is counted ("失业再就业安置").
        start, end: characters of the field it was read from, sign and unit included.
    """

    value: Decimal
    unit: str = ""
    bound: Bound = Bound.EXACTLY
    upper: Decimal | None = None
    kind: QuantityKind = QuantityKind.COUNT
    subject: str = ""
    start: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        """Refuse values no comparison could use."""
        if not self.value.is_finite() or self.value < 0:
            message = f"Quantity.value must be finite and >= 0, got {self.value}"
            raise ValueError(message)


class CueKind(StrEnum):
    """What a phrase says about completion, in the classes of the domain's wording list."""

    EXCEEDED = "exceeded"  # 超额完成 提前完成
    DONE = "done"  # 全面完成 已完成 达标 达成 已验收
    NEARLY = "nearly"  # 基本完成 主体完工
    PARTLY = "partly"  # 部分完成 阶段性完成 完成初稿
    UNDER_WAY = "under_way"  # 正在推进 有序推进 按序时进度推进
    STARTED = "started"  # 已启动 已立项; tender, design, survey: preparation
    NONE = "none"  # 尚未 暂未 未开展 取消
    MISSED = "missed"  # 未达标 低于目标 逾期 滞后
    NO_DATA = "no_data"  # 暂无数据 未统计
    SHORTFALL = "shortfall"  # 仍有待改善 存在…问题 有差距 不够 不及时
    AVOIDED = "avoided"  # 未发生 无事故 零投诉: nothing bad happened
    CLAIM = "claim"  # 达成预期指标 完成年初目标: says "met" and nothing else
    PLAN = "plan"  # 拟 将 计划 预计 力争 下一步 确保
    PROCESS = "process"  # 召开会议 印发文件: work was done, no effect is told
    NOT_DUE = "not_due"  # 未到期
    PLACEHOLDER = "placeholder"  # ** XX 一/- 好坏 优良中低差


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A phrase of one field and what it says about completion."""

    kind: CueKind
    evidence: Evidence


class Outcome(StrEnum):
    """How one part's figure stands to its target, by arithmetic alone."""

    EXCEEDED = "exceeded"
    MET = "met"
    SHORT = "short"  # ratio >= 0.6
    MISSED = "missed"  # ratio < 0.6, or a limit of zero broken
    UNANSWERED = "unanswered"  # no comparable figure in the actual text


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One figure of the target and the figure of the actual text that answers it.

    Attributes:
        target, actual: the two quantities; `actual` is None when nothing answers.
        outcome: the result of the comparison.
        attainment: actual over target, turned round for lower-is-better; 1 is met
            exactly; None where no ratio has a meaning (dates, unanswered parts).
        rule: name of the comparison that decided: "at_least", "at_most", "zero",
            "range", "rank", "date", "frequency", "share_of_target" ...
    """

    target: Quantity
    actual: Quantity | None
    outcome: Outcome
    attainment: Decimal | None
    rule: str


class Doubt(StrEnum):
    """Why a comparison of figures, though it can be made, must not be trusted alone."""

    RATE_FOR_VALUE = "rate_for_value"  # 满意度 ≥90% answered with 已完成100%
    UNIT_DIFFERS = "unit_differs"  # 人 against 人次
    UNIT_MISSING = "unit_missing"  # 30 against 30次
    BOUND_FOR_VALUE = "bound_for_value"  # ≥95% answered with ≥95%
    OTHER_SUBJECT = "other_subject"  # 产值 answered with 营业收入
    SCALE_SLIP = "scale_slip"  # ≥15辆 answered with 14400辆
    COPIED_TARGET = "copied_target"  # the actual text repeats the target's
    MANY_FIGURES = "many_figures"  # which figure answers is a guess
    TEXT_FOR_NUMBER = "text_for_number"  # ≤30万元 answered with 完成
    NOTE_CONTRADICTS = "note_contradicts"  # the note says otherwise
    PERIOD_DIFFERS = "period_differs"  # 1-11月 for a year's target
    COMPUTED = "computed"  # the figure is worked out: 受理41件，办结39件 for a rate
    MISPRINT = "misprint"  # the figure was mended: 2OO0人, 290% for ≥90%


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the wording and the figures of one indicator say; no judgement.

    Attributes:
        indicator: the row that was analysed.
        kind: whether the target states a measurable number.
        direction: which way is better.
        target_quantities, actual_quantities: every figure read from the two texts
            (a threshold in the name stands in for a target without figures).
        parts: the target's figures, each with its answer; empty without figures.
        attainment: of the part that decides (the worst), as `Part.attainment`.
        doubts: why `parts` must not be trusted alone.
        degree_target, degree_actual: strength of the worded effect, 0-4.
        target_cues, actual_cues, note_cues: phrases about completion, in text order.
        relevance: 0-1, how much of the words of name and target the actual text takes up.
        target_tokens, actual_tokens: jieba words.
        evidence: the spans that support the findings, sorted by field and start.
    """

    indicator: Indicator
    kind: Kind
    direction: Direction
    target_quantities: tuple[Quantity, ...] = ()
    actual_quantities: tuple[Quantity, ...] = ()
    parts: tuple[Part, ...] = ()
    attainment: Decimal | None = None
    doubts: tuple[Doubt, ...] = ()
    degree_target: int | None = None
    degree_actual: int | None = None
    target_cues: tuple[Cue, ...] = ()
    actual_cues: tuple[Cue, ...] = ()
    note_cues: tuple[Cue, ...] = ()
    relevance: float = 0.0
    target_tokens: tuple[str, ...] = ()
    actual_tokens: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The status of one indicator, how sure it is and who decided. Knows no points.

    Attributes:
        analysis: what was graded.
        status: the likeliest status.
        probabilities: calibrated, one for each `Status`, summing to 1.
        confidence: calibrated probability that `status` is right.
        decided_by: "rule:<name>" or the model's id.
        is_certified: whether this confidence clears the certificate of its status,
            so that the row may be accepted in bulk.
    """

    analysis: Analysis
    status: Status
    probabilities: Mapping[Status, float]
    confidence: float
    decided_by: str
    is_certified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The credit that a rubric gives for a grade. A person confirms it.

    Attributes:
        grade: what is scored.
        rubric: name of the rubric.
        tier: the rubric's name for the band, None where status is unclear.
        credit: proposed share of the points, 0-1; None where status is unclear.
        credit_low, credit_high: both ends of the band.
        score: credit x points, rounded as the rubric says; None without points or credit.
        needs_review: True if a person should look before it is accepted.
        reasons: Chinese sentences for a review form, at least one.
    """

    grade: Grade
    rubric: str
    tier: str | None
    credit: Decimal | None
    credit_low: Decimal | None
    credit_high: Decimal | None
    score: Decimal | None
    needs_review: bool
    reasons: tuple[str, ...]


class Action(StrEnum):
    """What a reviewer does with a row, one entry of the log each."""

    ACCEPT = "accept"  # the proposed score
    KEEP = "keep"  # the report's own score
    TIER = "tier"  # another tier, at its usual credit
    SCORE = "score"  # a score of the reviewer's own
    SEND_BACK = "send_back"  # unclear: the body must explain
    DEFER = "defer"  # not decided now, comes again at the end
    COMMENT = "comment"  # words only
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one row; the latest one that was not undone counts.

    Attributes:
        row_id: of the row in its review store.
        action: how it was decided.
        status: how the outcome is judged; None where only a score was given.
        tier: the rubric's name for the band, None for a score outside of all bands or none.
        score: >= 0; None for a row without points or one that was sent back.
        reviewer: who decided.
        decided_at: UTC, ISO 8601 with microseconds.
        comment: the reviewer's words, "" if none.
    """

    row_id: str
    action: Action
    status: Status | None
    tier: str | None
    score: Decimal | None
    reviewer: str
    decided_at: str
    comment: str
