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

# The desk: first account, pages, and a clerk who can sign in.
export BATON_HOME="$place/desk"
echo 'offline-bundle-2027' >password.txt
sh start.sh init --username he --name 何科长 --password-file password.txt >/dev/null || fail "baton init 不成功"
port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
sh start.sh serve --port "$port" >serve.txt 2>&1 &
desk=$!
.venv/bin/python - "$port" <<'END' || { cat serve.txt >&2; kill $desk; fail "网页打不开或不能登录"; }
import http.cookiejar, re, sys, time, urllib.parse, urllib.request
place = f"http://127.0.0.1:{sys.argv[1]}"
opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
for _ in range(120):
    try:
        page = opener.open(place + "/login/").read().decode()
        break
    except OSError:
        time.sleep(0.25)
token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]
form = {"csrfmiddlewaretoken": token, "username": "he", "password": "offline-bundle-2027"}
request = urllib.request.Request(place + "/login/", urllib.parse.urlencode(form).encode(), {"Referer": place + "/login/"})
assert "还没有轮次" in opener.open(request).read().decode()
assert "--paper" in opener.open(place + "/static/baton.css").read().decode()
END
kill $desk
wait $desk 2>/dev/null || true
unset BATON_HOME

# The test must be able to fail: one altered byte has to be noticed.
rm -rf .venv
echo >>requirements.txt
if sh start.sh --help >/dev/null 2>refused.txt; then fail "改动过的安装包没有被发现"; fi
grep -q 不完整 refused.txt || fail "拒绝改动过的安装包时没有说明原因"
echo "离线安装包测试通过:$version"
