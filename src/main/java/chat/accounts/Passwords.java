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
 * Hashes and checks passwords with bcrypt, which is slow on purpose. It has a small pool of threads at the system's
 * lowest priority, so that a storm of logins slows down logins and not messages. Any thread may call. Futures complete
 * on a thread of the pool.
 */
final class Passwords implements AutoCloseable {
    private static final int WAITING = 100;
    /** Neither people nor the platforms' proxies wait longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pattern BCRYPT = Pattern.compile("\\$2[a-z]?\\$([0-9]{2})\\$");

    /** The lowest cost that bcrypt accepts. */
    private static final int MIN_COST = 4;

    /** Computes the hash of a password with a salt, which also names the cost. */
    interface Bcrypt {
        String hash(String password, String salt);
    }

    private final int cost;
    private final Bcrypt bcrypt;
    private final Duration patience;
    private final String nobodysHash;
    private final ThreadPoolExecutor pool;
    private final Set<Job<?>> unfinished = ConcurrentHashMap.newKeySet();

    /** @param cost the logarithm to base 2 of bcrypt's rounds */
    Passwords(int cost) {
        this(cost, PATIENCE, BCrypt::hashpw);
    }

    Passwords(int cost, Duration patience, Bcrypt bcrypt) {
        this.cost = cost;
        this.bcrypt = bcrypt;
        this.patience = patience;
        // A hash that no password matches. Checking it takes as long as any other.
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
        String composed = composed(password);
        return compute(() -> bcrypt.hash(composed, BCrypt.gensalt(cost)));
    }

    /**
     * The password in the form that is hashed: keyboards differ in whether an accent is a character of its own (NFD) or
     * part of its letter (NFC).
     */
    static String composed(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /**
     * The form of the password that matches: composed, or as it was typed for hashes that are older than composing.
     * Empty for a wrong password and for an unknown user ({@code hash} is null), after the same work: the time depends
     * on what was typed, and not on the account. Called within {@link #compute}.
     */
    Optional<String> fit(String password, String hash) {
        for (String form : new LinkedHashSet<>(List.of(composed(password), password))) {
            if (matches(form, hash == null ? nobodysHash : hash) && hash != null) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    boolean fits(String password, String hash) {
        return fit(password, hash).isPresent();
    }

    private boolean matches(String password, String hash) {
        if (LegacyHashes.isKnown(hash)) {
            return LegacyHashes.fits(password, hash) || fillUp(password, LegacyHashes.bcryptRounds(hash));
        }
        try {
            return matchesBcrypt(password, hash) || fillUp(password, rounds(hash));
        } catch (RuntimeException e) {
            return fillUp(password, 0); // no hash at all
        }
    }

    /** A password that bcrypt would cut is nobody's, since its beginning may be another's. It takes as long to check. */
    private boolean matchesBcrypt(String password, String hash) {
        byte[] found = bcrypt.hash(password, hash).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(found, hash.getBytes(StandardCharsets.UTF_8))
                && PasswordRules.fitsBcrypt(password);
    }

    private static long rounds(String hash) {
        Matcher parts = BCRYPT.matcher(hash);
        return parts.lookingAt() ? 1L << Integer.parseInt(parts.group(1)) : 0;
    }

    /**
     * Does the rounds that are missing to today's cost, so that an account with an older hash takes no less time than
     * an unknown name. Each cost has half the rounds of the next, so the binary digits of the number say which to do.
     *
     * @return false
     */
    private boolean fillUp(String password, long done) {
        long missing = (1L << cost) - done;
        for (int each = cost; each >= MIN_COST; each--) {
            if (missing >= 1L << each) {
                bcrypt.hash(password, BCrypt.gensalt(each));
                missing -= 1L << each;
            }
        }
        return false;
    }

    /** Whether a hash should be replaced: it is not bcrypt's, or was made at a lower cost. */
    boolean isOutdated(String hash) {
        return rounds(hash) < 1L << cost;
    }

    /** Runs work on the pool. Fails with 503 if too many wait, or if it has waited too long. */
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

    /** How many passwords wait. */
    int waiting() {
        return pool.getQueue().size();
    }

    /** Refuses everything that is unfinished with 503. */
    @Override
    public void close() {
        pool.shutdownNow();
        unfinished.forEach(Job::refuse);
    }
}
