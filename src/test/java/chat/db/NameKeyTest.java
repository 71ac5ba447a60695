package chat.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameKeyTest {
    @Test
    void theKeyShowsWhereWordsBegin() {
        assertEquals(" al sayed", NameKey.of("Al Sayed"));
        assertEquals(" al. sayed", NameKey.of("al.Sayed"));
        assertEquals(" a_ _ b", NameKey.of("a__b"));
        assertEquals(" # general", NameKey.of("#general"));
        assertEquals(" 🎉 party", NameKey.of("🎉party"));
        assertEquals(" हिन्दी", NameKey.of("हिन्दी"));
        assertEquals("", NameKey.of(" "));
    }

    @Test
    void theWordsOfAQueryHaveTheFormOfTheKey() {
        assertEquals(List.of("al", "sayed"), NameKey.words(" Al\u3000 Sayed\u0085 "));
        assertEquals(List.of("b!_ c"), NameKey.words("B_c"));
        assertEquals(List.of("!%", "!!"), NameKey.words("% ! %"));
        assertEquals(List.of(), NameKey.words(" \u0085"));
        assertEquals(List.of(), NameKey.words(null));
    }
}
