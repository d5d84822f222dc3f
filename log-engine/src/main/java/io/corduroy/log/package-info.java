/**
 * One partition's log on one node's disk: batches, segments, recovery, reading, checkpoints, deletion.
 *
 * <h2>A batch</h2>
 *
 * What is written, checksummed and forced as one. All numbers are big-endian.
 *
 * <pre>
 * offset  bytes
 *      0      4  CRC32C of everything after it, the length included
 *      4      4  length of the batch in bytes, header included
 *      8      1  format version, 1
 *      9      1  flags: bit 0, a record in it asked to be forced; the others are 0
 *     10      2  record count, 1 to 65,535
 *     12      4  position minus the last position that was known to be forced when the batch was sealed;
 *                0xFFFFFFFF if that does not fit (nothing is claimed then)
 *     16      8  epoch
 *     24      8  position of this batch: it identifies itself, so stale bytes of a recycled file are never taken for new
 *     32      8  base timestamp, milliseconds since 1970
 *     40      .  records: length as a varint (7 bits per byte, lowest first, high bit on all but the last), then that many bytes
 *      .      .  zeros up to a multiple of the alignment, if one is configured
 * </pre>
 *
 * <h2>Files</h2>
 *
 * <pre>
 * 00000000000000000000-0000000008388608.log   segment: base position, size in bytes; batches without gaps, then zeros or stale bytes
 * spare-000007                                prepared segment without a base yet, renamed when its turn comes
 * checkpoint-0000000003                       state of the owner at a position, see CheckpointFile
 * *.tmp                                       was being prepared when the process died; deleted at the next open
 * </pre>
 *
 * A position is a byte address: a segment begins where the one before it ended, wherever that was, and a batch never spans two. The size is part of
 * the name because segments get their full size before they get their name, so that a shorter file is known to have been cut.
 */
@NullMarked
package io.corduroy.log;

import org.jspecify.annotations.NullMarked;
