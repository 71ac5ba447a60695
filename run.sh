#!/bin/sh
# Builds the chat if necessary, and serves it at http://localhost:5000, or at another port that PORT names.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar="$here/target/chat.jar"
# The class-data archive saves a third of the start. A JVM of another version silently ignores it.
archive="$here/target/chat.jsa"

is_stale() {
    [ ! -f "$jar" ] || [ -n "$(find "$here/pom.xml" "$here/src/build" "$here/src/main" "$here/templates" "$here/static" -newer "$jar" -print | head -n 1)" ]
}

# Runs the chat briefly, because the JVM writes the archive when it exits. Without it the chat just starts more slowly.
archive_classes() {
    folder=$(mktemp -d)
    (cd "$folder" && DATABASE_URL=archive.db HOST=127.0.0.1 PORT=0 \
        exec java -XX:ArchiveClassesAtExit="$archive" -jar "$jar" >log 2>&1) &
    run=$!
    tries=0
    until grep -q ready "$folder/log" 2>/dev/null || [ $tries -ge 100 ]; do
        tries=$((tries + 1))
        sleep 0.2
    done
    address=$(sed -n 's/.*open \(http[^ ]*\) .*/\1/p' "$folder/log")
    curl -s -m 5 -o /dev/null "$address/login" 2>/dev/null || true
    kill $run 2>/dev/null || true
    wait $run 2>/dev/null || true
    rm -rf "$folder"
}

if is_stale; then
    echo "Building (the first time takes a minute or two)..." >&2
    (cd "$here" && mvn -B -q -Dmaven.test.skip package) >&2
    rm -f "$archive"
fi
[ -f "$archive" ] || archive_classes
exec java -XX:SharedArchiveFile="$archive" -Xlog:disable -jar "$jar" "$@"
