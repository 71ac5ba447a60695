package faults;

import faults.server.Launch;
import faults.server.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Kills the server with {@code kill -9} under load, again and again: src/bench/kill.sh. */
public final class Kill {
    private Kill() {}

    public static void main(String[] arguments) throws IOException {
        Options options = Options.parse(arguments, Options.behaviours());
        Launch launch = new Launch(
                List.of("java", "-jar", options.jar().toString()),
                Map.of(),
                ServerProcess.freePort(),
                options.folder().resolve("messaging.db"),
                options.folder().resolve("server.log"));
        boolean ok = new Rounds(options, launch, ServerProcess::kill).run(server -> {});
        System.exit(ok ? 0 : 1);
    }
}
