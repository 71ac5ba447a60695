package chat.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetsTest {
    private static final long MB = 1024 * 1024;
    private static final Map<Budget, String> IN_THE_PROTOCOL = Map.of(
            Budget.CONNECTIONS, "HTTP connections, except those of trusted proxies",
            Budget.THREADS, "threads that work on requests; further requests wait",
            Budget.PASSWORDS, "passwords that wait to be hashed",
            Budget.BODY_BYTES, "bytes of request bodies that are not answered yet",
            Budget.CALLS, "calls of the JSON routes and pages that are not answered yet",
            Budget.ANSWER_BYTES, "bytes of their answers that are not sent yet",
            Budget.EXPORTS, "exports that are being written",
            Budget.SOCKETS, "open sockets");

    private final Budgets budgets = new Budgets(1);

    @Test
    void theDocumentedNumbersAreCorrect() throws IOException {
        String protocol = Files.readString(Path.of("docs", "protocol.md"));
        for (Budget budget : Budget.values()) {
            String row = "| " + IN_THE_PROTOCOL.get(budget) + " | "
                    + String.join(" | ", words(budget.total), words(budget.perAddress), words(budget.perUser)) + " |";
            assertTrue(protocol.contains(row.replace("|  |", "| |").replace("|  |", "| |")), budget + ": " + row);
        }
    }

    private static String words(long amount) {
        if (amount == Long.MAX_VALUE) {
            return "";
        }
        return amount >= MB ? amount / MB + " MB" : String.format("%,d", amount);
    }

    @ParameterizedTest
    @EnumSource(Budget.class)
    void eachAddressAndUserHasItsOwnShare(Budget budget) {
        for (long limit : List.of(budget.perAddress, budget.perUser)) {
            if (limit == Long.MAX_VALUE) {
                continue;
            }
            boolean byUser = limit == budget.perUser;
            Budgets.Lease all = budgets.take(budget, byUser ? null : "here", byUser ? 1L : null, limit);
            ApiError refusal = assertThrows(
                    ApiError.class, () -> budgets.take(budget, byUser ? null : "here", byUser ? 1L : null, 1));
            assertEquals(429, refusal.status());
            assertDoesNotThrow(() -> budgets.take(budget, byUser ? null : "there", byUser ? 2L : null, 1)
                    .close());
            all.close();
            all.close();
            Budgets.Lease again = budgets.take(budget, byUser ? null : "here", byUser ? 1L : null, limit);
            assertThrows(ApiError.class, () -> budgets.take(budget, byUser ? null : "here", byUser ? 1L : null, 1));
            again.close();
        }
    }

    @Test
    void theTotalIsLimited() {
        long share = Budget.BODY_BYTES.perAddress;
        List<Budgets.Lease> leases = IntStream.range(0, (int) (Budget.BODY_BYTES.total / share))
                .mapToObj(i -> budgets.take(Budget.BODY_BYTES, "address " + i, null, share))
                .toList();
        ApiError refusal =
                assertThrows(ApiError.class, () -> budgets.take(Budget.BODY_BYTES, "another address", null, 1));
        assertEquals(503, refusal.status());
        assertEquals("busy", refusal.body().code());
        leases.get(0).close();
        assertDoesNotThrow(() -> budgets.take(Budget.BODY_BYTES, "another address", null, share));
    }

    @Test
    void aRefusedAmountIsNotHeld() {
        Budgets.Lease lease = budgets.take(Budget.ANSWER_BYTES, "here", 1L, 1);
        assertThrows(ApiError.class, () -> lease.grow(Budget.ANSWER_BYTES.perUser));
        lease.grow(Budget.ANSWER_BYTES.perUser - 1);
        lease.close();
        assertDoesNotThrow(() -> budgets.take(Budget.ANSWER_BYTES, "here", 1L, Budget.ANSWER_BYTES.perUser));
    }

    @Test
    void aFactorRaisesTheBudgetsAndZeroDisablesThem() {
        Budgets.Lease held = new Budgets(3).take(Budget.SOCKETS, "here", 1L, 3 * Budget.SOCKETS.perUser);
        assertThrows(ApiError.class, () -> held.grow(1));
        assertDoesNotThrow(() -> new Budgets(0).take(Budget.SOCKETS, "here", 1L, 1_000_000));
    }
}
