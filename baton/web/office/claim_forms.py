"""登记和更正用的表单: one line of the ledger, checked against the roster and the rule book."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.http import HttpRequest

from baton.documents.numbers import fold
from baton.domain.claims import queries
from baton.domain.claims.entries import LONGEST, Entry
from baton.domain.claims.kinds import BONUS, Kind, kinds_of
from baton.domain.claims.models import Claim
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of
from baton.scoring.canonical import decimal_text, parse_decimal
from baton.web.components.forms import Form

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TEXTS = (
    "title",
    "matter",
    "level",
    "document",
    "source",
    "told_by",
    "receipt_by",
    "note",
    "points",
    "counted",
)


FIRST = ("subject", "kind", "title", "matter", "level", "document", "happened_on", "points")


class ClaimForm(Form):
    """One line of the ledger."""

    subject = forms.CharField(label="单位", help_text="名称、编号或别名")
    kind = forms.ChoiceField(label="种类")
    title = forms.CharField(label="名称")
    matter = forms.CharField(
        label="同一事项", required=False, help_text="与哪些条目是同一件事；不填就是单独一件"
    )
    level = forms.CharField(label="级别", required=False)
    document = forms.CharField(label="文号", required=False, help_text="文件、通报文号或督查单号")
    happened_on = forms.DateField(label="日期", required=False, widget=DAY)
    points = forms.CharField(label="分值", required=False, help_text="分值表里没有的才填")
    role = forms.ChoiceField(label="角色", choices=Claim.Role.choices, required=False)
    count = forms.IntegerField(label="件数", min_value=1, max_value=1000, required=False)
    counted = forms.CharField(label="上年已加", required=False, help_text="同一事项上年加过几分")
    until = forms.DateField(label="有效期至", required=False, widget=DAY)
    is_elsewhere = forms.BooleanField(label="已在指标里扣过，不再重复", required=False)
    source = forms.CharField(label="来源", required=False, help_text="申报、通报、督查……")
    told_by = forms.CharField(label="谁提出", required=False, help_text="通报、督查或报送的单位")
    receipt_by = forms.CharField(
        label="谁签收", required=False, help_text="扣分告知单位后，签收的人"
    )
    receipt_on = forms.DateField(label="签收日期", required=False, widget=DAY)
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, round: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        self.round = round
        self.kinds = kinds_of(book_of(round.version))
        self.is_strange, self.as_it_is = False, "as_it_is" in self.data
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.name, f"{kind.name}（{kind.word}）") for kind in self.kinds.values()
        ]
        listed = [f"{kind.name}：{kind.listed}" for kind in self.kinds.values() if kind.levels]
        if listed:
            self.fields["level"].help_text = f"分值表里有{'；'.join(listed)}"
        for name in TEXTS:
            self.fields[name].max_length = LONGEST[name][1]  # type: ignore[attr-defined]

    def first(self) -> list[forms.BoundField]:
        """What nearly every line has."""
        return [self[name] for name in FIRST]

    def rest(self) -> list[forms.BoundField]:
        """What some lines have, folded away until it is needed."""
        return [field for field in self if field.name not in FIRST]

    def is_rest_used(self) -> bool:
        """Whether one of the folded fields says something or is wrong."""
        plain = (None, "", False, "lead", 1, "1")
        return any(field.errors or field.value() not in plain for field in self.rest())

    def clean_subject(self) -> Unit:
        """The unit that was meant."""
        written = self.cleaned_data["subject"].strip()
        known = orgs.names(self.round.scheme.year)
        codes = {name: code for code, name in known.items()} | orgs.aliases()
        code = written if written in known else codes.get(written)
        unit = (
            Unit.objects.filter(code=code, standings__year=self.round.scheme.year).first()
            if code
            else None
        )
        if unit is None:
            raise forms.ValidationError(f"名册里没有“{written}”。请核对名称，或在名册里加上别名。")
        return unit

    def clean_points(self) -> str:
        """Points as canonical text."""
        return self._number("points")

    def clean_counted(self) -> str:
        """Points of the year before as canonical text."""
        return self._number("counted")

    def _number(self, name: str) -> str:
        written = fold(self.cleaned_data[name]).removesuffix("分").strip()
        if not written:
            return ""
        try:
            return decimal_text(*parse_decimal(written))
        except ValueError as error:
            raise forms.ValidationError(
                f"“{written}”不是数。请只填数，如 0.5；没有就留空。"
            ) from error

    def clean(self) -> dict[str, Any]:
        """What only the fields together can tell: the kind's levels and sign, the unit's days."""
        said = super().clean() or {}
        for name in TEXTS:
            most = LONGEST[name][1]
            if most is not None and len(said.get(name) or "") > most:
                self.add_error(name, f"最多 {most} 个字，请写短一些。")
        kind = self.kinds.get(said.get("kind", ""))
        if kind is not None:
            self._about_kind(kind, said)
        unit, day = said.get("subject"), said.get("happened_on")
        if unit is not None:
            self._about_days(unit, day)
        return said

    def _about_kind(self, kind: Kind, said: dict[str, Any]) -> None:
        level, points = said.get("level") or "", said.get("points") or ""
        if not kind.knows(level):
            self._about_level(kind, level)
        if points.startswith("-") and kind.sign == BONUS:
            self.add_error("points", f"“{kind.name}”是加分，不能填负数。是扣分就改种类。")
        elif points.startswith("-"):
            said["points"] = points.removeprefix("-")
        if (
            points
            and kind.most
            and level not in kind.levels
            and Fraction(points) > Fraction(kind.most)
        ):
            self.add_error("points", f"规则至多给 {kind.most} 分。请填 {kind.most} 以内的数。")

    def _about_level(self, kind: Kind, level: str) -> None:
        """A level that is not in the points table is written down as it is when somebody says so."""
        listed = f"可用的级别：{kind.listed}"
        if not level:
            self.add_error("level", f"“{kind.name}”要写级别。{listed}。")
            return
        self.is_strange = level != self.initial.get("level")
        if self.is_strange and not self.as_it_is:
            self.add_error(
                "level", f"“{kind.name}”没有级别“{level}”。{listed}；都不是的，勾选下面的“照写”。"
            )

    def _about_days(self, unit: Unit, day: date | None) -> None:
        standing = queries.standings(self.round.scheme.year).get(unit.pk)
        fault = queries.standing_fault(standing, day)
        if fault is None and (merged := queries.merged_since(standing, self.round.on)):
            into = standing.merged_into.name if standing and standing.merged_into else ""
            fault = merged[1], f"请登记在“{into}”名下，并入以前的事也记在它名下才计分"
        if fault:
            self.add_error("subject", f"{fault[0]}。{fault[1]}。")

    def remark(self) -> str:
        """That the unit's group has no such kind, which keeps nobody from writing the line down."""
        kind, unit = self.kinds[self.cleaned_data["kind"]], self.cleaned_data["subject"]
        standing = queries.standings(self.round.scheme.year).get(unit.pk)
        group = standing.group.name if standing and standing.group else ""
        if kind.counts_in(group):
            return ""
        return f"“{group}”的方案里没有“{kind.name}”这一种，认定了也不计分；单位或种类写错了的，请更正。"

    def entry(self) -> Entry:
        """What was filled in, as the ledger takes it."""
        said = dict(self.cleaned_data)
        said["role"] = said.get("role") or Claim.Role.LEAD.value
        said["count"] = said.get("count") or 1
        return Entry(**said)


def initial_of(claim: Claim) -> dict[str, Any]:
    """A claim as the form shows it."""
    shown = {name: getattr(claim, name) for name in ClaimForm.base_fields}
    return shown | {
        "subject": claim.subject.name,
        "matter": "" if claim.matter == claim.title else claim.matter,
    }


def typed(request: HttpRequest, name: str) -> str:
    """A line of text as it was typed, without characters nobody sees and no database takes."""
    return "".join(sign for sign in request.POST.get(name, "") if sign.isprintable()).strip()


class DecisionForm(Form):
    """Who decided what, where and when."""

    state = forms.ChoiceField(label="怎么定", choices=Claim.State.choices)
    decided_by = forms.CharField(label="谁定的", max_length=60, required=False)
    meeting = forms.CharField(label="会议", max_length=60, required=False)
    decided_on = forms.DateField(label="日期", required=False)
    reason = forms.CharField(label="理由", max_length=300, required=False)
