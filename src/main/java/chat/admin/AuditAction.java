package chat.admin;

/** The actions that the audit log records. */
enum AuditAction {
    ADMINISTRATOR("made administrator"),
    SUSPENDED("suspended"),
    REINSTATED("lifted the suspension"),
    SESSIONS_ENDED("ended all sessions"),
    RESET_LINK_MADE("made a password link"),
    PASSWORD_RESET("set a password by link"),
    REGISTRATION("changed registration"),
    INVITED("made an invitation"),
    INVITE_REVOKED("revoked an invitation"),
    NAME("changed the chat's name"),
    COLOUR("changed the accent colour");

    private final String label;

    AuditAction(String label) {
        this.label = label;
    }

    /** The text on the page. */
    public String label() {
        return label;
    }
}
