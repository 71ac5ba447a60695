package chat.accounts;

/** An invitation that was just made. Its token is stored nowhere. */
public record NewInvite(long id, String token) {}
