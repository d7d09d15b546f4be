"""Tell what sort of statement a stretch of text is: an aim, work that was delivered, or mere background.

完成机耕机播作业38万亩 and 耕地面积92万亩 both hold a figure; only the first tells a result.
"""

import re

from perfnlp.analysis.wording_scope import blank_plans
from perfnlp.analysis.wording_script import readable
from perfnlp.records import Evidence, FieldName

_BACKGROUND = (
    r"现有|共有|内设|下设|下辖|辖区?|编制(?:人?数)?\d|实有|在编|在职|职工\d|面积\d|总面积|总人口"
    r"|户籍人口|拥有|设有|位于|地处|占地|常年|"
    r"床位\d|始建于|成立于|是(?:全[国省市县]|我[国省市县区]|指|传统|基层|集|一[个家所])|承担着|担负着"
    r"|主要职责|意义重大|深受期盼|摆在|高度重视|始终把"
)
_DELIVERED = (
    r"完成|开展了?|举办|组织(?!机构)|培训|指导|发放|参加|检查|新建|改建|建成|获评?|荣获|通过|认定|认证"
    r"|授予|选派|受理|办理|办结|查处|立案|安排|拨付|"
    r"投入|救助|服务|宣传|创建|整治|清理|拆除|修复|新增|引进|签约|落实|购置|采购|配备|安装|印发|制定"
    r"|出台|举行|召开|走访|慰问|巡查|排查|整改|化解|"
    r"种植|收储|发布|创作|演出|接待|审核|审查|核查|验收|评为|入选|签订|推广|建立|补植|栽植"
)
_ACTIVITY = (
    r"讲座|宣传(?:活动|折页|资料|手册|单|品|册|栏|周|日|月)|发放(?:资料|宣传)|启动仪式|讲话|出席|推送"
    r"|推文|座谈|培训班|会议|开会|印发|领导小组|实施方案|制定"
    r"|应急预案|合同|标志牌|公示牌|标识牌|出动|检查企业|参观|观摩|调研|考察|专班|资金\d|补助标准"
    r"|网格员|责任书|承诺书|海报|条幅|标语|问卷|新购|购置"
)
_NEED = (
    r"(?:要|需|须)(?:进一步|加强|牢固|坚持|强化|切实|着力|围绕|抓好|压实|树立)|全力打造|着力|努力|坚持"
    r"|以[^,，。;；]{1,10}为(?:抓手|目标|中心|导向|契机|重点)"
)
_HAPPENED = (
    r"(?<![未没不无曾])(?<!没有)(?:发生|出现|查处|处分|查实"
    r"|致)了?[^,，。;；未没无不]{0,14}?(?<!\d)[1-9]\d*(?:起|件|人|例|次|宗|名|处|笔)"
)
_CLEARED = r"疑似|经查(?:均?[非不未])|均?不属于?|排除|非责任|查无|虚惊|误报|均?为(?:老旧|历史|非)"
_PRAISE = r"好评|肯定|赞誉|表扬|观摩|热情|如火如荼|亮点|高度评价|典型|领先|有声有色|如潮|纷呈|创新性|走在前列"
_SORTS = re.compile(
    f"(?P<cleared>{_CLEARED})|(?P<happened>{_HAPPENED})|(?P<praise>{_PRAISE})|(?P<background>{_BACKGROUND})"
    f"|(?P<activity>{_ACTIVITY})|(?P<need>{_NEED})|(?P<delivered>(?<!未)(?<!待)(?:{_DELIVERED}))"
)


def statement_evidence(text: str, field: FieldName) -> tuple[Evidence, ...]:
    """Return the sorts of statement of a printed text as evidence labelled `statement=<sort>`.

    The sorts are aim (no result is told from there on), happened (something bad), cleared (it was
    not counted), praise,
    background, activity, need and delivered.
    """
    clean, places = readable(text)
    results = blank_plans(clean)
    aims = re.finditer("。+", "".join("。" if new != old else "-" for new, old in zip(results, clean, strict=True)))
    found = [(match.start(), match.end(), "aim") for match in aims]
    found += [(match.start(), match.end(), match.lastgroup or "") for match in _SORTS.finditer(results)]
    return tuple(
        Evidence(field=field, start=places[start], end=places[end - 1] + 1, label=f"statement={sort}")
        for start, end, sort in sorted(found)
    )
