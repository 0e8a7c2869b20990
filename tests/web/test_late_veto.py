"""迟到的否决: the draft stays to the last byte; a correction draft says what it changes; readers see what is released."""

import hashlib
import io
from datetime import date
from html import unescape

import docx
import pytest

from baton.desk import computing
from baton.desk.care import custody
from baton.desk.looks.findings import title_of
from baton.desk.papers.checking import checks
from baton.desk.papers.letters import letters
from baton.documents.papers import FORMS
from baton.domain.assessment import services
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import Run
from baton.domain.claims.models import Claim
from baton.domain.files.store import place_of
from baton.domain.intake import services as intake
from baton.domain.orgs import services as orgs
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from tests import stories
from tests.conftest import PASSWORD
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.verify.making import V

pytestmark = pytest.mark.django_db
GRADES = """等次:
  - {优秀: 98分以上}
  - {良好: 80分以上}
  - {一般: 其余}
名额规则: {基数: 有名次的, 递补: 是, 边上并列: 报考核委定}
一票否决:
  V1: {事由: 较大生产安全事故, 事件: 安全生产否决, 依据: 云办发〔2026〕3号第12条, 后果: {不得评: [优秀], 总分封顶: 90分}}
"""
VETO = {
    "subject": "D", "kind": "安全生产否决", "matter": "化工厂较大事故", "document": "云安委〔2027〕2号", "happened_on": "2026-12-28",
    "until": "", "decided_by": "市安委会", "decided_on": "2027-01-20", "why": "", "headline": "",
}  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def numbered(clerk, tmp_path, at, monkeypatch):
    """A checked draft in which 云东区 leads."""
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK + GRADES)
    round = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    return computing.number_draft(round, stage="committee", why="送考核委", by=clerk, at=at)


@pytest.fixture
@retold
def draft(numbered, clerk, at):
    """The same, released to leaders."""
    services.release(
        run=numbered, role="leader", layer="totals", decided_by="主任", by=clerk, at=at
    )
    return numbered


def told(run):
    return {line.subject: (line.total, line.rank, line.grade) for line in run.lines.all()}


def digest(run):
    return hashlib.sha256(place_of(run.archive).read_bytes()).hexdigest()


def test_who_moves_is_shown_before_anything_is_written(desk, draft):
    url = f"/office/run/{draft.pk}/veto/"
    assert "第 1 稿一个字也不改" in text(desk.get(url))
    page = text(desk.post(url, VETO | {"look": "1"}))
    assert "4 个单位会变：4 个换名次，1 个换等次；还没有编" in page
    assert "100.00 → 90.00" in page and "优秀 → 良好" in page
    assert Run.objects.filter(number__gt=0).count() == 1 and not Claim.objects.exists()


def test_the_correction_draft_says_what_it_corrects_and_the_old_one_stays(
    desk, draft, clerk, tmp_path, at
):
    """A figure that moved since does not slip in: the correction changes this one thing."""
    _, made = send(
        owed(draft.round, clerk)["市财政局"], MONEY.replace("118000", "60000"), tmp_path, clerk
    )
    intake.accept(submission=made, by=clerk, at=at)
    before, sealed = told(draft), digest(draft)
    answer = desk.post(f"/office/run/{draft.pk}/veto/", VETO | {"number": "1"}, follow=True)
    page = text(answer)
    assert "已编第 2 稿，更正第 1 稿" in page and "这一稿更正第 1 稿" in page.replace("</a>", "").replace(f'<a href="/office/run/{draft.pk}/">', "")  # fmt: skip
    new = Run.objects.get(number=2)
    assert (new.corrects, new.why) == (draft, "更正第 1 稿：化工厂较大事故（云安委〔2027〕2号）")
    assert told(new) == {
        "A": ("98.65", 2, "优秀"),
        "B": ("98.13", 3, "优秀"),
        "C": ("99.4", 1, "优秀"),
        "D": ("90", 4, "良好"),
    }
    draft.refresh_from_db()
    assert (told(draft), digest(draft)) == (before, sealed)
    claim = Claim.objects.get()
    assert (claim.state, claim.kind, claim.subject.code) == ("accepted", "安全生产否决", "D")
    assert "已由" in text(desk.get(f"/office/run/{draft.pk}/")) and custody.faults() == []


