package chat.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.testing.Person;
import chat.testing.RunningServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lists of users and of audit log entries. */
class AdminListsTest {
    private static final Pattern NAME = Pattern.compile("<th scope=\"row\"><a href=\"/admin/users/\\d+\">([^<]+)</a>");
    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]+)\">(?:Next page|Older)<");

    @RegisterExtension
    final RunningServer running = new RunningServer();

    private Person admin;

    @BeforeEach
    void registerAdmin() {
        admin = running.get().register("admin");
    }

    private String page(String path) {
        return admin.get(path).expect(200).body();
    }

    private static List<String> found(Pattern pattern, String page) {
        return pattern.matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String row(String page, String name) {
        Matcher row = Pattern.compile("(?s)<tr>((?!</tr>).)*>" + name + "</a>.*?</tr>")
                .matcher(page);
        assertTrue(row.find(), page);
        return row.group();
    }

    @Test
    void theListShowsEachUser() {
        Person bob = running.get().register("bob");
        bob.onAnotherDevice();
        Person carol = running.get().register("Carol");
        admin.form("/admin/users/" + carol.id() + "/suspend", Map.of()).expect(303);
        String page = page("/admin/users");
        assertEquals(List.of("admin", "bob", "Carol"), found(NAME, page));
        assertTrue(row(page, "bob").contains(">active<") && row(page, "bob").contains(">2</td>"), row(page, "bob"));
        assertTrue(
                row(page, "Carol").contains(">suspended<") && row(page, "Carol").contains(">0</td>"));
        assertEquals(
                2,
                found(Pattern.compile("<time datetime=\"(20[^\"]+Z)\""), row(page, "bob"))
                        .size());

        String one = page("/admin/users/" + carol.id());
        assertTrue(one.contains("Lift the suspension") && !one.contains(carol.id() + "/suspend"));
        String own = page("/admin/users/" + admin.id());
        assertTrue(own.contains("your own account") && !own.contains("<form"));
    }

    @Test
    void usersAreFoundByPartOfTheName() {
        running.get().register("Bobby");
        running.get().register("carol");
        assertEquals(List.of("Bobby"), found(NAME, page("/admin/users?q=OBB")));
        assertEquals(List.of("Bobby"), found(NAME, page("/admin/users?q=%20bobby%20")));
        String none = page("/admin/users?q=%25%3Cscript%3E");
        assertEquals(List.of(), found(NAME, none));
        assertFalse(none.contains("<script>%") || none.contains("%<script>"), "the query is escaped");
        admin.get("/admin/users?q=%00").expect(400);
    }

    @Test
    void allPagesCanBeWalked() {
        List<String> all = new ArrayList<>(List.of("admin"));
        for (int i = 0; i < 2 * AdminPages.ROWS; i++) {
            String name = String.format("user%03d", i);
            running.get().register(name);
            all.add(name);
        }
        List<String> seen = new ArrayList<>();
        String path = "/admin/users?q=";
        int pages = 0;
        while (path != null) {
            String page = page(path);
            seen.addAll(found(NAME, page));
            List<String> next = found(NEXT, page);
            path = next.isEmpty() ? null : next.get(0).replace("&amp;", "&");
            pages++;
        }
        assertEquals(all, seen);
        assertEquals(3, pages);
    }

    @Test
    void theAuditLogIsPagedNewestFirst() {
        Person bob = running.get().register("bob");
        for (int i = 0; i < AdminPages.ROWS; i++) {
            admin.form("/admin/users/" + bob.id() + "/end_sessions", Map.of()).expect(303);
        }
        admin.form("/admin/users/" + bob.id() + "/suspend", Map.of()).expect(303);
        String newest = page("/admin/audit");
        assertTrue(newest.indexOf("suspended") < newest.indexOf("ended all sessions"));
        assertEquals(AdminPages.ROWS, found(Pattern.compile("(<time )"), newest).size());
        String older = page(found(NEXT, newest).get(0));
        assertTrue(older.contains("made administrator") && older.contains("the first account"));
        assertTrue(older.contains("the server") && !older.contains("suspended"));
        assertEquals(List.of(), found(NEXT, older));
        assertTrue(page("/admin/audit?before=1").contains("No actions"));
        admin.get("/admin/audit?before=x").expectError(400, "bad_request", "before");
    }
}
