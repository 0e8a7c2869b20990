"""How one indicator of one subject came to its score."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.scoring.columns import Rounding
from baton.scoring.explain.cautions import cautions_of
from baton.scoring.explain.cohort import cohort_of
from baton.scoring.explain.context import Context, Disagreement, Part, Place
from baton.scoring.explain.figures import agreement_of, inputs_of
from baton.scoring.explain.replay import Replay, ground_of, replay
from baton.scoring.explain.standing import lapsed_of
from baton.scoring.explain.wording import (
    DECISION_WORDS,
    STATE_WORDS,
    cut,
    figure,
    folded,
    fraction,
    got,
    percent,
    step,
)
from baton.scoring.methods import METHODS as NUMBERS
from baton.scoring.methods.tracing import MODES, cut_text
from baton.scoring.plan import rounding_of
from baton.scoring.rulebook.specs import METHODS
from baton.scoring.rulebook.specs.book import MISSING_POLICY, POLICIES, STATUS

CARRY_RULE = "商、根、平均数取到写明的位数,没有写明的带 10 位小数(四舍五入)往下算;其余各步不取舍"
COMPLETED = ("target", "parts")  # without these there is no completion to tell
POLICY_WORDS = {
    key: words[0]
    for field in (POLICIES.fields[0].shape.fields[0], MISSING_POLICY.fields[0])  # type: ignore[union-attr]
    for key, words in field.shape.words.items()  # type: ignore[union-attr]
}


def item_data(context: Context, place: Place, code: str) -> dict[str, Any]:
    """The explanation of one indicator as plain data."""
    item, cell = context.plan.items[code], context.result.cell(place.subject.subject, code)
    head = _head(context, place, item)
    if cell is None:
        return head | _not_theirs(context, place, item)
    made = replay(context, place, code, cell)
    final, before = context.part(place, code), context.part_before(place, code)
    inputs, agreed = (
        inputs_of(context, place, made.ground, made.at),
        agreement_of(context, place, item),
    )
    policy = _policy(context, made, before)
    if policy:
        policy["reason"] = _reason(made, before, inputs, agreed)
    veto = _veto(context, place, final, before)
    full = None if item["role"] != "ordinary" else _points(context, cell)
    data = head | {
        "state": final.state,
        "state_words": STATE_WORDS[final.state],
        "outcome": final.outcome,
        "full": None if full is None else figure(full),
        "score": None if final.value is None else figure(final.value),
        "lost": None if full is None or final.value is None else figure(full - final.value),
        "inputs": inputs,
        "agreement": agreed,
        "cohort": cohort_of(context, made),
        "steps": folded([_step(one) for one in made.steps]),
        "policy": policy,
        "veto": veto,
        "lapsed": lapsed_of(context, place, code),
    }
    data["title"] = _title(data)
    data["warnings"] = cautions_of(context, place, made, data)
    return data


def measured_data(context: Context, place: Place, code: str) -> dict[str, Any]:
    """What an explanation has in figures, without its sentences: as sure, and much sooner for a table of many.

    steps: only where one of them tells how far a target was reached.
    """
    item, cell = context.plan.items[code], context.result.cell(place.subject.subject, code)
    if cell is None:
        return {"full": None, "lost": None, "inputs": [], "agreement": [], "steps": []}
    (ground, at), final = ground_of(context, place, code, cell), context.part(place, code)
    full = None if item["role"] != "ordinary" else _points(context, cell)
    is_completed = any(item["params"].get(name) is not None for name in COMPLETED)
    told = replay(context, place, code, cell).steps if is_completed else []
    return {
        "full": None if full is None else figure(full),
        "lost": None if full is None or final.value is None else figure(full - final.value),
        "inputs": inputs_of(context, place, ground, at),
        "agreement": agreement_of(context, place, item),
        "steps": [{"label": one.label, "value": one.value or None} for one in told],
    }


def _head(context: Context, place: Place, item: dict[str, Any]) -> dict[str, Any]:
    method = item["method"]
    entries = context.plan.rulebook["rounding"] | item["rounding"]
    return {
        "kind": "item",
        "subject": place.subject.subject,
        "subject_name": context.subject_name(place.subject.subject),
        "group": place.group.name,
        "code": item["code"],
        "name": item.get("name") or item["code"],
        "as_of": context.moment.as_of,
        "role": item["role"],
        "method": method,
        "method_number": NUMBERS[method][0],
        "method_name": METHODS[method].title,
        "sentence": item.get("sentence") or "",
        "basis": item.get("basis") or "",
        "source": item.get("source") or "",
        "lead": item.get("lead") or "",
        "scorer": item.get("scorer") or "",
        "status": item.get("status") or "",
        "status_words": STATUS.words.get(item.get("status") or "", ("",))[0],
        "readings": [{"key": key, "value": said} for key, said in item["readings"].items()],
        "rounding": {
            key: None if entries[key] is None else cut_text(Rounding(**entries[key]))
            for key in ("input", "rate", "item")
        },
        "carry": CARRY_RULE,
    }


def _not_theirs(context: Context, place: Place, item: dict[str, Any]) -> dict[str, Any]:
    """An indicator that this subject does not have at all."""
    why = "不在本组的考卷里"
    if item["code"] in place.group.items:
        why = "责任书里没有列这一项,不考,满分也不计"
    name = context.subject_name(place.subject.subject)
    return {
        "state": "",
        "state_words": "不适用",
        "outcome": "absent",
        "full": None,
        "score": None,
        "lost": None,
        "inputs": [],
        "agreement": [],
        "cohort": None,
        "steps": [],
        "policy": None,
        "veto": None,
        "lapsed": [],
        "warnings": [],
        "title": f"{item.get('name') or item['code']}不适用于{name}:{why}",
    }


def _title(data: dict[str, Any]) -> str:
    name, score = data["name"], data["score"]
    if data["outcome"] == "vetoed":
        return f"{name}一票否决,计 0 分"
    if data["outcome"] == "imputed":
        return f"{name}{data['policy']['text']}"
    if score is None:
        return f"{name}{data['policy']['text'] if data['policy'] else '还没有得分'}"
    if data["full"] is None:
        return f"{got(name)} {score} 分"
    lost = fraction(data["lost"])
    if lost < 0:
        return f"{got(name)} {score} 分(满分 {data['full']} 分),超出满分 {figure(-lost)} 分"
    tail = f",失 {data['lost']} 分" if lost else ""
    return f"{got(name)} {score} 分(满分 {data['full']} 分){tail}"


def _step(one: Any) -> dict[str, Any]:
    return {"label": one.label, "text": one.text, "value": one.value or None, "cut": one.cut}


def _points(context: Context, cell: int) -> Fraction:
    numerator, places = context.result.scores.points.ratio(cell)
    return Fraction(numerator, 10**places)


def _policy(context: Context, made: Replay, part: Part) -> dict[str, Any] | None:
    """Which policy stands in for the method, why, and how it came to its figure."""
    if part.state == "reported":
        return None
    entry = made.item["policies"].get(part.state)
    kind = entry["policy"] if entry else "none"
    found: dict[str, Any] = {
        "state": part.state,
        "policy": kind,
        "words": POLICY_WORDS.get(kind, "等数据"),
        "at": entry.get("at") if entry else None,
        "value": entry.get("value") if entry else None,
        "reason": "",
        "steps": [],
    }
    score = "" if part.value is None else f" {figure(part.value)} 分"
    texts = {
        "none": "还没有得分",
        "full": f"按满分计{score}",
        "group_mean": f"按同组平均计{score}" if score else "要按同组平均计,而同组都还没有得分",
        "group_least": f"按同组最低计{score}" if score else "要按同组最低计,而同组都还没有得分",
        "constant": f"按约定计{score}",
        "zero": f"计{score}",
        "rescale": f"不计分,在“{context.name(found['at'] or '')}”按其余各项折算",
        "unscored": "不计分,满分也不计,不折算",
        "hold": "待定,补报以后再算",
    }
    found["text"] = f"{STATE_WORDS[part.state]},{texts[kind]}"
    if part.value is not None:
        found["steps"] = folded(_policy_steps(context, made, part, kind))
    return found


def _policy_steps(context: Context, made: Replay, part: Part, kind: str) -> list[dict[str, Any]]:
    """The figures of an imputed score, which must come to the score of the run."""
    numerator, places = made.before.points.ratio(made.at)
    full, steps = Fraction(numerator, 10**places), []
    if kind == "full":
        raw = full
        steps.append(step("计满分", f"满分 {figure(full)} 分", full))
    elif kind in ("group_mean", "group_least"):
        share, told = _group_share(made) if kind == "group_mean" else _least_share(made)
        raw = share * full
        steps += told
        steps.append(step("本项", f"{percent(share)} × 满分 {figure(full)} 分", raw))
    else:
        value = made.item["policies"][part.state]["value"]
        raw = fraction(value) if kind == "constant" else Fraction(0)
        steps.append(step("约定分数" if kind == "constant" else "计零", f"{figure(raw)} 分", raw))
    entries = context.plan.rulebook["rounding"] | made.item["rounding"]
    place = rounding_of(entries["item"])
    score = raw if place is None else cut(raw, place)
    if place is not None:
        text = f"{figure(raw)} 分 {cut_text(place)} = {figure(score)} 分"
        steps.append(step("取舍", text, score))
    if score != part.value:
        raise Disagreement(f"{part.code}:补记解释得 {score},结果是 {part.value}")
    return steps


def _group_share(made: Replay) -> tuple[Fraction, list[dict[str, Any]]]:
    """Σs ÷ ΣW over the cohort's own scores."""
    use = made.before.cohort & (made.before.state == 0)
    cells = use.nonzero()[0].tolist()
    score = sum((_at(made.before.score, i) for i in cells), Fraction(0))
    full = sum((_at(made.before.points, i) for i in cells), Fraction(0))
    share = cut(score / full)
    text = f"同组 {len(cells)} 个有分的:得分之和 {figure(score)} ÷ 满分之和 {figure(full)}"
    return share, [
        step("同组平均", f"{text} = {percent(share)}", share, f"带 10 位小数,{MODES['half_up']}")
    ]


