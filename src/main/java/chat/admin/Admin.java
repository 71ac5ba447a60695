package chat.admin;

import static chat.web.Access.ADMIN;

import chat.accounts.Accounts;
import chat.db.Database;
import chat.feature.Base;
import chat.feature.Feature;
import chat.house.House;
import chat.presence.Presence;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Routes;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** Administration: users, registration and invitations, name and colour, password links, and the audit log. */
public final class Admin implements Feature {
    /**
     * The settings that the operator chooses.
     *
     * @param username the administrator's name; null for the first account
     * @param site the address that people use, or null if it is not known
     */
    public record Settings(String username, URI site) {}

    private final Accounts accounts;
    private final Administrator administrator;
    private final AdminPages adminPages;
    private final AdminUsers users;
    private final AdminRegistration registration;
    private final AdminAppearance appearance;
    private final AdminAudit auditLog;
    private final ResetRoutes resets;

    public Admin(Base base, House house, Accounts accounts, Presence presence, Settings settings) {
        this.accounts = accounts;
        Database database = base.database();
        AuditLog audit = new AuditLog(database, base.clock());
        adminPages = new AdminPages(base.pages(), settings.site());
        ResetLinks resetLinks = new ResetLinks(database, accounts, audit, base.clock());
        UserActions actions = new UserActions(database, accounts, resetLinks, audit, base.clock());
        administrator = new Administrator(database, settings.username(), audit);
        users = new AdminUsers(database, presence, actions, adminPages);
        registration = new AdminRegistration(database, accounts, audit, adminPages, base.clock());
        appearance = new AdminAppearance(database, house, audit, adminPages);
        auditLog = new AdminAudit(audit, adminPages);
        resets = new ResetRoutes(resetLinks, accounts, base.pages());
    }

    /** Creates a password link for the operator of the machine, and returns its path. */
    public static String recoveryLink(Path database, String username, Clock clock) {
        return RecoveryLink.create(database, username, clock);
    }

    /** Called once, before the server starts. */
    public void start() {
        administrator.appoint();
    }

    /** Whether the caller is the administrator. Reads the database. */
    public boolean isAdministrator(Caller caller) {
        return administrator.is(caller);
    }

    /** Called when a user has signed in, because a new account may be the administrator's. */
    public void signedIn(long userId) {
        administrator.signedIn(userId);
    }

    @Override
    public void routes(Routes routes) {
        routes.before("/admin", this::hideFromOthers);
        routes.before("/admin/*", this::hideFromOthers);
        routes.get("/admin/link", ADMIN, adminPages::showLink);
        routes.get("/admin", ADMIN, ctx -> ctx.redirect("/admin/users", HttpStatus.SEE_OTHER));
        users.addTo(routes);
        registration.addTo(routes);
        appearance.addTo(routes);
        auditLog.addTo(routes);
        resets.addTo(routes);
    }

    /** Everyone else gets 404 for every path and method. */
    private void hideFromOthers(Context ctx) {
        if (accounts.find(ctx).filter(administrator::is).isEmpty()) {
            throw ApiError.notFound("There is nothing here.");
        }
    }
}
