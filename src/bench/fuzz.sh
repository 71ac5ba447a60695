#!/bin/sh
# Sends hostile requests and frames to a real server:
# src/bench/fuzz.sh [--requests 1000000] [--frames 1000000] [--seed 1]
# Exits with 0 if there is no 5xx other than busy, no stuck thread, no warning in the log, and no growth of the heap.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/src/bench/faults.sh"
run fuzz.Fuzz "$@"
