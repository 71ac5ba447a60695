package chat.accounts;

/** Who may register: everybody, people with an invitation, or nobody. */
public enum RegistrationMode {
    OPEN,
    INVITE,
    CLOSED
}
