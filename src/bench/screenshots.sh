#!/bin/sh
# Takes docs/screenshot.png and docs/screenshot-phone.png again: src/bench/screenshots.sh. Needs Chromium.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/src/bench/faults.sh"
cd "$root"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
java -cp "$classes" chat.browser.Screenshots "$folder"
