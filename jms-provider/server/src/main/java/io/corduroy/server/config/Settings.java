package io.corduroy.server.config;

import io.corduroy.protocol.DestinationSetting;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.NearestName;
import io.corduroy.transport.TlsOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All settings, in the order in which they are printed. */
public final class Settings {

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    /** Node number. */
    public static final Setting<Integer> NODE_ID =
            Setting.of("node.id", ValueType.integer(1, 65_535), 1, "Number of this node; unique in a cluster.");

    /** Data directory. */
    public static final Setting<Optional<Path>> NODE_DATA = Setting.of(
            "node.data",
            ValueType.path(),
            Optional.empty(),
            "Directory for everything that must survive. Empty: memory only, everything is lost at the end.");

    /** Memory for a node without a directory. */
    public static final Setting<Long> NODE_MEMORY = Setting.of(
            "node.memory",
            ValueType.bytes(16 * MIB, 1_024 * GIB),
            256 * MIB,
            "Without a data directory: memory for messages. When it is taken, sends are refused, as by a full disk.");

    /** Whether an embedded node outlives its last connection. */
    public static final Setting<Boolean> NODE_KEEP_OPEN = Setting.of(
            "node.keep-open",
            ValueType.flag(),
            false,
            "An embedded node (URL corduroy:embedded:DIR) stays open when its last connection closes, until the process ends.");

    /** Partitions. */
    public static final Setting<Integer> NODE_PARTITIONS = Setting.of(
            "node.partitions",
            ValueType.integer(1, 64),
            1,
            "Logs side by side. Fixed when the data directory is created: destinations are placed by it.");

    /** Event loops. */
    public static final Setting<Integer> NODE_LOOPS = Setting.of(
            "node.loops",
            ValueType.integerOr("auto", 1, 256),
            0,
            "Threads for links and partitions. auto: one with up to two processors, so that a partition and its links",
            "share a thread and save two hand-overs per message; otherwise one per processor, up to 16.");

    /** Longest clean shutdown. */
    public static final Setting<Long> NODE_SHUTDOWN_TIMEOUT = Setting.of(
            "node.shutdown-timeout",
            ValueType.durationMs("1s", "10m"),
            30_000L,
            "How long a clean shutdown may take before the process ends as if killed (which loses nothing confirmed).");

    /** Listen address. */
    public static final Setting<ListenAddress> LISTEN_ADDRESS = Setting.of(
            "listen.address",
            ValueType.address(),
            new ListenAddress("127.0.0.1", 9750),
            "Where clients connect. 0.0.0.0 means every interface: then switch on TLS and a firewall first.");

    /** Most connections. */
    public static final Setting<Integer> LISTEN_MAX_CONNECTIONS = Setting.of(
            "listen.max-connections", ValueType.integer(1, 1_000_000), 10_000, "More links than this are refused.");

    /** Handshake time. */
    public static final Setting<Long> LISTEN_HANDSHAKE_TIMEOUT = Setting.of(
            "listen.handshake-timeout",
            ValueType.durationMs("100ms", "5m"),
            10_000L,
            "A peer that has not introduced itself by then is disconnected.");

    /** Our heartbeat. */
    public static final Setting<Long> LISTEN_HEARTBEAT = Setting.of(
            "listen.heartbeat",
            ValueType.durationMs("100ms", "10m"),
            10_000L,
            "We say something at least this often, so that clients notice a dead server.");

    /** Silence. */
    public static final Setting<Long> LISTEN_IDLE_TIMEOUT = Setting.of(
            "listen.idle-timeout",
            ValueType.durationMs("1s", "1h"),
            30_000L,
            "A client that is silent for so long is disconnected. Clients send a heartbeat every third of it.");

    /** Bytes queued to a link. */
    public static final Setting<Long> LISTEN_WRITE_BUFFER = Setting.of(
            "listen.write-buffer",
            ValueType.bytes(64 * KIB, GIB),
            MIB,
            "Bytes waiting to be written to one client beyond which it gets no further messages for the moment.");

