package chat.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Answer;
import chat.testing.Person;
import chat.testing.RunningServer;
import chat.testing.StoredRows;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The name and the accent colour that the administrator gives the chat. */
class AdminAppearanceTest {
    private static final String FOREVER = "private, max-age=31536000, immutable";
    private static final Pattern STYLE =
            Pattern.compile("<link rel=\"stylesheet\" href=\"(/house/[^\"]+)\" media=\"\\(forced-colors: none\\)\">");
    private static final Pattern MANIFEST = Pattern.compile("<link rel=\"manifest\" href=\"(/house/[^\"]+)\">");

    @RegisterExtension
    final RunningServer running = new RunningServer();

    private Person admin;

    @BeforeEach
    void registerAdmin() {
        admin = running.person("admin");
    }

    private void save(String name, String colour) {
        String location = admin.form("/admin/appearance", Map.of("chat_name", name, "accent_colour", colour))
                .expect(303)
                .header("Location");
        assertEquals("/admin/appearance?done=appearance", location);
    }

    private String login() {
        return running.visitor().get("/login").expect(200).body();
    }

    private static String only(Pattern pattern, String page) {
        Matcher matcher = pattern.matcher(page);
        assertTrue(matcher.find(), page);
        return matcher.group(1);
    }

    private List<String> audit() {
        String who = admin.username() + " ";
        return AuditEntries.of(running.get()).stream()
                .filter(line -> line.startsWith(who))
                .map(line -> line.substring(who.length()))
                .toList();
    }

    @Test
    void everyPageShowsTheName() {
        save("  The <Rosenthal>s & co  ", "");
        String name = "The &lt;Rosenthal&gt;s &amp; co";
        for (String path : List.of("/login", "/register", "/reset", "/nothing")) {
            String page = running.visitor()
                    .fetch("GET", path, null, "Accept", "text/html")
                    .body();
            assertTrue(page.matches("(?s).*<title>[^<]+ · " + Pattern.quote(name) + "</title>.*"), page);
            assertTrue(page.contains("</span>" + name + "</p>"), page);
        }
        String chat = admin.get("/chat").body();
        assertTrue(chat.contains("<title>" + name + "</title>"), chat);
        assertTrue(chat.contains("<h1 class=\"visually-hidden\">" + name + "</h1>"), chat);
        assertTrue(chat.contains("data-product=\"" + name + "\""), chat);
        assertTrue(admin.get("/settings").body().contains("<title>Account · " + name + "</title>"));
        for (String section : List.of("Users", "Registration", "Appearance", "Audit log")) {
            String page = admin.get("/admin/" + section.split(" ")[0].toLowerCase(Locale.ROOT))
                    .expect(200)
                    .body();
            assertTrue(page.contains("<title>" + section + " · Administration · " + name + "</title>"), page);
        }
    }

    @Test
    void theManifestHasTheName() {
        String before = only(MANIFEST, login());
        save("Home", "");
        String after = only(MANIFEST, login());
        assertNotEquals(before, after);
        Answer answer = running.visitor().get(after).expect(200);
        assertEquals(List.of("application/manifest+json;charset=utf-8"), answer.headers("Content-Type"));
        assertEquals(List.of(FOREVER), answer.headers("Cache-Control"));
        JsonNode manifest = answer.json();
        assertEquals("Home", manifest.get("name").asText());
        assertEquals("Home", manifest.get("short_name").asText());
        assertEquals("/chat", manifest.get("start_url").asText());
        running.visitor().get(manifest.at("/icons/0/src").asText()).expect(200);
    }

    @Test
    void theStyleSheetIsRequestedOnlyWithAChosenColour() {
        assertFalse(STYLE.matcher(login()).find());
        running.visitor().get("/house/0/accent.css").expectError(404, "not_found");
        save("", "#7B1FA2");
        String page = login();
        String address = only(STYLE, page);
        Answer style = running.visitor().get(address).expect(200);
        assertEquals(List.of("text/css; charset=utf-8"), style.headers("Content-Type"));
        assertEquals(List.of(FOREVER), style.headers("Cache-Control"));
        assertTrue(style.body().startsWith(":root,"), style.body());
        assertTrue(style.body().contains("--accent: #7b1fa2;"), style.body());
        assertTrue(style.body().contains("[data-bs-theme=\"dark\"]"), style.body());
        assertTrue(page.indexOf(address) > page.lastIndexOf(".css\">", page.indexOf(address)), "it comes last");
        save("", "#2b5bd7");
        assertFalse(STYLE.matcher(login()).find(), "the default colour needs none");
        running.visitor().get(address).expectError(404, "not_found");
    }

    @Test
    void aPageFromBeforeAChangeGetsTheNewColourAndDoesNotKeepIt() {
        save("", "#7b1fa2");
        String address = only(STYLE, login());
        save("", "#00695c");
        Answer style = running.visitor().get(address).expect(200);
        assertTrue(style.body().contains("--accent: #00695c;"), style.body());
        assertEquals(List.of("no-store"), style.headers("Cache-Control"));
        assertNotEquals(address, only(STYLE, login()));
    }

