package chat.admin;

import chat.db.Database;
import chat.web.Caller;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who administers: the account named by {@code ADMIN_USERNAME}, else the first there ever was. When that one is deleted
 * nobody inherits: somebody else has to be named.
 */
public final class Administrator {
    private static final Logger LOG = LoggerFactory.getLogger(Administrator.class);

    private final Database database;
    private final AuditLog audit;
    private final String username;
    /** Who is known to stand in the audit log as the administrator; 0 for none yet. */
    private volatile long noted;

    /** @param username whom the operator named, or null */
    public Administrator(Database database, String username, AuditLog audit) {
        this.database = database;
        this.audit = audit;
        this.username = username;
    }

    /** To be called before serving: whom the operator has just named is not shut out by a suspension. */
    public void appoint() {
        if (username != null && database.read(this::find).isEmpty()) {
            LOG.warn("There is no account {}, as ADMIN_USERNAME has it: until there is, nobody administers.", username);
        }
        note().join();
    }

    /** Somebody just signed in: perhaps whoever made that account is the administrator now. */
    public void signedIn(long userId) {
        if (userId != noted && is(userId)) {
            note();
        }
    }

    public boolean is(Caller caller) {
        return is(caller.id());
    }

    private boolean is(long userId) {
        return database.read(this::find).filter(id -> id == userId).isPresent();
    }

    private Optional<Long> find(Handle handle) {
        AdminDao users = handle.attach(AdminDao.class);
        return username == null ? users.first() : users.named(username.toLowerCase(Locale.ROOT));
    }

    /** Writes it to the audit log where it is another than before. */
    private CompletableFuture<Void> note() {
        return database.write(handle -> {
                    AdminDao users = handle.attach(AdminDao.class);
                    long id = find(handle).orElse(0L);
                    if (id != 0 && id != users.noted().orElse(0L)) {
                        users.note(id);
                        String why = username == null ? "the first account" : "named by ADMIN_USERNAME";
                        audit.write(handle, null, Act.ADMINISTRATOR, id, why);
                    }
                    if (users.reinstate(id) > 0) {
                        audit.write(handle, null, Act.REINSTATED, id, "the administrator");
                    }
                    return id;
                })
                .thenAccept(id -> noted = id)
                .exceptionally(failure -> {
                    LOG.warn("Could not note who administers: {}", failure.toString());
                    return null;
                });
    }
}