def test_both_drafts_verify_offline(desk, draft, capsys):
    desk.post(f"/office/run/{draft.pk}/veto/", VETO | {"number": "1"})
    for run in Run.objects.filter(number__gt=0):
        assert V.main([str(place_of(run.archive))]) == 0


def test_a_leader_sees_the_correction_only_once_it_is_released(
    desk, draft, clerk, client, leader, at
):
    desk.post(f"/office/run/{draft.pk}/veto/", VETO | {"number": "1"})
    new = Run.objects.get(number=2)
    client.login(username="zhou", password=PASSWORD + "3")
    page = text(client.get(f"/released/{draft.pk}/"))
    assert "优秀" in page and "更正" not in page
    assert client.get(f"/released/{new.pk}/").status_code == 404
    for path in (f"/office/run/{new.pk}/veto/", f"/office/run/{new.pk}/"):
        assert client.get(path).status_code in (302, 403, 404)
    services.release(run=new, role="leader", layer="totals", decided_by="考核委", by=clerk, at=at)
    assert "这一稿更正第 1 稿" in text(client.get(f"/released/{new.pk}/"))
    assert "已由" in text(client.get(f"/released/{draft.pk}/"))


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"subject": ""}, "哪个单位"), ({"document": ""}, "文号"), ({"until": "2026-01-01"}, "比发生日期还早"), ({"kind": "别的事"}, "哪一条否决")],
)  # fmt: skip
def test_what_is_missing_is_named_and_the_rest_stays(desk, draft, changed, says):
    page = text(desk.post(f"/office/run/{draft.pk}/veto/", VETO | changed | {"number": "1"}))
    assert says in page and "化工厂较大事故" in page
    assert not Claim.objects.exists() and Run.objects.filter(number__gt=0).count() == 1


def test_a_veto_that_changes_nothing_makes_no_draft(desk, draft):
    """Its term was over before the reference day."""
    page = text(desk.post(f"/office/run/{draft.pk}/veto/", VETO | {"happened_on": "2025-01-01", "until": "2025-12-31", "number": "1"}))  # fmt: skip
    assert "谁也不动，不用更正稿" in page and not Claim.objects.exists()


def test_a_breakdown_in_the_middle_leaves_neither_claim_nor_draft(draft, clerk, at, monkeypatch):
    from baton.desk.drafts import correcting

    values = VETO | {
        "happened_on": date(2026, 12, 28),
        "until": None,
        "decided_on": date(2027, 1, 20),
    }

    def full(_):
        raise Refused("磁盘满了")

    monkeypatch.setattr(correcting.computing, "keep_archive", full)
    with pytest.raises(Refused):
        correcting.correct(run=draft, values=values, by=clerk, at=at)
    assert not Claim.objects.exists() and Run.objects.filter(number__gt=0).count() == 1


def test_a_second_late_veto_keeps_the_first(desk, draft):
    """From a draft that was corrected nobody corrects again: the page leads to the correction in force."""
    place = f"/office/run/{draft.pk}/veto/"
    desk.post(place, VETO | {"number": "1"})
    second = Run.objects.get(number=2)
    other = VETO | {"subject": "C", "matter": "矿山事故", "number": "1"}
    page = text(desk.post(place, other))
    assert "第 1 稿已由第 2 稿更正" in page and "矿山事故" in page
    assert f"/office/run/{second.pk}/veto/" in text(desk.get(place))
    assert Claim.objects.count() == 1 and not Run.objects.filter(number=3).exists()
    desk.post(f"/office/run/{second.pk}/veto/", other)
    third = Run.objects.get(number=3)
    assert {subject: grade for subject, (_, _, grade) in told(third).items()} == {
        "A": "优秀", "B": "优秀", "C": "良好", "D": "良好",
    }  # fmt: skip


