"""换一种计分方法: chosen by its Chinese sentence, its blanks filled in, tried on the office's own figures."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk import choosing
from baton.desk.choosing import Blank
from baton.desk.choosing.blanks import filled_in
from baton.desk.choosing.numbers import BY_TARGET
from baton.desk.rules import prose
from baton.desk.rules.shared import ABOVE
from baton.desk.trials import trying
from baton.documents.layouts.measures import is_measure
from baton.documents.problems import Problem, Problems
from baton.documents.rulebook import read_item, write_item
from baton.documents.scheme_table import measure_of, target_of
from baton.domain.assessment import gather
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.shapes import Method
from baton.web.components.rounds import scheme_round_of
from baton.web.office import item as rules
from baton.web.templatetags.words import plainly

LINE = re.compile(r"第(\d+)行第\d+列\s*")
JSON = re.compile(r"[(（]规范 JSON 里[^()（）]*[)）]")  # what only a file has
PLAIN = re.compile(r"[\w（）()·、/+-]+")
QUOTED = re.compile(r'"[^"\\]*"')  # a name as a rule book writes it
UNIT = "计量单位"
READING = "reading-"
NO_UNIT = "数据项“{}”是新的，没有写计量单位"
ASK_UNIT = "请写这个数的单位，如 %、万元、个、起"
# A blank that, once filled in, says of what kind the figure is.
KINDS = {"各级": "tally", "换算表": "grade"}
Page = dict[str, Any]


@require_http_methods(["GET", "POST"])
def method(request: HttpRequest, code: str) -> HttpResponse:
    """选计分方法"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    version = schemes.newest(round.scheme)
    assert version is not None
    book = schemes.book_of(version)
    item = next((one for one in book["items"] if one["code"] == code), None)
    if item is None:
        raise Http404
    page: Page = {
        "section": "scheme", "round": round, "version": version, "item": item, "code": code,
        "names": {entry["code"]: entry["name"] for entry in (*book["nodes"], *book["items"])},
        "present": METHODS[item["method"]], "likely": [METHODS[name] for name in choosing.likely(item["sentence"])],
    }  # fmt: skip
    chosen = METHODS.get(request.POST.get("method") or request.GET.get("method", ""))
    if chosen is None:
        return render(
            request,
            "office/methods.html",
            page | {"shelves": choosing.SHELVES, "elsewhere": choosing.ELSEWHERE},
        )
    if chosen.name == ABOVE:
        return redirect("office:scheme_part", "aboves", code)
    page |= {
        "method": chosen,
        "caps": _caps(chosen, item, round),
        "known": [entry["name"] for entry in book["data"]],
        "unit": request.POST.get("unit", "").strip(),
    }
    if request.method != "POST":
        filled, origins = _proposed(chosen, item, book)
        return _form(request, page | origins | {"unit": _unit(chosen, item)}, filled)
    filled = filled_in(request.POST, chosen)
    if "fill" in request.POST:
        return _form(request, page, filled | _told_in(request.POST["fill"], page))
    new = _new(chosen, filled, book)
    unit = page["unit"] if new else _unit_taken(chosen, filled, book)
    text = choosing.written(
        write_item(book, code),
        chosen.name,
        _coded(filled, chosen, book),
        _scalar(unit) if unit else "",
    )
    problems = Problems()
    for name, kind in new.items():
        if kind == "number" and not page["unit"]:
            problems.error(UNIT, NO_UNIT.format(name), ASK_UNIT, code="unit")
    data = _registered(new, filled, page["unit"])
    tried = read_item(book, code, text, data=data, problems=problems)
    if tried is None or problems.error_count:
        return _form(
            request, page | {"faults": [_named(one, text) for one in problems.errors]}, filled
        )
    page |= {
        "book": book,
        "text": text,
        "data": data,
        "remarks": [
            one for one in problems.warnings if one.code != "reading"
        ],  # the page asks below
        "is_read": True,
    }
    if "keep" in request.POST:
        return _kept(request, page, tried, filled)
    return _tried(request, page, tried, filled)


