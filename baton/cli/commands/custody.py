"""baton doctor, backup, restore, log: is everything as it was left, and how it is kept."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from typing import Any

from baton.cli.commands.office import set_up
from baton.cli.files import add_force, require_targets, write_to
from baton.cli.screen import require, say
from baton.documents.problems import Problems

DIFFERENT = 1


def add(commands: Any) -> None:
    """Declare the commands."""
    doctor = commands.add_parser(
        "doctor",
        description="把数据库和文件与操作记录逐条对照：记录链、各表逐行、每批数据、规则书、责任书、每一稿的归档件、原始文件。"
        "退出码：0 完好，1 有不符。",
    )  # fmt: skip
    doctor.set_defaults(run=run_doctor)
    backup = commands.add_parser(
        "backup",
        description="不用停下网页，把数据库和文件备份成一个文件。退出码：0 完整，1 有文件缺失或被改动过（已指出，其余照备份）。",
    )
    backup.add_argument("out", metavar="备份.zip", help="写到哪个文件")
    add_force(backup)
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser(
        "restore",
        description="逐字节核对以后，恢复到一个新文件夹（BATON_HOME）。",
    )
    restore.add_argument("source", metavar="备份.zip", help="baton backup 写出的文件")
    restore.add_argument(
        "--skip-damaged", action="store_true", help="备份里被改动过的文件不恢复，其余照恢复"
    )
    restore.set_defaults(run=run_restore)
    log = commands.add_parser("log", description="导出整条操作记录，任何人都能离线核验。")
    log.add_argument("out", metavar="操作记录.jsonl", help="写到哪个文件")
    add_force(log)
    log.set_defaults(run=run_log)


def run_doctor(arguments: Namespace) -> int:
    """Compare everything with the log."""
    set_up()
    from baton.desk.care import custody
    from baton.documents.papers import libreoffice
    from baton.domain.audit import queries

    found = custody.faults()
    for fault in found:
        say(fault + "。")
    if found:
        return DIFFERENT
    head = queries.head()
    say(f"完好：操作记录 {head.seq} 条首尾相接，各表的行、数据、规则书、各稿和文件都与记录相符。")
    if loose := custody.unclaimed():
        say(f"另有 {loose} 个文件没有记录用到（看过没有收下的、重算以前的），不碍事。")
    office = libreoffice.found()
    say(
        f"有 LibreOffice（{office}），用单位自己的 Word 模板也能出 PDF。"
        if office
        else "没有 LibreOffice：用单位自己的 Word 模板只出 Word，自带的版式照样有 PDF。"
    )
    print(f"链头 {head.hash}")
    return 0


def run_backup(arguments: Namespace) -> int:
    """One file with everything."""
    require_targets(arguments.out, force=arguments.force)
    set_up()
    from baton.desk.care import backups, custody

    head, lacking = _or_refused(
        lambda: backups.backup(Path(arguments.out).resolve()), arguments.out
    )
    say(f"已备份到“{arguments.out}”。")
    for what in lacking:
        say(f"缺 {what}：磁盘上没有或被改动过，没有备份进去。以前的备份里可能还有，先别删。")
    if custody.is_changed():
        say(
            "注意：数据库里有与操作记录不符的地方，已照样备份。请运行 baton doctor 看是哪几行；以前的备份先别删。"
        )
    print(f"链头 {head}")
    return DIFFERENT if lacking else 0


def run_restore(arguments: Namespace) -> int:
    """Into an empty folder, after every byte was looked at."""
    from baton.config.places import home

    folder = home(os.environ)
    os.environ["BATON_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")
    import django

    django.setup()
    from baton.desk.care import backups

    head, damaged = _or_refused(
        lambda: backups.restore(
            Path(arguments.source).resolve(), folder, skip_damaged=arguments.skip_damaged
        ),
        arguments.source,
    )
    for name in damaged:
        say(f"文件 {name[:12]}… 被改动过，没有恢复；baton doctor 会说它是哪一个。")
    say(f"已恢复到“{folder}”，操作记录 {head[0]} 条。请再运行 baton doctor 对照一遍。")
    print(f"链头 {head[1]}")
    return 0


def run_log(arguments: Namespace) -> int:
    """The log as a file for the offline verifier."""
    require_targets(arguments.out, force=arguments.force)
    set_up()
    from baton.desk.care import custody

    written: list[int] = []
    write_to(arguments.out, lambda path: written.append(custody.write_log(path)))
    say(f"已导出 {written[0]} 条到“{arguments.out}”。核验：baton verify {arguments.out}")
    return 0


def _or_refused(work: Any, place: str) -> Any:
    from baton.domain.refusals import Refused

    try:
        return work()
    except Refused as refused:
        problems = Problems()
        problems.error(place, refused.sentence.rstrip("。"), "", code="refused")
        require(problems)
        raise
