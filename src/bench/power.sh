#!/bin/sh
# Power loss under load: src/bench/power.sh [--rounds 20] [--rate 2000] [--seed N] [--control no-fsync]
# Needs root, a loop device, python3; the control needs Debian's libeatmydata1.
# Exits with 0 when nothing was lost, doubled or out of order; a control must not.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ "${1:-}" != --in-namespace ]; then
    exec unshare --mount "$0" --in-namespace "$@"
fi
shift
. "$root/src/bench/faults.sh"
run faults.Power "$@"
