package chat.web;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;

/** Limits the threads of each address. Further requests wait, without a thread, until one of them is free. */
final class ThreadBudget extends ThreadLimitHandler {
    private final int limit;

    ThreadBudget(Budgets budgets) {
        limit = (int) Math.min(Integer.MAX_VALUE, budgets.perAddress(Budget.THREADS));
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
