#!/bin/sh
# Hostile requests and frames at a real server: src/bench/fuzz.sh [--requests 1000000] [--frames 1000000] [--seed 1]
# Exits with 0 when there was no 5xx but busy, no stuck thread, no complaint in the log, and the heap is back at its base.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/src/bench/faults.sh"
run fuzz.Fuzz "$@"
