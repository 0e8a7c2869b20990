"""像不像一家: whether two names of units may be one, apart from what every department has in its name."""

from __future__ import annotations

import difflib
import re

_LEVEL = re.compile(
    r"^(?:中共)?(?:[省市县区州盟旗镇乡]委(?=(?!员会).{2,}部)|[省市县区州盟旗](?=.{2,}))"
)
_KIND = re.compile(
    r"(?:委员会办公室|委员会|人民政府|办公室|办事处|街道办|街道|开发区|管委会|服务中心|中心|监督管理局|管理局|事务局|服务局"
    r"|自治县|林区|特区|新区|县|市|区|旗|镇|乡|局|委|办|部|院|厅|处|公司|集团|学院|大学|医院)$"
)
_USUAL = frozenset(
    re.findall(
        r"\w+",
        """
发展改革、发改、教育、科技、科学技术、工信、工业和信息化、经信、民宗、民族宗教、公安、国安、国家安全、民政、司法、财政、人社
人力资源和社会保障、资规、自然资源、自然资源和规划、规划、国土、生态环境、环保、住建、住房和城乡建设、城建、交通、交通运输、水利、水务、农业
农业农村、林业、园林、商务、文旅、文化和旅游、文化、旅游、卫健、卫生健康、卫生、退役军人、应急、应急管理、审计、国资、国资监管、市场监管
市场监督、体育、统计、医保、医疗保障、乡村振兴、信访、金融、数据、大数据、城管、城市、城市管理、综合执法、行政审批、政务服务、机关事务、人防
供销、粮食、税务、气象、海关、邮政、烟草、消防、消防救援、水文、地震、档案、党史、宣传、组织、统战、政法、编办、机构编制、巡察、文明、妇联
残联、工会、团、科协、侨联、文联、工商联、红十字会、外事、扶贫、招商、投资促进、招商引资、公积金
""",
    )
)  # names of departments that are no misspelling of one another
LEAST, LEAST_OF_CORES, WITHIN = 0.45, 0.45, 0.5


def likeness(one: str, other: str) -> float:
    """How much two names, already normalised, are alike; 0 where they share no more than 市 and 局.

    >>> likeness("市民政局", "市商务局"), likeness("市民政局", "市财政局"), likeness("市委宣传部", "市委组织部")
    (0.0, 0.0, 0.0)
    >>> [likeness(*pair) > 0.45 for pair in (("市人社局", "市人力资源和社会保障局"), ("市财证局", "市财政局"), ("石桥县", "石桥市"))]
    [True, True, True]
    """
    score = difflib.SequenceMatcher(None, one, other).ratio()
    within = len(one) >= 2 and len(other) >= 2 and (one in other or other in one)
    if within:
        return score + WITHIN
    cores = core(one), core(other)
    if score < LEAST or not _are_near(*cores):
        return 0.0
    return score


def core(name: str) -> str:
    """What tells a unit from others of its level and kind.

    >>> core("市民政局"), core("市委宣传部"), core("临江县"), core("市农业农村局"), core("市发展和改革委员会")
    ('民政', '宣传', '临江', '农业农村', '发展和改革')
    """
    bare = _LEVEL.sub("", name)
    found = _KIND.search(bare)
    return bare[: found.start()] if found and found.start() else bare


def _are_near(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    if len(short) >= 2 and all(sign in rest for sign in short):
        return True  # 人社 of 人力资源和社会保障
    if one in _USUAL and other in _USUAL:
        return False  # each is a department of its own
    return difflib.SequenceMatcher(None, one, other).ratio() >= LEAST_OF_CORES
