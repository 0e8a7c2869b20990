"""全部出一遍: every paper of a draft in one file, made by the worker, which may be killed at any moment."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from django.db import connection

from baton.desk import computing, worker
from baton.desk.care import backups, custody
from baton.desk.papers import loss_lists, pieces, printing
from baton.documents.papers import pdf
from baton.domain import clock
from baton.domain.assessment import release_services
from baton.domain.assessment import services as assessment
from baton.domain.audit.models import Entry
from baton.domain.files import store
from baton.domain.files.store import place_of
from baton.domain.printing import queries, services
from baton.domain.printing.models import PaperSet
from baton.domain.refusals import Refused
from tests.web.test_papers import needs_chinese, run, text

__all__ = ["run"]
pytestmark = pytest.mark.django_db
TYPESETTING, LAID_OUT = pdf.typesetting, {}


@pytest.fixture(autouse=True)
def _no_old_work(settings, tmp_path, run):
    """Each test has its own folder of papers; nothing goes on from the test before."""
    archive = place_of(run.archive)
    settings.BATON_HOME = tmp_path
    target = place_of(run.archive)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(archive.read_bytes())
    printing._going.clear()
    yield
    printing._going.clear()


@pytest.fixture(autouse=True)
def _laid_out_once(monkeypatch):
    """Each kind of paper goes once through the typesetter; here it is told which papers there are, when and where."""

    def typesetting(told, out, said):
        told.seek(0)
        title = json.load(told)["title"]
        if title not in LAID_OUT:
            process = TYPESETTING(told, out, said)
            assert process.wait() == 0
            LAID_OUT[title] = Path(out.name).read_bytes()
        else:
            out.write(LAID_OUT[title])
        return SimpleNamespace(poll=lambda: 0, returncode=0)

    monkeypatch.setattr(pdf, "typesetting", typesetting)


def press(desk, run):
    return text(desk.post(f"/office/run/{run.pk}/papers-all/", follow=True))


def work():
    """The worker's looks until nothing is left to do."""
    while worker.look({}):
        pass


