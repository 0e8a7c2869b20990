"""姓名: the people that one cell names, apart from titles, telephone numbers and words for an empty office."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅付沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎闫余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔"
    "白崔康毛邱丘秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁舒耿"
    "牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚古米池滕晋苑邬臧畅宫苟褚廉简娄盖符奚木穆"
    "党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝匡寇禄阙沃利蔚越夔隆师巩晁勾毋沙乜养鞠巢竺权逯尚农巴麻代修敬桑宗麦危印贡储佘仲邝亓区明占佟"
    "展战冼岑敏贝栗仝哈应水仵植柒缪谌滑慎幸湛"
)
DOUBLE = ("欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "端木", "长孙", "宇文", "呼延", "南宫", "轩辕", "淳于", "单于", "申屠", "闻人")  # fmt: skip
VACANT = re.compile(
    r"(?:暂时?|目前|现)?(?:空缺|暂缺|缺位|缺员|缺|无|待定|待配|待任|未配|未定|空)|[-—–―/\\.]+"
)
_TITLES = (
    "书记", "主任", "局长", "县长", "区长", "市长", "部长", "院长", "检察长", "主席", "会长", "理事长", "总经理", "经理", "董事长", "校长", "台长", "社长",
    "科长", "处长", "股长", "司长", "厅长", "关长", "行长", "所长", "站长", "馆长", "队长", "支队长", "总队长", "政委", "秘书长", "组长", "主编", "总编辑", "乡长", "镇长",
    "常委", "委员", "成员", "调研员", "巡视员", "督办", "总工程师", "总会计师", "科员", "干事", "干部", "负责人", "同志",
)  # fmt: skip
_WORD = "(?:" + "|".join(sorted(_TITLES, key=len, reverse=True)) + ")"
_BEFORE = "(?:党组|党委|党工委|党总支|党支部|机关|常务|市委|县委|区委|乡镇|政府|人大|政协|纪委|监委|一级|二级|三级|四级|副|代理?|原|兼|总|市|县|区|乡|镇)*"
TITLE = re.compile(_BEFORE + _WORD)
_ANY_TITLE = re.compile(f"[一-龥]{{0,8}}{_WORD}")
_TITLE_BEHIND = re.compile(f"(?P<name>[一-龥·]+?)(?:{_BEFORE}{_WORD})+")
_TITLE_BEFORE = re.compile(f"[一-龥]*{_WORD}(?P<name>[一-龥·]+)")
_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_IN_BRACKETS = re.compile(r"(?P<name>[^()\[\]]+)[(\[](?P<title>[^()\[\]]{1,40})[)\]]")
_PHONE = re.compile(r"(?:联系)?(?:电话|手机号?码?|办公室?电话)\s*:?|\+?\d[\d\- ]{4,}\d|转?\d{3,}")
_APART = re.compile(r"[、,;/|:\n\r\t]+")
_HAN = re.compile(r"[一-龥]{2,4}")
_FOREIGN = re.compile(r"[一-龥]{1,10}(?:·[一-龥]{1,10})+")


@dataclass(frozen=True, slots=True)
class People:
    """Whom a cell names. sure: certainly persons. guess: all that may be, where is_doubtful. is_vacant: says there is nobody.

    titles: 职务 by name, where the cell says it beside the name.
    """

    sure: tuple[str, ...] = ()
    guess: tuple[str, ...] = ()
    is_doubtful: bool = False
    is_vacant: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)


def people_in(text: str) -> People:
    """The people in one cell as it was typed, line breaks included.

    >>> people_in("王　伟、李小梅(副局长)").sure, people_in("党组书记、局长 张三 0792-8888888").sure
    (('王伟', '李小梅'), ('张三',))
    >>> people_in("王　伟、李小梅(副局长)").titles, people_in("党组书记、局长:张三").titles
    ({'李小梅': '副局长'}, {'张三': '党组书记、局长'})
    >>> people_in("赵二 138").guess, people_in("孙八 0792 转8012").guess
    (('赵二',), ('孙八',))
    >>> people_in("空缺").is_vacant, people_in("王主任").is_doubtful
    (True, True)
    """
    folded = re.sub(r"[•・‧∙●.]", "·", unicodedata.normalize("NFKC", text).replace("—", "-"))
    bare = _PHONE.sub("、", _BRACKETS.sub("、", folded))
    pieces = [piece.strip(" ·-") for piece in _APART.split(bare)]
    pieces = [piece for piece in pieces if piece]
    if all(VACANT.fullmatch(re.sub(r"\s+", "", piece)) for piece in pieces):
        return People(is_vacant=True, is_doubtful=bool(pieces and _BRACKETS.search(folded)))
    sure: list[str] = []
    guess: list[str] = []
    doubt = False
    for piece in pieces:
        for name, is_sure in _named(piece):
            guess.append(name)
            sure += [name] if is_sure else []
            doubt |= not is_sure
    titles = {name: title for name in guess if (title := _beside(name, folded, guess))}
    return People(tuple(dict.fromkeys(sure)), tuple(dict.fromkeys(guess)), doubt, titles=titles)


def name_and_title(text: str) -> tuple[str, str]:
    """A name with the title that stands behind it in brackets; the text itself where it is nothing of the kind.

    >>> name_and_title("张三（副局长）"), name_and_title("张三（市教育局）")
    (('张三', '副局长'), ('张三（市教育局）', ''))
    """
    found = _IN_BRACKETS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found and is_name(re.sub(r"\s+", "", found["name"])) and _is_title(found["title"]):
        return re.sub(r"\s+", "", found["name"]), found["title"].strip()
    return text, ""


def _beside(name: str, folded: str, names: Sequence[str]) -> str:
    """What stands beside a name as its bearer's title: behind it, bare or in brackets, or before it; empty where nothing does."""
    found = re.search(r"\s*".join(name), folded)
    if found is None:
        return ""
    before, behind = folded[: found.start()], folded[found.end() :]
    if found := re.match(r"\s*[(\[【〔](?P<title>[^)\]】〕]{1,40})[)\]】〕]", behind):
        return found["title"].strip() if _is_title(found["title"]) else ""
    if found := re.match(f"(?:{_BEFORE}{_WORD})+", behind):
        return found[0]
    parts: list[str] = []
    for part in reversed(re.split(r"[、,\s]+", re.split(r"[;\n]", before)[-1].rstrip(" :"))):
        if not _ANY_TITLE.fullmatch(part) or any(other in part for other in names):
            break
        parts.insert(0, part)
    return "、".join(parts)


