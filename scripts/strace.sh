#!/bin/sh
# The tests of faults (tests/faults) make single calls to the system fail, with strace.
set -eu
command -v strace >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq strace >/dev/null && exit 0
fi
echo "The tests that make calls to the system fail are left out: there is no strace. Install it with:" >&2
echo "    sudo apt-get install strace" >&2
