package chat.admin;

/** What the audit log records. */
enum AuditAction {
    ADMINISTRATOR("made administrator"),
    SUSPENDED("suspended"),
    REINSTATED("lifted the suspension"),
    SESSIONS_ENDED("ended all sessions"),
    RESET_LINK_MADE("made a password link"),
    PASSWORD_RESET("set a password by link"),
    REGISTRATION("changed registration"),
    INVITED("made an invitation"),
    INVITE_REVOKED("revoked an invitation");

    private final String words;

    AuditAction(String words) {
        this.words = words;
    }

    /** As the page says it. */
    public String words() {
        return words;
    }
}
