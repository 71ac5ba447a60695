package chat.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The settings of a systemd service file, and the system calls that its filter allows. */
public record ServiceUnit(List<String> lines) {
    public static ServiceUnit read(Path file) throws IOException {
        return new ServiceUnit(Files.readAllLines(file));
    }

    /** The values of a setting, in the order of the file. */
    public List<String> values(String setting) {
        return lines.stream()
                .filter(line -> line.startsWith(setting + "="))
                .map(line -> line.substring(setting.length() + 1))
                .toList();
    }

    /** The value of a setting that occurs once. */
    public String value(String setting) {
        List<String> values = values(setting);
        if (values.size() != 1) {
            throw new AssertionError(setting + " occurs " + values.size() + " times");
        }
        return values.get(0);
    }

    public boolean isYes(String setting) {
        return values(setting).equals(List.of("yes"));
    }

    /**
     * The system calls that {@code SystemCallFilter} allows. As in systemd, each line adds to or removes from the
     * result of the lines before it, and a filter that begins with an allow line always allows {@code @default}.
     */
    public Set<String> allowedSystemCalls() throws IOException {
        Set<String> allowed = new TreeSet<>(group("@default"));
        List<String> filter = values("SystemCallFilter");
        if (filter.isEmpty() || filter.get(0).startsWith("~")) {
            throw new AssertionError("The first line of the filter must be an allow line: " + filter);
        }
        for (String line : filter) {
            boolean denies = line.startsWith("~");
            for (String name : (denies ? line.substring(1) : line).split(" ")) {
                Set<String> calls = name.startsWith("@") ? group(name) : Set.of(name);
                if (denies) {
                    allowed.removeAll(calls);
                } else {
                    allowed.addAll(calls);
                }
            }
        }
        return allowed;
    }

    /** The system calls of a group, as defined by the installed systemd. Groups can contain groups. */
    private static Set<String> group(String name) throws IOException {
        Set<String> calls = new TreeSet<>();
        List<String> lines = Command.output("systemd-analyze", "syscall-filter", name)
                .lines()
                .toList();
        for (String line : lines.subList(1, lines.size())) {
            String call = line.strip();
            if (call.startsWith("@")) {
                calls.addAll(group(call));
            } else if (!call.isEmpty() && !call.startsWith("#")) {
                calls.add(call);
            }
        }
        return calls;
    }
}
