"""The filters that a reviewer may choose from, with their Chinese names."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from perfnlp.annotation import STATUS_NAMES
from perfnlp.records import Status
from perfnlp.review.desk import Desk
from perfnlp.review.session import Session
from perfnlp.review.views import Filter
from perfnlp.review.wording import ORDER_NAMES

_GAPS = ("0.5", "1", "2")
_CONFIDENCES = (0.9, 0.8, 0.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One filter to choose.

    Attributes:
        label: its Chinese name.
        fields: of `Filter` and what they become; {} takes every filter away.
    """

    label: str
    fields: Mapping[str, Any]

    def added_to(self, filter_: Filter) -> Filter:
        """Return `filter_` with this choice; others of its kind are replaced."""
        return replace(filter_, **self.fields) if self.fields else Filter()


def offers(session: Session) -> tuple[Offer, ...]:
    """Return the filters that make sense for the session's rows."""
    sources = [row.record["source"] for row in session.rows.values()]
    documents = Counter(source["path"] for source in sources)
    sections = Counter(source["section"] for source in sources if source["section"])
    return (
        Offer(label="全部行", fields={}),
        Offer(label="尚未决定", fields={"is_open": True}),
        Offer(label="已经决定", fields={"is_open": False}),
        Offer(label="需人工复核", fields={"needs_review": True}),
        Offer(label="免复核", fields={"needs_review": False}),
        *(Offer(label=f"结果：{name}", fields={"status": Status(status)}) for status, name in STATUS_NAMES.items()),
        *(Offer(label=f"自评与建议相差{gap}分以上", fields={"gap": Decimal(gap)}) for gap in _GAPS),
        *(Offer(label=f"置信度不高于{level}", fields={"confidence": level}) for level in _CONFIDENCES),
        *(Offer(label=f"报告：{name}（{n}行）", fields={"document": name}) for name, n in documents.items()),
        *(Offer(label=f"章节：{name}（{n}行）", fields={"section": name}) for name, n in sections.items()),
    )


def choose(desk: Desk, offer: Offer) -> str:
    """Filter the desk's rows by `offer` too, and say how many are left."""
    desk.arrange(filter_=offer.added_to(desk.session.filter))
    return f"{offer.label}：显示{len(desk.visible)}行。"


def view(desk: Desk) -> str:
    """Return order and filter in words."""
    words = _describe(desk.session.filter)
    shown = f"  筛选：{words}，{len(desk.visible)}行" if words else ""
    return f"按{ORDER_NAMES[desk.session.order]}排序{shown}"


def _describe(filter_: Filter) -> str:
    """Return the filter in words, "" for none."""
    parts = [
        {True: "未定", False: "已定", None: ""}[filter_.is_open],
        {True: "需复核", False: "免复核", None: ""}[filter_.needs_review],
        STATUS_NAMES[filter_.status] if filter_.status is not None else "",
        f"差{filter_.gap}分以上" if filter_.gap is not None else "",
        f"置信度≤{filter_.confidence}" if filter_.confidence is not None else "",
        filter_.document or "",
        filter_.section or "",
        f"“{filter_.text}”" if filter_.text else "",
    ]
    return "、".join(part for part in parts if part)
