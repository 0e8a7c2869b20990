"""收名册: look at the office's own list, say with one click what it leaves open, then take it in."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from baton.desk.roster.roster_questions import COLUMN, LEADERS, Question
from baton.desk.roster.rosters import WORDS, RosterPreview, read_roster_file, take_in
from baton.documents.roster_leaders import is_contact
from baton.documents.roster_shown import EMPTY, GROUP_BESIDE, GROUP_HEAD
from baton.documents.roster_shown import LEADERS as OF_LEADERS
from baton.documents.roster_talk import NO_GROUP, ReadColumn
from baton.domain import clock
from baton.domain.refusals import Refused
from baton.web.components.typed import Typed, day_of, year_of
from baton.web.components.uploads import one_file, opened, ticket

Answers = dict[tuple[str, str], str]
Asked = tuple[Question, list[tuple[str, str]], str]
KINDS = {"who": "一行是单位还是领导干部", "one-group": "没有分组列的表", "several": "几家写在一格", "leader-unit": "领导干部的单位", "leader-group": "领导干部的分组", "column": "哪一列是哪一样", "by-group": "一列一组", "head": "分组按哪一列", "alike": "一家写了两种", "twice": "重名", "name": "名称", "group": "分组", "alias": "别名", "apart": "单列", "gone": "不在新名册里的单位", "people": "不在新名册里的领导干部", "leaders": "领导干部的列", "leader-cell": "拿不准的姓名", "leader-same": "同名", "leader-moved": "换了单位"}  # fmt: skip
SAID = {("who", "people"): "一行一名领导干部", ("who", "units"): "一行一个单位", ("several", "split"): "是几家，分开", ("several", "whole"): "是一家", ("leader-unit", "none"): "不写单位", ("leader-group", "none"): "不单独考核", ("leader-group", "there"): "和单位一起排"}  # fmt: skip
MOST_ANSWERS = 3000
MERGE, INTO = "merge", "into:"
TYPED, TYPED_IN = "typed", "typed:"


@require_http_methods(["GET", "POST"])
def roster_in(request: HttpRequest) -> HttpResponse:
    """收名册: look first, then take in"""
    year, typed = year_of(request), Typed(request.POST)
    page: dict[str, Any] = {"section": "roster", "year": year, "on": typed["on"] or date(year, 1, 1).isoformat()}  # fmt: skip
    if request.method == "POST":
        given, answers, picked = (
            typed["ticket"],
            dict[tuple[str, str], str](),
            dict[tuple[str, str], str](),
        )
        try:
            if file := one_file(request, "file"):
                given = ticket(file)
            else:
                picked = _picked(request)
                answers = _answers(typed) | picked
            with opened(given) as (path, name):
                preview = read_roster_file(year, path, answers, name=name)
            page |= {
                "preview": preview,
                "ticket": given,
                "file": name,
                "answers": _written(answers),
            }
            page["unread"] = [
                (head, [(_value(COLUMN, key, head), word) for key, word in preview.free]) for head in preview.unread
            ]  # fmt: skip
            page["goals"] = [one.name for one in preview.subjects if one.kind == "unit"]
            called = {one.subject: one.name for one in preview.subjects}
            page["leaders"] = [
                (one.name, "、".join(called.get(unit, unit) for unit in one.units), one.column) for one in preview.leaders
            ]  # fmt: skip
            page["read_as"] = [(one.at, one.head, read_as(one)) for one in preview.read_as]
            page["asked"], page["said"] = _asked(preview.questions), _said(answers, preview)
            if "take" in request.POST and not picked:
                on = day_of(typed["on"], "撤销、并入的日期") if typed["on"] else date(year, 1, 1)
                take_in(year=year, preview=preview, on=on, by=request.user, at=clock.now())
                messages.success(request, f"已收下 {year} 年名册，{len(preview.subjects)} 个单位和个人。")  # fmt: skip
                return redirect(f"{reverse('office:roster_list')}?year={year}")
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/roster.html", page)


def _answers(typed: Typed) -> Answers:
    """What was said so far, with what was clicked just now and without what was taken back."""
    answers: Answers = {}
    for kind, key, answer in _listed(typed["answers"])[:MOST_ANSWERS]:
        answers[kind, key] = answer
    for kind, key, answer in _listed(f"[{typed['fix']}]" if typed["fix"] else ""):
        if answer == MERGE:
            answer = typed[f"{INTO}{key}"]
        elif answer == TYPED:
            answer = typed[f"{TYPED_IN}{kind}:{key}"]
        if answer:
            answers[kind, key] = answer
    if typed[
        "enter"
    ]:  # the key of that name in a field merges who was typed there, and answers nothing else
        for name in typed.given:
            if name.startswith(INTO) and typed[name]:
                answers["gone", name.removeprefix(INTO)] = typed[name]
            elif name.startswith(TYPED_IN) and typed[name]:
                kind, _, key = name.removeprefix(TYPED_IN).partition(":")
                answers[kind, key] = typed[name]
    for kind, key, _ in _listed(f"[{typed['undo']}]" if typed["undo"] else ""):
        answers.pop((kind, key), None)
        if kind.startswith(LEADERS):
            answers[kind, key] = ""  # asked anew, whatever the roster of before says
    return answers


def _picked(request: HttpRequest) -> Answers:
    """Which column is which, as chosen from the lists beside the columns that were not read."""
    if "undo" in request.POST:
        return {}
    chosen = [one for text in request.POST.getlist("pick") if text for one in _listed(f"[{text}]")]
    return {(kind, key): answer for kind, key, answer in chosen if kind == COLUMN}


def _listed(text: str) -> list[tuple[str, str, str]]:
    try:
        found = json.loads(text or "[]")
        return [(str(kind), str(key), str(answer)) for kind, key, answer in found]
    except (ValueError, TypeError) as error:
        raise Refused("这一页的内容不全，请重新选择文件。") from error


def _written(answers: Answers) -> str:
    return json.dumps([[kind, key, answer] for (kind, key), answer in answers.items()], ensure_ascii=False)  # fmt: skip


def _asked(questions: list[Question]) -> list[tuple[str, str, list[Asked]]]:
    """Open questions by kind, each with the values of its buttons and of the one that takes what is typed."""
    found: dict[str, list[Asked]] = {}
    for one in questions:
        buttons = [(_value(one.kind, one.key, answer), words) for answer, words in one.choices]
        merge = _value(one.kind, one.key, MERGE) if one.can_merge else ""
        merge = _value(one.kind, one.key, TYPED) if one.asks else merge
        found.setdefault(one.kind, []).append((one, buttons, merge))
    return [(kind, KINDS[kind], entries) for kind, entries in found.items()]


def _said(answers: Answers, preview: RosterPreview) -> list[tuple[str, str]]:
    """What was said, in words, with the value of the button that takes it back."""
    words = {
        "keep": "保留",
        "abolish": "撤销",
        "end": "离任",
        "new": "新的",
        "drop": "不要",
        "same": "是同一家",
        "two": "是两家",
        "no": "不收",
        "group:": "记，不单独考核",
    }
    names = {
        one.subject: one.name for one in (*preview.subjects, *(one.subject for one in preview.gone))
    }
    names |= {"*": "全部", **WORDS}
    told = {one: answer for one, answer in answers.items() if answer} | preview.recalled
    return [
        (_value(kind, key, answer), ("照上次，" if (kind, key) in preview.recalled else "") + f"{KINDS.get(kind, kind)}“{names.get(key, key)}”：{_word(kind, answer, words, names)}")
        for (kind, key), answer in told.items()
    ]  # fmt: skip


def _word(kind: str, answer: str, words: dict[str, str], names: dict[str, str]) -> str:
    if kind == "head":
        return f"按“{answer}”"
    if kind == "column":
        return f"“{answer}”这一列"
    if kind == "by-group":
        return "是一组单位" if answer == "yes" else "这一列不收"
    if (kind, answer) in SAID:
        return SAID[kind, answer]
    if kind == "one-group" and answer == NO_GROUP:
        return "不单独考核"
    if kind in ("one-group", "leader-group"):
        return f"分组“{answer.removeprefix('apart:')}”"
    if kind == "apart":
        return "记作单列" if answer == "separate" else "不单列"
    if kind == "twice":
        return f"留第 {int(answer) + 1} 处" if answer.isdecimal() else answer
    if kind == "leader-same":
        return "是一个人" if answer == "one" else "是几个同名的人"
    if answer.startswith("is:"):
        return "是同一个人，改到这里"
    if kind == "leader-moved":
        return "同名的另一个人"
    if answer.startswith("names:"):
        return f"是{answer.removeprefix('names:')}"
    if answer.startswith("group:") and answer != "group:":
        return f"记，分组“{answer.removeprefix('group:')}”"
    if answer.startswith("rename:"):
        code = answer.removeprefix("rename:")
        return f"是“{names.get(code, code)}”的新名称"
    name = f"“{names.get(answer, answer)}”"
    return words.get(answer) or (f"并入{name}" if kind == "gone" else f"就是{name}")


def read_as(one: ReadColumn) -> str:
    """What a column of a roster was read as, in words."""
    if one.is_of_people and one.key == "name":
        return "领导姓名"
    if one.is_of_people and one.key == "units" and "职务" in one.head:
        return "所在单位和职务"
    if one.key in ("", OF_LEADERS) and is_contact(one.head):
        return "没有收（怎么联系）"
    told = {"": "没有读", EMPTY: "空着", OF_LEADERS: "各单位的领导干部", GROUP_HEAD: "名称，表头是分组", GROUP_BESIDE: "分组（不在列里：单独的行、表头上面或工作表名）", "regions": "机构序（行政区划序）"}  # fmt: skip
    return told.get(one.key) or WORDS.get(one.key, one.key)


def _value(kind: str, key: str, answer: str) -> str:
    return json.dumps([kind, key, answer], ensure_ascii=False)
