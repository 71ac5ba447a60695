package chat.app;

import static chat.web.Access.ANYONE;
import static chat.web.Access.API;
import static chat.web.Access.PAGE;

import chat.accounts.AccountRoutes;
import chat.conversations.GroupRoutes;
import chat.conversations.Lists;
import chat.messages.MessageRoutes;
import chat.presence.PresenceEvents;
import chat.presence.Typing;
import chat.realtime.Socket;
import chat.rooms.Receipts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Everything a client can ask, on one screen. */
record Routes(
        AccountRoutes accounts,
        Lists lists,
        GroupRoutes groups,
        MessageRoutes messages,
        Receipts receipts,
        PresenceEvents presence,
        Typing typing,
        Handler chatPage,
        Health health,
        Handler beforeUpgrade,
        Socket socket) {

    void register(RoutesConfig routes) {
        routes.get("/", accounts::home, ANYONE);
        routes.get("/register", accounts::registerPage, ANYONE);
        routes.post("/register", accounts::register, ANYONE);
        routes.get("/login", accounts::loginPage, ANYONE);
        routes.post("/login", accounts::login, ANYONE);
        routes.get("/logout", accounts::logoutLink, ANYONE);
        routes.post("/logout", accounts::logout, ANYONE);
        routes.get("/chat", chatPage, PAGE);
        routes.get("/healthz", health::show, ANYONE);

        routes.get("/users", lists::users, API);
        routes.get("/online_users", lists::onlineUsers, API);
        routes.get("/rooms", lists::rooms, API);

        routes.get("/messages/{user_id}", messages::withUser, API);
        routes.post("/send_message", messages::send, API);
        routes.get("/rooms/{room_id}/messages", messages::inRoom, API);
        routes.post("/rooms/{room_id}/messages", messages::sendToRoom, API);
        routes.get("/rooms/{room_id}/changes", messages::changes, API);

        routes.post("/rooms", groups::create, API);
        routes.get("/rooms/{room_id}", groups::show, API);
        routes.post("/rooms/{room_id}/members", groups::addMembers, API);
        routes.delete("/rooms/{room_id}/members/{user_id}", groups::removeMember, API);

        routes.wsBeforeUpgrade("/ws", beforeUpgrade);
        routes.ws("/ws", socket::configure);
        socket.on("send_message", messages::send);
        socket.on("mark_read", receipts::markRead);
        socket.on("typing", typing::start);
        socket.on("stop_typing", typing::stop);
        socket.on("active", presence::active);
        socket.on("watch", presence::watch);
        socket.onClose(presence::closed);
    }
}
