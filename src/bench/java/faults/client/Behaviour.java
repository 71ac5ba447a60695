package faults.client;

/** Whether a client follows the contract. All but the first break it, to show that the checks can fail. */
public enum Behaviour {
    RIGHT,
    /** A retry takes a new client id, as if the server did not recognize the old one. */
    FRESH_IDS,
    /** A sent message counts as acknowledged, as if the server acknowledged before its commit. */
    ACK_ON_SEND,
    /** Relies on events alone. */
    NO_CATCH_UP
}