    /** TLS. */
    public static final Setting<Boolean> TLS_ENABLED =
            Setting.of("tls.enabled", ValueType.flag(), false, "Encrypt links (URL scheme corduroy+ssl).");

    /** PEM certificates. */
    public static final Setting<Optional<Path>> TLS_CERTIFICATES = Setting.of(
            "tls.certificates",
            ValueType.path(),
            Optional.empty(),
            "PEM file with our certificate and those that vouch for it. Or a key store, below.");

    /** PEM key. */
    public static final Setting<Optional<Path>> TLS_PRIVATE_KEY =
            Setting.of("tls.private-key", ValueType.path(), Optional.empty(), "PEM file with our PKCS#8 key.");

    /** Key password. */
    public static final Setting<String> TLS_KEY_PASSWORD = Setting.of(
            "tls.key-password",
            ValueType.text("any text, empty for a key in the clear"),
            "",
            "Its password; better given as an environment variable.");

    /** Key store. */
    public static final Setting<Optional<Path>> TLS_KEY_STORE =
            Setting.of("tls.key-store", ValueType.path(), Optional.empty(), "PKCS12 or JKS file instead of PEM files.");

    /** Key store password. */
    public static final Setting<String> TLS_KEY_STORE_PASSWORD =
            Setting.of("tls.key-store-password", ValueType.text("any text"), "", "Its password.");

    /** Trusted clients. */
    public static final Setting<Optional<Path>> TLS_TRUSTED = Setting.of(
            "tls.trusted", ValueType.path(), Optional.empty(), "PEM file of the certificates that vouch for clients.");

    /** Client certificates. */
    public static final Setting<TlsOptions.ClientAuth> TLS_CLIENT_AUTH = Setting.of(
            "tls.client-auth",
            ValueType.oneOf(TlsOptions.ClientAuth.class),
            TlsOptions.ClientAuth.NONE,
            "Certificates of clients: not asked for, checked if there is one, or required.");

    /** Users. */
    public static final Setting<Optional<Path>> LOGIN_USERS = Setting.of(
            "login.users",
            ValueType.path(),
            Optional.empty(),
            "File of users and their passwords' hashes; \"corduroy user add\" writes it, and its changes count at once.",
            "Empty: everybody is let in, whatever user and password they give.");

    /** Anonymous access. */
    public static final Setting<Boolean> LOGIN_ANONYMOUS = Setting.of(
            "login.anonymous",
            ValueType.flag(),
            false,
            "With a file of users: whether who gives no user is let in as well.");

    /** Whose messages are. */
    public static final Setting<Boolean> LOGIN_POPULATE_USER_ID = Setting.of(
            "login.populate-user-id",
            ValueType.flag(),
            false,
            "With a file of users: whether each message says which user sent it (property JMSXUserID), whatever its client",
            "is told. Otherwise clients ask for it with the option jmsxProperties=JMSXUserID.");

    /** Durability. */
    public static final Setting<Durability> LOG_DURABILITY = Setting.of(
            "log.durability",
            ValueType.oneOf(Durability.class),
            Durability.FSYNC,
            "When a send, an acknowledgment or a commit is confirmed:",
            "  fsync       forced to the disk: survives a loss of power",
            "  replicated  in memory on a majority of replicas, forced every second; on one node like os",
            "  os          handed to the operating system, forced every second: survives kill -9, but not a loss of power");

    /** Segment size. */
    public static final Setting<Long> LOG_SEGMENT_SIZE = Setting.of(
            "log.segment-size",
            ValueType.bytes(8 * MIB, GIB),
            64 * MIB,
            "Size of the log's files. A file is deleted as a whole when nothing in it is needed.");

