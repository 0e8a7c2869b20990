"""One subject's total: papers, rank, grade, vetoes, and where the points went."""

from __future__ import annotations

from typing import Any

from baton.scoring.explain.context import CannotExplain, Context, Disagreement, Place
from baton.scoring.explain.losses import losses_of, told_losses
from baton.scoring.explain.nodes import node_data, part_data
from baton.scoring.explain.standing import grade_of, rank_of, vetoes_of
from baton.scoring.explain.wording import cut, figure, folded, fraction, percent, step
from baton.scoring.methods.tracing import cut_text
from baton.scoring.plan import children_of, rounding_of
from baton.scoring.result import Line

REASONS = {
    "": "",
    "open": "还有没出数的,不出总分",
    "dropped": "没有可计分的内容,不出总分",
    "edge": "正在名额边上并列,暂不定等",
    "inactive": "基准日不在册,不计分",
}
STATUS_WORDS = {
    "ranked": "参加排名",
    "unranked": "没有总分,不排名",
    "separate": "成绩单列,不排名",
    "inactive": "不在册",
}


def subject_data(context: Context, subject: str) -> dict[str, Any]:
    """The explanation of one subject's total as plain data."""
    line = context.result.lines.get(subject)
    if line is None:
        raise CannotExplain(f"“{subject}”没有结果:不在名册里,或分组不在规则书里")
    data = _head(context, line)
    if line.status == "inactive":
        return data | _empty() | {"title": f"{data['subject_name']}:{REASONS['inactive']}"}
    place = context.place(subject)
    root = place.group.entry["root"]
    whole = node_data(context, place, root)
    account = losses_of(context, place)
    data |= {
        "full": figure(account.base),
        "root": root,
        "root_kind": whole["kind_words"],
        "papers": [
            part_data(part)
            for part in (context.part(place, code) for code in children_of(context.plan.nodes[root]))
            if part.present
        ],
        "outside": [
            part_data(context.part(place, code)) for code in place.group.entry["outside"]
        ],
        "steps": folded(whole["steps"] + _total_steps(context, place, line)),
        "ranking": rank_of(context, place),
        "grading": grade_of(context, place),
        "vetoes": vetoes_of(context, place),
        "open": whole["open"],
        "losses_against": "total" if line.total is not None else "interim",
        "losses": [loss.data() for loss in told_losses(account, root, context.name(root))],
    }  # fmt: skip
    data["title"] = _title(data)
    data["warnings"] = _warnings(context, whole, line)
    return data


def _head(context: Context, line: Line) -> dict[str, Any]:
    share = None if line.share is None else fraction(line.share)
    return {
        "kind": "subject",
        "subject": line.subject,
        "subject_name": context.subject_name(line.subject),
        "group": line.group,
        "as_of": context.moment.as_of,
        "status": line.status,
        "status_words": STATUS_WORDS[line.status],
        "total": line.total,
        "carried": line.carried,
        "interim": line.interim,
        "share": line.share,
        "share_words": None if share is None else percent(share),
        "rank": line.rank,
        "grade": line.grade,
        "reason": line.reason,
        "reason_words": REASONS[line.reason],
    }


def _empty() -> dict[str, Any]:
    lists: dict[str, Any] = {
        key: [] for key in ("papers", "outside", "steps", "vetoes", "open", "losses", "warnings")
    }
    return lists | {"full": None, "root": None, "root_kind": "", "ranking": None, "grading": None,
                    "losses_against": None}  # fmt: skip


def _total_steps(context: Context, place: Place, line: Line) -> list[dict[str, Any]]:
    """The total's own rounding and the cap by veto; they must come to the run's total."""
    root = context.part(place, place.group.entry["root"])
    if line.total is None or root.value is None:
        return []
    rules = rounding_of(context.plan.rulebook["rounding"]["total"])
    total, steps = root.value, []
    if rules is not None:
        total = cut(root.value, rules)
        text = f"{figure(root.value)} 分,{cut_text(rules)},得 {figure(total)} 分"
        steps.append(step("总分取舍", text, total))
    final = fraction(line.total)
    if final < total:
        steps.append(step("总分封顶", f"一票否决,总分不超过 {figure(final)} 分", final))
        total = final
    if total != final:
        raise Disagreement(f"{line.subject}:总分解释得 {total},结果是 {final}")
    return steps


def _title(data: dict[str, Any]) -> str:
    name = data["subject_name"]
    if data["total"] is None:
        has_some = data["interim"] is not None and fraction(data["share"] or "1")
        now = f",目前监测值 {data['interim']} 分" if has_some else ""
        return f"{name}还没有总分:{data['reason_words']}{now}"
    word = "目前(监测值)" if data["interim"] is not None else "得 "
    said = f"{name}{word}{data['total']} 分(满分 {data['full']} 分)"
    if data["rank"] is not None:
        said += f",第 {data['rank']} 名"
    elif data["status"] == "separate":
        said += ",成绩单列"
    if data["grade"] is not None:
        said += f",{data['grade']}"
    return said + (f",{data['reason_words']}" if data["reason"] else "")


def _warnings(context: Context, whole: dict[str, Any], line: Line) -> list[dict[str, str]]:
    found = [one for one in whole["warnings"] if one["kind"] != "interim"]
    if line.interim is not None:
        text = "还有没出数的,总分是过程监测值,未经审定。"
        if line.total is None:
            text = "还有没出数的,监测值不是总分,不排名。"
        found.append({"kind": "interim", "text": text})
    if context.plan.rulebook["status"] == "provisional":
        text = "规则书还是暂行的,可能再改。"
        found.append({"kind": "provisional", "text": text})
    return found
