#!/bin/sh
# A hundred people chat while strangers and one account do their worst:
# src/bench/soak.sh [--seconds 600] [--members 900] [--seed 1] [--only NAME,NAME]
# Exits with 0 when the process survived, nobody saw a 5xx, lost a message or a socket, the p99 of sends stayed under
# 250 ms, and heap, files and threads are where they began.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/src/bench/faults.sh"
run soak.Soak "$@"
