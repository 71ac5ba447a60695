package chat.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the build wrote down of itself.
 *
 * @param assets a checksum over the static files: part of their address, so that browsers keep them for good
 */
record Build(String version, String assets, String bootstrap) {
    static Build read() {
        Properties properties = new Properties();
        try (InputStream file = Build.class.getResourceAsStream("/build.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(
                properties.getProperty("version"),
                properties.getProperty("assets").substring(0, 12),
                properties.getProperty("bootstrap"));
    }
}
