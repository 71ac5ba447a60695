#!/bin/sh
# "chat" in the image: starts the server, or does what follows: chat backup FILE.
# CHAT_COMMAND stands in for what follows, on platforms where one can set variables but not stop the server to type.
[ $# -gt 0 ] || set -- $CHAT_COMMAND
# Half of the container's memory is for the heap: SQLite's caches and the JVM itself want the rest, also of 512 MB.
# SQLite's library and JNA's lie beside the jar: unpacked into /tmp they could not run where that is mounted noexec.
exec java -XX:+UseSerialGC -XX:MaxRAMPercentage=50 -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError \
    -XX:-UsePerfData -Dorg.sqlite.lib.path=/app -Dorg.sqlite.lib.name=libsqlitejdbc.so \
    -Djna.boot.library.path=/app -jar /app/chat.jar "$@"
