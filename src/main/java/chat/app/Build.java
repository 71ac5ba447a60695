package chat.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The build's own record of itself. */
record Build(String version) {
    static Build read() {
        Properties properties = new Properties();
        try (InputStream file = Build.class.getResourceAsStream("/build.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(properties.getProperty("version"));
    }
}
