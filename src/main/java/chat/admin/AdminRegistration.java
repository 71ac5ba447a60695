package chat.admin;

import static chat.web.Access.ADMIN;

import chat.accounts.Accounts;
import chat.accounts.Invite;
import chat.accounts.NewInvite;
import chat.accounts.RegistrationMode;
import chat.admin.NewLinks.LinkPage;
import chat.db.Database;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Routes;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The administrator's page on registration and invitations. */
final class AdminRegistration {
    private static final String SECTION = "registration";
    private static final String PATH = "/admin/registration";
    private static final int MAX_USES = 10_000;
    private static final int MAX_DAYS = 365;
    private static final Map<RegistrationMode, String> MODES = Map.of(
            RegistrationMode.OPEN, "open", RegistrationMode.INVITE, "by invitation", RegistrationMode.CLOSED, "closed");

    /** A row of the list of invitations. Public for the template. */
    public record Row(Invite invite, String state) {}

    private final Database database;
    private final Accounts accounts;
    private final AuditLog audit;
    private final AdminPages pages;
    private final Clock clock;

    AdminRegistration(Database database, Accounts accounts, AuditLog audit, AdminPages pages, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.audit = audit;
        this.pages = pages;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/admin/registration", ADMIN, this::show);
        routes.post("/admin/registration", ADMIN, this::setMode);
        routes.post("/admin/invites", ADMIN, this::invite);
        routes.get("/admin/invites/{invite_id}/revoke", ADMIN, this::askToRevoke);
        routes.post("/admin/invites/{invite_id}/revoke", ADMIN, this::revoke);
    }

    private void show(Context ctx) {
        show(ctx, 200, Map.of("uses", "1", "days", "7"), Map.of());
    }

    private void show(Context ctx, int status, Map<String, String> typed, Map<String, String> errors) {
        List<Invite> found = accounts.invites(AdminPages.before(ctx), AdminPages.ROWS + 1);
        List<Invite> invites = AdminPages.page(found);
        Instant now = clock.instant();
        Map<String, Object> model = new HashMap<>();
        model.put("section", SECTION);
        model.put("mode", accounts.registrationMode().name());
        model.put("invites", invites.stream().map(invite -> row(invite, now)).toList());
        model.put(
                "next",
                invites.size() < found.size() ? invites.get(invites.size() - 1).id() : "");
        model.put("typed", typed);
        model.put("errors", errors);
        pages.show(ctx, status, "admin-registration", model);
    }

    private static Row row(Invite invite, Instant now) {
        return new Row(invite, invite.state(now).name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    private void setMode(Context ctx) {
        String name = Input.form(ctx).text("mode");
        RegistrationMode mode = Stream.of(RegistrationMode.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiError.badRequest("mode", "Choose who may register."));
        long adminId = Caller.of(ctx).id();
        ctx.future(() -> database.write(handle -> {
                    if (accounts.setRegistrationMode(handle, mode)) {
                        audit.write(handle, adminId, AuditAction.REGISTRATION, null, MODES.get(mode));
                    }
                    return null;
                })
                .thenRun(() -> AdminPages.done(ctx, PATH, "registration")));
    }

    private void invite(Context ctx) {
        Input form = Input.form(ctx);
        Map<String, String> typed = Map.of("uses", typed(form, "uses"), "days", typed(form, "days"));
        Map<String, String> errors = new LinkedHashMap<>();
        Integer uses = number(typed, "uses", MAX_USES, errors);
        Integer days = number(typed, "days", MAX_DAYS, errors);
        if (!errors.isEmpty()) {
            show(ctx, 400, typed, errors);
            return;
        }
        String site = pages.site(ctx);
        Instant expiresAt = days == null ? null : clock.instant().plus(Duration.ofDays(days));
        String allows = (uses == null ? "any number of accounts" : uses == 1 ? "one account" : uses + " accounts")
                + (days == null ? ", without expiry" : days == 1 ? ", within a day" : ", within " + days + " days");
        long adminId = Caller.of(ctx).id();
        ctx.future(() -> database.write(handle -> {
                    NewInvite created = accounts.invite(handle, expiresAt, uses);
                    audit.write(handle, adminId, AuditAction.INVITED, null, label(created.id()) + ": " + allows);
                    return created;
                })
                .thenAccept(created -> pages.redirectTo(
                        ctx,
                        new LinkPage(
                                SECTION,
                                "Invitation " + label(created.id()),
                                site + "/register?invite=" + created.token(),
                                "Send it to the people you invite. It allows " + allows + ".",
                                PATH))));
    }

    private static String typed(Input form, String field) {
        return form.has(field) ? form.text(field).strip() : "";
    }

    /** Parses a number; null for an empty field. Adds an error to {@code errors} if it is invalid. */
    private static Integer number(Map<String, String> typed, String field, int max, Map<String, String> errors) {
        String text = typed.get(field);
        if (text.isEmpty()) {
            return null;
        }
        int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > max) {
            errors.put(field, "Enter a number from 1 to " + max + ", or leave this empty.");
        }
        return number;
    }

    private void askToRevoke(Context ctx) {
        Invite invite = accounts.findInvite(Input.pathId(ctx, "invite_id"))
                .orElseThrow(() -> ApiError.notFound("There is no such invitation."));
        pages.ask(
                ctx,
                SECTION,
                "Revoke invitation " + label(invite.id()) + "?",
                "Its link stops working. Accounts registered with it stay.",
                "Revoke",
                PATH);
    }

    private void revoke(Context ctx) {
        long inviteId = Input.pathId(ctx, "invite_id");
        if (accounts.findInvite(inviteId).isEmpty()) {
            throw ApiError.notFound("There is no such invitation.");
        }
        long adminId = Caller.of(ctx).id();
        ctx.future(() -> database.write(handle -> {
                    if (accounts.revokeInvite(handle, inviteId)) {
                        audit.write(handle, adminId, AuditAction.INVITE_REVOKED, null, label(inviteId));
                    }
                    return null;
                })
                .thenRun(() -> AdminPages.done(ctx, PATH, "revoked")));
    }

    private static String label(long inviteId) {
        return "no. " + inviteId;
    }
}
