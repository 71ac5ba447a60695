#!/bin/sh
# Kills the server under load with kill -9, again and again:
# src/bench/kill.sh [--rounds 20] [--rate 2000] [--seed N] [--control fresh-ids|ack-on-send|no-catch-up]
# Exits with 0 if no message is lost, duplicated or out of order. With a control it must fail.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/src/bench/faults.sh"
run faults.Kill "$@"
