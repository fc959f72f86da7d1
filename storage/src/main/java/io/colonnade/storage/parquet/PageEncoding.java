package io.colonnade.storage.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.image.ColumnRows;
import io.colonnade.storage.segment.Zone;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/// Makes the compressed pages of columns, one column after the other: a dictionary page if that pays, then a
/// data page for each block. *Threads*: one.
final class PageEncoding implements AutoCloseable {
    private static final int COMPRESSION_LEVEL = 1;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final PageBytes page = new PageBytes();
    private byte[] compressed = new byte[0];

    /// Takes pages in their order; their bytes are lent for the call.
    @FunctionalInterface
    interface Target {
        void accept(EncodedPage page) throws IOException;
    }

    PageEncoding() {
        zstd.setLevel(COMPRESSION_LEVEL);
    }

    /// `zones` knows the range of each block.
    void encode(
            PrimitiveType type,
            boolean nullable,
            ColumnRows rows,
            IntFunction<Zone> zones,
            Runnable cancelCheck,
            Target target)
            throws IOException {
        ColumnPages pages = new ColumnPages(rows);
        Encoding values = Encoding.PLAIN;
        if (pages.hasDictionary()) {
            values = Encoding.RLE_DICTIONARY;
            page.clear();
            pages.writeDictionary(page);
            target.accept(new EncodedPage(pages.dictionarySize(), page.length(), compress(), Encoding.PLAIN, null));
        }
        for (int from = 0; from < rows.count(); from += Page.BLOCK_ROWS) {
            cancelCheck.run();
            int count = Math.min(Page.BLOCK_ROWS, rows.count() - from);
            page.clear();
            pages.write(from, count, nullable, page);
            Statistics<?> statistics = statistics(type, zones.apply(from / Page.BLOCK_ROWS));
            target.accept(new EncodedPage(count, page.length(), compress(), values, statistics));
        }
    }

    private BytesInput compress() {
        int bound = Math.toIntExact(Zstd.compressBound(page.length()));
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        int size = zstd.compressByteArray(compressed, 0, bound, page.array(), 0, page.length());
        return BytesInput.from(compressed, 0, size);
    }

    private static Statistics<?> statistics(PrimitiveType type, Zone zone) {
        Statistics.Builder builder = Statistics.getBuilderForReading(type).withNumNulls(zone.nullCount());
        // Readers would compare intervals as bytes without a sign.
        boolean ordered = !(zone.min() instanceof Datum.Wide) || type.getLogicalTypeAnnotation() != null;
        if (ordered && !zone.min().isNull() && !isNaN(zone.min()) && !isNaN(zone.max())) {
            builder.withMin(bytes(type, zone.min())).withMax(bytes(type, zone.max()));
        }
        return builder.build();
    }

    private static boolean isNaN(Datum value) {
        return value instanceof Datum.Real real && Double.isNaN(real.value());
    }

    /// A value as statistics have it: PLAIN, strings without their length.
    private static byte[] bytes(PrimitiveType type, Datum value) {
        return switch (value) {
            case Datum.Bool bool -> new byte[] {(byte) (bool.value() ? 1 : 0)};
            case Datum.Int number ->
                type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT32
                        ? little(4).putInt((int) number.value()).array()
                        : little(8).putLong(number.value()).array();
            case Datum.Real number ->
                type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.FLOAT
                        ? little(4).putFloat((float) number.value()).array()
                        : little(8).putDouble(number.value()).array();
            case Datum.Text text -> text.value().getBytes(StandardCharsets.UTF_8);
            case Datum.Wide wide -> bigEndian(wide.value());
            case Datum.Null none -> throw new IllegalArgumentException("NULL has no bytes");
        };
    }

    private static byte[] bigEndian(BigInteger value) {
        return ByteBuffer.allocate(SegmentSchema.WIDE_BYTES)
                .putLong(value.shiftRight(64).longValue())
                .putLong(value.longValue())
                .array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
