"""Find the target that a statement names beside its result.

Spellings: （目标值T）, 年初计划T, 目标为T，, 完成目标值T的108%, 较目标值T有差距, 要求T，, 目标“T”, 符合“T”的目标要求,
未按计划在T前完成. A distance from the target (超过目标值6.1个百分点) is no target.
"""

import re

from perfnlp.extraction.narrative_wording import ACTUAL_LABEL, bare

LABEL = (
    r"(?:年初|年度|全年|当年|本年|预期|预定|计划|绩效|设定|设置|考核|既定|申报|的)*"
    r"(?:目标值|指标值|目标数|计划值|计划数|计划完成值|预期值|目标任务数|任务数|标准值)"
)
"""A label that nothing but a target follows; a bare 目标 or 计划 needs 为, a colon or a figure."""
_SHORT_LABEL = r"(?:年初|年度|全年|预期|预定|设定|绩效|设置|既定)*(?:目标|计划|指标|要求|标准)"
_GLUE = r"(?:设定|设置|确定|核定)?(?:为|是|：|:|＝|=)?\s?"
VALUE = r"(?:[^，,；;。（）()\n]|(?<=\d),(?=\d)|[（(][^（）()]*[）)])+?"
_END = (
    r"(?=[，；;。）)\n]|,(?!\d)|(?:的(?:要求|目标|任务|标准|\d|[^，。；]{0,4}%))"
    r"|(?:仍|尚|还)?(?:有|存在)(?:一定)?(?:的)?(?:差距|偏差|差异)|$)"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[（(](?:{LABEL}|{_SHORT_LABEL}){_GLUE}(?P<target>{VALUE})(?:[，,；;](?:{ACTUAL_LABEL}|实际).*)?[）)]",
        rf"(?<!超过)(?<!超出)(?<!高出){LABEL}{_GLUE}(?P<target>{VALUE}){_END}",
        rf"(?:(?:年初|年度|全年|原)(?:目标|计划)|目标(?=为|是|：|:)){_GLUE}(?P<target>[^，。；\d]{{0,6}}\d{VALUE}){_END}",
        rf"(?:目标|标准|要求)(?:设定|核定|确定)?为(?P<target>{VALUE})[，；。]",
        r"(?:目标|计划|要求)[“\"](?P<target>[^”\"]{2,40})[”\"]",
        r"[“\"](?P<target>[^”\"]{2,40})[”\"](?:的)?(?:年初|年度|绩效|预期|既定)*(?:目标|要求|标准)",
        r"^(?:按|按照|根据)?(?:方案|合同|计划|规定)?要求(?P<target>[^，。；]{4,40})，",
        r"未(?:能)?(?:按|按照|如)(?:计划|要求|期)?(?:于|在)(?P<target>\d{2,4}年[^，。；]{2,30}|\d{1,2}月[^，。；]{2,30}?)(?=[，。；]|$)",
        r"(?P<target>\d[\d.,]*[^\d，。；的]{1,3}?)(?:的)?(?:总|年度|全年)?目标",
    )
)
_DISTANCE = re.compile(r"百分点$|^\d+(?:\.\d+)?倍$")
_NO_TARGET = re.compile(r"^(?:任务|的|值|和|与|及|基本|均|已|要求|未)|完成$")


def stated_target(text: str) -> str | None:
    """Return the target that a statement states, as printed; None if it states none."""
    plain = text.replace("\n", "")
    for pattern in _PATTERNS:
        match = pattern.search(plain)
        target = bare(match["target"]) if match else ""
        if target and not _DISTANCE.search(target) and not _NO_TARGET.search(target):
            return re.sub(r"^控制在(?=.*(?:以内|以下|之内|内)$)", "", target)
    return None
