#!/bin/sh
# Make .venv and fill it with exactly the pinned packages. Needs Python 3.11 or later and a package index
# (the usual one, or the mirror that pip is configured for).
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

command -v "$python" >/dev/null ||
    stop "没有找到 $python。请先安装 Python 3.11 或更高版本,或用 make install PYTHON=/路径/python3 指定。"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "指挥棒需要 Python 3.11 或更高版本,这里的是:$("$python" --version 2>&1)。" \
        "装有别的版本时,用 make install PYTHON=python3.11 指定。"
# Debian splits venv and ensurepip from Python, and says so only halfway through.
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    stop "这台机器的 Python 缺少 venv 组件(建立独立运行环境用)。" \
        "请管理员执行:apt-get install python3-venv" \
        "装好后再运行一次 make install。"

[ -x .venv/bin/python ] || "$python" -m venv .venv
export PIP_DISABLE_PIP_VERSION_CHECK=1
pip() { .venv/bin/python -m pip "$@"; }

# uv does not read pip's configuration; hand over the mirror an office has set.
mirror=${PIP_INDEX_URL:-$(pip config get global.index-url 2>/dev/null || true)}
[ -z "$mirror" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$mirror}"

if pip install --quiet --require-hashes -r requirements/installer.txt &&
    VIRTUAL_ENV=.venv .venv/bin/uv pip install --quiet --require-hashes -r requirements/dev.txt; then
    exit 0
fi
echo "uv 没有装成,改用 pip(会慢一些)……" >&2
pip install --quiet --require-hashes -r requirements/dev.txt ||
    stop "" "软件包没有装上。常见原因:不能访问软件包镜像。请检查网络,或先执行" \
        "  pip config set global.index-url <本单位的镜像地址>" \
        "完全没有网络的机器,请用离线安装包(在有网络的机器上 make bundle)。"
