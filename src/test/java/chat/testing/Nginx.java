package chat.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Runs the installed nginx with {@code deploy/nginx.conf}. Only its ports, name and certificate are replaced. */
public final class Nginx implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final String MAIN =
            """
            daemon off;
            user %1$s;
            pid %2$s/nginx.pid;
            error_log %2$s/error.log;
            worker_processes 1;
            # So that a reload cuts the sockets.
            worker_shutdown_timeout 1s;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path %2$s/body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                include %2$s/chat.conf;
            }
            """;

    private final Path executable;
    private final Path folder;
    private final int port = freePort();
    private final int plainPort = freePort();
    private final KeyStore keys;
    private Process process;

    /** The path of nginx, if it is installed. */
    public static Optional<Path> executable() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(part -> Path.of(part, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param folder an empty folder for its files */
    public Nginx(Path executable, Path folder, int chatPort) throws IOException, GeneralSecurityException {
        this.executable = executable;
        this.folder = folder;
        keys = makeCertificate();
        Files.writeString(folder.resolve("nginx.conf"), MAIN.formatted(System.getProperty("user.name"), folder));
        Files.writeString(folder.resolve("chat.conf"), chatConf(chatPort));
        start();
    }

    private String chatConf(int chatPort) throws IOException {
        String conf = Files.readString(Path.of("deploy", "nginx.conf")).replaceAll("(?m)^ *listen \\[::].*\n", "");
        Map<String, String> here = Map.of(
                "listen 80;", "listen 127.0.0.1:" + plainPort + ";",
                "listen 443 ssl", "listen 127.0.0.1:" + port + " ssl",
                "127.0.0.1:5000", "127.0.0.1:" + chatPort,
                "/etc/letsencrypt/live/chat.example.org", folder.toString(),
                "server_name chat.example.org;", "server_name localhost;");
        for (Map.Entry<String, String> part : here.entrySet()) {
            if (!conf.contains(part.getKey())) {
                throw new AssertionError("deploy/nginx.conf has no " + part.getKey());
            }
            conf = conf.replace(part.getKey(), part.getValue());
        }
        return conf;
    }

    private KeyStore makeCertificate() throws IOException, GeneralSecurityException {
        Path store = folder.resolve("keys.p12");
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-alias",
                "chat",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            made.load(file, PASSWORD.toCharArray());
        }
        byte[] key = made.getKey("chat", PASSWORD.toCharArray()).getEncoded();
        writePem("privkey.pem", "PRIVATE KEY", key);
        writePem("fullchain.pem", "CERTIFICATE", made.getCertificate("chat").getEncoded());
        return made;
    }

    private void writePem(String name, String type, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public int plainPort() {
        return plainPort;
    }

    public String url() {
        return "https://localhost:" + port;
    }

    /** The TLS context of a client that trusts the certificate. */
    public SSLContext trust() throws GeneralSecurityException, IOException {
        Certificate certificate = keys.getCertificate("chat");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("chat", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    public void start() throws IOException {
        process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        await().untilAsserted(() -> assertTrue(accepts(), () -> "nginx does not answer: " + log()));
    }

    private List<String> command() {
        return List.of(
                executable.toString(), "-p", folder + "/", "-c", folder.resolve("nginx.conf") + "", "-e", "stderr");
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Reloads the configuration, as {@code nginx -s reload} does. */
    public void reload() throws IOException {
        run(Stream.concat(command().stream(), Stream.of("-s", "reload")).toArray(String[]::new));
    }

    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static void run(String... command) throws IOException {
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (run.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
