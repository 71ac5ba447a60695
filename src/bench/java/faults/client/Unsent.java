package faults.client;

/**
 * A message that is not acknowledged.
 *
 * @param wasSent whether the server may have it already
 */
record Unsent(String clientId, Address to, String content, boolean wasSent) {
    Unsent sent() {
        return new Unsent(clientId, to, content, true);
    }

    Unsent under(String otherId) {
        return new Unsent(otherId, to, content, false);
    }
}