def _tried(
    request: HttpRequest, page: Page, book: Page, filled: dict[str, str], status: int = 200
) -> HttpResponse:
    """What the method gives on the office's figures, with its own readings, above the blanks it was made from."""
    found = rules.trial_of(page["round"], book, page["code"])
    page |= {
        "unsound": found.get("faults", []),
        "trial": found.get("trial"),
        "elsewhere": found.get("elsewhere"),
        "failing": found.get("failing"),
        "off_scale": found.get("off_scale", []),
    }
    if page["trial"] is not None:
        page["families"] = trying.families(
            gather.book_in(page["round"], book, page["code"]),
            gather.facts_by(page["round"], page["version"], book),
            page["code"],
        )
        page |= rules.digits_in(page, page["families"])
    return _form(request, page, filled, status)


def _kept(request: HttpRequest, page: Page, book: Page, filled: dict[str, str]) -> HttpResponse:
    """The method with the readings that were chosen along with it."""
    name = page["item"]["name"]
    said = [f"改“{name}”的计分方法：{page['method'].title}"]
    try:
        for field, choice in request.POST.items():
            if field.startswith(READING):
                key, _, word = str(choice).partition(":")
                read = trying.taken(book, page["code"], key, word)
                if read is None:
                    raise Refused("没有这种读法，请再试一试，重新选。")
                book = read
                said.append(f"“{key}”读作“{plainly(word, page['names'])}”")
        why = request.POST.get("why", "").replace("\x00", "").strip()
        return rules.keep(request, page, book, why or "；".join(said))
    except Refused as refused:
        page |= {"refused": refused.sentence, "why": request.POST.get("why", "")}
        return _tried(request, page, book, filled, 409)


def _form(
    request: HttpRequest, page: Page, filled: dict[str, str], status: int = 200
) -> HttpResponse:
    rows: list[tuple[Blank, str]] = [
        (blank, filled.get(blank.label, "")) for blank in choosing.blanks_of(page["method"])
    ]
    page["worded"] = choosing.in_steps(filled)
    page["by_unit"] = any("责任书" in blank.hint for blank, _ in rows)
    return render(request, "office/method.html", page | {"rows": rows}, status=status)


def _proposed(chosen: Method, item: Page, book: Page) -> tuple[dict[str, str], Page]:
    """What the sentence and the table say, and the figure the indicator takes now; and which blanks are from where."""
    points = item["points"] if isinstance(item["points"], str) else ""
    names = {entry["code"]: entry["name"] for entry in book["data"]}
    taken = [names[one["item"]] for one in item["data"].values() if one["item"] in names]
    is_score = item["method"] == "direct" or not taken
    unit = _suggested(item)
    if not is_score:
        unit = next(entry["unit"] for entry in book["data"] if entry["name"] == taken[0])
    is_of_target = choosing.of_target(unit, item["name"], item["sentence"])
    said = choosing.told(chosen.name, item["sentence"], is_of_target=is_of_target)
    found = choosing.filled(said, points=points, target=target_of(item))
    by_target = [label for label in found if said[label] == BY_TARGET]
    origins = {"target": by_target, "told": [label for label in found if label not in by_target]}
    if chosen.name == item["method"] != "direct":
        return found | choosing.present(write_item(book, item["code"]), chosen), {}
    for place, one in enumerate(input for input in chosen.inputs if not input.optional):
        name = item["name"] if is_score else taken[0]
        if place == 0:
            found[one.label] = name
        elif one.label.startswith("上年"):
            found[one.label] = f"上年{name}"
    if chosen.name == item["method"]:
        found |= choosing.present(write_item(book, item["code"]), chosen)
    return found, origins


def _unit(chosen: Method, item: Page) -> str:
    if chosen.name == item["method"]:
        return ""
    if any("名次" in one.label for one in chosen.inputs):
        return "位"
    if chosen.name == "converted":
        return "分"
    return _suggested(item)


