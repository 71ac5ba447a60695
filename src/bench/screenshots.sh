#!/bin/sh
# Makes docs/screenshot.png and docs/screenshot-phone.png anew: src/bench/screenshots.sh. Needs a Chromium.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/src/bench/faults.sh"
cd "$root"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
java -cp "$classes" chat.browser.Screenshots "$folder"
