package chat.realtime;

/** The reasons why the server closes a socket, with their numbers in the contract. */
enum CloseCode {
    SERVER_STOPS(1001, "The server stops"),
    NO_BINARY(1003, "Text frames only"),
    SESSION_ENDED(1008, "The session ended"),
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
