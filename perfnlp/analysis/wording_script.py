"""Read traditional characters of the field's wording as their simplified twins, one for one, so that offsets hold."""

_TWINS = """
顯显 極极 較较 實实 進进 續续 穩稳 斷断 強强 優优 緩缓 帶带 動动 擴扩 減减 輕轻 達达 標标 準准 預预 計计 畫画 劃划 驗验
後后 還还 沒没 無无 暫暂 開开 啟启 辦办 設设 區区 縣县 項项 總总 體体 業业 務务 時时 間间 問问 題题 質质 經经 濟济 會会
與与 範范 圍围 擬拟 將将 爭争 確确 發发 現现 環环 調调 變变 壓压 負负 擔担 轉转 農农 條条 頭头 營营 遲迟 難难 際际 資资
選选 構构 築筑 層层 階阶 觀观 興兴 滿满 貢贡 獻献 飛飞 躍跃 響响 應应 圓圆 額额 齊齐 滯滞 誤误 個个 別别 參参 評评 蓋盖
類类
"""
_TABLE = str.maketrans({twin[0]: twin[1] for twin in _TWINS.split()})


def simplify(text: str) -> str:
    """Return `text` with the traditional characters of the field's wording simplified, same length."""
    return text.translate(_TABLE)
