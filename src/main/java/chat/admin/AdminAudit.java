package chat.admin;

import static chat.web.Access.ADMIN;

import chat.web.Routes;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** The audit log as a page. */
final class AdminAudit {
    private final AuditLog audit;
    private final AdminPages pages;

    AdminAudit(AuditLog audit, AdminPages pages) {
        this.audit = audit;
        this.pages = pages;
    }

    void addTo(Routes routes) {
        routes.get("/admin/audit", ADMIN, this::show);
    }

    private void show(Context ctx) {
        List<AuditLog.Entry> found = audit.entries(AdminPages.before(ctx), AdminPages.ROWS + 1);
        List<AuditLog.Entry> entries = AdminPages.page(found);
        Object next =
                entries.size() < found.size() ? entries.get(entries.size() - 1).id() : "";
        pages.show(ctx, 200, "admin-audit", Map.of("section", "audit", "entries", entries, "next", next));
    }
}
