package chat.admin;

import chat.accounts.Accounts;
import chat.db.Database;
import chat.realtime.CloseCode;
import chat.web.ApiError;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The administrator's actions on other accounts. */
final class UserActions {
    private final Database database;
    private final Accounts accounts;
    private final ResetLinks resetLinks;
    private final AuditLog audit;
    private final Clock clock;

    UserActions(Database database, Accounts accounts, ResetLinks resetLinks, AuditLog audit, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.resetLinks = resetLinks;
        this.audit = audit;
        this.clock = clock;
    }

    /** Suspends an account and ends its sessions. */
    CompletableFuture<Void> suspend(long adminId, long userId) {
        Instant now = clock.instant();
        return database.write(handle -> {
                    AdminDao users = handle.attach(AdminDao.class);
                    requireOtherUser(users, adminId, userId);
                    if (users.suspend(userId, now) > 0) {
                        audit.write(handle, adminId, AuditAction.SUSPENDED, userId, null);
                    }
                    return accounts.endSessions(handle, userId, CloseCode.SUSPENDED);
                })
                .thenAccept(Runnable::run);
    }

    CompletableFuture<Void> reinstate(long adminId, long userId) {
        return database.write(handle -> {
            AdminDao users = handle.attach(AdminDao.class);
            requireOtherUser(users, adminId, userId);
            if (users.reinstate(userId) > 0) {
                audit.write(handle, adminId, AuditAction.REINSTATED, userId, null);
            }
            return null;
        });
    }

    CompletableFuture<Void> endSessions(long adminId, long userId) {
        return database.write(handle -> {
                    requireOtherUser(handle.attach(AdminDao.class), adminId, userId);
                    audit.write(handle, adminId, AuditAction.SESSIONS_ENDED, userId, null);
                    return accounts.endSessions(handle, userId, CloseCode.ENDED);
                })
                .thenAccept(Runnable::run);
    }

    /** Creates a password link, and returns its token. */
    CompletableFuture<String> createResetLink(long adminId, long userId) {
        return database.write(handle -> {
            requireOtherUser(handle.attach(AdminDao.class), adminId, userId);
            audit.write(handle, adminId, AuditAction.RESET_LINK_MADE, userId, null);
            return resetLinks.create(handle, userId);
        });
    }

    /** Stops the administrator from locking themselves out, and a stolen session from setting a new password. */
    private static void requireOtherUser(AdminDao users, long adminId, long userId) {
        if (users.user(userId).filter(user -> user.deletedAt() == null).isEmpty()) {
            throw ApiError.notFound("There is no such account.");
        }
        if (adminId == userId) {
            throw ApiError.badRequest("This is your own account: you would lock yourself out.");
        }
    }
}
