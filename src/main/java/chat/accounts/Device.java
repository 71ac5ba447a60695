package chat.accounts;

import java.util.List;

/**
 * A device, as described by its {@code User-Agent} header.
 *
 * @param name for people, such as "Firefox on Windows"
 * @param handheld whether it is a phone or a tablet
 */
record Device(String name, boolean handheld) {
    private record Marker(String text, String name) {}

    /** The first match counts, because most browsers also name one that is further down this list. */
    private static final List<Marker> BROWSERS = List.of(
            new Marker("Edg", "Edge"),
            new Marker("OPR/", "Opera"),
            new Marker("Vivaldi/", "Vivaldi"),
            new Marker("SamsungBrowser/", "Samsung Internet"),
            new Marker("Firefox/", "Firefox"),
            new Marker("FxiOS/", "Firefox"),
            new Marker("CriOS/", "Chrome"),
            new Marker("Chrome/", "Chrome"),
            new Marker("Safari/", "Safari"));

    private static final List<Marker> SYSTEMS = List.of(
            new Marker("iPhone", "iPhone"),
            new Marker("iPad", "iPad"),
            new Marker("Android", "Android"),
            new Marker("CrOS", "ChromeOS"),
            new Marker("Windows", "Windows"),
            new Marker("Macintosh", "Mac"),
            new Marker("Linux", "Linux"));

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

    private static String first(List<Marker> markers, String userAgent) {
        return markers.stream()
                .filter(marker -> userAgent.contains(marker.text()))
                .map(Marker::name)
                .findFirst()
                .orElse("");
    }
}