def test_a_veto_does_not_pass_under_a_decided_grade(desk, draft, clerk, at):
    """市委 made 石桥市 良好; the veto on it asks what becomes of that before anything is written."""
    services.decide_grade(
        run=draft, subject="D", decided="一般", organ="市委常委会", meeting="第9次", decided_on=at.date(),
        document="云委〔2027〕1号", reason="统筹", by=clerk, at=at,
    )  # fmt: skip
    place = f"/office/run/{draft.pk}/veto/"
    page = text(desk.post(place, VETO | {"look": "1"}))
    assert "1 个机关定的等次依据变了" in page
    assert "市委常委会定“一般”（当时算出优秀），更正稿算出良好" in page
    assert "请勾上“撤下，按算出的”" in text(desk.post(place, VETO | {"number": "1"}))
    assert not Claim.objects.exists()
    desk.post(place, VETO | {"number": "1", "takes_back": "1"})
    new = Run.objects.get(number=2)
    assert grades_of(new)["D"].shown == "良好" and grades_of(draft)["D"].shown == "一般"


def test_the_preview_tells_the_grades_of_the_correction_draft(desk, draft, clerk, at):
    """石桥市 was made 良好 by an organ and stays it; its computed grade is told nowhere as one that changes."""
    decided = {
        "organ": "市委常委会", "meeting": "第9次", "decided_on": at.date(), "document": "云委〔2027〕1号", "reason": "统筹",
    }  # fmt: skip
    services.decide_grade(run=draft, subject="C", decided="良好", **decided, by=clerk, at=at)
    place = f"/office/run/{draft.pk}/veto/"
    page = text(desk.post(place, VETO | {"look": "1"}))
    assert "依据变了" not in page and grade_told(page, "石桥市") == "良好"
    desk.post(place, VETO | {"number": "1"})
    assert grades_of(Run.objects.get(number=2))["C"].shown == "良好"


