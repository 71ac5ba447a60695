# Sourced by the other scripts: builds if necessary, and runs a harness in a temporary folder.
classpath=$root/target/bench.classpath

if [ ! -f "$root/target/chat.jar" ] || [ ! -f "$classpath" ] ||
    [ -n "$(find "$root/pom.xml" "$root/src" "$root/static" "$root/templates" -newer "$classpath" -print -quit)" ]; then
    (cd "$root" && mvn -q -B -DskipTests package dependency:build-classpath \
        -Dmdep.includeScope=test -Dmdep.outputFile="$classpath")
    touch "$classpath"
fi
classes=$root/target/test-classes:$root/target/classes:$(cat "$classpath")

run() {
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    java -Xmx1g -cp "$classes" \
        "$@" --folder "$folder" --jar "$root/target/chat.jar"
}
