package chat.house;

import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

interface HouseDao {
    @SqlQuery("SELECT value FROM settings WHERE name = :name")
    Optional<String> find(String name);

    @SqlUpdate(
            """
            INSERT INTO settings (name, value) VALUES (:name, :value)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value""")
    void put(String name, String value);

    /** Restores the default. */
    @SqlUpdate("DELETE FROM settings WHERE name = :name")
    void remove(String name);
}
