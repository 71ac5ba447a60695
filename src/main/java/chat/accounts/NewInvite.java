package chat.accounts;

/** An invitation that was just created. Only the hash of its token is stored. */
public record NewInvite(long id, String token) {}
