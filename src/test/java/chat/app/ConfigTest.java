package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    @Test
    void everyVariableHasAWorkingDefault() throws Config.Invalid {
        Config config = Config.of(Map.of());
        assertEquals(5000, config.port());
        assertEquals("0.0.0.0", config.host());
        assertEquals(Path.of("messaging.db"), config.database());
        assertNull(config.publicUrl());
        assertEquals(12, config.bcryptCost());
        assertTrue(config.trustedProxies().networks().isEmpty());
        assertEquals(1, config.rateLimits());
        assertFalse(config.passwordBlocklist());
        assertNull(config.adminUsername());
        assertFalse(config.dev());
        assertFalse(config.isSecure());
    }

    @Test
    void anEmptyValueCountsAsUnset() throws Config.Invalid {
        Map<String, String> empty = Map.of("PORT", "", "HOST", " ", "DATABASE_URL", "", "PUBLIC_URL", "", "DEV", "");
        assertEquals(Config.of(Map.of()), Config.of(empty));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/chat.db", "sqlite:data/chat.db", "jdbc:sqlite:data/chat.db"})
    void theDatabasePathHasThreeForms(String url) throws Config.Invalid {
        assertEquals(
                Path.of("data/chat.db"), Config.of(Map.of("DATABASE_URL", url)).database());
    }

    @Test
    void anAddressWithHttpsIsSecure() throws Config.Invalid {
        assertTrue(Config.of(Map.of("PUBLIC_URL", "https://chat.example.org")).isSecure());
        assertFalse(
                Config.of(Map.of("PUBLIC_URL", "http://chat.example.org:8080/")).isSecure());
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, abc",
        "MAX_GROUP_MEMBERS, 1",
        "MAX_GROUP_MEMBERS, 100001",
        "PORT, -1",
        "PORT, 65536",
        "PORT, 1.5",
        "PORT, 99999999999",
        "PORT, 80 81",
        "BCRYPT_COST, 3",
        "BCRYPT_COST, 15",
        "BCRYPT_COST, x",
        "TRUSTED_PROXIES, 10.0.0.0/33",
        "TRUSTED_PROXIES, proxy.example.org",
        "TRUSTED_PROXIES, 10.0.*",
        "TRUSTED_PROXIES, *",
        "RATE_LIMITS, 0",
        "RATE_LIMITS, 101",
        "RATE_LIMITS, 1.5",
        "CLIENT_ADDRESS_HEADER, X-Real-IP: 1",
        "CLIENT_ADDRESS_HEADER, X Real IP",
        "PASSWORD_BLOCKLIST, yes",
        "ADMIN_USERNAME, ab",
        "ADMIN_USERNAME, the boss",
        "DEV, yes",
        "REQUEST_LOG, no",
        "LOG_FORMAT, xml",
        "DEV, 1",
        "PUBLIC_URL, chat.example.org",
        "PUBLIC_URL, ftp://chat.example.org",
        "PUBLIC_URL, https://",
        "PUBLIC_URL, https://chat.example.org/sub",
        "PUBLIC_URL, https://chat example"
    })
    void anInvalidValueIsReportedInOneSentence(String name, String value) {
        Config.Invalid invalid = assertThrows(Config.Invalid.class, () -> Config.of(Map.of(name, value)));
        String sentence = invalid.getMessage();
        assertTrue(sentence.startsWith(name) && sentence.contains(value), sentence);
        assertEquals(1, sentence.lines().count());
        assertTrue(sentence.endsWith("."), sentence);
    }

    /** The message is logged, and the log must not contain passwords. */
    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, postgres://localhost/chat",
        "DATABASE_URL, jdbc:postgresql:chat",
        "DATABASE_URL, sqlite:",
        "DATABASE_URL, chat.db?mode=memory",
        "DATABASE_URL, :memory:",
        "DATABASE_URL, jdbc:sqlite::memory:",
        "DATABASE_URL, file:chat.db",
        "DATABASE_URL, sqlite:file:/data/chat.db",
        "DATABASE_URL, file::memory:",
        "DATABASE_URL, data/",
        "DATABASE_URL, /",
        "PUBLIC_URL, https://user@chat.example.org",
        "PUBLIC_URL, https://chat.example.org?x",
        "DATABASE_URL, postgres://chat:secret@db.example.org/chat",
        "DATABASE_URL, postgres://chat:secret@db.example.org/",
        "DATABASE_URL, host=db user=chat password=secret",
        "DATABASE_URL, jdbc:postgresql://db/chat?user=chat&password=secret",
        "DATABASE_URL, jdbc:oracle:thin:scott/secret@db:1521",
        "DATABASE_URL, mysql:chat/secret",
        "DATABASE_URL, chat:secret@db.example.org/chat",
        "DATABASE_URL, sqlite:libsql://chat.example.org?authToken=secret",
        "DATABASE_URL, file:chat.db?key=secret",
        "PUBLIC_URL, https://chat:secret@chat.example.org",
        "PUBLIC_URL, https://chat.example.org/#secret",
        "TRUSTED_PROXIES, http://chat:secret@proxy.example.org:3128",
        "PORT, token=secret",
        "ADMIN_USERNAME, alice:secret@chat.example.org"
    })
    void anInvalidValueThatMayHoldASecretIsNotShown(String name, String value) {
        Config.Invalid invalid = assertThrows(Config.Invalid.class, () -> Config.of(Map.of(name, value)));
        String sentence = invalid.getMessage();
        assertTrue(sentence.startsWith(name), sentence);
        assertFalse(sentence.contains("secret") || sentence.contains("user@"), sentence);
        assertEquals(1, sentence.lines().count());
        assertTrue(sentence.endsWith("."), sentence);
    }

    @Test
    void theMetricsTokenIsNotInTheTextOfTheConfiguration() throws Config.Invalid {
        assertFalse(Config.of(Map.of("METRICS_TOKEN", "secret")).toString().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"./10:30.db", "/data/a@b:c/chat.db", "data/a@b.db", "sqlite:/data/chat.db"})
    void aPathMayContainUrlCharacters(String path) throws Config.Invalid {
        assertEquals(
                Path.of(path.replace("sqlite:", "")),
                Config.of(Map.of("DATABASE_URL", path)).database());
    }

    @Test
    void linksUseTheAddressOfTheOperatorOrElseOfThePlatform() throws Config.Invalid {
        URI ownAddress = URI.create("https://chat.example.org");
        Map<String, String> render = Map.of("RENDER_EXTERNAL_URL", "https://chat.example.org");
        assertEquals(ownAddress, Config.of(render).site());
        assertNull(Config.of(render).publicUrl(), "forms from another domain of the server are still accepted");
        assertEquals(
                ownAddress,
                Config.of(Map.of("RAILWAY_PUBLIC_DOMAIN", "chat.example.org")).site());
        Map<String, String> both =
                Map.of("RENDER_EXTERNAL_URL", "https://x.example.org", "PUBLIC_URL", "https://chat.example.org");
        assertEquals(ownAddress, Config.of(both).site());
        assertNull(Config.of(Map.of()).site());
    }

    @Test
    void whitespaceAroundANameIsIgnored() throws Config.Invalid {
        assertEquals(
                "alice", Config.of(Map.of("ADMIN_USERNAME", "\u00a0alice ")).adminUsername());
    }

    @Test
    void everyVariableIsInTheHelp() {
        for (String name : new String[] {
            "PORT",
            "HOST",
            "DATABASE_URL",
            "PUBLIC_URL",
            "TRUSTED_PROXIES",
            "CLIENT_ADDRESS_HEADER",
            "BCRYPT_COST",
            "PASSWORD_BLOCKLIST",
            "RATE_LIMITS",
            "REQUEST_LOG",
            "LOG_FORMAT",
            "USER_QUOTA_MB",
            "MAX_GROUP_MEMBERS",
            "METRICS_TOKEN",
            "ADMIN_USERNAME",
            "DEV"
        }) {
            assertTrue(Config.HELP.contains("  " + name + " "), name);
        }
    }
}
