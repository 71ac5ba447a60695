package fuzz;

/**
 * A request as it goes over the line.
 *
 * @param framed it ends where its headers say, so that one answer comes and the connection can be used again
 * @param head its answer has no body
 */
record HttpCase(byte[] bytes, boolean isWellFramed, boolean isHead) {}
