"""Find the stretches of an answer that tell no result: aims, needs and prospects, and faults since put right."""

import re
from functools import lru_cache

_RESULT = "提|改|增|促|优|缓|减|方便|扩|形|完|竣|通|实现|建成|投|启|开|验收|惠及|参加|达"
_UNTIL_STOP = "[^。;；]*"
_PLANNED = re.compile(
    rf"(?:(?<!为)确保(?!了)|力争|(?<![采吸])争取|以期|旨在|有望|预计|打算|即将|后可|下一?步|今后"
    rf"|拟(?!定|态|制)|(?<![接等招款期优虐])待(?!遇|业|岗)(?=[^,，。;；]{{0,8}}(?:后|验|审|批|复|建|补))"
    rf"|将(?![^,，。;；]{{0,20}}(?:已|全部|均|纳入|列入|作为))(?=[^,，。;；]{{0,12}}(?:{_RESULT}))){_UNTIL_STOP}"
    r"|为[^,，。;；]{1,14}(?:奠定|打下|提供|创造)(?!了)[^,，。;；]*"
    r"|(?:有利于|有助于|以便|便于)[^,，。;；]*"
    rf"|(?:(?<=^)|(?<=[,，。;；]))(?:还|仍|尚|也|更|仍然)?(?:要|需要?|须|应当?)(?=进一步|加|强|压|提|继"
    rf"|不断|持续|抓|做|尽|着力|切实|完善|深)"
    rf"{_UNTIL_STOP}"
    r"|(?:建成|完工|通车|投用|完成|实施|投入使用|投产|竣工)+后[,，]?(?:将|可|能|预计)[^。;；]*"
    r"|对[^,，。;；]{1,16}进行(?:提升|改善|优化)"
    r"|以[^,，。;；、]{1,6}促[^,，。;；、]{1,6}"
    r"|(?:(?<=^)|(?<=[,，。;；]))(?:国家|财政部|上级|文件|合同|方案|政策|办法|[省市县][一-龥]{1,4})"
    r"(?:要求|规定|明确)(?!的)[^。;；]*"
    r"|(?:坚持)?以[^,，。;；]{1,20}为(?:目标|宗旨|导向|目的)"
    r"|距离?[^,，。;；]{1,14}(?=(?:还|仍|尚)?[有存]在?[^,，。;；]{0,4}差距)"
)
_ONCE = re.compile(
    r"(?:一度|曾|起初|最初|此前|原先|原本|年初)[^,，。;；]*(?=[,，。;；].*(?:现已|目前已|最终|后|已|终于|现))"
)
_PUT_RIGHT = re.compile(
    r"[^,，。;；]*(?:均已|已全部|已经|已|(?<!并非)(?<!不是)(?<![未没])(?<!没有)全部|现已|及时|后|得以|得到)(?:全部|得到|予以|按期|按要求|及时)*"
    r"(?:整改|解决|消除|补齐|补办|补发|办结|销号|归还|恢复|克服|纠正|追回|化解)(?!率|[^,，。;；]{0,3}的)"
)


@lru_cache(maxsize=8192)
def blank_plans(text: str) -> str:
    """Return readable `text`, same length, with aims, needs and prospects made stops."""
    return _PLANNED.sub(_blank, text)


def blank_past_faults(text: str) -> str:
    """Return readable `text`, same length, with faults that were since put right made stops."""
    return _PUT_RIGHT.sub(_blank, _ONCE.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    return "。" * len(match[0])
