#!/bin/sh
# 离线安装并启动指挥棒。不访问网络,不需要管理员权限,只在本文件夹里写东西。
# 用法:sh start.sh            第一次运行时安装,随后显示用法
#       sh start.sh <命令>     等同于 .venv/bin/baton <命令>
set -eu
here=$(cd "$(dirname "$0")" && pwd)

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

install() {
    echo "正在核对文件是否完整……"
    (cd "$here" && sha256sum --quiet --check SHA256SUMS) ||
        stop "安装包不完整或被改动过。请重新拷贝一份再试。"
    python=$(find_python) ||
        stop "没有找到 Python 3.11、3.12 或 3.13。请管理员先安装其中一个," \
            "或指定位置:PYTHON=/路径/python3.11 sh start.sh"
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        stop "这台机器的 Python 缺少 venv 组件。请管理员安装系统软件包 python3-venv 后再试。"
    echo "正在安装……"
    rm -rf "$here/.venv"
    "$python" -m venv "$here/.venv"
    # --isolated: neither pip's configuration nor its environment variables can add a network address.
    pip() { "$here/.venv/bin/python" -m pip --isolated --disable-pip-version-check "$@"; }
    pip install --quiet --no-index --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt" &&
        pip install --quiet --no-index --no-deps "$here"/baton_assessment-*.whl ||
        stop "安装没有完成。请把上面的提示发给维护人员;常见原因是处理器类型不在 x86-64、aarch64 之内。"
    touch "$here/.venv/.installed"
    echo "安装完成。"
}

[ -e "$here/.venv/.installed" ] || install
[ $# -gt 0 ] || set -- --help
exec "$here/.venv/bin/baton" "$@"
