"""What a re-check form says about a deduction: the fact quoted, the clause, the share deducted, the number.

It works on annotation records and decisions, long after the proposal was made; a note
never says more than those two and the rubric hold.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from perfnlp.records import Action, Decision, Status
from perfnlp.scoring.reasons import tier_band
from perfnlp.scoring.rubric import Rubric, Tier
from perfnlp.scoring.wording import number, percent, quoted

_ORDINALS = "一二三四五六七八九"
_SHORT = (Status.PARTIAL, Status.NOT_COMPLETED)


def deduction_note(record: Mapping[str, Any], decision: Decision, rubric: Rubric) -> str:
    """Return 备注（扣分原因） of a decided row in Chinese, "" if nothing is deducted and nobody said a word.

    Args:
        record: annotation record of the row.
        decision: what counts for the row; its comment is the reviewer's words.
        rubric: the rules that the row follows.
    """
    return f"{_finding(record, decision, rubric)}{_words(decision.comment)}"


def clause(decision: Decision, rubric: Rubric) -> str:
    """Return the rule that a decision rests on: the document, and the tier with its band."""
    tier = next((tier for tier in rubric.tiers if tier.name == decision.tier), None)
    return f"依{rubric.basis}" if tier is None else f"依{rubric.basis}属{_place(tier, rubric)}"


def _finding(record: Mapping[str, Any], decision: Decision, rubric: Rubric) -> str:
    if decision.action is Action.SEND_BACK:
        return _sent_back(record)
    points = _decimal(record["points"])
    if decision.score is None or not points:
        is_short = decision.status in _SHORT
        return f"{_fact(record)}，{clause(decision, rubric)}，未列分值，不计分。" if is_short else ""
    lost = points - decision.score
    if lost <= 0:
        return ""
    share = f"扣{number(lost)}分（占分值的{percent(lost / points)}）"
    reason = str(record["reasons"][0])
    end = f"扣{number(lost)}分。"
    is_proposed = decision.action is Action.ACCEPT and decision.score == _decimal(record["proposed_score"])
    if is_proposed and reason.endswith(end) and decision.tier == record["tier"]:
        told = reason.removesuffix(end)
        named = "" if rubric.basis in told else f"{clause(decision, rubric)}，"
        return f"{told}{named}{share}。"
    how = _how(record, decision, rubric)
    return f"{_fact(record)}，{clause(decision, rubric)}，{how}计{number(decision.score)}分，{share}。"


def _sent_back(record: Mapping[str, Any]) -> str:
    if record["tier"] is None:
        return f"{record['reasons'][0]}已退回单位补充说明。"
    return f"{_fact(record)}，现有表述不足以判断是否达到目标，暂不计分，已退回单位补充说明。"


def _how(record: Mapping[str, Any], decision: Decision, rubric: Rubric) -> str:
    """Return what held the score where it is, besides the clause."""
    own = _decimal(record["self_score"])
    if decision.action is Action.KEEP:
        return "复核认可自评得分，"
    points = _decimal(record["points"]) or Decimal(0)
    usual = next((tier.point * points for tier in rubric.tiers if tier.name == decision.tier), None)
    is_below = decision.score is not None and usual is not None and own == decision.score < usual
    return "复核不高于自评，" if is_below and decision.action is Action.TIER else ""


def _fact(record: Mapping[str, Any]) -> str:
    target, actual = ((record[key] or "").strip() for key in ("target", "actual"))
    told = quoted(actual) if actual else "空白"
    return f"目标为{quoted(target)}，实际为{told}" if target else f"报告称{told}"


def _place(tier: Tier, rubric: Rubric) -> str:
    return f"第{_ORDINALS[rubric.tiers.index(tier)]}档“{tier.name}”（{tier_band(tier)}）"


def _words(comment: str) -> str:
    said = comment.strip()
    if not said:
        return ""
    return f"复核意见：{said}" if said.endswith(("。", "！", "？")) else f"复核意见：{said}。"


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
