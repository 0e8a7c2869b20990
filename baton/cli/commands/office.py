"""baton init, password, serve, desk-demo: the desk on this machine."""

from __future__ import annotations

import errno
import getpass
import os
import socket
import sys
import threading
import time
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from baton.cli.screen import require, say
from baton.documents.problems import Problems

PORT = 8123
DEMO_PASSWORD_BYTES = 9
JANUARY = datetime(2027, 1, 14, 2, 0, tzinfo=UTC)  # ten in the morning in the office


def add(commands: Any) -> None:
    """Declare the commands."""
    init = commands.add_parser(
        "init",
        description="建好数据文件夹、数据库和第一个考核办账号。没有现成的密码，密码由您自己定。",
    )  # fmt: skip
    init.add_argument("--username", metavar="登录名", help="不写就问")
    init.add_argument("--name", metavar="姓名", help="不写就问")
    init.add_argument(
        "--password-file", metavar="文件", help="从这个文件的第一行读密码，不在命令行里写密码"
    )
    init.set_defaults(run=run_init)
    password = commands.add_parser(
        "password",
        description="在放数据的这台机器上给一个账号重设密码，不用先登录；密码错得太多被锁的，同时解开。",
    )
    password.add_argument("username", metavar="登录名", help="给谁")
    password.add_argument(
        "--password-file", metavar="文件", help="从这个文件的第一行读新密码，不写就问两遍"
    )
    password.add_argument("--must-change", action="store_true", help="下次登录时须自己再改一次")
    password.set_defaults(run=run_password)
    serve = commands.add_parser("serve", description="在本机打开网页，数据一改就在后台重算。")
    serve.add_argument("--port", type=int, default=PORT, metavar="端口", help=f"默认 {PORT}")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="地址",
        help="默认只有本机能打开；写 0.0.0.0 让局域网也能打开",
    )
    serve.set_defaults(run=run_serve)
    demo = commands.add_parser(
        "desk-demo",
        description="在新文件夹里造好虚构的云州市，然后打开网页。",
    )
    demo.add_argument("--port", type=int, default=PORT, metavar="端口", help=f"默认 {PORT}")
    demo.add_argument(
        "--home",
        default="build/desk-demo",
        metavar="文件夹",
        help="放在哪里（默认 build/desk-demo）",
    )
    demo.set_defaults(run=run_demo)


def run_init(arguments: Namespace) -> int:
    """Make the folder, the database and the first clerk."""
    set_up()
    from django.conf import settings

    from baton.domain.accounts import services
    from baton.domain.refusals import Refused

    try:
        person = services.found(
            username=arguments.username or _ask("登录名"), name=arguments.name or _ask("姓名"),
            password=_password(arguments.password_file, "baton init"), at=datetime.now(UTC),
        )  # fmt: skip
    except Refused as refused:
        _refuse("baton init", refused.sentence)
        raise
    say(f"已建好。数据都在“{settings.BATON_HOME}”，请定期备份这个文件夹。")
    say(f"下一步：baton serve，然后用“{person.username}”登录。")
    return 0


def run_password(arguments: Namespace) -> int:
    """A new password for an account, set by whoever may use the machine."""
    set_up()
    from baton.domain.accounts import services
    from baton.domain.refusals import Refused

    again = f"baton password {arguments.username}"
    try:
        person = services.reset_password(
            username=arguments.username, password=_password(arguments.password_file, again),
            must_change=arguments.must_change, at=datetime.now(UTC),
        )  # fmt: skip
    except Refused as refused:
        _refuse(again, refused.sentence)
        raise
    say(f"“{person.username}”的密码已重设，可以马上登录；以前登录着的网页都要重新登录。")
    return 0


def run_serve(arguments: Namespace) -> int:
    """Serve pages and recompute what has moved, until interrupted."""
    _check_free(arguments.host, arguments.port)
    set_up()
    return _serve(arguments.host, arguments.port)


