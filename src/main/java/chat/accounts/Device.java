package chat.accounts;

import java.util.List;

/**
 * A {@code User-Agent} in a person's words: "Firefox on Windows".
 *
 * @param handheld whether it is a phone or a tablet
 */
record Device(String name, boolean handheld) {
    private record Sign(String sign, String name) {}

    /** The first match counts: most browsers also claim to be one of those below them. */
    private static final List<Sign> BROWSERS = List.of(
            new Sign("Edg", "Edge"),
            new Sign("OPR/", "Opera"),
            new Sign("Vivaldi/", "Vivaldi"),
            new Sign("SamsungBrowser/", "Samsung Internet"),
            new Sign("Firefox/", "Firefox"),
            new Sign("FxiOS/", "Firefox"),
            new Sign("CriOS/", "Chrome"),
            new Sign("Chrome/", "Chrome"),
            new Sign("Safari/", "Safari"));

    private static final List<Sign> SYSTEMS = List.of(
            new Sign("iPhone", "iPhone"),
            new Sign("iPad", "iPad"),
            new Sign("Android", "Android"),
            new Sign("CrOS", "ChromeOS"),
            new Sign("Windows", "Windows"),
            new Sign("Macintosh", "Mac"),
            new Sign("Linux", "Linux"));

    static Device of(String userAgent) {
        String browser = first(BROWSERS, userAgent);
        String system = first(SYSTEMS, userAgent);
        boolean handheld = userAgent.contains("Mobi") || system.equals("iPad") || system.equals("Android");
        if (browser.isEmpty() && system.isEmpty()) {
            return new Device("Unknown device", false);
        }
        if (browser.isEmpty() || system.isEmpty()) {
            return new Device(browser + system, handheld);
        }
        return new Device(browser + " on " + system, handheld);
    }

    private static String first(List<Sign> signs, String userAgent) {
        return signs.stream()
                .filter(sign -> userAgent.contains(sign.sign()))
                .map(Sign::name)
                .findFirst()
                .orElse("");
    }
}
