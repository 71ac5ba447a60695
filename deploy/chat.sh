#!/bin/sh
# The command "chat" in the image. Without arguments it starts the server; otherwise it runs a command: chat backup FILE.
# CHAT_COMMAND replaces missing arguments, for platforms that offer variables but no shell while the server is stopped.
[ $# -gt 0 ] || set -- $CHAT_COMMAND
# The heap gets half of the container's memory. SQLite's caches and the JVM itself need the rest, even of 512 MB.
# The native libraries of SQLite and JNA are beside the jar. Unpacked into /tmp, they could not run if that is mounted noexec.
exec java -XX:+UseSerialGC -XX:MaxRAMPercentage=50 -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError \
    -XX:-UsePerfData -Dorg.sqlite.lib.path=/app -Dorg.sqlite.lib.name=libsqlitejdbc.so \
    -Djna.boot.library.path=/app -jar /app/chat.jar "$@"