def run_demo(arguments: Namespace) -> int:
    """A city in mid-January, then the pages; its clock runs on from that morning."""
    _check_free("127.0.0.1", arguments.port)
    home = Path(arguments.home).resolve()
    os.environ["BATON_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ["BATON_DEMO_CLOCK"] = str(_offset(home / "demo-clock"))
    set_up()
    from baton.domain.accounts.models import Person

    if not Person.objects.exists():
        say(
            "正在造虚构的云州市：先把去年算一遍，再收今年的名册、方案、打分表和加减分，编两稿。约半分钟……"
        )
        _furnish(home / "demo-password")
    password = (home / "demo-password").read_text("ascii").strip()
    print(f"考核办登录名 he，领导登录名 zhou，密码都是 {password}", flush=True)
    print("日期按 2027 年 1 月中旬走；数据都是虚构的。", flush=True)
    return _serve("127.0.0.1", arguments.port)


def _offset(note: Path) -> int:
    """Seconds from now to the morning the demonstration was made for, kept so that its days go on."""
    if not note.exists():
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(str(int((JANUARY - datetime.now(UTC)).total_seconds())), "ascii")
    return int(note.read_text("ascii"))


def _furnish(note: Path) -> None:
    """The clerk, the city, and a leader with a read-only account; one password for both, kept in `note`."""
    import secrets

    from baton.cli.demo import january
    from baton.domain import clock
    from baton.domain.accounts import services

    password = secrets.token_urlsafe(DEMO_PASSWORD_BYTES)
    at = clock.now()
    clerk = services.found(username="he", name="何科长", password=password, at=at - january.SET_UP)
    note.touch(mode=0o600)
    note.write_text(password + "\n", "ascii")
    january.build(by=clerk, at=at)
    leader = services.add(
        username="zhou", name="周副市长", role="leader", password=secrets.token_urlsafe(), by=clerk, at=at
    )  # fmt: skip
    services.change_password(person=leader, password=password, by=leader, at=at)


def set_up() -> None:
    """Django, the folder, and a database of today's shape."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")
    from baton.config.places import home, write_secret

    write_secret(home(os.environ))
    (home(os.environ) / "static").mkdir(exist_ok=True)
    import django

    django.setup()
    from baton.desk.care.shaping import bring_up

    bring_up()


def _serve(host: str, port: int) -> int:
    """The web server with a worker beside it; Ctrl-C ends both."""
    from granian import Granian
    from granian.constants import Interfaces

    from baton.desk.care.keeping import Keeper
    from baton.desk.worker import FORESEE

    worker = [sys.executable, "-m", "baton.desk.worker"]
    keepers = [Keeper(worker), Keeper([*worker, FORESEE])]
    for keeper in keepers:
        keeper.start()
    threading.Thread(target=_say_where, args=(host, port), daemon=True).start()
    try:
        Granian(
            "baton.config.wsgi:application",
            host,
            port,
            interface=Interfaces.WSGI,
            log_enabled=False,
        ).serve()
    finally:
        for keeper in keepers:
            keeper.stop()
    return 0


def _say_where(host: str, port: int) -> None:
    """Where the pages are, once somebody answers there."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while True:
        try:
            socket.create_connection((near, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    print(f"网页在 http://{host}:{port}/ （按 Ctrl-C 停下）", flush=True)


def _check_free(host: str, port: int) -> None:
    """Refuse an address where somebody is served already: two servers would share it, and half the requests."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            problems = Problems()
            taken = error.errno == errno.EADDRINUSE
            problems.error(
                f"{host}:{port}",
                "已经有程序在用（指挥棒可能已经开着）" if taken else f"打不开（{error.strerror}）",
                f"先关掉它，或换一个端口，如 --port {port + 1}" if taken else "换一个地址或端口",
                code="address",
            )
            require(problems)


def _ask(what: str) -> str:
    try:
        return input(f"{what}：").strip()
    except EOFError:
        _refuse(
            what,
            "没有读到，什么也没有建",
            "请在终端里运行再答，或用 --username、--name、--password-file 写明",
        )
        raise


def _password(file: str | None, again: str) -> str:
    if file:
        return _first_line(file)
    first = getpass.getpass("密码（至少 10 位）：")
    if first != getpass.getpass("再写一遍："):
        _refuse("密码", "两次写的不一样", f"请再运行一次 {again}")
    return first


def _first_line(file: str) -> str:
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        _refuse(file, "读不到这个文件，或不是 UTF-8 文本", "请核对文件名")
        raise
    return lines[0] if lines else ""


def _refuse(where: str, sentence: str, remedy: str = "") -> None:
    """Say it as every command says what is wrong, and end."""
    problems = Problems()
    problems.error(where, sentence.rstrip("。"), remedy, code="refused")
    require(problems)
