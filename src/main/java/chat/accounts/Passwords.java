package chat.accounts;

import chat.web.ApiError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
 * Hashes and checks passwords with bcrypt, which is slow on purpose. The work runs on a small pool of
 * threads at the lowest priority, so that many logins slow down logins but not messages. Any thread may call. Futures
 * complete on a thread of the pool.
 */
final class Passwords implements AutoCloseable {
    private static final int MAX_WAITING = 100;
    /** Neither users nor the platforms' proxies wait longer. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private static final Pattern BCRYPT = Pattern.compile("\\$2[a-z]?\\$([0-9]{2})\\$");

    /** The lowest cost that bcrypt accepts. */
    private static final int MIN_COST = 4;

    /** Hashes a password. The salt also names the cost. */
    interface Bcrypt {
        String hash(String password, String salt);
    }

    private final int cost;
    private final Bcrypt bcrypt;
    private final Duration maxWait;
    private final String dummyHash;
    private final ThreadPoolExecutor pool;
    private final Set<Job<?>> unfinished = ConcurrentHashMap.newKeySet();

    /** @param cost the logarithm to base 2 of bcrypt's rounds */
    Passwords(int cost) {
        this(cost, MAX_WAIT, BCrypt::hashpw);
    }

    Passwords(int cost, Duration maxWait, Bcrypt bcrypt) {
        this.cost = cost;
        this.bcrypt = bcrypt;
        this.maxWait = maxWait;
        // No password matches this hash. Checking it takes as long as checking any other.
        dummyHash = BCrypt.gensalt(cost) + "0".repeat(31);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), runnable -> {
                    Thread thread = LowPriority.thread(runnable, "passwords");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    CompletableFuture<String> hash(String password) {
        String normalized = normalized(password);
        return compute(() -> bcrypt.hash(normalized, BCrypt.gensalt(cost)));
    }

    /**
     * The form of the password that is hashed (NFC). Keyboards differ in whether they send an accent as a separate
     * character (NFD) or as part of its letter (NFC).
     */
    static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /**
     * Returns the form of the password that matches: normalized, or as it was typed, because older hashes are of
     * passwords that were not normalized. Empty for a wrong password or an unknown user ({@code hash} is null). Both
     * take the same work, so the time depends on the input and not on the account. Called within {@link #compute}.
     */
    Optional<String> match(String password, String hash) {
        for (String form : new LinkedHashSet<>(List.of(normalized(password), password))) {
            if (matches(form, hash == null ? dummyHash : hash) && hash != null) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    private boolean matches(String password, String hash) {
        if (LegacyHashes.isSupported(hash)) {
            return LegacyHashes.matches(password, hash) || padWork(password, LegacyHashes.bcryptRounds(hash));
        }
        try {
            return matchesBcrypt(password, hash) || padWork(password, rounds(hash));
        } catch (RuntimeException e) {
            return padWork(password, 0); // not a bcrypt hash
        }
    }

    /** A password that bcrypt would truncate never matches, since its beginning may. The check takes just as long. */
    private boolean matchesBcrypt(String password, String hash) {
        byte[] computed = bcrypt.hash(password, hash).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(computed, hash.getBytes(StandardCharsets.UTF_8))
                && PasswordRules.fitsBcrypt(password);
    }

    private static long rounds(String hash) {
        Matcher parts = BCRYPT.matcher(hash);
        return parts.lookingAt() ? 1L << Integer.parseInt(parts.group(1)) : 0;
    }

    /**
     * Does the rounds that an older hash lacks, so that checking it takes no less time than checking an unknown name.
     * Each cost has half the rounds of the next one, so the binary digits of the missing number say which costs to run.
     *
     * @return always false
     */
    private boolean padWork(String password, long doneRounds) {
        long missing = (1L << cost) - doneRounds;
        for (int step = cost; step >= MIN_COST; step--) {
            if (missing >= 1L << step) {
                bcrypt.hash(password, BCrypt.gensalt(step));
                missing -= 1L << step;
            }
        }
        return false;
    }

    /** Whether a hash should be replaced, because it is not from bcrypt or has a lower cost. */
    boolean isOutdated(String hash) {
        return rounds(hash) < 1L << cost;
    }

    /** Runs work on the pool. Fails with 503 if the queue is full, or if the work has waited too long. */
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
        private final long queuedAt = System.nanoTime();

        Job(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (System.nanoTime() - queuedAt > maxWait.toNanos()) {
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
            result.completeExceptionally(ApiError.busy("Too many people are logging in right now.", 5));
        }
    }

    /** The number of queued passwords. */
    int waiting() {
        return pool.getQueue().size();
    }

    /** Fails all unfinished work with 503. */
    @Override
    public void close() {
        pool.shutdownNow();
        unfinished.forEach(Job::refuse);
    }
}
