"""Read traditional characters of the word lists as their simplified twins, one for one, so that offsets hold."""

_TRADITIONAL = "顯極較實進續穩斷強優緩帶動擴減輕達標準預計畫劃標驗後還沒無暫開啟動辦設區縣項總體業務時間問題質經濟會與範圍擬將爭確發現環調變續壓負擔轉農條頭營遲難際資選構築層階觀興滿貢獻飛躍響應圓額竣齊滯誤個別參評覆蓋類"
_SIMPLIFIED = "显极较实进续稳断强优缓带动扩减轻达标准预计画划标验后还没无暂开启动办设区县项总体业务时间问题质经济会与范围拟将争确发现环调变续压负担转农条头营迟难际资选构筑层阶观兴满贡献飞跃响应圆额竣齐滞误个别参评覆盖类"
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplify(text: str) -> str:
    """Return `text` with the traditional characters of the field's wording simplified, same length."""
    return text.translate(_TABLE)
