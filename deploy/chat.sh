#!/bin/sh
# "chat" in the image: starts the server, or does what follows: chat backup FILE.
# CHAT_COMMAND stands in for what follows, on platforms where one can set variables but not stop the server to type.
[ $# -gt 0 ] || set -- $CHAT_COMMAND
# Half of the container's memory is for the heap: SQLite's caches and the JVM itself want the rest, also of 512 MB.
# SQLite's library lies beside the jar: unpacked into /tmp it could not run where that is mounted noexec.
exec java -XX:+UseSerialGC -XX:MaxRAMPercentage=50 -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError \
    -XX:-UsePerfData -Dorg.sqlite.lib.path=/app -Dorg.sqlite.lib.name=libsqlitejdbc.so -jar /app/chat.jar "$@"
