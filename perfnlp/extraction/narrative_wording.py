"""The wording by which running text tells results: where its parts end, what it is about.

Patterns only; the genres that use them live in the other `narrative_` modules.
"""

import re
from collections.abc import Iterator

TARGET_LABEL = (
    r"(?:年初|年度|全年|当年|预期|预定|计划|绩效|设定|考核)*(?:目标值|指标值|目标数|计划值|计划数|预期值|目标)"
)
ACTUAL_LABEL = (
    r"(?:全年|年度|年末|年底|本年|当年|自评)*"
    r"(?:实际(?:完成值|完成情况|完成数|完成率|完成|达到|达成|值|数|为)|完成值|完成情况|完成数)"
)
MISSED = re.compile(
    r"未达标|不达标|未达到|没有达到|未能|未完成|没有完成|没能完成|未实现|难以完成|无法完成|未按|不能按|没有得到|不及时"
    r"|落后|滞后|延期|逾期|暂未|尚未|未启动|未开工|未开展|未投入使用|低于(?:年初|年度|目标|预期|计划)"
)
BUDGET_GAP = re.compile(
    r"(?:执行数|决算数|支出数|执行率)[^，。；]{0,12}(?:少于|低于|小于|不足|未达|不符|偏低|较低|不高|差异)"
    r"|预算[^，。；]{0,12}(?:与|和)[^，。；]{0,6}执行[^，。；]{0,6}(?:不符|差异)"
)
ABOUT_INDICATORS = re.compile(
    r"(?:指标|目标|绩效)值?(?:的)?(?:设置|设定|编制|体系|管理)|指标值?(?:过|较|偏|不|缺|未细化)|制度|预算编制|缺乏(?:针对|挑战)"
)
_REASON = re.compile(
    r"(?P<before>[，。；\n]|^)(?=(?:偏差|未完成|未达标|未达到)?(?:的)?(?:主要)?原因(?:分析)?(?:是|为|在于|系|：|:)|主要是(?:因|由于|受))"
)
_SCORE = re.compile(r"[，,；（]?(?:自评)?得分?(?:为|是|：|:)?(?P<score>\d+(?:\.\d+)?)分?）?")
_POINTS = re.compile(r"[，,；（]?(?:分值|权重|标准分|满分)(?:为|是|：|:)?(?P<points>\d+(?:\.\d+)?)分?）?")
SCORED_TITLE = re.compile(
    r"(?P<title>[^。；，：（）()]{2,40}[（(](?=[^（）()]*\d分?)(?:满分|分值|标准分|权重|自评得?分|评价得?分|得分|得|扣)[^（）()]*\d\s?分?[^（）()]*[）)])(?:[。：:]|$)"
)
"""An unnumbered heading of an evaluation with its points or score: NAME（满分8分，得分6分）。"""
_VERDICT = re.compile(
    r"(?:均|已|全部|基本|都|指标|目标)*(?:完成)?(?:达标(?!率)|未达标|不达标|达到(?:了)?(?:预期|年初|年度|预定)?目标|达到要求|未达到|没有达到|未完成"
    r"|完成(?:了)?(?:年初|年度|全年|预期)目标|没有得到|难以完成|无法完成|暂未|尚未|未启动|未开工|未能|滞后|落后|不符)"
    r"|(?:得到)?(?:明显|显著|有效|有所|不断|进一步|持续|大幅|稳步|逐步)(?:得到)?(?:提升|改善|提高|增强|加强|下降|减少|好转)"
    r"|(?:同比|较上年)?(?:增长|下降|增加|减少|增幅|为|达到|达|均为|完成|共|超过|实现|共计|约)*(?:了)?[≥≤><约近]?\d+(?:[.,]\d+)*\s?(?:%|％|‰|[^\d年月日号、，。；]|万)"
)
_LEAD = re.compile(
    r"^(?:(?:按照|根据|依据|通过|围绕|截至|截止|在|为|由于)[^，]{2,40}，)?"
    r"(?:20\d\d年度?|全年|本年度?|今年)?(?:我[^，]{1,6}|本单位|本部门)?"
    r"(?:确保|保障(?!.{0,6}[率度])|做好|有序推进|持续做好|高质量完成|较好地?完成|圆满完成|全面完成|按时完成|已完成|完成|保障了|促进了|提升了|一定程度上)?(?:了)?"
)
_HEAD_VERB = re.compile(
    r"^(?:(?:全年|全县|全市|本年)?(?:未发生|没有发生|无)|提升|提高|增强|增加|丰富|改善|开展(?!次数|情况|的))(?:了)?(?=.{4})"
)
_HEAD_TAIL = re.compile(
    r"(?:(?:工作)?(?:有序|稳步|正常|持续)(?:推进|开展|实施)|已(?:封顶|完工|竣工|投用|开工)|(?:现象|情况)?发生|从|由)$"
)
_ENUMERATOR = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|指标\d{1,2}[：:、]|[①-⑳]|[（(]\d{1,2}[）)]|\d{1,2}[、.．](?!\d))"
)
_CLAUSE_START = re.compile(
    r"(?:^|(?<=[；;。：:，\n]))(?:[一二三四五六七八九十]{1,2}是|[①-⑳]|[（(]\d{1,2}[）)]|\d{1,2}[、.．](?!\d))"
)
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,40})[”\"」]")
_NAME_LENGTH = 32
_QUOTED_RESULT = re.compile(
    rf"[“\"](?P<name>[^”\"]{{2,40}})[”\"](?:指标)?(?:的)?{TARGET_LABEL}(?:为|是|：)?(?P<target>[^，；。“]+)[，,]"
    rf"{ACTUAL_LABEL}(?:为|是|：)?(?P<actual>[^；。“]+)"
)


