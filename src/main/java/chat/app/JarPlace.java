package chat.app;

import java.security.CodeSource;

/** Where the jar lies. */
final class JarPlace {
    private JarPlace() {}

    /**
     * Refuses the one kind of folder from which Java cannot read what is in a jar: {@code !/} ends the jar's path in an
     * address. Before anything logs, which reads its configuration from the jar.
     */
    static void check() throws Config.Invalid {
        CodeSource source = JarPlace.class.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation().getPath().contains("!/")) {
            throw new Config.Invalid("Java cannot read from a jar in a folder whose name ends with \"!\": "
                    + "rename the folder or move chat.jar, which now is "
                    + source.getLocation().getPath() + ".");
        }
    }
}
