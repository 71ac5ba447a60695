package chat.db;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.testing.NameCases;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FoldingTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @Test
    void textsAreFoldedAsTheTableSays() {
        assertFolded();
    }

    @Test
    void theSystemsLanguageDoesNotMatter() {
        Locale.setDefault(Locale.forLanguageTag("tr"));
        assertFolded();
        Locale.setDefault(Locale.forLanguageTag("lt"));
        assertFolded();
    }

    private static void assertFolded() {
        assertAll(NameCases.read().folded().stream()
                .map(row -> () -> assertEquals(row.folded(), Folding.fold(row.text()), row.text())));
    }

    @Test
    void canonicallyEqualTextsAreFoldedToTheSame() {
        for (NameCases.Folded row : NameCases.read().folded()) {
            for (Form form : List.of(Form.NFC, Form.NFD)) {
                assertEquals(row.folded(), Folding.fold(Normalizer.normalize(row.text(), form)), row.text());
            }
        }
    }

    @Test
    void whatIsFoldedStaysTheSame() {
        for (NameCases.Folded row : NameCases.read().folded()) {
            assertEquals(row.folded(), Folding.fold(row.folded()));
        }
    }
}
