#!/bin/sh
# The load generator: src/bench/run.sh COMMAND OPTIONS. --help lists them. Builds the generator first if necessary.
# CORE: the CPU core of the generator (1; a started server has core 0). JAVA: the Java that runs both (java).
set -e
root=$(cd "$(dirname "$0")/../.." && pwd)
classpath=$root/target/bench.classpath

if [ ! -f "$classpath" ] ||
    [ -n "$(find "$root/pom.xml" "$root/src/bench/java" "$root/src/main" -newer "$classpath" -print -quit)" ]; then
    (cd "$root" && mvn -q -B test-compile dependency:build-classpath \
        -Dmdep.includeScope=test -Dmdep.outputFile="$classpath")
    touch "$classpath"
fi

exec taskset -c "${CORE:-1}" "${JAVA:-java}" -XX:+UseSerialGC -Xms1g -Xmx1g \
    -Dio.netty.buffer.checkBounds=false -Dio.netty.buffer.checkAccessible=false \
    -cp "$root/target/test-classes:$root/target/classes:$(cat "$classpath")" bench.Bench "$@"
