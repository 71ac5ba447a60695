package chat.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite database. Reads use their own connections and, thanks to WAL, never wait for the writer. Writes go through
 * one {@link WriteQueue}. Any thread may call.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** More than the calls that one user may have running. */
    private static final int READERS = 12;

    private static final int READER_TIMEOUT_MS = 2_000;
    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final int FOLLOWERS = 100;
    private static final int FOLLOWER_IDLE_MS = 1_000;
    /** In KiB. The indexes that the writer inserts into at random places should fit. */
    private static final int WRITER_CACHE = 64 * 1024;

    private static final int READER_CACHE = 2 * 1024;

    private final HikariDataSource pool;
    private final Jdbi readers;
    private final Dialect dialect;
    private final WriteQueue writes;
    /** Runs what follows a write, such as an HTTP answer to a slow client. */
    private final QueuedThreadPool followers = new QueuedThreadPool(FOLLOWERS, 0, FOLLOWER_IDLE_MS);

    private final Checkpoints checkpoints;
    private final Path file;
    /** Null if a server may hold the lock. */
    private final Lock lock;

    /**
     * Opens the file exclusively, as a server does. Creates it if there is none, and migrates its schema.
     *
     * @throws StorageException with one sentence for the user, if the file cannot be used or another process holds it
     */
    public static Database open(Path file) {
        return open(file, Schema.MIGRATIONS);
    }

    static Database open(Path path, String... migrations) {
        Path file = SqliteFile.follow(path);
        requireUsable(file);
        Lock lock = Lock.ofDatabase(file);
        try {
            PartialFile.sweep(file);
            SqliteFile.make(file);
            SQLiteDataSource writer = dataSource(file, WRITER_CACHE);
            new Schema(file, writer, migrations).bringUpToDate();
            SqliteFile.makePrivate(file);
            return new Database(file, writer, lock);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Opens a file that a server may also have open. No server may have it open if its schema has to be migrated. */
    public static Database openShared(Path path) {
        Path file = SqliteFile.follow(path);
        requireUsable(file);
        SQLiteDataSource writer = dataSource(file, WRITER_CACHE);
        Schema schema = new Schema(file, writer, Schema.MIGRATIONS);
        if (!schema.isUpToDate()) {
            try (Lock lock = Lock.ofDatabase(file)) {
                schema.bringUpToDate();
            }
        }
        SqliteFile.makePrivate(file);
        return new Database(file, writer, null);
    }

    private static void requireUsable(Path file) {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            throw new StorageException(
                    "There is no folder " + folder + " to keep the database in."
                            + SqliteFile.encodingHint(folder.toString()),
                    null);
        }
        if (Files.isDirectory(file)) {
            throw new StorageException("The database " + file + " is a folder, not a file.", null);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new StorageException("The database " + file + " is a pipe or a device, not a file.", null);
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder) || !Files.isWritable(folder)) {
            throw new StorageException("The database " + file + " cannot be written: " + refusal(folder), null);
        }
    }

    private static String refusal(Path folder) {
        try {
            return Files.getFileStore(folder).isReadOnly()
                    ? "its disk is mounted read-only."
                    : "no permission for it or its folder.";
        } catch (IOException e) {
            return Schema.reason(e);
        }
    }

    private Database(Path file, SQLiteDataSource source, Lock lock) {
        this.file = file;
        this.lock = lock;
        HikariConfig config = new HikariConfig();
        config.setPoolName("readers");
        config.setDataSource(dataSource(file, READER_CACHE));
        config.setConnectionInitSql("PRAGMA query_only = 1");
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(READER_TIMEOUT_MS);
        pool = new HikariDataSource(config);
        Sqlite sqlite = new Sqlite();
        dialect = sqlite;
        readers = configure(Jdbi.create(pool));
        writes = new WriteQueue(configure(Jdbi.create(source)), dialect);
        checkpoints = new Checkpoints(file, source, sqlite, writes);
        followers.setName("follower");
        followers.setReservedThreads(0);
        followers.setStopTimeout(FOLLOWER_IDLE_MS);
        LifeCycle.start(followers);
    }

    private static SQLiteDataSource dataSource(Path file, int cache) {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setCacheSize(-cache);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(SqliteFile.url(file));
        return source;
    }

    private Jdbi configure(Jdbi jdbi) {
        jdbi.define("jsonIds", dialect.jsonIds());
        jdbi.define("jsonWords", dialect.jsonWords());
        jdbi.installPlugin(new SqlObjectPlugin());
        jdbi.registerColumnMapper(new InstantMapper());
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerRowMapper(Database::recordMapper);
        // JDBI would add a statement's arguments to its errors, and so log messages, hashes and tokens.
        jdbi.configure(
                StatementExceptions.class,
                exceptions -> exceptions.setMessageRendering(StatementException::getShortMessage));
        return jdbi;
    }

    /** Maps any record by the names of its components. */
    private static Optional<RowMapper<?>> recordMapper(Type type, ConfigRegistry config) {
        Class<?> raw = GenericTypes.getErasedType(type);
        return raw.isRecord() ? Optional.of(ConstructorMapper.of(raw)) : Optional.empty();
    }

    /**
     * Runs a query on a read-only connection, on the caller's thread. The writer's thread must not call, because it would
     * keep all writes waiting.
     *
     * @throws NoReaderException if all these connections stay in use for two seconds
     */
    public <T> T read(HandleCallback<T, RuntimeException> query) {
        if (writes.isWriter(Thread.currentThread())) {
            throw new IllegalStateException("The writer's thread must not read");
        }
        try {
            return readers.withHandle(query);
        } catch (ConnectionException e) {
            throw e.getCause() instanceof SQLTransientConnectionException ? new NoReaderException(e) : e;
        }
    }

    /**
     * Stores something durably. The work must change nothing but the database. The future completes after the commit: with
     * the result, with what the work threw, or with a {@link StorageException} or {@link QueueFullException}. It completes
     * on a thread that may read and block.
     */
    public <T> CompletableFuture<T> write(HandleCallback<T, RuntimeException> work) {
        return write(work, result -> {});
    }

    /**
     * As {@link #write(HandleCallback)}.
     *
     * @param afterCommit called on the writer's thread, in the order of the commits; it must not block
     */
    public <T> CompletableFuture<T> write(HandleCallback<T, RuntimeException> work, Consumer<T> afterCommit) {
        return offWriter(writes.submit(work, afterCommit));
    }

    /**
     * Stores something in bulk with other writes of the same kind. The future completes on the writer's thread, so
     * nothing that depends on it may block; see {@link #offWriter}.
     *
     * @param afterCommit called on the writer's thread, in the order of the commits; it must not block
     */
    public <T, R> CompletableFuture<R> write(Bulk<T, R> bulk, T item, Consumer<R> afterCommit) {
        return writes.submit(bulk, item, afterCommit);
    }

    /** The same future, completed on a thread that may read and block. */
    public <T> CompletableFuture<T> offWriter(CompletableFuture<T> future) {
        return future.whenCompleteAsync((result, failure) -> {}, followers);
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Completes the futures of each commit inside this wrapper, on the writer's thread. */
    public void completeInside(Consumer<Runnable> wrapper) {
        writes.completeInside(wrapper);
    }

    public void onCommit(CommitListener listener) {
        writes.onCommit(listener);
    }

    /**
     * Identifies this copy of the database. It changes when a backup is restored, so that clients know when what they
     * have seen may not be stored any more. If a new one cannot be stored, for example on a full disk, it lasts until
     * the next start. Called once, at the start.
     */
    public String mark() {
        return read(Database::findMark)
                .orElseGet(() -> addMark(UUID.randomUUID().toString()));
    }

    private String addMark(String mark) {
        try {
            write(handle -> handle.execute("INSERT INTO database_mark (mark) VALUES (?)", mark))
                    .join();
        } catch (CompletionException e) {
            LOG.warn("Could not store the database's mark: {}", String.valueOf(e.getCause()));
        }
        return mark;
    }

    private static Optional<String> findMark(Handle handle) {
        return handle.createQuery("SELECT mark FROM database_mark")
                .mapTo(String.class)
                .findOne();
    }

    /** The number of waiting writes. */
    public int queued() {
        return writes.waiting();
    }

    /** The file itself, with all links followed. */
    public Path file() {
        return file;
    }

    /** The size of the database; 0 if it is unknown. */
    public long bytes() {
        return file.toFile().length();
    }

    /** The size of the write-ahead log. */
    public long logBytes() {
        return SqliteFile.log(file).toFile().length();
    }

    /** Commits what is queued, for at most three seconds. Later writes are refused; reads still work. */
    public void stopWriting() {
        writes.close();
    }

    @Override
    public void close() {
        stopWriting();
        LifeCycle.stop(followers);
        checkpoints.close();
        pool.close();
        if (lock != null) {
            lock.close();
        }
    }
}
