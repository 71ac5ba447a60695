package faults.client;

/** How a client keeps the contract; all but the first break it, so that a check can be seen to fail. */
public enum Behaviour {
    RIGHT,
    /** A retry takes a new client id: as if the server did not know the old one again. */
    FRESH_IDS,
    /** What was sent counts as acknowledged: as if the server acknowledged before its commit. */
    ACK_ON_SEND,
    /** Trusts that events are all there is. */
    NO_CATCH_UP
}