def _is_title(text: str) -> bool:
    return all(_ANY_TITLE.fullmatch(part.strip()) for part in re.split(r"[、,，/]", text))


def _named(piece: str) -> list[tuple[str, bool]]:
    """What one piece between commas names, each with whether that is certain."""
    found: list[tuple[str, bool]] = []
    singles: list[str] = []
    for token in [*piece.split(), ""]:
        if len(token) == 1:
            singles.append(token)
            continue
        if len(singles) == 1 and 0 < len(token) <= 2:
            token = singles[0] + token
        elif singles:
            found += _joined(singles)
        singles = []
        found += _one(token)
    return found


def _joined(singles: list[str]) -> list[tuple[str, bool]]:
    """王 伟 is one name, so is 李 小 明; four characters apart may be two names."""
    if len(singles) <= 3:
        return _one("".join(singles))
    pairs = ["".join(singles[at : at + 2]) for at in range(0, len(singles), 2)]
    return [(name, False) for name in pairs]


def _one(token: str) -> list[tuple[str, bool]]:
    if not token or TITLE.fullmatch(token) or VACANT.fullmatch(token):
        return []
    if is_name(token):
        return [(token, True)]
    behind = _TITLE_BEHIND.fullmatch(token)
    if behind and is_name(behind["name"]):
        return [(behind["name"], True)]
    if behind and behind["name"] in SURNAMES:
        return [(token, False)]
    before = _TITLE_BEFORE.fullmatch(token)
    if before and is_name(before["name"]):
        return [(before["name"], True)]
    return [] if _ANY_TITLE.fullmatch(token) else [(token, False)]


def is_name(text: str) -> bool:
    """Whether a text is certainly a person's name.

    >>> is_name("张三"), is_name("欧阳小梅"), is_name("古丽·买买提"), is_name("办公室"), is_name("王伟李强")
    (True, True, True, False, False)
    """
    if _FOREIGN.fullmatch(text):
        return True
    if not _HAN.fullmatch(text) or TITLE.search(text):
        return False
    return (len(text) >= 3 and text.startswith(DOUBLE)) or (len(text) <= 3 and text[0] in SURNAMES)
