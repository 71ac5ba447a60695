#!/bin/sh
# Cuts the power of the server's disk under load, again and again:
# src/bench/power.sh [--rounds 20] [--rate 2000] [--seed N] [--control no-fsync]
# Needs root, a loop device and python3. The control needs Debian's libeatmydata1.
# Exits with 0 if no message is lost, duplicated or out of order. With a control it must fail.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ "${1:-}" != --in-namespace ]; then
    exec unshare --mount "$0" --in-namespace "$@"
fi
shift
. "$root/src/bench/faults.sh"
run faults.Power "$@"
