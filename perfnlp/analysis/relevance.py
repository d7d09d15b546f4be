"""Measure how much of what a target asks the actual text takes up, by words alone.

It is a feature for the grader, not a verdict: a true answer may use other words.
"""

from collections.abc import Iterable

_STOP = frozenset(
    """的 了 和 与 及 等 在 对 为 是 有 以 于 并 或 中 上 下 各 个 将 已 按 由 向 从 到 把 被 其 该 本 年 月 日 以上 以下 以内 完成 实现 达到 达成 提高 提升
    情况 工作 项目 指标 目标 目标值 年初 年度 全年 预期 实际 进行 开展 推进 做好 加强 完成率 数量 质量 率 及时 有效 明显 显著 有所 进一步 全面 不断 持续
    改善 增强 促进 优化 保障 需要 相关 有关 主要 通过 不低于 不少于 不超过 大于 小于 等于 约 余 近 任务 计划 要求 标准 次 人 项 万元 元 个""".split()
)
_SHORTEST = 2


def relevance(asked: Iterable[str], actual: str) -> float:
    """Return the share, 0-1, of the content that is `asked` which `actual` takes up.

    The mean of two shares: content words that stand in `actual`, and pairs of
    neighbouring characters of those words. 0 without an answer; 1 when nothing of
    content is asked, as by 完成 or ≥90%.

    Args:
        asked: jieba words of the indicator's name and target.
        actual: the answer, folded.
    """
    if not actual:
        return 0.0
    content = {word for word in asked if len(word) >= _SHORTEST and word not in _STOP and not word[0].isdigit()}
    if not content:
        return 1.0
    pairs = {pair for word in content for pair in _pairs(word)}
    return (_share(content, actual) + _share(pairs, actual)) / 2


def _pairs(text: str) -> Iterable[str]:
    return (text[n : n + 2] for n in range(len(text) - 1))


def _share(pieces: set[str], text: str) -> float:
    return sum(piece in text for piece in pieces) / len(pieces)
