package chat.accounts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes were made with Python's hashlib, in the format of Werkzeug. */
class LegacyHashesTest {
    private static final String PASSWORD = "correct horse";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pbkdf2:sha256:600000$Xy3kLm9QpZ0aBcDe$6ffc9c4ee01eba60e81f153c68381b2709dcd0cee04acd4621e1f2005c1dd857",
                "pbkdf2:sha256:1000$Xy3kLm9QpZ0aBcDe$d3c42821caea904113e4ca8282c9e82e85f008e8fe80b72ae5d5db090266159c",
                "pbkdf2:sha1:1000$aB3dE5gH$16552d5071016be3e37e9575d5f08da81ce162a5",
                "pbkdf2:sha512:2000$aB3dE5gH$5bdeb4564024c01b47f27d1081c06506ff5c670f1c09f3e6a475564ed2e89a2b"
                        + "8bc79440ff3d0f852f1c3cab5f0de319abb92e244bc2f02ac308a744ee4f7aa0",
                "pbkdf2:sha256$aB3dE5gH$13a859879b459f029951985791d2456e93f24f7f523e06f9895fbf8813c3b8c4",
                "scrypt:32768:8:1$Xy3kLm9QpZ0aBcDe$0152587a551b9d11b0844f8a420f312d695895b8859a7838b167aa3157b0be6d"
                        + "48c7b72ccfcb8717548502e951610a215d2d0813dcecc91ac5f54ea8a9f539fd",
                "scrypt:1024:8:2$Xy3kLm9QpZ0aBcDe$442a44151f9a14aadea54029fe5e4f90547e7dd1c42d644b840ca72aa67e6729"
                        + "4e2c8efe3425307aa522160564277f23f34f3481940a9f4cf284ad43ee6f4df7"
            })
    void onlyTheHashedPasswordMatches(String hash) {
        assertTrue(LegacyHashes.isSupported(hash));
        assertTrue(LegacyHashes.matches(PASSWORD, hash));
        assertFalse(LegacyHashes.matches(PASSWORD + " ", hash));
        assertFalse(LegacyHashes.matches("", hash));
    }

    @Test
    void aLongNonAsciiPasswordMatches() {
        String longOne = "päss wörd ☃ ".repeat(10);
        String scrypt = "scrypt:1024:8:1$saltsalt$5e2935eb730f9ac56061390555b4f649892490841eac63a0a81aece86ecfa130"
                + "a5357b3aa151fc36b54531e20683e67483402248c09ac9da48ba906e1e1818aa";
        String pbkdf2 = "pbkdf2:sha256:1000$saltsalt$27f5afab60dde02c24f6110d193856db42bdc163542e24452b77cf2c4b9de2ce";
        for (String hash : new String[] {scrypt, pbkdf2}) {
            assertTrue(LegacyHashes.matches(longOne, hash));
            assertFalse(LegacyHashes.matches(longOne.substring(0, 60), hash));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scrypt:32768:8:1$uAv0T4olw1CL9VhJ$f53f2b2c582c6b78b4f9e1cb72045748a0cb89582ed463bb91cd48e7afe36ab6"
                        + "4db9954c766e0a7c6b52020d6c14edf2c3831f716884aebab04044ef02cf9ac9",
                "pbkdf2:sha256:1000000$CwCEODN08Jb6vryf$64e9c464fbcd2c61ac9d8f3e84b5a9d443d8f22287c25b3cd4fc220c8b88bb11"
            })
    void hashesMadeByWerkzeugMatch(String hash) {
        assertTrue(LegacyHashes.matches("password123", hash));
        assertFalse(LegacyHashes.matches("password124", hash));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain$$secret",
                "sha256$salt$00",
                "pbkdf2:md5:1000$salt$00112233445566778899aabbccddeeff",
                "pbkdf2:sha1:0$salt$16552d5071016be3e37e9575d5f08da81ce162a5",
                "pbkdf2:sha1:99999999$salt$16552d5071016be3e37e9575d5f08da81ce162a5",
                "pbkdf2:sha1:1000$salt$16552d",
                "scrypt:1000:8:1$salt$00",
                "$2a$12$abcdefghijklmnopqrstuv"
            })
    void uncheckableHashesAreUnknown(String hash) {
        assertFalse(LegacyHashes.isSupported(hash));
    }

    @Test
    void tooExpensiveScryptHashesAreUnknown() {
        String salted = "$salt$" + "00".repeat(64);
        assertTrue(LegacyHashes.isSupported("scrypt:131072:8:1" + salted));
        assertFalse(LegacyHashes.isSupported("scrypt:1048576:8:1" + salted));
        assertFalse(LegacyHashes.isSupported("scrypt:32768:8:999" + salted));
        assertFalse(LegacyHashes.isSupported("scrypt:32767:8:1" + salted));
        assertFalse(LegacyHashes.isSupported("scrypt:0:8:1" + salted));
    }
}
