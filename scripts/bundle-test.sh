#!/bin/sh
# Install the offline bundle as an office would, with every way to a package index shut, and run it.
set -eu
cd "$(dirname "$0")/.."
version=$(.venv/bin/python -m hatchling version)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

fail() {
    echo "离线安装包测试失败:$1" >&2
    exit 1
}

tar -xzf "dist/baton-$version-offline.tar.gz" -C "$place"
cd "$place/baton-$version-offline"
unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL PYTHONPATH VIRTUAL_ENV
export PIP_CONFIG_FILE=/dev/null PIP_NO_INDEX=1 PIP_INDEX_URL=https://index.invalid/simple
export HOME="$place" # no cache and no configuration of this user either

for machine in x86_64 aarch64; do
    for minor in 11 12 13; do
        ls wheels/numpy-*-cp3$minor-cp3$minor-*"$machine"*.whl >/dev/null 2>&1 ||
            fail "缺少 $machine / Python 3.$minor 的 numpy"
    done
done

sh start.sh --help >help.txt || fail "安装或运行不成功"
grep -q 指挥棒 help.txt || fail "baton --help 没有中文说明"
sh start.sh --version | grep -qF "$version" || fail "版本号不是 $version"
(cd / && "$OLDPWD/.venv/bin/python" -c '
from baton.cli import bundled
assert "site-packages" in str(bundled.verifier()), bundled.verifier()
assert "site-packages" in str(bundled.examples()), bundled.examples()
') || fail "安装后找不到核验器或示例"

# The test must be able to fail: one altered byte has to be noticed.
rm -rf .venv
echo >>requirements.txt
if sh start.sh --help >/dev/null 2>refused.txt; then fail "改动过的安装包没有被发现"; fi
grep -q 不完整 refused.txt || fail "拒绝改动过的安装包时没有说明原因"
echo "离线安装包测试通过:$version"
