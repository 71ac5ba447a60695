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
 * The administrator: the account named by {@code ADMIN_USERNAME}, or else the very first account. If that account is
 * deleted, no one inherits the role; the operator has to name another account.
 */
final class Administrator {
    private static final Logger LOG = LoggerFactory.getLogger(Administrator.class);

    private final Database database;
    private final AuditLog audit;
    private final String username;
    /** The administrator according to the audit log; 0 if none is recorded yet. */
    private volatile long recorded;

    /** @param username the name that the operator set, or null */
    Administrator(Database database, String username, AuditLog audit) {
        this.database = database;
        this.audit = audit;
        this.username = username;
    }

    /**
     * Called before the server starts. Reinstates a suspended administrator, so that the operator is never locked out.
     */
    void appoint() {
        if (username != null && database.read(this::find).isEmpty()) {
            LOG.warn(
                    "ADMIN_USERNAME names {}, but there is no such account. Until then the chat has no administrator.",
                    username);
        }
        record().join();
    }

    /** Called when a user has signed in, because a new account may be the administrator's. */
    void signedIn(long userId) {
        if (userId != recorded && is(userId)) {
            record();
        }
    }

    boolean is(Caller caller) {
        return is(caller.id());
    }

    private boolean is(long userId) {
        return database.read(this::find).filter(id -> id == userId).isPresent();
    }

    private Optional<Long> find(Handle handle) {
        AdminDao users = handle.attach(AdminDao.class);
        return username == null ? users.firstUser() : users.findByKey(username.toLowerCase(Locale.ROOT));
    }

    /** Records a new administrator in the audit log. */
    private CompletableFuture<Void> record() {
        return database.write(handle -> {
                    AdminDao users = handle.attach(AdminDao.class);
                    long id = find(handle).orElse(0L);
                    String user = String.valueOf(id);
                    if (id != 0
                            && !users.recordedAdministrator()
                                    .filter(user::equals)
                                    .isPresent()) {
                        users.recordAdministrator(user);
                        String why = username == null ? "the first account" : "named by ADMIN_USERNAME";
                        audit.write(handle, null, AuditAction.ADMINISTRATOR, id, why);
                    }
                    if (users.reinstate(id) > 0) {
                        audit.write(handle, null, AuditAction.REINSTATED, id, "the administrator");
                    }
                    return id;
                })
                .thenAccept(id -> recorded = id)
                .exceptionally(failure -> {
                    LOG.warn("Could not record the administrator: {}", failure.toString());
                    return null;
                });
    }
}
