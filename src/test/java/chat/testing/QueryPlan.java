package chat.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** How SQLite would run a statement. */
public record QueryPlan(List<String> steps) {
    public static QueryPlan of(Path database, String sql) throws SQLException {
        String rendered = sql.replace("<jsonIds>", "SELECT value FROM json_each(:ids)")
                .replace("<jsonWords>", "SELECT value FROM json_each(:words)")
                .replaceAll("<\\w*[iI]ds>", "1, 2");
        List<String> steps = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + rendered)) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
        } catch (SQLException e) {
            throw new AssertionError(rendered, e);
        }
        return new QueryPlan(steps);
    }

    /** Whether a step scans a table or builds an automatic index for this statement. */
    public boolean scans() {
        return steps.stream().anyMatch(QueryPlan::scans);
    }

    private static boolean scans(String step) {
        boolean isTable =
                !step.endsWith(" CONSTANT ROW") && !step.endsWith(" VALUES CLAUSE") && !step.contains("VIRTUAL TABLE");
        return step.contains("AUTOMATIC") || (step.startsWith("SCAN ") && isTable);
    }
}
