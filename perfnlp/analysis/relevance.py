"""Measure how much of what a target asks the actual text takes up, by words alone.

It is a feature for the grader, not a verdict: a true answer may use other words.
"""

from collections.abc import Iterable

_STOP_WORDS = """
万元 不断 主要 以上 以下 以内 任务 优化 促进 保障 做好 全年 全面 加强 及时 增强 大于 完成
实现 实际 小于 工作 年初 年度 开展 情况 持续 指标 推进 提升 提高 改善 数量 明显 显著 有关
有所 有效 标准 目标 相关 等于 要求 计划 质量 达到 达成 进行 通过 需要 项目 预期 不低于 不少于
不超过 完成率 目标值 进一步
"""
_STOP = frozenset(_STOP_WORDS.split())
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
