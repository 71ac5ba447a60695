/** Leaves the page when its session ends. */
export class Session {
  #reason = null;
  #loggingOut = false;

  /**
   * Goes to the login page, which says why the session ended and keeps the open conversation. The reason comes from
   * the socket. An answer 401 has none, and never replaces one.
   */
  ended(reason = 'unknown') {
    if (this.#loggingOut || (this.#reason && reason === 'unknown')) return;
    this.#reason = reason;
    location.assign(`/login?ended=${encodeURIComponent(reason)}${location.hash}`);
  }

  /** The server closes the socket before it answers, which must not look like a logout in another tab. */
  logOut() {
    this.#loggingOut = true;
    location.assign('/logout');
  }
}
