package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.db.Database;
import chat.testing.QueryPlan;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No statement of a DAO scans a table and no list is sorted, so the costs do not grow with the chat. */
@Tag("sqlite")
class QueryPlanTest {
    /** The statements that may scan a table, and why. */
    private static final Map<String, String> SCANS = Map.of(
            "PresenceDao.seenSince", "runs once, when the server starts",
            "RegistrationDao.hasUsers", "ends at the first row");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeDatabase() {
        file = folder.resolve("chat.db");
        Database.open(file).close();
    }

    /** The SQL by class and method, such as {@code RoomDao.find}. */
    private static Map<String, String> statements() {
        Map<String, String> statements = new TreeMap<>();
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("chat")) {
            if (found.isInterface()) {
                for (Method method : found.reflect().getDeclaredMethods()) {
                    String sql = sql(method);
                    if (sql != null) {
                        statements.put(found.getName().replaceAll(".*[.$]", "") + "." + method.getName(), sql);
                    }
                }
            }
        }
        return statements;
    }

    private static String sql(Method method) {
        if (method.isAnnotationPresent(SqlQuery.class)) {
            return method.getAnnotation(SqlQuery.class).value();
        }
        if (method.isAnnotationPresent(SqlUpdate.class)) {
            return method.getAnnotation(SqlUpdate.class).value();
        }
        return method.isAnnotationPresent(SqlBatch.class)
                ? method.getAnnotation(SqlBatch.class).value()
                : null;
    }

    @Test
    void everyStatementUsesAnIndex() throws SQLException {
        Map<String, String> statements = statements();
        assertTrue(statements.size() > 50, () -> statements.keySet().toString());
        Map<String, List<String>> scanning = new TreeMap<>();
        for (Map.Entry<String, String> statement : statements.entrySet()) {
            QueryPlan plan = QueryPlan.of(file, statement.getValue());
            if (plan.scans()) {
                scanning.put(statement.getKey(), plan.steps());
            }
        }
        assertEquals(new TreeSet<>(SCANS.keySet()), scanning.keySet(), scanning::toString);
    }

    /** Except for the list of rooms, which sorts the rooms of one user. */
    @Test
    void theListsAreNotSorted() throws SQLException {
        Map<String, String> statements = statements();
        for (String list : List.of(
                "ConversationDao.offlinePositions",
                "RoomViewDao.rooms",
                "MessageDao.newest",
                "MessageDao.before",
                "MessageDao.after",
                "MessageDao.changed",
                "RoomDao.lowestMarksOfGroup")) {
            String steps = QueryPlan.of(file, statements.get(list)).steps().toString();
            assertFalse(steps.contains("B-TREE"), () -> list + ": " + steps);
        }
    }
}