def sentences(text: str, marks: str = "。！？\n") -> Iterator[tuple[int, str]]:
    """Yield the offset and the text of each sentence, its end mark included, brackets kept whole."""
    start = depth = 0
    for index, character in enumerate(text):
        depth = max(depth + (character in "（《“") - (character in "）》”"), 0)
        if character == "\n" or (character in marks and not depth):
            if text[start : index + 1].strip():
                yield start, text[start : index + 1]
            start, depth = index + 1, 0
    if text[start:].strip():
        yield start, text[start:]


def clauses(text: str) -> list[tuple[int, str]]:
    """Return the numbered clauses (一是…；二是…) of `text` without numbers, or its parts between semicolons."""
    starts = [(match.start(), match.end()) for match in _CLAUSE_START.finditer(text)]
    if len(starts) > 1:
        ends = [start for start, _ in starts[1:]] + [len(text)]
        return [(begin, text[begin:end]) for (_, begin), end in zip(starts, ends, strict=True)]
    return [(start + lead_length(part), part[lead_length(part) :]) for start, part in sentences(text, "；;。\n")]


def lead_length(text: str) -> int:
    """Return how many characters of an enumerator ("一是", "①") `text` begins with."""
    match = _ENUMERATOR.match(text)
    return match.end() if match else 0


def bare(text: str) -> str:
    """Return a clause without line breaks and the punctuation around it."""
    return text.replace("\n", "").strip(" ，。；：;:、")


def quoted_results(text: str) -> list[re.Match[str]]:
    """Return the matches of `“NAME”年度目标值为T，实际完成值为A` in `text`, with groups name, target and actual."""
    return list(_QUOTED_RESULT.finditer(text))


def is_reason(text: str) -> bool:
    """Say whether a sentence only gives the reason of what the sentence before it told."""
    match = _REASON.match(text.strip())
    return bool(match and not match["before"])


def split_reason(text: str) -> tuple[str, str | None]:
    """Split "X未完成，原因是Y。" into what is told and why."""
    match = _REASON.search(text)
    if not match or not text[: match.start()].strip():
        return text, None
    mark = "。" if match["before"] == "。" else ""
    return text[: match.start()] + mark, text[match.end() :].strip(" \n，")


def split_scores(text: str) -> tuple[str, str | None, str | None]:
    """Take "，得分10分" and "（分值5分）" out of `text`; return the rest, the points and the score as printed."""
    score, points = _SCORE.search(text), _POINTS.search(text)
    rest = _POINTS.sub("", _SCORE.sub("", text))
    return rest, points["points"] if points else None, score["score"] if score else None


def short_name(statement: str) -> str:
    """Return what a statement is about: its quoted indicators, or its subject up to the verdict or the figure."""
    text = bare(statement[lead_length(statement) :])
    quoted = _QUOTED.findall(text)
    if (
        quoted
        and re.match(r"[“\"「]", text)
        and re.search(r"[”\"」](?:等|[两三四五六七八九十\d]+[个项])*(?:指标|目标|未|没)", text)
    ):
        return "；".join(quoted)
    if topic := re.match(r"([^，。]{2,15})方面，", text):
        return topic[1]
    lead = _LEAD.match(text)
    head = text[lead.end() :] if lead and len(text) - lead.end() >= 4 else text  # noqa: PLR2004
    verdict = next((match for match in _VERDICT.finditer(head) if match.start() >= 3), None)  # noqa: PLR2004
    if verdict:
        head = head[: verdict.start()]
    if len(head) > _NAME_LENGTH:
        head = re.split(r"[，；。]", head)[0]
    head = _HEAD_TAIL.sub("", bare(head))
    return bare(_HEAD_VERB.sub("", head))[: _NAME_LENGTH * 2] or text[:_NAME_LENGTH]
