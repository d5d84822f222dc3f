package io.corduroy.simulation;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A storage that passes everything on; mutants override what they do wrong. */
class WrongDisk implements Storage {

    private final Storage right;

    WrongDisk(Storage right) {
        this.right = right;
    }

    /** The same mistakes in a directory of it. */
    WrongDisk within(Storage directory) {
        return new WrongDisk(directory);
    }

    void force(LogFile file) throws IOException {
        file.force();
    }

    void forceDirectory(Storage directory) throws IOException {
        directory.forceDirectory();
    }

    int read(LogFile file, long offset, ByteBuffer target) throws IOException {
        return file.read(offset, target);
    }

    void write(LogFile file, long offset, List<ByteBuffer> sources) throws IOException {
        file.write(offset, sources);
    }

    @Override
    public String location() {
        return right.location();
    }

    @Override
    public List<String> list() throws IOException {
        return right.list();
    }

    @Override
    public Storage directory(String name) throws IOException {
        return within(right.directory(name));
    }

    @Override
    public LogFile create(String name) throws IOException {
        return new WrongFile(right.create(name));
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new WrongFile(right.open(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        right.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        right.delete(name);
    }

    @Override
    public void forceDirectory() throws IOException {
        forceDirectory(right);
    }

    @Override
    public void close() throws IOException {
        right.close();
    }

    private final class WrongFile implements LogFile {
        private final LogFile file;

        WrongFile(LogFile file) {
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
            WrongDisk.this.write(file, offset, sources);
        }

        @Override
        public int read(long offset, ByteBuffer target) throws IOException {
            return WrongDisk.this.read(file, offset, target);
        }

        @Override
        public void force() throws IOException {
            WrongDisk.this.force(file);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
