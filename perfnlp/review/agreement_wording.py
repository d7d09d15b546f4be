"""The figures of an agreement in Chinese."""

from perfnlp.review.agreement import MACHINE, Agreement, Measure
from perfnlp.review.wording import shown


def describe_agreement(found: Agreement) -> str:
    """Return the agreement of two judges, a figure a line."""
    one, other = found.judges
    blind = "（抽查行，评定时未显示建议）" if one == MACHINE else ""
    return "\n".join(
        (
            f"{one} 与 {other}{blind}：{found.n_documents}份报告{found.n_rows}行",
            f"  结果相同：{_measured(found.same_status, '.1%')}",
            f"  Kappa：{_measured(found.kappa, '.2f')}",
            f"  加权Kappa（二次）：{_measured(found.ordered_kappa, '.2f')}",
            f"  得分平均相差：{_points(found)}",
            *(
                f"  {tier or '未定档次'}：{n_rows}行，结果相同{share:.1%}"
                for tier, (n_rows, share) in found.by_tier.items()
            ),
            f"  不一致的行：{'、'.join(found.disagreed) or '无'}",
        )
    )


def _points(found: Agreement) -> str:
    if found.score_difference is None:
        return "没有两方都给分的行。"
    return f"{shown(round(found.score_difference, 2))}分，其中{found.judges[0]}给分较高{found.n_higher}行"


def _measured(measure: Measure, form: str) -> str:
    value = "" if measure.value is None else f"{measure.value:{form}}"
    if measure.low is None or measure.high is None:
        return "，".join(part for part in (value, measure.remark) if part)
    return f"{value}（95%区间{measure.low:{form}}—{measure.high:{form}}）"
