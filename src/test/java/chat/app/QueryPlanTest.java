package chat.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.db.Database;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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

    private List<String> plan(String sql) throws SQLException {
        String rendered =
                sql.replace("<jsonIds>", "SELECT value FROM json_each(:ids)").replaceAll("<\\w*[iI]ds>", "1, 2");
        List<String> steps = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + rendered)) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
        } catch (SQLException e) {
            throw new AssertionError(rendered, e);
        }
        return steps;
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

    /** Whether a step scans a table or builds an automatic index for this statement. */
    private static boolean scans(String step) {
        boolean isTable =
                !step.endsWith(" CONSTANT ROW") && !step.endsWith(" VALUES CLAUSE") && !step.contains("VIRTUAL TABLE");
        return step.contains("AUTOMATIC") || (step.startsWith("SCAN ") && isTable);
    }

    @Test
    void everyStatementUsesAnIndex() throws SQLException {
        Map<String, String> statements = statements();
        assertTrue(statements.size() > 50, () -> statements.keySet().toString());
        Map<String, List<String>> scanning = new TreeMap<>();
        for (Map.Entry<String, String> statement : statements.entrySet()) {
            List<String> steps = plan(statement.getValue());
            if (steps.stream().anyMatch(QueryPlanTest::scans)) {
                scanning.put(statement.getKey(), steps);
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
            String steps = plan(statements.get(list)).toString();
            assertFalse(steps.contains("B-TREE"), () -> list + ": " + steps);
        }
    }
}
