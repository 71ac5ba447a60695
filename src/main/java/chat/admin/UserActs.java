package chat.admin;

import chat.accounts.Sessions;
import chat.db.Database;
import chat.web.ApiError;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** What the administrator does to another's account, never to their own: it is theirs to keep open. */
final class UserActs {
    private final Database database;
    private final Sessions sessions;
    private final ResetLinks resetLinks;
    private final AuditLog audit;
    private final Clock clock;

    UserActs(Database database, Sessions sessions, ResetLinks resetLinks, AuditLog audit, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.resetLinks = resetLinks;
        this.audit = audit;
        this.clock = clock;
    }

    /** Ends all their sessions too. Who is suspended already stays so. */
    CompletableFuture<Void> suspend(long adminId, long userId) {
        Instant now = clock.instant();
        return database.write(handle -> {
                    AdminDao users = handle.attach(AdminDao.class);
                    requireAnother(users, adminId, userId);
                    if (users.suspend(userId, now) > 0) {
                        audit.write(handle, adminId, Act.SUSPENDED, userId, null);
                    }
                    return sessions.endAll(handle, userId);
                })
                .thenAccept(ended -> sessions.closeSockets(userId, ended));
    }

    CompletableFuture<Void> reinstate(long adminId, long userId) {
        return database.write(handle -> {
            AdminDao users = handle.attach(AdminDao.class);
            requireAnother(users, adminId, userId);
            if (users.reinstate(userId) > 0) {
                audit.write(handle, adminId, Act.REINSTATED, userId, null);
            }
            return null;
        });
    }

    CompletableFuture<Void> endSessions(long adminId, long userId) {
        return database.write(handle -> {
                    requireAnother(handle.attach(AdminDao.class), adminId, userId);
                    audit.write(handle, adminId, Act.SESSIONS_ENDED, userId, null);
                    return sessions.endAll(handle, userId);
                })
                .thenAccept(ended -> sessions.closeSockets(userId, ended));
    }

    /** The token of a link to set a new password with. */
    CompletableFuture<String> makeResetLink(long adminId, long userId) {
        return database.write(handle -> {
            requireAnother(handle.attach(AdminDao.class), adminId, userId);
            audit.write(handle, adminId, Act.RESET_LINK_MADE, userId, null);
            return resetLinks.make(handle, userId);
        });
    }

    /** One's own account: a borrowed session must not become a new password, nor a slip of the hand a lock-out. */
    private static void requireAnother(AdminDao users, long adminId, long userId) {
        if (users.user(userId).filter(user -> user.deletedAt() == null).isEmpty()) {
            throw ApiError.notFound("There is no such account.");
        }
        if (adminId == userId) {
            throw ApiError.badRequest("This is your own account: you would lock yourself out.");
        }
    }
}
