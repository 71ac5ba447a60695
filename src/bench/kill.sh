#!/bin/sh
# kill -9 under load: src/bench/kill.sh [--rounds 200] [--rate 2000] [--seed N] [--control fresh-ids|ack-on-send|no-catch-up]
# Exits with 0 when nothing was lost, doubled or out of order; a control must not.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/src/bench/faults.sh"
run faults.Kill "$@"
