package chat.accounts;

/** Where to go after signing in. */
final class LocalPath {
    static final String CHAT = "/chat";

    private LocalPath() {}

    /** The path that a form or an address asks for, or the chat. Never a URL of another site. */
    static String of(String next) {
        boolean local = next != null
                && next.startsWith("/")
                && !next.startsWith("//")
                && !next.contains("\\")
                && next.chars().allMatch(unit -> unit > ' ' && unit < 127);
        return local ? next : CHAT;
    }
}
