package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one log whose bodies came in pieces, and the pieces that wait for their message.
 *
 * <p>A producer has one open body at most. Its closing send binds the pieces to the address of the message's record; from
 * then on they live as long as something refers to that record: an entry of a lane, a send of an undecided transaction, a
 * scheduled message. A message that moves to another queue keeps its record, and so its pieces.
 */
public final class LargeMessages {
    private final Liveness liveness;
    private final NumberMap<LargeMessage> openByProducer = new NumberMap<>();
    private final NumberMap<NumberMap<LargeMessage>> all = new NumberMap<>();
    // For look-ups only, never iterated.
    private final Map<Address, Reference> byAddress = new HashMap<>();

    /** Where a message's record is. */
    record Address(long position, int recordIndex) {}

    /** A lane's entry that refers to it. */
    record Entry(int destination, int lane, long sequence) {}

    /** What refers to a large message by one address of its record. */
    static final class Reference {
        final Address address;
        final LargeMessage message;
        final List<Entry> entries = new ArrayList<>(1);
        /** Sends of transactions and scheduled messages. */
        int others;

        Reference(Address address, LargeMessage message) {
            this.address = address;
            this.message = message;
        }

        private boolean isUnused() {
            return others == 0 && entries.isEmpty();
        }
    }

    LargeMessages(Liveness liveness) {
        this.liveness = liveness;
    }

    // Pieces

    /**
     * A piece is there. The first one of a later send ends what the producer has open; a repetition changes nothing.
     *
     * @return whether it was the next one
     */
    boolean add(long producer, long sequence, int piece, int lengthBytes, long position, int recordIndex) {
        LargeMessage open = openByProducer.get(producer);
        if (open == null || open.sequence() < sequence) {
            if (piece != 0) {
                return false; // the others were dropped meanwhile
            }
            dropOpen(producer);
            open = new LargeMessage(producer, sequence);
            openByProducer.put(producer, open);
            put(open);
        }
        if (open.sequence() != sequence || open.pieces() != piece) {
            return false;
        }
        open.add(position, recordIndex, lengthBytes);
        liveness.addLive(position);
        return true;
    }

    private void put(LargeMessage message) {
        NumberMap<LargeMessage> ofProducer = all.get(message.producer());
        if (ofProducer == null) {
            ofProducer = new NumberMap<>();
            all.put(message.producer(), ofProducer);
        }
        ofProducer.put(message.sequence(), message);
    }

    /** The body that a producer has begun and not finished, null if there is none. */
    public @Nullable LargeMessage open(long producer) {
        return openByProducer.get(producer);
    }

    /** The producer will not finish what it has open. */
    void dropOpen(long producer) {
        LargeMessage open = openByProducer.remove(producer);
        if (open != null) {
            forget(open);
        }
    }

    /** The producer will not finish the body of that send. */
    void dropOpen(long producer, long sequence) {
        LargeMessage open = openByProducer.get(producer);
        if (open != null && open.sequence() == sequence) {
            dropOpen(producer);
        }
    }

    private void forget(LargeMessage message) {
        for (int i = 0; i < message.pieces(); i++) {
            liveness.removeLive(message.positionOf(i));
        }
        NumberMap<LargeMessage> ofProducer = all.get(message.producer());
        if (ofProducer != null) {
            ofProducer.remove(message.sequence());
            if (ofProducer.isEmpty()) {
                all.remove(message.producer());
            }
        }
    }

    // Messages

    /**
     * A send is applied: binds its pieces to its record, and ends the body of an earlier send that was not finished.
     * {@link #settle} follows when everybody who refers to the record does.
     *
     * @param pieces how many it has, 0 for a message that is whole
     * @throws IllegalStateException if its pieces are not all there
     */
    void bind(long producer, long sequence, int pieces, long position, int recordIndex) {
        LargeMessage open = openByProducer.get(producer);
        if (open != null && open.sequence() < sequence) {
            dropOpen(producer);
        }
        if (pieces == 0) {
            return;
        }
        if (open == null || open.sequence() != sequence || open.pieces() != pieces) {
            throw new IllegalStateException("send " + sequence + " of producer " + producer + " has " + pieces
                    + " pieces, found " + (open == null || open.sequence() != sequence ? 0 : open.pieces()));
        }
        openByProducer.remove(producer);
        open.open = false;
        refer(new Address(position, recordIndex), open);
    }

    /** A send was applied: if nobody refers to its record, its pieces go. */
    void settle(long position, int recordIndex) {
        Reference reference = find(position, recordIndex);
        if (reference != null) {
            removeIfUnused(reference);
        }
    }

    private Reference refer(Address address, LargeMessage message) {
        Reference reference = byAddress.get(address);
        if (reference == null) {
            reference = new Reference(address, message);
            byAddress.put(address, reference);
            message.references.add(reference);
        }
        return reference;
    }

