package chat.admin;

import chat.admin.NewLinks.LinkPage;
import chat.web.ApiError;
import chat.web.Caller;
import chat.web.Input;
import chat.web.Pages;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The common parts of the administrator's pages. */
final class AdminPages {
    /** The rows on one page of a list. */
    static final int ROWS = 50;

    /** The message about the last action, by the action's name in the query. */
    private static final Map<String, String> DONE = Map.of(
            "suspended", "The account is suspended and logged out everywhere.",
            "reinstated", "The suspension is lifted.",
            "sessions_ended", "The account is logged out everywhere.",
            "registration", "Saved.",
            "appearance", "Saved.",
            "revoked", "The invitation is revoked.");

    private static final LinkPage SHOWN = new LinkPage(
            "",
            "The link was shown once",
            "",
            "It cannot be shown again. If it is lost, create another one.",
            "/admin");

    private final Pages pages;
    private final SiteAddress site;
    private final NewLinks newLinks = new NewLinks();

    /** @param site the address that people use, or null if it is not known */
    AdminPages(Pages pages, URI site) {
        this.pages = pages;
        this.site = new SiteAddress(site);
    }

    void show(Context ctx, int status, String template, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("me", Caller.of(ctx));
        all.put("notice", DONE.getOrDefault(String.valueOf(ctx.queryParam("done")), ""));
        all.put("paged", ctx.queryParam("before") != null);
        pages.render(ctx, status, template, all);
    }

    /** Asks for a confirmation. Posting to the same path performs the action. */
    void ask(Context ctx, String section, String title, String text, String yes, String back) {
        Map<String, String> model = Map.of(
                "section", section, "title", title, "text", text, "yes", yes, "action", ctx.path(), "back", back);
        show(ctx, 200, "admin-confirm", model);
    }

    /**
     * The address that a link begins with. Call this before creating the link.
     *
     * @throws ApiError 409 if the address is not known
     */
    String site(Context ctx) {
        return site.of(ctx);
    }

    /** Redirects to the page that shows a new link, once. */
    void redirectTo(Context ctx, LinkPage page) {
        ctx.redirect("/admin/link?key=" + newLinks.add(page), HttpStatus.SEE_OTHER);
    }

    void showLink(Context ctx) {
        LinkPage page = newLinks.take(Input.queryText(ctx, "key")).orElse(SHOWN);
        Map<String, String> model = Map.of(
                "section", page.section(),
                "title", page.title(),
                "link", page.link(),
                "text", page.text(),
                "back", page.back());
        show(ctx, 200, "admin-link", model);
    }

    static void done(Context ctx, String path, String action) {
        ctx.redirect(path + "?done=" + action, HttpStatus.SEE_OTHER);
    }

    /** The page of a list shows only ids below this one. */
    static long before(Context ctx) {
        return Input.queryNumber(ctx, "before").orElse(Long.MAX_VALUE);
    }

    static <T> List<T> page(List<T> found) {
        return found.size() > ROWS ? found.subList(0, ROWS) : found;
    }
}
