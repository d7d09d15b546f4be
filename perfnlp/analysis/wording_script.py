"""Read misprints and traditional characters as what they stand for, one for one, so that offsets hold.

Only wording that decides a status is mended, and only where the misprint is no word of
its own: 明县提升 is, 证明县级 is not.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from perfnlp.text import fold

_TWINS = """
顯显 極极 較较 實实 進进 續续 穩稳 斷断 強强 優优 緩缓 帶带 動动 擴扩 減减 輕轻 達达 標标 準准 預预 計计 畫画 劃划 驗验
後后 還还 沒没 無无 暫暂 開开 啟启 辦办 設设 區区 縣县 項项 總总 體体 業业 務务 時时 間间 問问 題题 質质 經经 濟济 會会
與与 範范 圍围 擬拟 將将 爭争 確确 發发 現现 環环 調调 變变 壓压 負负 擔担 轉转 農农 條条 頭头 營营 遲迟 難难 際际 資资
選选 構构 築筑 層层 階阶 觀观 興兴 滿满 貢贡 獻献 飛飞 躍跃 響响 應应 圓圆 額额 齊齐 滯滞 誤误 個个 別别 參参 評评 蓋盖
類类 見见 雖虽 門门 長长 關关 鎮镇 鄉乡 補补 億亿 萬万 聲声 機机 網网 隊队 醫医
"""
_TABLE = str.maketrans({twin[0]: twin[1] for twin in _TWINS.split()})

_CONFUSED = """
著着箸 末未 成戍戌咸 升开 高髙亳 效郊 较交 县显 划化 所听 由有 步部 题提 奸好
空控 善膳 份分 已己巳 完宗
"""
"""Groups of characters that typing and optical reading confuse: alike in shape or in sound."""
_ADVERBS = "显著 明显 有所 有效 进一步 较大 逐步 稳步 略有 得到有效"
_VERBS = "提升 提高 改善 完善"
_WHOLE = """完成 已完成 未完成 未开工 未达 未发生 未启动 未开展 未建成 未落实 全部完成 基本完成 达标 达成
有效控制 无变化 向好 部分单位 部分完成 部分项目"""
_ALWAYS = {"部份": "部分", "正再推进": "正在推进", "正再施工": "正在施工", "正再建设": "正在建设"}
_EFFECT = "(?=[提改增题向减降好加扩促优强缓发控])"
_BETWEEN = re.compile(r"(?<=[一-龥]) +(?=[一-龥])")


def _slips(words: str) -> Mapping[str, str]:
    """Return every misprint of one character in one of `words`, and the word that was meant."""
    twins: dict[str, str] = {}
    for group in _CONFUSED.split():
        for character in group:
            twins[character] = twins.get(character, "") + group.replace(character, "")
    meant = words.split()
    return {
        slip: word
        for word in meant
        for place, character in enumerate(word)
        for twin in twins.get(character, "")
        if twin != "末" and (slip := word[:place] + twin + word[place + 1 :]) not in meant
    }


_MEANT = {**_slips(_ADVERBS), **_slips(_VERBS), **_slips(_WHOLE), **_ALWAYS}


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SLIP = re.compile(
    f"{_either([*_slips(_WHOLE), *_ALWAYS])}|(?:{_either(_slips(_ADVERBS))}){_EFFECT}"
    f"|(?<![问难主课标专议试命])(?:{_either(_slips(_VERBS))})"
)
_UNDONE = re.compile(r"(?<![年月期季周岁始一-龥])末(?=[提完开达改发启实落建增见])")


def simplify(text: str) -> str:
    """Return `text` with the traditional characters of the field's wording simplified, same length."""
    return text.translate(_TABLE)


def mend(text: str) -> str:
    """Return `text` simplified and with the misprints of the field's wording put right, same length."""
    simple = _UNDONE.sub("未", simplify(text))
    return _SLIP.sub(lambda slip: _MEANT[slip[0]], simple)


@lru_cache(maxsize=8192)
def readable(text: str) -> tuple[str, tuple[int, ...]]:
    """Return `text` folded, mended and without spaces between Chinese characters, and where each character stood.

    The places end with `len(text)`, so that they serve for the ends of spans too.
    """
    folded = fold(text)
    gaps = {place for gap in _BETWEEN.finditer(folded) for place in range(*gap.span())}
    places = tuple(place for place in range(len(text)) if place not in gaps)
    return mend("".join(folded[place] for place in places)), (*places, len(text))
