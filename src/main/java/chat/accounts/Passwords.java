package chat.accounts;

import chat.web.ApiError;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mindrot.jbcrypt.BCrypt;

/**
 * Hashes and checks passwords with bcrypt, which is slow on purpose: on a small pool of its own at the system's lowest
 * priority, so that a storm of logins slows logins, not messages. Any thread may call; futures complete on a thread of
 * the pool.
 */
public final class Passwords implements AutoCloseable {
    private static final int WAITING = 100;
    /** Nobody waits for longer before an empty page, nor do platforms' proxies. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pattern BCRYPT = Pattern.compile("\\$2[a-z]?\\$([0-9]{2})\\$");

    private final int cost;
    private final Duration patience;
    private final String nobodysHash;
    private final ThreadPoolExecutor pool;
    private final Set<Job<?>> unfinished = ConcurrentHashMap.newKeySet();

    /** @param cost the logarithm to base 2 of bcrypt's rounds */
    public Passwords(int cost) {
        this(cost, PATIENCE);
    }

    Passwords(int cost, Duration patience) {
        this.cost = cost;
        this.patience = patience;
        // A hash that no password fits, made without the rounds: it only has to take as long to check.
        nobodysHash = BCrypt.gensalt(cost) + "0".repeat(31);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), runnable -> {
                    Thread thread = LowPriority.thread(runnable, "passwords");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    CompletableFuture<String> hash(String password) {
        return compute(() -> BCrypt.hashpw(password, BCrypt.gensalt(cost)));
    }

    /**
     * Whether it fits; where there is no such user ({@code hash} is null) the answer is no, and takes as long. To be
     * called within {@link #compute}.
     */
    boolean fits(String password, String hash) {
        return matches(password, hash == null ? nobodysHash : hash) && hash != null;
    }

    /** Takes as long for a password that bcrypt would cut, which is nobody's: cut, it would be another's. */
    private static boolean matches(String password, String hash) {
        if (LegacyHashes.isKnown(hash)) {
            return LegacyHashes.fits(password, hash);
        }
        try {
            return BCrypt.checkpw(password, hash) && PasswordRules.fitsBcrypt(password);
        } catch (RuntimeException e) {
            return false; // no hash at all
        }
    }

    /** Whether a hash that a password fits should be replaced: it is not bcrypt's, or made at a lower cost. */
    boolean isOutdated(String hash) {
        Matcher bcrypt = BCRYPT.matcher(hash);
        return !bcrypt.lookingAt() || Integer.parseInt(bcrypt.group(1)) < cost;
    }

    /** Does what belongs to a password on the pool; 503 when too many wait, or one has waited for too long. */
    <T> CompletableFuture<T> compute(Supplier<T> work) {
        Job<T> job = new Job<>(work);
        unfinished.add(job);
        try {
            pool.execute(job);
        } catch (RejectedExecutionException e) {
            job.refuse();
        }
        return job.result;
    }

    private final class Job<T> implements Runnable {
        final CompletableFuture<T> result = new CompletableFuture<>();
        private final Supplier<T> work;
        private final long since = System.nanoTime();

        Job(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (System.nanoTime() - since > patience.toNanos()) {
                refuse();
                return;
            }
            try {
                result.complete(work.get());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            } finally {
                unfinished.remove(this);
            }
        }

        void refuse() {
            unfinished.remove(this);
            result.completeExceptionally(ApiError.busy("Too many people are logging in just now.", 5));
        }
    }

    /** How many wait for their turn. */
    public int waiting() {
        return pool.getQueue().size();
    }

    /** Whoever has no answer yet is told to come again; a hash that is being computed is of no use to anybody. */
    @Override
    public void close() {
        pool.shutdownNow();
        unfinished.forEach(Job::refuse);
    }
}
