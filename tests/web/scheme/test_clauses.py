"""加分项, 减分项, 一票否决 as prose under a Word table: they wait on the scheme's page until a rule is made of them or it is said that none is."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk import computing
from baton.domain.rounds.models import Round
from tests.documents.scheme_shapes import drawn, word
from tests.web.scheme.forms import PARTS
from tests.web.scheme.tables import DESK, IN, hidden, open_round, report, text

pytestmark = pytest.mark.django_db
TABLE = "指标 | 分值 | 评分标准 | 牵头单位\n财政收入 | 60 | 甲。 | 市财政局\n空气质量 | 40 | 乙。 | 市生态环境局\n合计 | 100 | |"
BONUS = "受到国家级表彰的每项加2分，省部级每项加1分，市级每项加0.5分，同一事项取最高，累计加分不超过5分。"
TAKEN = "被省级通报批评的每次扣1分，最多扣3分。"
VETO = "发生较大及以上生产安全责任事故的，取消评优资格。"
PROSE = (f"三、加分项。{BONUS}", f"四、减分项。{TAKEN}", f"五、一票否决。{VETO}")
WAITING = "句加分、扣分、否决的原话还没有照着填"


def _taken(desk, folder, after):
    content = word(folder / "体系.docx", ("", drawn(TABLE)), after=after).read_bytes()
    given = {"year": "2026", "group": ["县市区"], "file": SimpleUploadedFile("体系.docx", content)}
    page = text(desk.post(IN, given))
    answer = desk.post(IN, hidden(page) | {"take": "1"}, follow=True)
    open_round(desk)
    return page, text(answer)


def _number(form, name):
    return form.split(f'name="{name}" value="')[1].split('"')[0]


def test_they_are_shown_once_and_wait_to_be_filled_in(office, tmp_path):
    page, answer = _taken(office, tmp_path, PROSE)
    assert "不是按分值计的 3 行，没有读成指标" in page and page.count(BONUS) == 1
    assert "加分、扣分、否决 3 行没有读成指标" in answer
    parts = text(office.get(PARTS))
    assert all(f"写着“{one}”，像是说" in parts for one in (BONUS, TAKEN, VETO))
    form = text(office.get(PARTS + "ledgers/?take=0"))
    assert (
        re.search(rf'name="sentence"[^>]*>\s*{BONUS}</textarea>', form)
        and 'name="sign" value="add" checked' in form
    )
    assert 'value="国家级"' in form and 'value="0.5"' in form and 'name="cap" value="5"' in form
    form = text(office.get(PARTS + "vetoes/?take=0"))
    assert 'value="发生较大及以上生产安全责任事故"' in form and VETO in form


def test_they_are_reminded_of_until_each_is_filled_in_or_put_aside(office, tmp_path):
    _taken(office, tmp_path, PROSE)
    assert re.search(rf">3</span> {WAITING}", text(office.get("/office/")))
    place = PARTS + "ledgers/"
    form = text(office.get(place + "?take=0"))
    seen = {key: _number(form, key) for key in ("number", "edits")}
    given = {
        "name": "表彰", "sign": "add", "kinds": "表彰", "sentence": BONUS, "where": "总分", "levels.level": ["国家级"],
        "levels.points": ["2"], "levels.most": [""], "same_matter": "highest", "share": "1", "counted": "none",
        "elsewhere": "skip", "undecided": "pending", "cap": "5",
    }  # fmt: skip
    assert office.post(place, {**given, **seen, "keep": "1"}).status_code == 302
    assert re.search(rf">2</span> {WAITING}", text(office.get("/office/")))
    for part in ("ledgers", "vetoes"):
        form = text(office.get(PARTS + part + "/"))
        seen = {key: _number(form, key) for key in ("number", "edits")}
        depart = _number(form, "depart")
        assert office.post(PARTS + part + "/", {**seen, "depart": depart}).status_code == 302
    assert WAITING not in text(office.get("/office/"))


def test_the_page_before_a_meeting_names_them(office, tmp_path, at):
    _taken(office, tmp_path, PROSE)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    report(office, "市财政局", "单位\t财政收入得分\n临江县\t55\n东岭县\t50\n")
    report(office, "市生态环境局", "单位\t空气质量得分\n临江县\t38\n东岭县\t36\n")
    run = computing.refresh(Round.objects.get(), at=at)
    page = text(office.get(f"/office/run/{run.pk}/before/"))
    assert "方案里还没有照着填的加分、扣分、否决 3 句" in page and BONUS in page
    assert "可以上会" not in page


def test_prose_without_such_clauses_reminds_of_nothing(office, tmp_path):
    _taken(office, tmp_path, ("二、评分办法。由牵头单位评分，满分100分。", "三、加分项见附件2。"))
    assert WAITING not in text(office.get("/office/"))