def test_a_decision_that_lapsed_does_not_come_back_with_the_correction(
    desk, draft, tmp_path, clerk, at
):
    """石桥市 was made 良好, then its air moved it to 良好 by itself, then back: the organ is asked, in the preview and on."""
    decided = {
        "organ": "市委常委会", "meeting": "第9次", "decided_on": at.date(), "document": "云委〔2027〕1号", "reason": "统筹",
    }  # fmt: skip
    services.decide_grade(run=draft, subject="C", decided="一般", **decided, by=clerk, at=at)
    for air in (AIR.replace("93.4", "60"), AIR.replace("93.4", "93.5")):
        _, made = send(owed(draft.round, clerk)["市生态环境局"], air, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
        last = computing.number_draft(
            draft.round, stage="committee", why="送考核委", by=clerk, at=at
        )
    place = f"/office/run/{last.pk}/veto/"
    page = text(desk.post(place, VETO | {"look": "1"}))
    assert "1 个机关定的等次依据变了" in page and grade_told(page, "石桥市") == "优秀"
    assert "第 2 稿起依据变了，更正稿算出优秀" in page
    desk.post(place, VETO | {"number": "1", "takes_back": "1"})
    assert grades_of(Run.objects.get(number=4))["C"].shown == "优秀"


def grade_told(page, unit):
    """What the preview's table has under 等次 for a unit."""
    row = page.split(f'<td class="b">{unit}</td>')[1].split("</tr>")[0]
    return row.split('data-l="等次">')[1].split("</td>")[0]


def test_a_corrected_draft_is_released_only_on_purpose(desk, draft):
    desk.post(f"/office/run/{draft.pk}/veto/", VETO | {"number": "1"})
    place = f"/office/run/{draft.pk}/release/"
    said = {"role": "viewer", "layer": "totals", "decided_by": "主任", "document": ""}
    assert "第 1 稿已由第 2 稿更正" in text(desk.post(place, said))
    assert not draft.releases.filter(role="viewer").exists()
    desk.post(place, said | {"anyway": "on"})
    assert draft.releases.filter(role="viewer").exists()


def test_the_headline_is_made_of_the_corrected_results(desk, draft):
    """云东区 led: what its correction is called is proposed before it is numbered, and holds when nothing is typed."""
    place = f"/office/run/{draft.pk}/veto/"
    page = text(desk.post(place, VETO | {"look": "1"}))
    assert 'value="石桥市第一，领先 0.75 分"' in page and "标题就这样用" not in page
    desk.post(place, VETO | {"number": "1", "headline": "石桥市第一，领先 0.75 分"})
    new = Run.objects.get(number=2)
    assert new.headline == "" and title_of(new) == "石桥市第一，领先 0.75 分"


def test_a_headline_that_praises_the_vetoed_is_asked_about(desk, numbered, clerk, at):
    services.name_draft(run=numbered, headline="云东全面领先，再接再厉", by=clerk, at=at)
    orgs.learn_alias(text="云东", unit=Unit.objects.get(code="D"), by=clerk, at=at)
    place = f"/office/run/{numbered.pk}/veto/"
    page = text(desk.post(place, VETO | {"look": "1"}))
    changed = "云东区被一票否决，第 1 名变为第 4 名，等次由优秀变为良好"
    assert f"第 1 稿的标题“云东全面领先，再接再厉”里的{changed}，更正稿不能照用" in page
    assert 'value="石桥市第一，领先 0.75 分"' in page
    typed = VETO | {"number": "1", "headline": "云东全面领先，再接再厉"}
    page = text(desk.post(place, typed))
    assert f"标题里提到的{changed}。请改标题" in page and "标题就这样用" in page
    assert not Claim.objects.exists() and not Run.objects.filter(number=2).exists()
    desk.post(place, typed | {"is_sure": "1"})
    assert Run.objects.get(number=2).headline == "云东全面领先，再接再厉"


def test_a_headline_that_names_nobody_who_changed_is_kept(desk, numbered, clerk, at):
    services.name_draft(run=numbered, headline="四县区都在 90 分以上", by=clerk, at=at)
    page = text(desk.post(f"/office/run/{numbered.pk}/veto/", VETO | {"look": "1"}))
    assert 'value="四县区都在 90 分以上"' in page and "不能照用" not in page


def test_the_headline_of_a_correction_is_not_edited_past_it(desk, draft):
    desk.post(f"/office/run/{draft.pk}/veto/", VETO | {"number": "1"})
    new = Run.objects.get(number=2)
    place = f"/office/run/{new.pk}/headline/"
    answer = desk.post(place, {"headline": "云东区领跑全市"})
    page = text(answer)
    assert answer.status_code == 409 and "标题里提到的云东区被一票否决" in page
    assert 'value="云东区领跑全市"' in page and "标题就这样用" in page
    desk.post(place, {"headline": "石桥市第一，领先 0.75 分"})
    desk.post(place, {"headline": "云东区领跑全市", "is_sure": "1"})
    new.refresh_from_db()
    assert new.headline == "云东区领跑全市"
    assert "标题“云东区领跑全市”里的云东区被一票否决" in text(
        desk.get(f"/office/run/{new.pk}/release/")
    )


def test_who_leads_in_spite_of_a_veto_is_never_named_without_it(draft):
    """A veto that only keeps somebody from 优秀 leaves the rank."""
    lines = list(draft.lines.all())
    next(line for line in lines if line.subject == "D").vetoes = ["K1"]
    assert title_of(draft, lines) == "云东区（被一票否决）第一，领先 0.6 分"


def test_the_vetoed_is_told_so_on_its_own_papers_and_nobody_else_is(desk, draft):
    desk.post(f"/office/run/{draft.pk}/veto/", VETO | {"number": "1"})
    new = Run.objects.get(number=2)
    said = (
        "一票否决：较大生产安全事故（化工厂较大事故，云安委〔2027〕2号，市安委会 2027年1月20日认定，"
        "依据云办发〔2026〕3号第12条），不得评“优秀”，总分不超过 90 分。"
    )
    assert {one.unit: one.vetoes for one in checks(new)} == {"云东区": said, "临江县": "", "东岭县": "", "石桥市": ""}  # fmt: skip
    told = {one.unit: said in one.result for one in letters(new)}
    assert told == {"云东区": True, "临江县": False, "东岭县": False, "石桥市": False}
    for paper in ("checks", "letters"):
        document = docx.Document(io.BytesIO(desk.get(f"/office/run/{new.pk}/papers/{paper}/").content))  # fmt: skip
        assert sum(said in one.text for one in document.paragraphs) == 1
    [place] = [one for one in FORMS["checks"].places(checks(new)) if one.values["单位"] == "云东区"]
    assert place.values["失分说明"].startswith(said)
