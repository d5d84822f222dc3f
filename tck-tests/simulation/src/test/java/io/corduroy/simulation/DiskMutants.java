package io.corduroy.simulation;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import io.corduroy.simulation.node.Mutant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;

/** Logs that do less to the disk than they say. */
final class DiskMutants {

    private DiskMutants() {}

    private static Mutant on(UnaryOperator<Storage> wrong) {
        return new Mutant() {
            @Override
            public Storage storage(Storage right) {
                return wrong.apply(right);
            }
        };
    }

    static Mutant forcesNothing() {
        return on(ForcesNothing::new);
    }

    private static class ForcesNothing extends WrongDisk {
        ForcesNothing(Storage right) {
            super(right);
        }

        @Override
        WrongDisk within(Storage directory) {
            return new ForcesNothing(directory);
        }

        @Override
        void force(LogFile file) {
            // as if it had been
        }
    }

    static Mutant forcesNoNames() {
        return on(ForcesNoNames::new);
    }

    private static class ForcesNoNames extends WrongDisk {
        ForcesNoNames(Storage right) {
            super(right);
        }

        @Override
        WrongDisk within(Storage directory) {
            return new ForcesNoNames(directory);
        }

        @Override
        void forceDirectory(Storage directory) {
            // as if it had been
        }
    }

    static Mutant takesAFailedForceForDone() {
        return on(TakesAFailedForceForDone::new);
    }

    private static class TakesAFailedForceForDone extends WrongDisk {
        TakesAFailedForceForDone(Storage right) {
            super(right);
        }

        @Override
        WrongDisk within(Storage directory) {
            return new TakesAFailedForceForDone(directory);
        }

        @Override
        void force(LogFile file) {
            try {
                file.force();
            } catch (IOException e) {
                return; // "try again with the next flush"
            }
        }
    }

    static Mutant writesOnlyTheFirstBatchOfAFlush() {
        return on(WritesOnlyTheFirst::new);
    }

    private static class WritesOnlyTheFirst extends WrongDisk {
        WritesOnlyTheFirst(Storage right) {
            super(right);
        }

        @Override
        WrongDisk within(Storage directory) {
            return new WritesOnlyTheFirst(directory);
        }

        @Override
        void write(LogFile file, long offset, List<ByteBuffer> sources) throws IOException {
            super.write(file, offset, sources.subList(0, 1));
        }
    }

    static Mutant confirmsBeforeItFlushes() {
        return new Mutant() {
            @Override
            public boolean confirmsBeforeFlush() {
                return true;
            }
        };
    }
}
