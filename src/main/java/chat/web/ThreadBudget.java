package chat.web;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;

/** Lets each address hold so many threads; its other requests wait, without one, until one of those is done. */
final class ThreadBudget extends ThreadLimitHandler {
    private final int limit;

    ThreadBudget(Budgets budgets) {
        limit = (int) Math.min(Integer.MAX_VALUE, budgets.ofAddress(Budget.THREADS));
    }

    @Override
    protected int getThreadLimit(String network) {
        return limit;
    }

    @Override
    protected String getRemoteIP(Request request) {
        return ClientAddress.parse(Request.getRemoteAddr(request)).network();
    }
}
