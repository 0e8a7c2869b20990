"""收件台: one sheet from file to accepted, one returned, and everything that must not happen."""

import pytest

from baton.desk.intake import sheets
from baton.domain.audit import queries as log
from baton.domain.audit.models import Entry
from baton.domain.facts import queries as figures
from baton.domain.intake import queries, services
from baton.domain.intake.models import Submission
from baton.domain.refusals import Refused
from baton.domain.rounds import services as rounds
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def desk_of(round, clerk):
    return owed(round, clerk)


def kinds(made):
    return [odd["kind"] for odd in made.oddities]


def test_each_lead_unit_owes_one_sheet_with_its_own_items(desk_of):
    assert {name: sheet.items for name, sheet in desk_of.items()} == {
        "市财政局": ["财政收入"], "市生态环境局": ["优良天数比例"],
    }  # fmt: skip


def test_a_sheet_counts_only_when_it_is_accepted(desk_of, round, clerk, tmp_path, at):
    preview, made = send(desk_of["市财政局"], MONEY, tmp_path, clerk)
    assert preview.can_be_received and not preview.oddities
    assert made.number == 1 and made.file.name == "打分表.csv"
    assert figures.observations(round.scheme) == []
    assert services.accept(submission=made, by=clerk, at=at) == 4
    assert [line[4] for line in figures.observations(round.scheme)] == [
        "118000",
        "84000",
        "99000",
        "90000",
    ]
    assert "打分表.csv" in figures.observations(round.scheme)[0][6]


def test_a_second_version_says_what_changed_and_writes_only_that(
    desk_of, round, clerk, tmp_path, at
):
    _, first = send(desk_of["市财政局"], MONEY, tmp_path, clerk)
    services.accept(submission=first, by=clerk, at=at)
    _, second = send(desk_of["市财政局"], MONEY.replace("99000", "98000"), tmp_path, clerk)
    assert (second.number, second.changed) == (2, 1)
    assert services.accept(submission=second, by=clerk, at=at) == 1
    assert [one.value for one in figures.history(round.scheme, "C", "财政收入", "全年")] == [
        "98000",
        "99000",
    ]


@pytest.mark.parametrize(
    ("changed", "kind", "said"),
    [
        (MONEY.replace("118000", "181000"), "swapped", "写颠倒"),
        (MONEY.replace("84000", "50000"), "jump", "变成 50000"),
        (MONEY.replace("云东区,90000\n", ""), "gone", "这一版没填"),
        (MONEY.replace("云东区,90000", "云东区,未出数"), "gone", "没有数"),
    ],
)
def test_what_is_odd_against_the_version_before(desk_of, clerk, tmp_path, changed, kind, said):
    send(desk_of["市财政局"], MONEY, tmp_path, clerk)
    _, second = send(desk_of["市财政局"], changed, tmp_path, clerk)
    assert kinds(second) == [kind] and said in second.oddities[0]["sentence"]


def test_what_is_odd_about_a_column(desk_of, clerk, tmp_path):
    _, made = send(
        desk_of["市生态环境局"],
        "单位,优良天数比例\n临江县,90\n东岭县,90\n石桥市,90\n",
        tmp_path,
        clerk,
    )
    assert kinds(made) == ["alike", "absent"]  # what is odd about a whole column comes first
    assert "拉不开" in made.oddities[0]["sentence"] and "云东区" in made.oddities[1]["sentence"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (AIR.replace("91.3", "9I.3"), "像字母"),
        (AIR.replace("临江县", "临河县"), "临江县"),
        (AIR + "临江县,90\n", "报了2次"),
        ("", ""),
        ("单位,财政收入\n临江县,118000\n", "不归本单位报"),
    ],
)
def test_a_sheet_with_a_fault_is_not_taken_in_half(desk_of, clerk, tmp_path, text, said):
    preview, made = send(desk_of["市生态环境局"], text, tmp_path, clerk)
    assert made is None and not Submission.objects.exists()
    told = " ".join(f"{fault.what}{fault.remedy}" for fault in preview.faults)
    assert preview.faults and said in told
    assert all(fault.remedy for fault in preview.faults)


