"""How the scoped wording of completion is written down, and the vocabulary its patterns share.

A pattern is written as the words it can begin with (its heads) and the rest of it (its
tail). The heads let the finder look only at the patterns that can begin at a character.
"""

from typing import NamedTuple

from perfnlp.records import CueKind


class Pattern(NamedTuple):
    """One family of phrases.

    Attributes:
        kind: what the phrase says.
        heads: words that the phrase begins with, separated by spaces.
        tail: regular expression of what follows the head.
    """

    kind: CueKind
    heads: str
    tail: str = ""


class Name(NamedTuple):
    """A name or an operator that looks like a cue and says nothing about completion; fields as in `Pattern`."""

    heads: str
    tail: str = ""


GAP = r"[^,，。;；:：!！?？、\n未没无不难但\d]"
"""A character between the parts of one phrase: no figure, no negation, no end of a clause."""

NOT = "未 未能 未曾 尚未 暂未 还未 仍未 均未 并未 从未 没 没有 没能 尚无 尚没有 还没有 仍没有 均没有 并没有"
STRESSED_NOT = "尚未 暂未 还未 仍未 均未 目前未 至今未 还没有 尚没有 仍没有"
ALL = "全部|全面|完全|全额|足额|全数|充分"
BAD = (
    "事故|投诉|违规|违纪|违法|案件|事件|死亡|伤亡|纠纷|舆情|拖欠|截留|挪用|挤占|虚列|虚报|上访|污染|返贫"
    "|漏报|瞒报|偏差|误差|差错|隐患|失误|遗漏|信访|举报|处罚|火灾|疫情"
    "|感染|超支|逾期|滞后|延期|延误|浪费|流失|冲突|缺陷|不良|争议|损失|损坏|问题|失信|欠薪|溢油|泄漏|泄密"
    "|异常|超标|超概算|超预算|违反|纰漏|索赔|诉讼|罚款|溺水|越级|群体性|超期|超时|撤销|泄露|脱管|失控"
    "|漏保|错保|走失|辍学|失学|通报|停电|酒驾|信息泄露|欠费|断供|暴发|破坏|脱岗|空岗|断档"
)
FINISH = (
    "完成|建成|完工|竣工|达标|达到|达成|落实|到位|验收|通过|交付|结束|发放|拨付|投入使用|投用|投产|实现"
    "|解决|整改|下达|覆盖|支付|移交|上线|运行|封顶|兑现|办结|销号|贯通|通车"
    "|开通|投运|通水|开班|开园|运营|落地|安装|安置|化解|清零|建立|拆除|入库|入住|受理|接种|执行|开放|公开|公示|上报|报送|获批|取得|签订"
    "|采购|配备|配置|开业|开诊|启用|形成|购置|使用"
)
NOT_YET = "基本|部分|初步|开始|启动|收尾|进入|准备|着手|申请|提交|拟|主体|阶段性|提前|超额"
STANDARD = "预期|年初|年度|既定|预定|设定|目标|指标|要求|标准|任务|计划|规定"
FAULTS = (
    "及时|到位|完善|规范|高|强|明显|显著|理想|佳|准确|完整|健全|合理|严|严格|平衡|充分|好|深入|细致"
    "|扎实|完备|畅|顺畅|协调|匹配|均衡|科学|清晰|全面|准|多|快|紧密|一致|齐全|彻底|成熟|稳定|满意|符"
)
