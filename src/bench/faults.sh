# For kill.sh, power.sh, fuzz.sh and soak.sh: builds what is due, and runs a harness in a folder that goes away with it.
classpath=$root/target/bench.classpath

if [ ! -f "$root/target/chat.jar" ] || [ ! -f "$classpath" ] ||
    [ -n "$(find "$root/pom.xml" "$root/src/bench/java" "$root/src/main" -newer "$classpath" -print -quit)" ]; then
    (cd "$root" && mvn -q -B -DskipTests package dependency:build-classpath \
        -Dmdep.includeScope=test -Dmdep.outputFile="$classpath")
    touch "$classpath"
fi

run() {
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    java -Xmx1g -cp "$root/target/test-classes:$root/target/classes:$(cat "$classpath")" \
        "$@" --folder "$folder" --jar "$root/target/chat.jar"
}
