package faults.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a server, any number of times, on the same port and with the same database.
 *
 * @param environment settings that differ from the defaults here: cheap password hashes and no rate limits
 */
public record Launch(List<String> command, Map<String, String> environment, int port, Path database, Path log) {
    public ServerProcess start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "HOST",
                        "127.0.0.1",
                        "PORT",
                        String.valueOf(port),
                        "DATABASE_URL",
                        database.toString(),
                        "BCRYPT_COST",
                        "4",
                        "RATE_LIMITS",
                        "off"));
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), port);
    }
}
