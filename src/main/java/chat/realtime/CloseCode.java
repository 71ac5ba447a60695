package chat.realtime;

/** Why the server closes a socket: the number and the reason in the close frame, as the contract lists them. */
public enum CloseCode {
    SERVER_STOPS(1001, "The server stops"),
    NO_BINARY(1003, "Text frames only"),
    /** The session ended in another way than by one of the next four. */
    ENDED(1008, "ended"),
    LOGGED_OUT(1008, "logout"),
    EXPIRED(1008, "expired"),
    PASSWORD_CHANGED(1008, "password"),
    SUSPENDED(1008, "suspended"),
    TOO_SLOW(1013, "Too slow a reader"),
    BUSY(1013, "The server is busy"),
    FLOOD(1013, "Too much at once"),
    TOO_MANY(4029, "Too many sockets");

    final int number;
    final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }
}