def _least_share(made: Replay) -> tuple[Fraction, list[dict[str, Any]]]:
    """The smallest s ÷ W of the cohort's own scores."""
    use = made.before.cohort & (made.before.state == 0)
    pairs = [(_at(made.before.score, i), _at(made.before.points, i)) for i in use.nonzero()[0].tolist()]  # fmt: skip
    pairs = [(score, full) for score, full in pairs if full]
    share, score, full = min((cut(score / full), score, full) for score, full in pairs)
    text = f"同组 {len(pairs)} 个有分的,得分率最低的:{figure(score)} 分 ÷ 满分 {figure(full)} 分"
    return share, [
        step("同组最低", f"{text} = {percent(share)}", share, f"带 10 位小数,{MODES['half_up']}")
    ]


def _at(column: Any, i: int) -> Fraction:
    numerator, places = column.ratio(i)
    return Fraction(numerator, 10**places)


def _reason(made: Replay, part: Part, inputs: list[dict[str, Any]], agreed: list[Any]) -> str:
    """Why there is no method's score: the method itself, the figures or the agreement."""
    if made.steps:
        last = made.steps[-1]
        return f"{last.label}:{last.text}"
    states = {line["state"]: one["name"] for one in inputs for line in one["lines"]}
    absent = [one["use"] for one in agreed if one["value"] is None]
    if part.state not in states and absent:
        return f"责任书里没有{'、'.join(absent)}"
    name = states.get(part.state)
    return f"{name}{STATE_WORDS[part.state]}" if name else f"数据{STATE_WORDS[part.state]}"


def _veto(context: Context, place: Place, final: Part, before: Part) -> dict[str, Any] | None:
    """Which effective veto sets the indicator to zero, and what it would have got."""
    if final.outcome != "vetoed":
        return None
    causes = []
    for event in context.events(place.subject.subject):
        for veto in context.plan.rulebook["vetoes"]:
            zeroed = final.code in veto["effects"]["zero_items"]
            if zeroed and veto["kind"] == event.kind and event.is_effective(context.facts.on):
                causes.append(
                    {
                        "veto": veto["code"],
                        "name": veto["name"],
                        "basis": veto.get("basis") or "",
                        "event": event.id,
                        "document": event.document,
                        "date": event.date,
                        "decision": DECISION_WORDS[event.decision],
                    }
                )
    return {
        "causes": causes,
        "before": None if before.value is None else figure(before.value),
        "effect": figure(-before.number),
    }
