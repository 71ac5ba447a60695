#!/bin/sh
# Builds the chat when needed, and serves it: http://localhost:5000 unless PORT says otherwise.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar="$here/target/chat.jar"

is_stale() {
    [ ! -f "$jar" ] || [ -n "$(find "$here/pom.xml" "$here/src/main" "$here/templates" "$here/static" -newer "$jar" -print | head -n 1)" ]
}

if is_stale; then
    echo "Building (the first time takes a minute or two)..." >&2
    (cd "$here" && mvn -B -q -DskipTests package) >&2
fi
exec java -jar "$jar" "$@"
