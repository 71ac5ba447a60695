package chat.admin;

import chat.db.Database;
import chat.db.StorageException;
import chat.web.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CompletionException;

/** Creates password links on the server itself, for an administrator who has forgotten the password. */
final class RecoveryLink {
    private RecoveryLink() {}

    /**
     * Creates a link, even while a server uses the database.
     *
     * @return the path of the link on that server
     * @throws StorageException with one sentence for the user, if there is no such account or database
     */
    static String create(Path file, String name, Clock clock) {
        String username = Text.strip(name);
        if (!Files.exists(file)) {
            throw new StorageException("There is no database " + file + ".", null);
        }
        try (Database database = Database.openShared(file)) {
            long userId = database.read(
                            handle -> handle.attach(AdminDao.class).findByKey(username.toLowerCase(Locale.ROOT)))
                    .orElseThrow(() -> new StorageException("There is no account " + username + ".", null));
            AuditLog audit = new AuditLog(database, clock);
            SecureRandom random = new SecureRandom();
            return database.write(handle -> {
                        audit.write(handle, null, AuditAction.RESET_LINK_MADE, userId, "on the server's machine");
                        return "/reset/" + ResetLinks.create(handle, userId, random, clock);
                    })
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StorageException known
                    ? known
                    : new StorageException("The link could not be stored.", e);
        }
    }
}