def content(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_one_click_makes_every_paper_and_one_file_to_take_away(desk, run, settings):
    assert "已排上" in press(desk, run)
    work()
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    made = PaperSet.objects.get()
    assert (
        f"第 1 稿的 {made.total} 份材料已出好" in page
        and f'href="/office/printed/{made.pk}/"' in page
    )
    answer = desk.get(f"/office/printed/{made.pk}/")
    packed = content(answer)
    names = packed.namelist()
    assert (
        len(names) == made.total + 1
        and names[0] == "1 核对单/县市区/001 临江县（2026年终考核第1稿）.docx"
    )
    plain = {name.replace("（2026年终考核第1稿）", "").split(" ", 1)[-1] for name in names}
    for word in ("A3总表.xlsx", "扣分明细/县市区.docx", "加减分认定表.xlsx", "会议一页纸.docx", "通报.docx",
                 "公示名单.docx", "指标体系附件.docx", "归档目录.docx"):  # fmt: skip
        assert word in plain, word
    listed = packed.read("清单.txt").decode()
    receipt = f"回执：第1稿 · {run.run_id[:16]} · 链头 {run.audit_hash[:16]}"
    assert "第1稿（核对稿）" in listed and receipt in listed
    for name in names[:-1]:
        assert f"{hashlib.sha256(packed.read(name)).hexdigest()}  {name}" in listed
    assert (
        "石桥市"
        in docx.Document(
            io.BytesIO(packed.read("1 核对单/县市区/003 石桥市（2026年终考核第1稿）.docx"))
        )
        .paragraphs[3]
        .text
    )
    assert not (settings.BATON_HOME / "papers" / str(made.pk)).exists()
    actions = list(Entry.objects.order_by("seq").values_list("action", flat=True))
    assert [one for one in actions[-5:] if one != "result.looked"] == ["papers.asked", "file.kept", "papers.made", "result.taken"]  # fmt: skip


def test_a_killed_worker_leaves_nothing_half_done_and_the_next_goes_on_behind_it(
    desk, run, monkeypatch, settings
):
    press(desk, run)
    assert printing.go_on(now=clock.now, seconds=0) is True  # one piece, then killed
    folder = settings.BATON_HOME / "papers" / str(PaperSet.objects.get().pk)
    first = folder / "1 核对单/县市区/001 临江县（2026年终考核第1稿）.docx"
    stamp = first.stat().st_mtime_ns
    (folder / ".arriving.docx").write_bytes(b"half a file")
    printing._going.clear()
    made = []
    real = printing._make
    monkeypatch.setattr(
        printing,
        "_make",
        lambda piece, into, *rest: (
            made.append((piece.name, (into / piece.name).exists())),
            real(piece, into, *rest),
        ),
    )
    while printing.go_on(now=clock.now, seconds=0.0):
        if first.exists():
            assert first.stat().st_mtime_ns == stamp
    assert made[0] == (first.relative_to(folder).as_posix(), True) and not any(
        was for _, was in made[1:]
    )
    paper_set = PaperSet.objects.get()
    assert paper_set.done_at and not paper_set.failed
    docx.Document(
        io.BytesIO(
            content(desk.get(f"/office/printed/{paper_set.pk}/")).read(
                "1 核对单/县市区/002 东岭县（2026年终考核第1稿）.docx"
            )
        )
    )


def test_how_far_it_is_can_be_seen(desk, run, monkeypatch):
    monkeypatch.setattr(printing, "TELL", 0)
    press(desk, run)
    for _ in range(3):
        assert printing.go_on(now=clock.now, seconds=0)
    answer = text(desk.get(f"/office/run/{run.pk}/papers-progress/"))
    total = PaperSet.objects.get().total
    assert (
        f"已出 2 份，一共 {total} 份；正在出“1 核对单/县市区/003 石桥市（2026年终考核第1稿）.docx”"
        in answer
    )
    assert f'max="{total}" value="2"' in answer


def test_asked_twice_is_asked_once_and_a_provisional_run_has_no_set(desk, run, clerk, at):
    press(desk, run)
    press(desk, run)
    assert PaperSet.objects.count() == 1
    provisional = computing.refresh(run.round, at=at)
    with pytest.raises(Refused, match="先在成绩页编一稿"):
        services.ask(run=provisional, by=clerk, at=at)


def test_a_worker_that_is_away_is_told_of(desk, run, clerk):
    services.ask(run=run, by=clerk, at=clock.now() - timedelta(minutes=2))
    assert "后台有一会儿没有动静" in text(desk.get(f"/office/run/{run.pk}/papers/"))


def test_what_goes_wrong_is_a_sentence_and_the_worker_goes_on(desk, run, monkeypatch, caplog):
    press(desk, run)

    def broken(*arguments, **options):
        raise ValueError("坏了")

    monkeypatch.setattr(pieces, "board_of", broken)
    work()
    assert "没有出成：出“2 A3总表（2026年终考核第1稿）.xlsx”时出了错：坏了" in text(
        desk.get(f"/office/run/{run.pk}/papers/")
    )
    monkeypatch.undo()
    press(desk, run)
    work()
    assert queries.newest(run).done_at


def test_a_pdf_that_fails_later_is_the_one_that_is_named(desk, run, monkeypatch, caplog):
    """It is laid out beside: by the time that it fails other files have been gathered."""
    needs_chinese()
    looks = iter([None] * 4)

    def typesetting(told, out, said):
        said.write(b"no such letter")
        said.flush()
        return SimpleNamespace(poll=lambda: next(looks, 1), returncode=1)

    monkeypatch.setattr(pdf, "typesetting", typesetting)
    press(desk, run)
    work()
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert (
        "没有出成：出“1 核对单/打印用 县市区（2026年终考核第1稿）.pdf”时出了错：PDF 没有排成：no such letter"
        in page
    )


def test_without_a_chinese_font_word_and_excel_are_still_made(desk, run, monkeypatch):
    monkeypatch.setattr(printing, "can_print", lambda: False)
    press(desk, run)
    work()
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "没有中文字体，只出了 Word 和 Excel" in page
    assert not any(
        name.endswith(".pdf")
        for name in content(desk.get(f"/office/printed/{PaperSet.objects.get().pk}/")).namelist()
    )


def test_a_set_that_was_sent_stays_what_it_was_when_another_is_made(desk, run, clerk, at):
    press(desk, run)
    work()
    first = PaperSet.objects.get()
    sent = b"".join(desk.get(f"/office/printed/{first.pk}/").streaming_content)
    assessment.decide_grade(
        run=run, subject="A", decided="优秀", organ="市委常委会", meeting="第9次", decided_on=at.date(), document="云委〔2027〕1号",
        reason="综合研判", by=clerk, at=at,
    )  # fmt: skip
    press(desk, run)
    work()
    second = queries.newest(run)
    assert second.sha256 != first.sha256
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert f'href="/office/printed/{second.pk}/"' in page and "以前出过的 1 套，原样留着" in page
    assert f'href="/office/printed/{first.pk}/"' in page and first.sha256[:16] in page
    again = b"".join(desk.get(f"/office/printed/{first.pk}/").streaming_content)
    assert again == sent and hashlib.sha256(again).hexdigest() == first.sha256
    assert not [one for one in custody.faults() if "材料" in one]
    place_of(first.sha256).write_bytes(b"another set")
    assert any("材料" in one and "被改动过" in one for one in custody.faults())


def test_a_set_whose_file_is_gone_says_what_to_do(desk, run):
    press(desk, run)
    work()
    made = PaperSet.objects.get()
    place_of(made.sha256).unlink()
    assert "请从备份恢复" in text(desk.get(f"/office/printed/{made.pk}/", follow=True))
    press(desk, run)
    work()
    assert desk.get(f"/office/printed/{queries.newest(run).pk}/").status_code == 200


@pytest.mark.past_the_log
def test_a_set_made_before_sets_were_kept_says_that_it_cannot_be_taken_away(desk, run):
    press(desk, run)
    work()
    PaperSet.objects.update(file=None)
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "文件没有留着，不能再下载。请再出一遍" in page and "/office/printed/" not in page
    assert "这一套照样留着" not in page


def test_the_set_of_an_older_draft_says_so(desk, run, clerk, at):
    press(desk, run)
    work()
    computing.number_draft(run.round, stage="opinion", why="征求意见", by=clerk, at=at)
    assert "现在已有第 2 稿" in text(desk.get(f"/office/run/{run.pk}/papers/"))


def test_a_leader_can_not_take_a_set_away(client, desk, run, leader):
    press(desk, run)
    work()
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/office/printed/{PaperSet.objects.get().pk}/").status_code == 404


def test_the_losses_of_a_set_are_those_of_the_page(run, tmp_path):
    files = pieces.PaperFiles(run, with_pdf=False)
    made = next(
        one for one in files.pieces() if one.name == "3 扣分明细/县市区（2026年终考核第1稿）.docx"
    )
    made.make(tmp_path / "a.docx")
    (group,) = loss_lists.losses(run)
    table = docx.Document(tmp_path / "a.docx").tables[0]
    assert [row.cells[4].text for row in table.rows[1:]] == [line.lost for line in group.lines]


def test_a_set_with_pdf_has_one_file_to_print_for_each_group(run):
    needs_chinese()
    names = [piece.name for piece in pieces.PaperFiles(run, with_pdf=True).pieces()]
    assert "1 核对单/打印用 县市区（2026年终考核第1稿）.pdf" in names and len(names) == len(
        set(names)
    )


def test_a_round_on_which_the_program_fails_keeps_no_papers_waiting(
    desk, run, clerk, at, monkeypatch, caplog
):
    def broken(round):
        raise ZeroDivisionError("坏规则")

    monkeypatch.setattr("baton.desk.computing.compute", broken)
    desk.post("/office/cell/A/财政收入/", {"value": "1", "state": "reported", "was": "118000", "reason": "核对", "keep": "1"})  # fmt: skip
    press(desk, run)
    told = {}
    for _ in range(100):
        if not worker.look(told):
            break
    assert PaperSet.objects.get().done_at
    said = [one for one in caplog.records if "坏规则" in one.getMessage()]
    assert len(said) == 1 and said[0].exc_info  # once, with where it happened


def finished(run, clerk, at, content):
    """A finished set with this content."""
    sha256, size = store.put([content])
    made = services.ask(run=run, by=clerk, at=at)
    services.finish(
        paper_set=made, total=9, sha256=sha256, size=size, name="整套.zip", note="", by=clerk, at=at
    )
    return made


def test_an_old_set_is_deleted_with_a_reason_and_the_doctor_and_the_backup_agree(
    desk, run, clerk, at
):
    sets = [finished(run, clerk, at, content) for content in (b"a" * 5000, b"b" * 3000, b"c")]
    before = custody.faults()  # what this story's own folder lacks
    place = f"/office/run/{run.pk}/papers-clear/"
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert (
        page.count('type="checkbox" name="set"') == 2
        and f'name="set" value="{sets[2].pk}"' not in page
    )
    for given, says in (
        ({"set": sets[0].pk}, "请写明为什么删"),
        ({"why": "满了"}, "没有勾"),
        ({"set": sets[2].pk, "why": "满了"}, "最新的一套要留着"),
    ):
        answer = desk.post(place, given)
        assert answer.status_code == 409 and says in text(answer)
    page = text(
        desk.post(place, {"set": [sets[0].pk, sets[1].pk], "why": "磁盘快满了"}, follow=True)
    )
    assert (
        "删掉了 2 套，腾出 7.8" in page
        and "删掉过的 2 套" in page
        and "何科长删：磁盘快满了" in page
    )
    assert not place_of(sets[0].sha256).exists() and place_of(sets[2].sha256).exists()
    assert desk.get(f"/office/printed/{sets[0].pk}/").status_code == 404
    told = json.loads(Entry.objects.get(action="papers.cleared").data)
    assert (told["why"], told["size"]) == ("磁盘快满了", 8000)
    assert custody.faults() == before and not any("整套" in one for one in before)
    wanted = backups._kept_files(connection.connection)
    lacking = [what for sha256, what in wanted if not place_of(sha256).exists()]
    assert not any("整套" in one for one in lacking)
    assert desk.post(place, {"set": sets[0].pk, "why": "再删"}).status_code == 409


def test_content_that_another_file_shares_stays(desk, run, clerk, at):
    sets = [finished(run, clerk, at, content) for content in (b"same", b"same", b"other")]
    desk.post(f"/office/run/{run.pk}/papers-clear/", {"set": sets[0].pk, "why": "重了"})
    assert place_of(sets[1].sha256).exists() and not any("整套" in one for one in custody.faults())


def test_sets_of_a_draft_that_was_released_or_sent_stay(desk, run, clerk, at):
    old, _ = (finished(run, clerk, at, content) for content in (b"old", b"new"))
    release = release_services.release(
        run=run, role="leader", layer="names", decided_by="主任", by=clerk, at=at
    )
    release_services.withdraw(release=release, by=clerk, at=at)
    assert 'name="set"' not in text(desk.get(f"/office/run/{run.pk}/papers/"))
    answer = desk.post(f"/office/run/{run.pk}/papers-clear/", {"set": old.pk, "why": "满了"})
    assert (
        answer.status_code == 409
        and "发布过或发出过" in text(answer)
        and place_of(old.sha256).exists()
    )