    /** Tail cache. */
    public static final Setting<Long> LOG_TAIL_CACHE = Setting.of(
            "log.tail-cache",
            ValueType.bytes(MIB, 64 * GIB),
            32 * MIB,
            "Memory per partition for what was written last: consumers that keep up never read the disk.");

    /** Read cache. */
    public static final Setting<Long> LOG_READ_CACHE = Setting.of(
            "log.read-cache",
            ValueType.bytes(MIB, 64 * GIB),
            32 * MIB,
            "Memory per partition for what is read from the disk ahead of consumers.");

    /** Pending bytes. */
    public static final Setting<Long> LOG_MAX_PENDING = Setting.of(
            "log.max-pending",
            ValueType.bytes(MIB, 16 * GIB),
            32 * MIB,
            "Bytes per partition that wait for the disk beyond which nothing more is read from producers.");

    /** Reserve. */
    public static final Setting<Long> LOG_RESERVE = Setting.of(
            "log.reserve",
            ValueType.bytes(0, 512 * MIB),
            16 * MIB,
            "Prepared space that is kept for acknowledgments when the disk is full: with less, sends are refused.",
            "A quarter of log.segment-size at most.");

    /** Alignment. */
    public static final Setting<Long> LOG_ALIGNMENT = Setting.of(
            "log.alignment",
            ValueType.bytes(1, 64 * KIB),
            1L,
            "What is forced ends at multiples of this (a power of two). 1B wastes nothing; 4KiB suits a device that may",
            "spoil a block while it rewrites it.");

    /** Checkpoint bytes. */
    public static final Setting<Long> LOG_CHECKPOINT_BYTES = Setting.of(
            "log.checkpoint-bytes",
            ValueType.bytes(MIB, 1_024 * GIB),
            64 * MIB,
            "The state is written down each time the log has grown by so much: what a restart has to read at most.",
            "A large state is written less often, so that it never makes up most of what is written.");

    /** Largest message. */
    public static final Setting<Long> MESSAGE_MAX_SIZE = Setting.of(
            "message.max-size",
            ValueType.bytes(KIB, 1_024 * GIB),
            4 * GIB,
            "Longest body of a message; refused beyond.");

    /** Largest body in one piece. */
    public static final Setting<Long> MESSAGE_WHOLE_SIZE = Setting.of(
            "message.whole-size",
            ValueType.bytes(4 * KIB, 3 * MIB),
            MIB,
            "Bodies up to this size travel and are kept whole; larger ones in pieces, so that nobody holds all of one.");

    /** Piece size. */
    public static final Setting<Long> MESSAGE_PIECE_SIZE = Setting.of(
            "message.piece-size",
            ValueType.bytes(4 * KIB, 3 * MIB),
            256 * KIB,
            "Length of the pieces of a larger body.");

    /** Automatic creation. */
    public static final Setting<Boolean> AUTO_CREATE = Setting.of(
            "destinations.auto-create",
            ValueType.flag(),
            true,
            "Queues and topics come into being when somebody uses them. false: only \"corduroy queue|topic create\" does.");

    /** Grace period. */
    public static final Setting<Long> GRACE_PERIOD = Setting.of(
            "delivery.grace-period",
            ValueType.durationMs("0", "1h"),
            10_000L,
            "How long what a lost client held is kept for it to come back, and how long a restarted server waits for",
            "clients before it delivers again what they may have seen.");

    /** JMX. */
    public static final Setting<Boolean> METRICS_JMX =
            Setting.of("metrics.jmx", ValueType.flag(), true, "Publish the counters as MBeans (io.corduroy:*).");

    /** HTTP. */
    public static final Setting<Integer> METRICS_HTTP_PORT = Setting.of(
            "metrics.http-port",
            ValueType.integerOr("off", 1, 65_535),
            0,
            "Serve the counters as text at http://127.0.0.1:PORT/metrics.");

