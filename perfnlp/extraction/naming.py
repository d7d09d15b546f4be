"""Give a row that has no name column a short name: what its target is about, without the figure.

固定资产投资额达到13亿元 → 固定资产投资额; 完成《志书》（初稿）编纂工作 → 《志书》（初稿）编纂.
"""

import re

_DIGIT = re.compile(r"\d")
_AVOIDANCE = re.compile(r"[未无不零]|杜绝")
_LEADING_COUNT = re.compile(r"^\d+[个家项处座条所名件场次](?=.{4})")
_OPENING, _CLOSING = "“‘《（(【", "”’》）)】"
_LEADING = re.compile(
    r"^(?:(?:负责|按时限|按期|按时|及时|积极|深入|深化|持续|进一步|全面|大力|继续|切实|建立)*"
    r"(?:完成|实现|推进|推动|做好|落实|加强|开展|组织开展|组织|处理各?类?|确保|保障|健全|完善|力争|争取|举办|召开|全年)+(?=.{3}))+"
)
_FIGURE = (
    r"(?:不[少低大小]于|不[超高]过?于?|达到?|实现|争取|力争|控制在|保持在|分别?为|共计|累计|约|前|第|超过?|≥|≤|>|<|=|到)*"
    r"\d[\d,.]*\s*(?:[-~至—]\s*\d[\d,.]*)?[%‰％]?[十百千万亿余多]*[\u4e00-\u9fff]{0,4}(?:\([^)]*\))?"
)
_TRAILING_FIGURE = re.compile(rf"{_FIGURE}$")
_ACTOR = re.compile(r"^[^“《]{4,}?(?:组织)?(?:开展|举办)(?=.{4})")
_TRAILING_VERB = re.compile(
    r"(?:工作任务|工作|达到|达|不少于|不低于|不超过|共计|累计|争取|力争|为|完工|竣工|封顶|开工建设|开工|建成|分别|前|的|，|、|：)+$"
)
_PERIOD = re.compile(r"(?<=.{2})(?:每年|全年|年内|当年)(?=.{2})")
_TRAILING_ACTION = re.compile(
    r"(?<=.{2})(?:工作|行动|活动|建设|责任制?|制度|体系|机制|排查|调处|化解|办理|回告|回复|处理|处置|和|与|及|、)+$"
)
_ATTRIBUTIVE = re.compile(r"(?<!目)的(?=.{2})")
_MAX_NAME = 40
_MAX_MEASURE = 5


def derive_name(target: str) -> str:
    """Return a short name, never empty, for a row that only states its target; parts joined by "；"."""
    parts = [part for part in _parts(target.rstrip("。；， ")) if part]
    has_figures = any(_DIGIT.search(part) for part in parts)
    names: list[str] = []
    contexts: list[str] = []
    pending = ""
    for part in parts:
        name = _strip(part)
        if has_figures and not _DIGIT.search(part) and not (names and _AVOIDANCE.match(part)):
            contexts.append(name)
            pending = name
            continue
        if pending and all(len(measure) <= _MAX_MEASURE for measure in name.split("、")):
            name = pending if name in pending else _thing(pending) + name
        names.append(name)
        pending = ""
    # a figure in mid-sentence (24小时值班) is no good name where the row offers wording
    plain = [name for name in names if name and not _DIGIT.search(name)] or contexts[:1] or names
    joined = "；".join(dict.fromkeys(plain))
    return (joined if len(joined) <= _MAX_NAME else plain[0]) or target


def _thing(context: str) -> str:
    """Return what a clause is about without what is done to it: 健全矛盾纠纷排查调处工作制度 → 矛盾纠纷."""
    return _ATTRIBUTIVE.sub("", _TRAILING_ACTION.sub("", context))


def _parts(text: str) -> list[str]:
    """Cut at commas and semicolons outside quotes and brackets, and at 、 behind a figure's unit."""
    depth, start, parts = 0, 0, []
    for position, character in enumerate(text):
        depth += (character in _OPENING) - (character in _CLOSING)
        is_cut = character in "，；,;。" or (
            character == "、" and re.search(r"\d[\d,.]*[^\d、，]{0,4}$", text[start:position]) is not None
        )
        is_thousands = character == "," and text[position + 1 : position + 2].isdigit()
        if depth <= 0 and is_cut and not is_thousands:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _strip(part: str) -> str:
    name = _TRAILING_FIGURE.sub("", part.strip())
    name = _TRAILING_VERB.sub("", name) or name
    name = _ACTOR.sub("", name)
    name = _PERIOD.sub("", _LEADING.sub("", name) or name)
    return _LEADING_COUNT.sub("", name)
