package chat.rooms;

import chat.feature.Base;
import chat.feature.Export;
import chat.feature.Feature;
import chat.realtime.Socket;
import chat.web.Routes;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Direct rooms and groups, their members, and the members' read marks. */
public final class Rooms implements Feature {
    private final RoomViews views = new RoomViews();
    private final Receipts receipts;
    private final GroupEvents events;
    private final Groups groups;
    private final GroupRoutes routes;

    public Rooms(Base base, int maxGroupMembers) {
        receipts = new Receipts(base);
        events = new GroupEvents(base, views, receipts);
        groups = new Groups(base, views, events, maxGroupMembers);
        routes = new GroupRoutes(groups, base.limits());
    }

    /** Sets the source of the rooms' messages. Called once, before the server starts. */
    public void setContent(RoomContent content) {
        views.setContent(content);
    }

    @Override
    public void routes(Routes to) {
        routes.addTo(to);
    }

    @Override
    public void events(Socket socket) {
        socket.on("mark_read", receipts::markRead);
    }

    @Override
    public void tick() {
        receipts.tick();
        events.tick();
    }

    /** Sending a message marks everything up to it as read. The other members are notified. */
    public void sent(Sent message) {
        receipts.sent(message);
    }

    /** The user's rooms among those with the given ids, in any order. */
    public List<RoomView> views(Handle handle, long userId, Collection<Long> roomIds) {
        return views.of(handle, userId, roomIds);
    }

    @Override
    public void export(Export export) throws IOException {
        new RoomExport(export, views.content()).write();
    }

    /**
     * Closes the user's direct rooms for new messages; the other members can still read them. The user leaves all
     * groups.
     */
    @Override
    public Runnable erase(Handle handle, long userId) {
        handle.attach(RoomDao.class).closeDirect(userId);
        return groups.leaveAll(handle, userId);
    }
}