    /** Destinations with counters of their own. */
    public static final Setting<Integer> METRICS_MAX_DESTINATIONS = Setting.of(
            "metrics.max-destinations",
            ValueType.integer(0, 100_000),
            100,
            "So many destinations, the deepest first, have figures of their own; the rest are summed up as \"others\".");

    /** Where the settings that a rule may override live. */
    static final String DESTINATION_DEFAULTS = "destinations.defaults";

    /** The key of the list of rules. */
    static final String DESTINATION_RULES = "destinations.rules";

    /** What a destination can be told, by the names that are used everywhere else too. */
    static final List<Setting<String>> OF_DESTINATIONS = Arrays.stream(DestinationSetting.values())
            .map(setting -> Setting.of(
                    DESTINATION_DEFAULTS + "." + setting.key(),
                    ValueType.ofDestination(setting),
                    setting.textIn(DestinationSettings.DEFAULTS),
                    setting.description()))
            .toList();

    private static final List<Setting<?>> BEFORE_DESTINATIONS = List.of(
            NODE_ID,
            NODE_DATA,
            NODE_MEMORY,
            NODE_KEEP_OPEN,
            NODE_PARTITIONS,
            NODE_LOOPS,
            NODE_SHUTDOWN_TIMEOUT,
            LISTEN_ADDRESS,
            LISTEN_MAX_CONNECTIONS,
            LISTEN_HANDSHAKE_TIMEOUT,
            LISTEN_HEARTBEAT,
            LISTEN_IDLE_TIMEOUT,
            LISTEN_WRITE_BUFFER,
            TLS_ENABLED,
            TLS_CERTIFICATES,
            TLS_PRIVATE_KEY,
            TLS_KEY_PASSWORD,
            TLS_KEY_STORE,
            TLS_KEY_STORE_PASSWORD,
            TLS_TRUSTED,
            TLS_CLIENT_AUTH,
            LOGIN_USERS,
            LOGIN_ANONYMOUS,
            LOGIN_POPULATE_USER_ID,
            LOG_DURABILITY,
            LOG_SEGMENT_SIZE,
            LOG_TAIL_CACHE,
            LOG_READ_CACHE,
            LOG_MAX_PENDING,
            LOG_RESERVE,
            LOG_ALIGNMENT,
            LOG_CHECKPOINT_BYTES,
            MESSAGE_MAX_SIZE,
            MESSAGE_WHOLE_SIZE,
            MESSAGE_PIECE_SIZE,
            AUTO_CREATE);

    private static final List<Setting<?>> AFTER_DESTINATIONS =
            List.of(GRACE_PERIOD, METRICS_JMX, METRICS_HTTP_PORT, METRICS_MAX_DESTINATIONS);

    /** All of them, in order. */
    static final List<Setting<?>> ALL = Stream.of(BEFORE_DESTINATIONS, OF_DESTINATIONS, AFTER_DESTINATIONS)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    /** What a section is about, where its name does not say it. */
    static final Map<String, String> SECTION_COMMENTS = Map.of(
            "node",
            "The process.",
            "listen",
            "Clients' way in.",
            "tls",
            "Encryption.",
            "login",
            "Who is let in.",
            "log",
            "What is on disk.",
            "message",
            "Limits of a single message.",
            "destinations",
            "Queues and topics.",
            "destinations.defaults",
            "What a new destination is created with, unless a rule below says otherwise; \"corduroy queue alter\" changes it later.",
            "delivery",
            "Consumers.",
            "metrics",
            "Counters.");

    private Settings() {}

    /** The end of a message about an unknown key; the whole list would be long, so it says where to find it. */
    static String hint(String unknown) {
        return NearestName.find(unknown, ALL.stream().map(Setting::key).toList())
                .map(key -> "; did you mean \"" + key + "\"?")
                .orElse("; \"corduroy server config\" prints all there are");
    }

    /** Whether there is a setting of this name. */
    public static boolean isKey(String key) {
        return find(key).isPresent();
    }

    static Optional<Setting<?>> find(String key) {
        return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }
}
