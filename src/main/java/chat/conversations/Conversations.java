package chat.conversations;

import static chat.web.Access.API;

import chat.feature.Base;
import chat.feature.Feature;
import chat.messages.Messages;
import chat.presence.Presence;
import chat.rooms.Rooms;
import chat.web.Routes;

/** The lists in the sidebar: all users, online users, and the caller's rooms. */
public final class Conversations implements Feature {
    private final UserList users;
    private final RoomList rooms;

    public Conversations(Base base, Rooms rooms, Presence presence, Messages messages) {
        users = new UserList(base.database(), presence, messages);
        this.rooms = new RoomList(base.database(), rooms);
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/users", API, users::show);
        routes.get("/online_users", API, users::showOnline);
        routes.get("/rooms", API, rooms::show);
    }
}
