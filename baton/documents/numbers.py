"""数的写法: what a written number means, exactly, or what is wrong with it and how it probably was meant.

The canonical text of a number has no exponent, no thousands separators and no trailing zeros ("86.4", "-3", "120000000").
A per cent keeps the digits a person reads: "86.4%" and a cell of 0.864 shown as per cent both give "86.4" with unit "%".
At most 15 integer digits and 6 decimals; anything else is refused, so that later sums can be proved exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

INTEGER_DIGITS = 15
DECIMALS = 6
SCALES = {
    "": 0,
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "万亿": 12,
}

_FOLD: dict[int, str | None] = {
    **{0xFF01 + i: chr(0x21 + i) for i in range(94)},  # full-width forms
    **dict.fromkeys((0x2212, 0xFE63, 0x2010, 0x2011), "-"),
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), None),  # invisible
}
_DASH_FOLD = str.maketrans("–—―", "---")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_COMMAS = re.compile(r"(?P<number>[+-]?[0-9,]*,[0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>[^\d,.]{0,8})")
_WITH_UNIT = re.compile(
    r"(?P<number>[+-]?[\d.,]*\d)\s*(?P<scale>万亿|[十百]?亿|[十百千]?万)?\s*(?P<unit>[A-Za-z²³%‰℃°/一-鿿]{0,8})",
    re.ASCII,
)
_LOOKALIKE = {
    "I": "1", "l": "1", "|": "1", "!": "1", "i": "1",
    "O": "0", "o": "0", "〇": "0", "○": "0", "Q": "0", "D": "0",
    "S": "5", "s": "5", "B": "8", "Z": "2", "z": "2", "b": "6",
}  # fmt: skip
_FALLS = re.compile(
    r"(?:同比|环比|比上年|较上年|较去年)?(下降|减少|降低|回落|下滑|负增长|负|降|↓|▼|△|▲)(?:了)?[-:]?"
)
_RISES = re.compile(
    r"(?:同比|环比|比上年|较上年|较去年)?(增长|增加|上升|提高|正增长|增|升|↑)(?:了)?[-:]?"
)
_VAGUE = re.compile(r"[约近超≥≤><]|以上|以下|以内|左右|上下|不低于|不少于|余|多")
_RANGE = re.compile(r"\d[%‰]?\s*(?:[~至到-]|\.{3})\s*\d")
_ENDS = re.compile(r"(\d+(?:\.\d+)?[%‰]?)\s*[~至到-]\s*(\d+(?:\.\d+)?[%‰]?)", re.ASCII)
_AROUND = re.compile(
    r"(?:大约|大于|小于|不低于|不少于|不高于|不超过|至少|达到?|[约近超≥≤><])*=?\s*(.+?)\s*(?:(?:以上|以下|以内|左右|上下|余|多)?)"
)
VAGUE = frozenset({"number-vague", "number-range"})
_POWER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,6}")
_EXACT = Context(prec=400)
_LONGEST = 100  # characters; no number an office writes comes near
PERCENT_UNITS = frozenset({"%", "个百分点", "百分点"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A number read, or a refusal: exactly one of `text` and `fault` is set.

    text: canonical decimal text. unit: the unit written beside it ("%", "元", ""), scale already applied.
    scale: powers of ten a 万/亿 in the cell contributed. fault, remedy, code: as in `Problem`. proposed: the likely meaning. choices: several likely
    meanings of which none is likelier, the first to be shown first; then nothing is proposed.
    """

    text: str | None
    unit: str = ""
    scale: int = 0
    fault: str = ""
    remedy: str = ""
    code: str = ""
    proposed: str = ""
    choices: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Full-width digits and punctuation to half-width, odd minus signs to "-", invisible characters and edges away."""
    text = text.translate(_FOLD).replace("\u3000", " ").replace("\xa0", " ").strip()
    if text[:1] in "–—―" and text[1:2].isdigit():
        text = text.translate(_DASH_FOLD)
    return text


def quoted(text: str, most: int = 40) -> str:
    """A cell's text in Chinese quotes, shortened so that a message stays one line."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= most else f"“{text[:most]}…”"