    @Test
    void bothAreKeptAcrossARestart() {
        save("Home", "#7b1fa2");
        String address = only(STYLE, login());
        running.get().restart();
        assertEquals(address, only(STYLE, login()));
        assertTrue(login().contains("<title>Login · Home</title>"));
    }

    @Test
    void anEmptyFieldRestoresTheDefault() {
        save("Home", "#7b1fa2");
        String changed = admin.get("/admin/appearance").body();
        assertTrue(changed.contains("value=\"Home\"") && changed.contains("value=\"#7b1fa2\""), changed);
        save(" \u00a0", " ");
        String restored = admin.get("/admin/appearance").body();
        assertTrue(restored.contains("value=\"Chat\"") && restored.contains("value=\"#2b5bd7\""), restored);
        assertTrue(login().contains("<title>Login · Chat</title>"));
        assertEquals(0, StoredRows.number(running.get(), "SELECT count(*) FROM settings WHERE name LIKE 'c%'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0123456789012345678901234567890123456789", "Käthe & Ömer", "家", "👩‍👩‍👧 ours"})
    void aNameOfUpTo40CharactersIsAllowed(String name) {
        save(name, "");
        assertTrue(audit().contains("NAME - " + name), () -> audit().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01234567890123456789012345678901234567890",
                "a\nb",
                "a\u0000b",
                "a\u202eb",
                "a\u2066b",
                "a\u2028b",
                "\u200b",
                "\u2800"
            })
    void anyOtherNameIsReportedAtItsField(String name) {
        String page = refused(name, "#7b1fa2");
        assertTrue(page.contains("<p class=\"field-error\" id=\"name-note\">"), page);
        assertFalse(page.contains("<p class=\"field-error\" id=\"colour-note\">"), page);
        assertTrue(page.contains("value=\"#7b1fa2\""), "the colour is kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"red", "#12345", "#1234567", "12 34 56", "#7b1fa2;}", "rgb(0,0,0)", "#7b1f\u0000a"})
    void anInvalidColourIsReportedAtItsField(String colour) {
        String page = refused("Home", colour);
        assertTrue(page.contains("<p class=\"field-error\" id=\"colour-note\">"), page);
        assertTrue(page.contains("value=\"Home\""), "the name is kept");
    }

    @Test
    void bothErrorsAreShownAtOnce() {
        String page = refused("a\u202eb", "red");
        assertTrue(page.contains("id=\"name-note\">The chat's name has no control or invisible characters.")
                || page.contains("id=\"name-note\">The chat&#39;s name has no control or invisible characters."));
        assertTrue(page.contains("id=\"colour-note\">Write the colour as"));
    }

    /** The page with the errors. Nothing was changed. */
    private String refused(String name, String colour) {
        List<String> before = audit();
        String page = admin.form("/admin/appearance", Map.of("chat_name", name, "accent_colour", colour))
                .expect(400)
                .body();
        assertTrue(login().contains("<title>Login · Chat</title>"));
        assertFalse(STYLE.matcher(login()).find());
        assertEquals(before, audit());
        return page;
    }

    @ParameterizedTest
    @CsvSource({"#000", "#fff", "#808080", "FF0", "#ffee58", "#2b5bd8"})
    void everyColourIsAccepted(String colour) {
        save("", colour);
        running.visitor().get(only(STYLE, login())).expect(200);
    }

    @Test
    void everyChangeIsLoggedOnce() {
        save("Home", "");
        save("Home", "#7b1fa2");
        save("Home", "#7B1FA2");
        save("", "");
        assertEquals(List.of("NAME - Home", "COLOUR - #7b1fa2", "NAME - Chat", "COLOUR - #2b5bd7"), audit());
        String page = admin.get("/admin/audit").body();
        assertTrue(page.contains("changed the accent colour <span class=\"admin-detail\">#7b1fa2</span>"), page);
    }

    @Test
    void onlyTheAdministratorMayChangeThem() {
        Person bob = running.person("bob");
        Map<String, String> form = Map.of("chat_name", "Bob's", "accent_colour", "#7b1fa2");
        bob.form("/admin/appearance", form).expect(404);
        running.visitor().form("/admin/appearance", form).expect(404);
        String body = "chat_name=Evil&accent_colour=";
        String type = "application/x-www-form-urlencoded";
        admin.fetch("POST", "/admin/appearance", body, "Content-Type", type, "Sec-Fetch-Site", "cross-site")
                .expect(403);
        admin.fetch("POST", "/admin/appearance", body, "Content-Type", type, "Origin", "https://evil.example")
                .expect(403);
        admin.post("/admin/appearance", "application/json", "{}").expectError(415, "unsupported_media_type");
        assertTrue(login().contains("<title>Login · Chat</title>"));
    }
}