def test_the_same_sheet_twice_is_one_version(desk_of, clerk, tmp_path):
    send(desk_of["市财政局"], MONEY, tmp_path, clerk)
    with pytest.raises(Refused, match="一字不差"):
        send(desk_of["市财政局"], MONEY, tmp_path, clerk, name="又一份.csv")


def test_returning_needs_a_reason_and_the_letter_is_written_already(desk_of, clerk, tmp_path, at):
    _, made = send(
        desk_of["市生态环境局"],
        AIR.replace("91.3", "19.3").replace("云东区,92\n", ""),
        tmp_path,
        clerk,
    )
    letter = sheets.return_text(desk_of["市生态环境局"], made)
    assert "云东区" in letter and "第 1 版" in letter
    with pytest.raises(Refused, match="理由"):
        services.send_back(submission=made, reason=" ", by=clerk, at=at)
    assert services.send_back(submission=made, reason=letter, by=clerk, at=at).state == "returned"
    with pytest.raises(Refused, match="退回"):
        services.accept(submission=made, by=clerk, at=at)


def test_an_older_version_can_no_longer_be_accepted(desk_of, clerk, tmp_path, at):
    _, first = send(desk_of["市财政局"], MONEY, tmp_path, clerk)
    send(desk_of["市财政局"], MONEY.replace("99000", "98000"), tmp_path, clerk)
    with pytest.raises(Refused, match="第 2 版"):
        services.accept(submission=first, by=clerk, at=at)


def test_part_of_a_sheet_can_be_accepted_with_a_reason(desk_of, round, clerk, tmp_path, at):
    _, made = send(desk_of["市财政局"], MONEY, tmp_path, clerk)
    with pytest.raises(Refused, match="为什么"):
        services.accept(submission=made, left_out={("A", "财政收入")}, by=clerk, at=at)
    services.accept(submission=made, left_out={("A", "财政收入")}, reason="待核", by=clerk, at=at)
    assert [line[0] for line in figures.observations(round.scheme)] == ["B", "C", "D"]
    assert services.accept(submission=made, by=clerk, at=at) == 1


def test_a_reader_takes_nothing_in_and_a_closed_round_neither(
    desk_of, round, clerk, leader, tmp_path, at
):
    with pytest.raises(Refused, match="考核办"):
        send(desk_of["市财政局"], MONEY, tmp_path, leader)
    rounds.close(round=round, by=clerk, at=at)
    desk_of["市财政局"].round.refresh_from_db()
    with pytest.raises(Refused, match="已经结束"):
        send(desk_of["市财政局"], MONEY, tmp_path, clerk)


def test_pasting_from_a_spreadsheet(desk_of):
    preview = sheets.read_paste(
        desk_of["市财政局"], "单位\t财政收入\r\n临江县\t118,000\r\n东岭\t84000\r\n"
    )
    assert [(line[0], line[4]) for line in preview.cells] == [("A", "118000"), ("B", "84000")]
    with pytest.raises(Refused, match="没有粘贴"):
        sheets.read_paste(desk_of["市财政局"], "  ")


def test_the_desk_says_who_is_late_and_the_number_of_queries_stays_the_same(
    desk_of, round, clerk, tmp_path, at, django_assert_num_queries
):
    send(desk_of["市财政局"], MONEY, tmp_path, clerk)
    with django_assert_num_queries(5):
        found = queries.desk(round, at.date().replace(day=15))
    assert [entry.status for entry in found.entries] == ["received", "none"]
    assert [entry.days_late for entry in found.entries] == [0, 2]
    assert "市生态环境局：未交，应于 1 月 13 日前交，已过 2 天" in queries.reminder_text(
        found.entries
    )


def test_every_step_stands_in_the_log(desk_of, clerk, tmp_path, at):
    _, made = send(desk_of["市财政局"], MONEY, tmp_path, clerk)
    services.accept(submission=made, by=clerk, at=at)
    actions = list(Entry.objects.order_by("seq").values_list("action", flat=True))
    assert actions[-4:] == ["file.kept", "sheet.received", "figures.recorded", "sheet.accepted"]
    assert log.fault() == ""