def canonical(value: Decimal) -> str:
    """Plain decimal text without exponent or trailing zeros; minus zero is "0"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def read_number(written: str) -> Reading:
    """Read a number as written in a cell; never raises.

    >>> read_number("1.2亿").text, read_number("86.4%").text, read_number("1,234.50").text
    ('120000000', '86.4', '1234.5')
    >>> read_number("8I.2").fault
    '“8I.2”的第2位像字母I'
    """
    text = fold(written)
    if len(text) > _LONGEST:
        return _fault(f"{quoted(written)}太长,不是数", "请填写数字", "not-a-number")
    return _accepted(written, text) or _refusal(written, text)


def read_float(value: float, *, percent: bool = False) -> Reading:
    """Read a spreadsheet's binary number: 15 significant digits, as Excel shows it (3.3000000000000003 is 3.3).

    percent: the cell is shown as per cent, so 0.864 gives "86.4" with unit "%".
    """
    digits = f"{value:.15g}"
    if digits in ("inf", "-inf", "nan"):
        return _fault("不是有效的数", "请填写数字", "not-a-number")
    number = Decimal(digits)
    if percent:
        number = number.scaleb(2)
        return _checked(canonical(number) + "%", number, unit="%")
    return _checked(digits, number)


def rescaled(text: str, from_power: int, to_power: int) -> str:
    """Canonical text of a number moved between scales, exactly: ("120000000", 0, 4) is "12000"."""
    return canonical(Decimal(text).scaleb(from_power - to_power, _EXACT))


def in_unit(reading: Reading, unit: str) -> tuple[tuple[str, ...], bool]:
    """What a number with a 万 or 亿 of its own may come to in a unit, and whether that is sure: it spells out a unit of its kind.

    >>> in_unit(read_number("12.3万"), "万元"), in_unit(read_number("1.5亿元"), "万元")
    ((('12.3',), False), (('15000',), True))
    """
    power, base = split_unit(unit)
    whole, plain = reading.text or "", rescaled(reading.text or "0", 0, reading.scale)
    meant = rescaled(whole, 0, power)
    fits = reading.unit in ("", base) and not too_precise(meant) and unit not in PERCENT_UNITS
    if fits and reading.unit:
        return (meant,), True
    return tuple(dict.fromkeys([meant, plain] if fits else [plain])), False


def rounded(value: float, places: int, *, percent: bool = False) -> str:
    """What a spreadsheet shows of a binary number with a fixed number of decimals (四舍五入)."""
    number = Decimal(f"{value:.15g}").scaleb(2 if percent else 0, _EXACT)
    return canonical(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT))


def too_precise(text: str) -> bool:
    """Whether canonical text exceeds the digits allowed."""
    whole, _, fraction = text.lstrip("-").partition(".")
    return len(whole) > INTEGER_DIGITS or len(fraction) > DECIMALS


def split_unit(unit: str) -> tuple[int, str]:
    """Scale and base of a unit of measure: "万元" is (4, "元"), "亿" is (8, ""), "元" is (0, "元")."""
    for name in sorted(SCALES, key=len, reverse=True):
        if name and unit.startswith(name):
            return SCALES[name], unit[len(name) :]
    return 0, unit


def _accepted(written: str, text: str) -> Reading | None:
    if _PLAIN.fullmatch(text):
        return _checked(written, Decimal(text))
    if _GROUPED.fullmatch(text):
        return _checked(written, Decimal(text.replace(",", "")))
    found = _WITH_UNIT.fullmatch(text)
    if not found or not _number_shaped(found["number"]):
        return None
    unit = found["unit"]
    if _VAGUE.search(unit) or (unit and all(c in _LOOKALIKE for c in unit)):
        return None
    scale = SCALES[found["scale"] or ""]
    return _checked(
        written,
        Decimal(found["number"].replace(",", "")).scaleb(scale, _EXACT),
        unit=unit,
        scale=scale,
    )


def _number_shaped(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text))


def _checked(written: str, value: Decimal, *, unit: str = "", scale: int = 0) -> Reading:
    text = canonical(value)
    whole, _, fraction = text.lstrip("-").partition(".")
    if len(whole) > INTEGER_DIGITS:
        return _fault(
            f"{quoted(written)}的整数部分有{len(whole)}位,最多{INTEGER_DIGITS}位",
            "请换大一级的计量单位(如万元、亿元),或检查是不是把编号填进了数值栏",
            "number-too-large",
        )
    if len(fraction) > DECIMALS:
        rounded = canonical(value.quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP))
        return _fault(
            f"{quoted(written)}有{len(fraction)}位小数,最多{DECIMALS}位",
            f"请按公布的位数填写;保留{DECIMALS}位是 {rounded}",
            "number-too-fine",
            rounded,
        )
    return Reading(text, unit, scale)


def _fault(fault: str, remedy: str, code: str, proposed: str = "") -> Reading:
    return Reading(None, "", 0, fault, remedy, code, proposed)


def _refusal(written: str, text: str) -> Reading:
    """Why a text is no number; the more specific explanations come first."""
    shown = quoted(written)
    for explain in (_power, _brackets, _direction, _vague, _spaces, _commas, _letters, _marks):
        reading = explain(shown, text)
        if reading is not None:
            return reading
    return _fault(f"{shown}不是数", "请填写数字;没有数请写明“未报”“无此任务”等", "not-a-number")


def _proposal(text: str) -> str:
    reading = _accepted(text, text)
    return (reading.text or "") if reading else ""


def _power(shown: str, text: str) -> Reading | None:
    if not _POWER.fullmatch(text):
        return None
    exponent = int(re.split("[eE]", text)[1])
    meant = canonical(Decimal(text)) if abs(exponent) < 30 else ""
    return _fault(
        f"{shown}是科学记数法,后面的位数可能已经丢失",
        f"请写出全部数字{_maybe(meant)}",
        "number-power",
        meant,
    )


def _brackets(shown: str, text: str) -> Reading | None:
    if not (text.startswith("(") and text.endswith(")")):
        return None
    inside = _proposal(text[1:-1])
    if not inside:
        return None
    meant = inside if inside.startswith("-") else "-" + inside
    return _fault(
        f"{shown}用括号表示,可能是负数",
        f"要改成 {meant} 吗?负数请直接写负号",
        "number-brackets",
        meant,
    )


def _direction(shown: str, text: str) -> Reading | None:
    for pattern, sign in ((_FALLS, "-"), (_RISES, "")):
        found = pattern.match(text)
        inside = _proposal(text[found.end() :].strip()) if found else ""
        if inside:
            meant = inside if inside.startswith("-") or inside == "0" else sign + inside
            return _fault(
                f"{shown}用文字表示增减",
                f"要改成 {meant} 吗?下降请写负号,增长只写数",
                "number-in-words",
                meant,
            )
    if text.endswith("-") and (inside := _proposal(text[:-1])):
        return _fault(
            f"{shown}的负号在后面", f"要改成 -{inside} 吗?", "number-in-words", "-" + inside
        )
    return None


def _vague(shown: str, text: str) -> Reading | None:
    if not any(c.isdigit() for c in text):
        return None
    if _RANGE.search(text):
        return Reading(
            None, fault=f"{shown}是一个区间或日期,不是一个数", remedy="请填写一个确定的数", code="number-range",
            choices=_ends(text),
        )  # fmt: skip
    if _VAGUE.search(text):
        return Reading(
            None, fault=f"{shown}不是确定的数", remedy="请填写核定的数,不带“约”“以上”等字样", code="number-vague",
            choices=_around(text),
        )  # fmt: skip
    return None


def _ends(text: str) -> tuple[str, ...]:
    """The two ends of a range; a year and a month are none.

    >>> _ends("90-95%"), _ends("2026-03")
    (('90%', '95%'), ())
    """
    found = _ENDS.fullmatch(text)
    if not found or (len(found[2]) > 1 and found[2][0] == "0" and found[2][1] != "."):
        return ()
    sign = found[2][-1] if found[2][-1] in "%‰" else ""
    first = found[1] if found[1][-1] in "%‰" else found[1] + sign
    return (first, found[2]) if _proposal(first) and _proposal(found[2]) else ()


def _around(text: str) -> tuple[str, ...]:
    """The number that a vague one is said to be about, or to be the least or the most of.

    >>> _around("约95%"), _around("≥92%"), _around("增长10万以上"), _around("几乎全部")
    (('95%',), ('92%',), ('10万',), ())
    """
    found = _AROUND.fullmatch(_RISES.sub("", text, count=1))
    return (found[1],) if found and _proposal(found[1]) else ()


def _spaces(shown: str, text: str) -> Reading | None:
    joined = re.sub(r"\s+", "", text)
    if joined == text or not _proposal(joined):
        return None
    meant = _proposal(joined)
    return _fault(f"{shown}中间有空格", f"要改成 {meant} 吗?", "number-spaces", meant)


def _commas(shown: str, text: str) -> Reading | None:
    found = _COMMAS.fullmatch(text)
    choices = _with_commas(found["number"], found["unit"].strip()) if found else ()
    if choices:
        ask = " 还是 ".join(choices)
        remedy = (
            f"是 {ask}?请定下是哪一个,改好再交" if len(choices) > 1 else f"是 {ask} 吗?请核对位数"
        )
        return Reading(
            None, fault=f"{shown}里的逗号不在千分位上", remedy=remedy, code="number-commas", choices=choices
        )  # fmt: skip
    repaired = re.sub(r"[。·・]", ".", text)
    if repaired != text and _proposal(repaired):
        meant = _proposal(repaired)
        return _fault(f"{shown}的小数点写法不对", f"要改成 {meant} 吗?", "number-point", meant)
    if re.fullmatch(r"[+-]?[0-9.]+", text) and any(c.isdigit() for c in text):
        meant = (
            _proposal(text.rstrip("."))
            if text.count(".") == 1
            else _proposal(re.sub(r"\.{2,}", ".", text))
        )
        return _fault(f"{shown}的小数点不对", f"请改正{_maybe(meant)}", "number-point", meant)
    return None


def _with_commas(number: str, unit: str) -> tuple[str, ...]:
    """What a number with misplaced commas may mean: the last one was a point, or all were only to divide.

    >>> _with_commas("7,2", ""), _with_commas("12,34.5", ""), _with_commas("86,45", "%")
    (('7.2', '72'), ('1234.5',), ('86.45%', '8645%'))
    """
    front, _, behind = number.rpartition(",")
    joined = number.replace(",", "")
    written = (f"{front.replace(',', '')}.{behind}", joined) if "." not in number else (joined,)
    meant = [(_proposal(one), _proposal(one + unit)) for one in written]
    return tuple(dict.fromkeys(plain + unit for plain, whole in meant if plain and whole))


def _letters(shown: str, text: str) -> Reading | None:
    positions = [i for i, c in enumerate(text) if c in _LOOKALIKE]
    if not positions or not any(c.isdigit() for c in text):
        return None
    meant = _proposal("".join(_LOOKALIKE.get(c, c) for c in text))
    if not meant:
        return None
    where = "、".join(f"第{i + 1}位像字母{text[i]}" for i in positions)
    return _fault(f"{shown}的{where}", f"要改成 {meant} 吗?", "number-letter", meant)


def _marks(shown: str, text: str) -> Reading | None:
    """A number with something attached: 86.4*, 86.4(预计), 第3名, ¥12."""
    bare = re.sub(r"\([^()]*\)$|[*※#①②③④⑤]+$", "", text).strip()
    if bare != text and (meant := _proposal(bare)):
        return _fault(
            f"{shown}带有注记", f"要改成 {meant} 吗?注记请写在备注里", "number-marked", meant
        )
    found = re.fullmatch(r"[^\d+-]{1,3}([+-]?[\d.,]*\d)(\D{0,3})", text)
    meant = _proposal(found[1]) if found else ""
    if meant:
        return _fault(f"{shown}不只是一个数", f"要改成 {meant} 吗?", "number-marked", meant)
    return None


def _maybe(meant: str) -> str:
    return f",是 {meant} 吗?" if meant else ""
