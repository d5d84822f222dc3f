package io.corduroy.cli;

import io.corduroy.broker.record.MalformedRecordException;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.record.PieceRecord;
import io.corduroy.broker.record.RecordType;
import io.corduroy.broker.record.RelocatedRecord;
import io.corduroy.log.RecordBatch;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A record of a log as a row: where it is, what kind of fact, and of messages and pieces the fields that say which. */
final class RecordPrinter {

    private static final Map<Integer, String> NAMES = names();

    private final MessageRecord message = new MessageRecord();
    private final PieceRecord piece = new PieceRecord();
    private final RelocatedRecord relocated = new RelocatedRecord();

    Map<String, String> row(RecordBatch batch, int index) {
        ByteBuffer record = batch.record(index);
        int type = record.get(record.position()) & 0xFF;
        Map<String, String> row = new LinkedHashMap<>();
        row.put("position", String.valueOf(batch.position()));
        row.put("index", String.valueOf(index));
        row.put("epoch", String.valueOf(batch.epoch()));
        row.put("written", Instant.ofEpochMilli(batch.baseTimestampMs()).toString());
        row.put("bytes", String.valueOf(record.remaining()));
        row.put("record", NAMES.getOrDefault(type, "unknown type " + type));
        try {
            add(row, type, record.duplicate(), batch.baseTimestampMs());
        } catch (MalformedRecordException e) {
            row.put("problem", String.valueOf(e.getMessage()));
        }
        return row;
    }

    /** Of what was relocated, also which kind of record it is. */
    private void add(Map<String, String> row, int type, ByteBuffer record, long baseTimestampMs) {
        if (type == RecordType.MESSAGE) {
            addMessage(row, record, baseTimestampMs);
        } else if (type == RecordType.PIECE) {
            addPiece(row, record);
        } else if (type == RecordType.RELOCATED) {
            relocated.readHead(record.duplicate());
            if (relocated.holder() == RelocatedRecord.PIECE) {
                addPiece(row, record);
            } else {
                addMessage(row, record, baseTimestampMs);
            }
        }
    }

    private void addPiece(Map<String, String> row, ByteBuffer record) {
        piece.read(record);
        row.put("producer", String.valueOf(piece.producer()));
        row.put("sequence", String.valueOf(piece.sequence()));
        row.put("piece", String.valueOf(piece.piece()));
        row.put("piece-bytes", String.valueOf(piece.bytes().remaining()));
    }

    private void addMessage(Map<String, String> row, ByteBuffer record, long baseTimestampMs) {
        message.read(record, baseTimestampMs);
        row.put("destination", String.valueOf(message.destination()));
        row.put("producer", String.valueOf(message.producer()));
        row.put("sequence", String.valueOf(message.sequence()));
        row.put("priority", String.valueOf(message.priority()));
        row.put("sent", Instant.ofEpochMilli(message.timestampMs()).toString());
        if (message.transaction() != 0) {
            row.put("transaction", String.valueOf(message.transaction()));
        }
        if (message.pieces() != 0) {
            row.put("pieces", String.valueOf(message.pieces()));
        }
        row.put("message-bytes", String.valueOf(message.message().remaining()));
    }

    /** The names of all kinds that the broker knows, so that a new one needs no second list. */
    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        for (Field field : RecordType.class.getFields()) {
            try {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                    names.put(
                            field.getInt(null),
                            field.getName().toLowerCase(Locale.ROOT).replace('_', '-'));
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("a public field that cannot be read", e);
            }
        }
        return names;
    }
}
