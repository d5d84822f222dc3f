package io.corduroy.server;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A storage of which one directory can be broken: its forces fail from then on. */
final class BreakableStorage implements Storage {

    private final Storage inner;
    private final String name;
    private final AtomicReference<String> broken;

    BreakableStorage(Storage inner) {
        this(inner, "", new AtomicReference<>("none yet"));
    }

    private BreakableStorage(Storage inner, String name, AtomicReference<String> broken) {
        this.inner = inner;
        this.name = name;
        this.broken = broken;
    }

    void breakDirectory(String directory) {
        broken.set(directory);
    }

    @Override
    public Storage directory(String child) throws IOException {
        return new BreakableStorage(inner.directory(child), child, broken);
    }

    @Override
    public LogFile create(String file) throws IOException {
        return new BreakableFile(inner.create(file));
    }

    @Override
    public LogFile open(String file) throws IOException {
        return new BreakableFile(inner.open(file));
    }

    @Override
    public String location() {
        return inner.location();
    }

    @Override
    public List<String> list() throws IOException {
        return inner.list();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        inner.rename(from, to);
    }

    @Override
    public void delete(String file) throws IOException {
        inner.delete(file);
    }

    @Override
    public void forceDirectory() throws IOException {
        inner.forceDirectory();
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }

    private final class BreakableFile implements LogFile {
        private final LogFile file;

        BreakableFile(LogFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(long offset, List<ByteBuffer> sources) throws IOException {
            file.write(offset, sources);
        }

        @Override
        public int read(long offset, ByteBuffer target) throws IOException {
            return file.read(offset, target);
        }

        @Override
        public void force() throws IOException {
            if (name.equals(broken.get())) {
                throw new IOException("Input/output error");
            }
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
