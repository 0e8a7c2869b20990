"""谁取走过、看过: what the log says of files with results that left, and of looks at drafts nobody had been shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baton.desk.live.papers import PAPERS as OF_HEARINGS
from baton.desk.papers.kinds import PAPERS, name_of
from baton.domain.accounts.models import Person
from baton.domain.assessment.models import Run
from baton.domain.assessment.readers import paper_of
from baton.domain.audit import queries as log
from baton.domain.audit.models import Entry
from baton.domain.hearings.models import Hearing

WHOLE = {"workbook": "A3 总表", "archive": "归档", "set": "整套材料"}
FORMS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
ACTIONS = {"taken": ("result.taken", "hearing.taken"), "looked": ("result.looked",)}


@dataclass(frozen=True)
class Taking:
    """One entry: when, who, of which results; what is empty where they were only looked at. run: to lead there."""

    at: datetime
    by: str
    of: str
    run: int | None
    what: str = ""
    group: str = ""
    size: int = 0
    sha256: str = ""
    is_unreleased: bool = True


def count(kind: str, run: Run | None = None) -> int:
    """How many there are of a kind: taken, looked."""
    return log.done(ACTIONS[kind], on=_on(run)).count()


def takings(kind: str, run: Run | None = None, *, start: int = 0, most: int) -> list[Taking]:
    """The newest first; as many questions for a hundred as for one."""
    entries = list(log.done(ACTIONS[kind], on=_on(run))[start : start + most])
    names = dict(
        Person.objects.filter(code__in={one.by for one in entries}).values_list("code", "name")
    )
    runs = {f"run:{one.pk}": one for one in Run.objects.filter(pk__in=_keys(entries, "run")).select_related("round")}  # fmt: skip
    hearings = {f"hearing:{one.pk}": one for one in Hearing.objects.filter(pk__in=_keys(entries, "hearing"))}  # fmt: skip
    return [
        _taking(one, names.get(one.by, "已注销的账号"), runs.get(one.on), hearings.get(one.on))
        for one in entries
    ]


def _taking(entry: Entry, by: str, run: Run | None, hearing: Hearing | None) -> Taking:
    told = log.told(entry)
    file = {name: told[name] for name in ("group", "size", "sha256") if name in told}
    if hearing is not None:
        what = OF_HEARINGS[told["what"]].name if told["what"] in OF_HEARINGS else told["what"]
        return Taking(entry.at, by, f"现场考评《{hearing.name}》", None, _word(what, told), **file)
    number = told["number"]
    draft = f"第 {number} 稿" if number else "试算"
    of = f"{run.round.name} {draft}" if run else draft
    key, what = run.pk if run else None, told.get("what", "")
    if not what:
        return Taking(entry.at, by, of, key)
    named = WHOLE.get(what) or (name_of(what) if paper_of(what) in PAPERS else what)
    return Taking(entry.at, by, of, key, _word(named, told), **file, is_unreleased=told["unreleased"])  # fmt: skip


def _word(name: str, told: dict[str, Any]) -> str:
    form = FORMS.get(told["form"])
    return f"{name}，{form}" if form else name


def _on(run: Run | None) -> str:
    return f"run:{run.pk}" if run else ""


def _keys(entries: list[Entry], kind: str) -> set[int]:
    return {int(key) for room, _, key in (one.on.partition(":") for one in entries) if room == kind}
