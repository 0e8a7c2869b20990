"""Explanations as lines of Chinese that an official can read aloud and check by hand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any

from baton.scoring.explain.wording import figure, fraction, named
from baton.scoring.methods.tracing import with_unit


def lines_of(data: dict[str, Any]) -> list[str]:
    """The lines of any explanation."""
    kinds = {"item": _item, "node": _node, "subject": _subject}
    return list(kinds[data["kind"]](data))


def _item(data: dict[str, Any]) -> Iterator[str]:
    yield data["title"]
    yield from _whose(data)
    yield f"指标:{named(data['code'], data['name'])}"
    if data["sentence"]:
        yield f"评分办法:“{data['sentence']}”"
    yield from (f"{word}:{data[key]}" for key, word in _SAID if data[key])
    yield f"方法:{data['method_number']} {data['method_name']}"
    if data["readings"]:
        yield "读法:" + ";".join(f"{one['key']}:{one['value']}" for one in data["readings"])
    yield from _inputs(data)
    yield from _agreement(data)
    if data["steps"]:
        yield "怎么算的:"
        yield from _steps(data["steps"])
    if data["policy"]:
        yield f"没有按方法得分,因为:{data['policy']['reason']}"
        yield f"按规则书:{data['policy']['text']}"
        yield from _steps(data["policy"]["steps"])
    yield from _vetoed(data["veto"])
    yield from _veto_lines(data["lapsed"])
    if data["score"] is not None:
        yield f"结果:{data['score']} 分"
    yield from _factor(data)
    if data["steps"]:
        yield f"计算约定:{data['carry']}"
    yield from _warnings(data)


def _factor(data: dict[str, Any]) -> Iterator[str]:
    """What the points are good for where they are not added up."""
    factor = data["factor"]
    if factor is not None:
        yield f"这些分不加进总分,作系数“{factor['name']}”:{factor['text']}"


_SAID = (("basis", "依据"), ("source", "数据来源"), ("lead", "牵头单位"), ("scorer", "评分单位"))


def _whose(data: dict[str, Any]) -> Iterator[str]:
    until = f",截至 {data['as_of']}" if data["as_of"] else ""
    yield f"考核对象:{named(data['subject'], data['subject_name'])}({data['group']}){until}"


def _inputs(data: dict[str, Any]) -> Iterator[str]:
    if data["inputs"]:
        yield "用到的数:"
    for one in data["inputs"]:
        lines = list(_grouped(one["lines"]))
        value, unit = one["value"], one["unit"]
        head = f"  {one['name']}"
        if len(lines) > 1:
            total = f"({one['take_words']}):{with_unit(value, unit)}" if value is not None else ":"
            yield head + total
            head = "   "
        for line in lines:
            yield f"{head}{_line(line, unit)}"


def _grouped(lines: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Lines of one count (votes, cases by level) that come from one place are read together."""
    for _, together in groupby(lines, key=lambda line: [line[key] for key in _SAME]):
        same = list(together)
        if same[0]["key"]:
            yield same
        else:
            yield from ([line] for line in same)


_SAME = ("period", "state", "source", "date")


def _line(lines: list[dict[str, Any]], unit: str) -> str:
    first = lines[0]
    period = f"({first['period']})" if first["period"] else ""
    said = "、".join(_said(line, unit) for line in lines)
    return period + ":" + ",".join(part for part in (said, first["source"], first["date"]) if part)


def _said(line: dict[str, Any], unit: str) -> str:
    if line["value"] is None:
        return str(line["state_words"])
    key = line["key"].replace("|", "·")
    said = with_unit(line["value"], unit)
    if line["state"] == "constant":
        said += "(缺期,按约定)"
    return f"{key} {said}" if key else said


def _agreement(data: dict[str, Any]) -> Iterator[str]:
    for one in data["agreement"]:
        field = "" if one["field"] == one["use"] else f"(责任书“{one['field']}”栏)"
        value = "缺" if one["value"] is None else with_unit(one["value"], one["unit"])
        shared = ",各单位相同" if one["from"] == "*" and one["value"] is not None else ""
        yield f"  责任书·{one['use']}{field}:{value}{shared}"


def _steps(steps: list[dict[str, Any]]) -> Iterator[str]:
    for i, one in enumerate(steps, 1):
        cut = f"({one['cut']})" if one["cut"] else ""
        yield f"  {i}. {one['label']}:{one['text']}{cut}"


def _vetoed(veto: dict[str, Any] | None) -> Iterator[str]:
    if veto is None:
        return
    for cause in veto["causes"]:
        basis = ",".join(
            part for part in (cause["basis"], cause["document"], cause["date"]) if part
        )
        tail = f"({basis})" if basis else ""
        yield f"一票否决:{named(cause['veto'], cause['name'])},事件 {cause['event']}{tail},本项计 0 分"
    if veto["before"] is not None:
        yield f"否决之前:{veto['before']} 分"


def _warnings(data: dict[str, Any]) -> Iterator[str]:
    for one in data["warnings"]:
        yield f"注意:{one['text']}"


