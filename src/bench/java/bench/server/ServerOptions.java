package bench.server;

import bench.wire.ChatProtocol;
import bench.wire.PeerProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The server under test, from the command line. */
public final class ServerOptions {
    @Option(
            names = "--port",
            description = "The port of a running server. Without it, a server is started with a new database.")
    private int port;

    @Option(names = "--pid", description = "The process id of the running server, for its CPU time.")
    private long pid;

    @Option(names = "--tokens", description = "The file of session tokens that node/seed.cjs wrote (for a running ws).")
    private Path tokens;

    @Option(names = "--jar", description = "The chat to start (${DEFAULT-VALUE}).")
    private Path jar = Path.of("target/chat.jar");

    @Option(names = "--java", description = "The Java that runs the chat (JAVA, else java).")
    private String java = System.getenv().getOrDefault("JAVA", "java");

    @Option(names = "--java-options", description = "Its options (JAVA_OPTIONS, else none).")
    private String javaOptions = System.getenv().getOrDefault("JAVA_OPTIONS", "");

    @Option(names = "--peers", description = "The folder of the peers, whose subfolder node has node_modules (for ws).")
    private Path peers;

    @Option(names = "--server-core", description = "The CPU core for the started server (${DEFAULT-VALUE}).")
    private String serverCore = "0";

    @Option(
            names = "--folder",
            description =
                    "The folder of the running server's database, or the parent of a temporary folder for a started"
                            + " server (${DEFAULT-VALUE}).")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    public Server open(Target target, SeedPlan plan) {
        if (port != 0) {
            return running(target);
        }
        try {
            return target == Target.chat ? startChat(plan) : startPeer(plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Server running(Target target) {
        check(pid != 0, "A running server needs --pid.");
        if (target == Target.chat) {
            return Server.running(new ChatProtocol(Tokens::derived), port, pid, folder);
        }
        check(tokens != null, "A running ws needs --tokens.");
        return Server.running(new PeerProtocol(Tokens.read(tokens)), port, pid, folder);
    }

    private Server startChat(SeedPlan plan) throws IOException {
        check(Files.exists(jar), "There is no " + jar + ": build it with mvn package.");
        Path home = newFolder();
        Path database = home.resolve("chat.db");
        Seeder.seed(database, plan);
        List<String> command = new ArrayList<>(List.of(java));
        Stream.of(javaOptions.split(" ")).filter(option -> !option.isEmpty()).forEach(command::add);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        return Server.start(
                new ChatProtocol(Tokens::derived),
                serverCore,
                command,
                Map.of("DATABASE_URL", database.toString(), "RATE_LIMITS", "off"),
                home);
    }

    private Server startPeer(SeedPlan plan) throws IOException {
        check(peers != null, "The ws target needs --peers or --port.");
        Path home = newFolder();
        Path node = peers.toAbsolutePath().resolve("node");
        Path tokenFile = home.resolve("tokens.json");
        Map<String, String> environment = Map.of(
                "DB", home.resolve("chat.db").toString(),
                "SYNC", "FULL",
                "BATCH", "tick",
                "NODE_ENV", "production");
        run(
                environment,
                "node",
                node.resolve("seed.cjs").toString(),
                String.valueOf(plan.users()),
                tokenFile.toString());
        return Server.start(
                new PeerProtocol(Tokens.read(tokenFile)),
                serverCore,
                List.of("node", node.resolve("ws.cjs").toString()),
                environment,
                home);
    }

    private Path newFolder() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(folder), "bench")
                .toAbsolutePath();
    }

    private static void run(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        try {
            check(builder.start().waitFor() == 0, String.join(" ", command) + " failed.");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
