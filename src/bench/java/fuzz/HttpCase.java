package fuzz;

/**
 * The bytes of a request.
 *
 * @param isWellFramed whether it ends where its headers say, so that it gets one response and the connection stays
 *     usable
 * @param isHead whether its response has no body
 */
record HttpCase(byte[] bytes, boolean isWellFramed, boolean isHead) {}
