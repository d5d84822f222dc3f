package io.corduroy.micro;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A disk that keeps names and lengths and forgets all bytes, so that a log above it costs nothing but itself. It reads zeros. */
final class VoidStorage implements Storage {

    private final Map<String, VoidFile> files = new TreeMap<>();
    private final Map<String, VoidStorage> directories = new HashMap<>();

    @Override
    public String location() {
        return "void";
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public Storage directory(String name) {
        return directories.computeIfAbsent(name, any -> new VoidStorage());
    }

    @Override
    public LogFile create(String name) {
        VoidFile file = new VoidFile(name);
        files.put(name, file);
        return file;
    }

    @Override
    public LogFile open(String name) throws IOException {
        VoidFile file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        open(from);
        VoidFile file = files.remove(from);
        files.put(to, file);
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void forceDirectory() {}

    @Override
    public void close() {}

    private static final class VoidFile implements LogFile {

        private final String name;
        private long length;

        VoidFile(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() {
            return length;
        }

        @Override
        public void write(long offset, List<ByteBuffer> sources) {
            long end = offset;
            for (ByteBuffer source : sources) {
                end += source.remaining();
                source.position(source.limit());
            }
            length = Math.max(length, end);
        }

        @Override
        public int read(long offset, ByteBuffer target) {
            int count = (int) Math.max(0, Math.min(target.remaining(), length - offset));
            target.put(new byte[count]);
            return count;
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }
}
