package io.corduroy.server.login;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The users of a file: a line {@code NAME:HASH} each, empty lines and lines that begin with # aside. Immutable. */
public final class Users {

    private static final int MAX_NAME = 255;
    private static final String HEAD =
            "# Users of Corduroy, a line NAME:HASH each; \"corduroy user\" edits it. Running servers notice.";
    private static final Set<PosixFilePermission> OWNERS_ONLY = PosixFilePermissions.fromString("rw-------");

    private final SortedMap<String, PasswordHash> byName;

    private Users(SortedMap<String, PasswordHash> byName) {
        this.byName = byName;
    }

    /** No user. */
    public static Users none() {
        return new Users(new TreeMap<>());
    }

    /**
     * Reads a file.
     *
     * @throws NoSuchFileException if it is not there
     * @throws IOException if it cannot be read, or is no file of users; the text names file and line
     */
    public static Users read(Path file) throws IOException {
        TreeMap<String, PasswordHash> byName = new TreeMap<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new IOException(file + " is no file of users: it is not UTF-8 text", e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = file + ", line " + (i + 1) + ": ";
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException(place + "a line is NAME:HASH; \"corduroy user add\" writes it");
            }
            String name = line.substring(0, colon);
            try {
                if (byName.put(name, PasswordHash.parse(line.substring(colon + 1))) != null) {
                    throw new IOException(place + "a second line for user \"" + name + "\"");
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(place + e.getMessage(), e);
            }
        }
        return new Users(byName);
    }

    /** Replaces the file as a whole, so that who reads meanwhile sees the old or the new one; only its owner may read it. */
    public void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        byName.forEach((name, hash) ->
                text.append(name).append(':').append(hash.toText()).append('\n'));
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path next = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".new", ownersOnly());
        try {
            Files.writeString(next, text);
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static FileAttribute<?>[] ownersOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS_ONLY)}
                : new FileAttribute<?>[0];
    }

    /**
     * The same with a user added, or with another password.
     *
     * @throws IllegalArgumentException if it is no name: 1 to 255 characters, no colon, no control characters, no blank at
     *     its ends, no # at its beginning
     */
    public Users with(String name, PasswordHash hash) {
        boolean wrong = name.isEmpty()
                || name.length() > MAX_NAME
                || !name.equals(name.strip())
                || name.startsWith("#")
                || name.indexOf(':') >= 0
                || name.chars().anyMatch(Character::isISOControl);
        if (wrong) {
            throw new IllegalArgumentException("\"" + name + "\" is no user name: 1 to " + MAX_NAME
                    + " characters, no colon or control character, no blank at its ends, no # at its beginning");
        }
        TreeMap<String, PasswordHash> changed = new TreeMap<>(byName);
        changed.put(name, hash);
        return new Users(changed);
    }

    /** The same without a user. */
    public Users without(String name) {
        TreeMap<String, PasswordHash> changed = new TreeMap<>(byName);
        changed.remove(name);
        return new Users(changed);
    }

    /** The names, in order. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byName.keySet()));
    }

    /** What is kept of a user's password. */
    Optional<PasswordHash> hashOf(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Users" + byName.keySet();
    }
}
