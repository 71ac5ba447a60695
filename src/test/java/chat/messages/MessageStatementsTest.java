package chat.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.db.Database;
import chat.testing.QueryPlan;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class MessageStatementsTest {
    @Test
    void everyStatementUsesAnIndex(@TempDir Path folder) throws SQLException {
        Path file = folder.resolve("chat.db");
        Database.open(file).close();
        List<String> prepared = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Handle handle =
                        Jdbi.create(() -> recording(connection, prepared)).open()) {
            new MessageStatements(handle, null).close();
        }
        assertEquals(9, prepared.size());
        for (String sql : prepared) {
            QueryPlan plan = QueryPlan.of(file, sql);
            assertFalse(plan.scans(), () -> sql + ": " + plan.steps());
        }
    }

    private static Connection recording(Connection connection, List<String> prepared) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        prepared.add((String) arguments[0]);
                    }
                    return method.invoke(connection, arguments);
                });
    }
}