    private void removeIfUnused(Reference reference) {
        if (reference.isUnused()) {
            byAddress.remove(reference.address);
            reference.message.references.remove(reference);
            if (reference.message.references.isEmpty()) {
                forget(reference.message);
            }
        }
    }

    private @Nullable Reference find(long position, int recordIndex) {
        return byAddress.isEmpty() ? null : byAddress.get(new Address(position, recordIndex));
    }

    /** How long the body is that belongs to a record and is not part of it; 0 for most records. */
    public long bodyBytesAt(long position, int recordIndex) {
        Reference reference = find(position, recordIndex);
        return reference == null ? 0 : reference.message.bodyBytes();
    }

    /** A send or a scheduled message refers to a record, which may be any. */
    void onHeld(long position, int recordIndex) {
        Reference reference = find(position, recordIndex);
        if (reference != null) {
            reference.others++;
        }
    }

    /** It does not any more. */
    void onReleased(long position, int recordIndex) {
        Reference reference = find(position, recordIndex);
        if (reference != null) {
            reference.others--;
            removeIfUnused(reference);
        }
    }

    /** A lane's entry refers to a record, which may be any. */
    void onEntry(long position, int recordIndex, int destination, int lane, long sequence) {
        Reference reference = find(position, recordIndex);
        if (reference != null) {
            reference.entries.add(new Entry(destination, lane, sequence));
        }
    }

    /** The entry is needed no more. */
    void onEntryGone(long position, int recordIndex, int destination, int lane, long sequence) {
        Reference reference = find(position, recordIndex);
        if (reference != null) {
            reference.entries.remove(new Entry(destination, lane, sequence));
            removeIfUnused(reference);
        }
    }

    /** What refers to a record refers to a copy of it from now on. */
    void onRelocated(long oldPosition, int oldRecordIndex, long position, int recordIndex) {
        Reference reference = find(oldPosition, oldRecordIndex);
        if (reference != null) {
            refer(new Address(position, recordIndex), reference.message).others++;
            onReleased(oldPosition, oldRecordIndex);
        }
    }

    /** As above, of a lane's entry. */
    void onEntryRelocated(
            long oldPosition,
            int oldRecordIndex,
            long position,
            int recordIndex,
            int destination,
            int lane,
            long sequence) {
        Reference reference = find(oldPosition, oldRecordIndex);
        if (reference != null) {
            refer(new Address(position, recordIndex), reference.message)
                    .entries
                    .add(new Entry(destination, lane, sequence));
            onEntryGone(oldPosition, oldRecordIndex, destination, lane, sequence);
        }
    }

    // Looking

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The message whose record is there, null if that has no pieces. */
    public @Nullable LargeMessage at(long position, int recordIndex) {
        Reference reference = find(position, recordIndex);
        return reference == null ? null : reference.message;
    }

    /** The message of a send, finished or not; null if there is none. */
    public @Nullable LargeMessage of(long producer, long sequence) {
        NumberMap<LargeMessage> ofProducer = all.get(producer);
        return ofProducer == null ? null : ofProducer.get(sequence);
    }

    /** Visits all of them, finished or not. */
    public void forEach(Consumer<LargeMessage> visitor) {
        all.forEach(ofProducer -> ofProducer.forEach(visitor));
    }

    void forEachPosition(LongConsumer visitor) {
        forEach(message -> {
            for (int i = 0; i < message.pieces(); i++) {
                visitor.accept(message.positionOf(i));
            }
        });
    }

    // Relocating pieces

    long positionOf(long producer, long sequence, int piece) {
        LargeMessage message = of(producer, sequence);
        return message == null || piece >= message.pieces() ? Lane.NONE : message.positionOf(piece);
    }

    void relocate(long producer, long sequence, int piece, long position, int recordIndex) {
        LargeMessage message = of(producer, sequence);
        if (message == null || piece >= message.pieces()) {
            return;
        }
        long old = message.positionOf(piece);
        liveness.addLive(position);
        message.setAddress(piece, position, recordIndex);
        liveness.removeLive(old);
    }

    // Restoring

    void restore(LargeMessage message) {
        put(message);
        if (message.open) {
            openByProducer.put(message.producer(), message);
        }
    }

    Reference restore(LargeMessage message, long position, int recordIndex) {
        return refer(new Address(position, recordIndex), message);
    }

    // Checking

    /**
     * Checks what must hold between applies.
     *
     * @throws IllegalStateException if it does not
     */
    void assertInvariants() {
        forEach(message -> {
            if (message.open != (openByProducer.get(message.producer()) == message)
                    || message.open != message.references.isEmpty()) {
                throw new IllegalStateException("send " + message.sequence() + " of producer " + message.producer()
                        + " with " + message.pieces() + " pieces has " + message.references.size()
                        + " references and is "
                        + (message.open ? "open" : "finished"));
            }
        });
    }
}