def _caps(chosen: Method, item: Page, round: Round) -> dict[str, list[choosing.Quoted]]:
    """Sentences of the indicator, and of the scheme's files about it, that seem to say how many points there are at most."""
    texts = [("", f"{item['sentence']}\n{item.get('definition', '')}")]
    texts += [(f"《{file}》", text) for file, text, _ in prose.texts(round.scheme)]
    points = item["points"] if isinstance(item["points"], str) else ""
    return choosing.caps_told(chosen.name, item["name"], texts, points)


def _told_in(sent: str, page: Page) -> dict[str, str]:
    """照这句填: what one of the sentences would fill in, by its number."""
    found = [one for quotes in page["caps"].values() for one in quotes]
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else len(found)
    return {found[number].label: found[number].value} if number < len(found) else {}


def _suggested(item: Page) -> str:
    """The unit of measure: what the table's own column says, else what name, target and sentence suggest."""
    said = measure_of(item)
    return said if is_measure(said) else choosing.unit_of(item["name"], target_of(item), item["sentence"])  # fmt: skip


def _named_in(blank: str) -> str:
    """The data item that a blank names, before its periods."""
    if quoted := QUOTED.match(blank):
        return str(json.loads(quoted[0]))
    return re.split("[,，{]", blank)[0].strip()


def _coded(filled: dict[str, str], chosen: Method, book: Page) -> dict[str, str]:
    """The blanks with data items by their codes, as rules name them, where they were called by name."""
    codes: dict[str, list[str]] = {}
    for entry in book["data"]:
        codes.setdefault(entry["name"], []).append(entry["code"])
    found = dict(filled)
    for one in chosen.inputs:
        text = filled.get(one.label, "").strip()
        name = _named_in(text)
        if len(meant := codes.get(name, [])) == 1:
            found[one.label] = meant[0] + QUOTED.sub("", text).removeprefix(name)
    return found


def _unit_taken(chosen: Method, filled: dict[str, str], book: Page) -> str:
    """The unit of measure of the first data item that the method takes and the rule book knows."""
    known = {
        name: entry["unit"] for entry in book["data"] for name in (entry["name"], entry["code"])
    }
    named = (_named_in(filled.get(one.label, "")) for one in chosen.inputs)
    return next((known[name] for name in named if name in known), "")


def _new(chosen: Method, filled: dict[str, str], book: Page) -> dict[str, str]:
    """Data the rule book does not know yet, with their kinds; a filled blank may tell the kind."""
    known = {text for entry in book["data"] for text in (entry["name"], entry["code"])}
    said = [kind for label, kind in KINDS.items() if filled.get(label, "").strip()]
    found = {}
    for one in chosen.inputs:
        name = _named_in(filled.get(one.label, ""))
        if name and name not in known:
            found[name] = next((kind for kind in said if kind in one.kinds), one.kinds[0])
    return found


def _registered(new: Mapping[str, str], filled: Mapping[str, str], unit: str) -> str:
    """The lines that register new data."""
    forms = {
        "number": f"{{单位: {_scalar(unit)}}}", "grade": "{类别: 等第}", "date": "{类别: 日期}",
        "tally": f"{{类别: 票数, 单位: {_scalar(unit or '件') if filled.get('各级') else '票'}}}",
    }  # fmt: skip
    return "\n".join(f"{_scalar(name)}: {forms[kind]}" for name, kind in new.items())


def _scalar(text: str) -> str:
    """Text as a rule book takes it: %, and whatever else may not stand bare, in quotation marks."""
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _named(problem: Problem, text: str) -> Problem:
    """The same problem at the blank it is about: the one it names, else the one whose line it names."""
    found, lines = LINE.search(problem.place), text.splitlines()
    label = problem.place.rpartition("·")[2].strip()
    if found is not None and 0 < int(found[1]) <= len(lines):
        label = lines[int(found[1]) - 1].partition(":")[0].strip()
    remedy = JSON.sub("", problem.remedy)
    return Problem(label or problem.place, problem.what, remedy, problem.level, problem.code)
