package faults.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A fresh load over HTTP: the list of rooms and their whole history. */
final class Rooms {
    private static final int PAGE = 200;

    private final Api api;
    private final Account account;

    Rooms(Api api, Account account) {
        this.api = api;
        this.account = account;
    }

    /** All rooms of this user, from the pages of the list. */
    List<JsonNode> list() throws IOException {
        List<JsonNode> rooms = new ArrayList<>();
        String page = "";
        do {
            JsonNode answer = api.get(account, "/rooms?limit=" + PAGE + page);
            answer.get("rooms").forEach(rooms::add);
            page = answer.hasNonNull("next")
                    ? "&page=" + URLEncoder.encode(answer.get("next").asText(), StandardCharsets.UTF_8)
                    : null;
        } while (page != null);
        return rooms;
    }

    Map<Long, RoomModel> load() throws IOException {
        Map<Long, RoomModel> fresh = new TreeMap<>();
        for (JsonNode room : list()) {
            long id = room.get("id").asLong();
            RoomModel model = new RoomModel();
            model.readUpTo(room.get("read_seq").asLong());
            model.othersReadUpTo(room.get("all_read_seq").asLong());
            loadHistory(id, model);
            fresh.put(id, model);
        }
        return fresh;
    }

    private void loadHistory(long roomId, RoomModel model) throws IOException {
        String before = "";
        JsonNode page;
        do {
            page = api.get(account, "/rooms/" + roomId + "/messages?limit=" + PAGE + before);
            page.get("messages").forEach(message -> model.add(Message.of(message)));
            before = "&before=" + page.at("/messages/0/id").asLong();
        } while (page.get("has_more").asBoolean());
    }
}
