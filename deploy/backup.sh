#!/bin/sh
# backup.sh FOLDER [KEEP]: copies the chat's database to FOLDER/chat-YEAR-MONTH-DAY.db, even while the chat runs. Keeps the KEEP
# newest of these files (default: 7). If the copy fails, nothing is removed. Other files in the folder are left alone.
# Needs the chat's DATABASE_URL. CHAT_JAR names the jar if it is not /opt/chat/chat.jar.
set -eu
umask 077
folder=$1
keep=${2:-7}
if ! [ "$keep" -ge 1 ] 2>/dev/null; then
    echo "How many copies to keep must be a number from 1 on, not \"$keep\"." >&2
    exit 2
fi

java -jar "${CHAT_JAR:-/opt/chat/chat.jar}" backup "$folder/chat-$(date +%F).db" --force

# Sorted by name, which is by date: the oldest come first.
set -- "$folder"/chat-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db
while [ $# -gt "$keep" ]; do
    rm -- "$1"
    shift
done
