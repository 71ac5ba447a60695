package chat.app;

import chat.admin.Admin;
import chat.feature.Feature;
import chat.web.Access;
import chat.web.Caller;
import chat.web.Pages;
import chat.web.Routes;
import io.javalin.http.Context;
import java.util.Map;

/** The page of the chat itself. */
final class ChatPage implements Feature {
    private final Pages pages;
    private final Admin admin;

    ChatPage(Pages pages, Admin admin) {
        this.pages = pages;
        this.admin = admin;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/chat", Access.PAGE, this::show);
    }

    private void show(Context ctx) {
        Caller caller = Caller.of(ctx);
        pages.render(ctx, 200, "chat", Map.of("user", caller, "administrator", admin.isAdministrator(caller)));
    }
}