def _node(data: dict[str, Any]) -> Iterator[str]:
    yield data["title"]
    yield from _whose(data)
    yield f"大项:{named(data['code'], data['name'])},合成办法:{data['kind_words']}"
    if data["sentence"]:
        yield f"评分办法:“{data['sentence']}”"
    if data["basis"]:
        yield f"依据:{data['basis']}"
    yield from _parts("组成", data["parts"])
    if data.get("links"):
        yield "所取的对象:"
        yield from (f"  {_link(one)}" for one in data["links"])
    yield "怎么合成的:"
    yield from _steps(data["steps"])
    yield from _waiting(data["open"])
    if data["value"] is not None:
        yield f"结果:{data['value']} 分"
    yield from _factor(data)
    yield from _warnings(data)


def _parts(head: str, parts: list[dict[str, Any]]) -> Iterator[str]:
    if parts:
        yield f"{head}:"
    for part in parts:
        yield f"  {named(part['code'], part['name'])}:{_value(part)}"


def _value(part: dict[str, Any]) -> str:
    """A child's value with its full points, or why it has none."""
    aside = part["role"] != "ordinary"
    full = f"({part['role_words']})" if aside else f"(满分 {part['full']} 分)"
    marks = {"imputed": ",补记", "vetoed": ",一票否决"}
    if part["status"] == "dropped":
        return f"无此任务,折算(原满分 {part['full']} 分)"
    if part["value"] is None:
        return f"{part['state_words'] or part['status_words']}{full}"
    late = ",监测值" if part["status"] == "open" else ""
    return f"{part['value']} 分{full}{marks.get(part['outcome'], '')}{late}"


def _link(one: dict[str, Any]) -> str:
    value = "还没有" if one["value"] is None else f"{one['value']} 分"
    return f"{named(one['subject'], one['name'])}:{value},权重 {one['weight']}"


def _waiting(waiting: list[dict[str, str]]) -> Iterator[str]:
    if waiting:
        yield "还没有出数的:"
    for one in waiting:
        yield f"  {named(one['code'], one['name'])}:{one['reason']}"


def _subject(data: dict[str, Any]) -> Iterator[str]:
    yield data["title"]
    yield from _whose(data)
    yield f"状态:{data['status_words']}"
    if data["share_words"] is not None:
        yield f"已出数:按满分算占 {data['share_words']}"
    yield from _parts("各部分", data["papers"])
    yield from _parts("另计", data["outside"])
    if data["steps"]:
        yield "怎么合成的:"
        yield from _steps(data["steps"])
    yield from _ranking(data["ranking"])
    yield from _grading(data["grading"])
    yield from _veto_lines(data["vetoes"])
    yield from _waiting(data["open"])
    yield from _losses(data)
    yield from _warnings(data)


def _ranking(found: dict[str, Any] | None) -> Iterator[str]:
    if found is None:
        return
    yield f"名次:{found['of']} 个中第 {found['rank']} 名,按{found['on_words']}({found['main']} 分)"
    if found["level_with"]:
        yield "  并列:" + "、".join(one["name"] for one in found["level_with"])
    for one in found["decided"]:
        yield f"  与{one['name']}(第 {one['rank']} 名)同分,先看{one['key_name']}:{_keys(one)}"
    if found["next"]:
        ahead = found["next"]
        yield f"  距前一名:{ahead['name']}(第 {ahead['rank']} 名),差 {ahead['points']} 分"


def _keys(one: dict[str, Any]) -> str:
    mine, theirs = (one[key] if one[key] is not None else "没有" for key in ("mine", "theirs"))
    return f"本对象 {mine},对方 {theirs}({one['order']})"


def _grading(found: dict[str, Any] | None) -> Iterator[str]:
    if found is None:
        return
    yield f"等次:{found['grade'] or '未定'}(名额基数 {found['base']})"
    if found["why"]:
        yield f"  {found['why']}"
    yield from (f"  {level['text']}" for level in found["levels"])


def _veto_lines(vetoes: list[dict[str, Any]]) -> Iterator[str]:
    for one in vetoes:
        effects = ";".join(one["effects"]) or "没有后果"
        said = effects if one["in_force"] else f"不生效({one['why_not']})"
        source = ",".join(part for part in (one["basis"], one["document"], one["date"]) if part)
        tail = f"({source})" if source else ""
        yield f"一票否决:{named(one['veto'], one['name'])},事件 {one['event']}{tail}:{said}"


def _losses(data: dict[str, Any]) -> Iterator[str]:
    if not data["losses"]:
        return
    value = data["total"] if data["losses_against"] == "total" else data["interim"]
    lost = figure(sum((fraction(one["points"]) for one in data["losses"]), Fraction(0)))
    word = "得分" if data["losses_against"] == "total" else "监测值"
    head = f"满分 {data['full']} 分 − {word} {value or '0'} 分 = {lost} 分"
    yield f"失分明细({head};负数是多得):"
    for one in data["losses"]:
        words = "" if one["reason"] == "score" else f"·{one['reason_words']}"
        yield f"  {named(one['code'], one['name'])}{words}:{one['points']} 分"
