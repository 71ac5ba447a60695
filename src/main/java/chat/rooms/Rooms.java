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

/** Rooms and their members: direct rooms of two, groups, and how far each member has read. */
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

    /** Sets who knows what is said in rooms. Called before the server starts. */
    public void contentFrom(RoomContent content) {
        views.contentFrom(content);
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

    /** Sending reads everything up to the sender's own message, and the others are told. */
    public void sent(Sent message) {
        receipts.sent(message);
    }

    /** Those of these rooms that the user is in, in any order. */
    public List<RoomView> views(Handle handle, long userId, Collection<Long> roomIds) {
        return views.of(handle, userId, roomIds);
    }

    @Override
    public void export(Export to) throws IOException {
        new RoomExport(to, views.content()).write();
    }

    /** Others still read what was written, but nobody writes to the user any more. The user leaves all groups. */
    @Override
    public Runnable erase(Handle handle, long userId) {
        handle.attach(RoomDao.class).closeDirect(userId);
        return groups.leaveAll(handle, userId);
    }
}
