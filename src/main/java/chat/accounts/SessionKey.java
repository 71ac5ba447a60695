package chat.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The hash of a session's token: bytes in the database, hex in pages and sockets. It is not a record, because JDBI
 * would map a record to a row instead of a column.
 */
final class SessionKey {
    private final String hex;

    SessionKey(String hex) {
        this.hex = hex;
    }

    String hex() {
        return hex;
    }

    static SessionKey of(byte[] hash) {
        return new SessionKey(HexFormat.of().formatHex(hash));
    }

    public static final class Arguments extends AbstractArgumentFactory<SessionKey> {
        public Arguments() {
            super(Types.VARBINARY);
        }

        @Override
        protected Argument build(SessionKey key, ConfigRegistry config) {
            return (position, statement, context) ->
                    statement.setBytes(position, HexFormat.of().parseHex(key.hex));
        }
    }

    public static final class Mapper implements ColumnMapper<SessionKey> {
        @Override
        public SessionKey map(ResultSet row, int column, StatementContext context) throws SQLException {
            return of(row.getBytes(column));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionKey key && key.hex.equals(hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }
}
