#!/bin/sh
# A hundred people chat while attackers without an account and one hostile account attack:
# src/bench/soak.sh [--seconds 600] [--members 900] [--seed 1] [--only NAME,NAME]
# Exits with 0 if the process survives, no person gets a 4xx or 5xx or loses a message or a socket, the log has no
# warning, the p99 of sends is at most 250 ms, and heap, open files and threads have not grown.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/src/bench/faults.sh"
run soak.Soak "$@"
