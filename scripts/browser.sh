#!/bin/sh
# The tests drive Debian's Chromium.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "The tests that drive a browser are left out: there is no Chromium. Install it with:" >&2
echo "    sudo apt-get install chromium" >&2
