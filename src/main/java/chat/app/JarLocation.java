package chat.app;

import java.security.CodeSource;

/** The location of the jar. */
final class JarLocation {
    private JarLocation() {}

    /**
     * Refuses a folder whose name makes the jar unreadable: Java takes {@code !/} for the end of the jar's path. Call
     * this before anything logs, because the log's configuration is read from the jar.
     */
    static void check() throws Config.Invalid {
        CodeSource source = JarLocation.class.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation().getPath().contains("!/")) {
            throw new Config.Invalid("Java cannot read from a jar in a folder whose name ends with \"!\": "
                    + "rename the folder or move chat.jar, which is now at "
                    + source.getLocation().getPath() + ".");
        }
    }
}
