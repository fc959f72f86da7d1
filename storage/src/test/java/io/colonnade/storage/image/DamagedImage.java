package io.colonnade.storage.image;

import io.colonnade.core.type.Datum;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// An image file that is changed by somebody who makes all its checksums right again.
public final class DamagedImage {
    private DamagedImage() {}

    /// Gives the first block of a column another zone.
    public static void zone(Path file, int columnId, Datum min, Datum max, int nulls) throws IOException {
        change(
                file,
                columnId,
                block -> new BlockEntry(
                        block.rows(), block.form(), block.offset(), block.bytes(), block.checksum(), nulls, min, max));
    }

    /// Changes a byte in the first block of a column.
    public static void value(Path file, int columnId, int at, int difference) throws IOException {
        byte[] image = Files.readAllBytes(file);
        ColumnEntry column = directory(image).columns().stream()
                .filter(one -> one.columnId() == columnId)
                .findFirst()
                .orElseThrow();
        BlockEntry first = column.blocks().getFirst();
        int start = (int) (column.offset() + first.offset());
        image[start + at] += (byte) difference;
        Files.write(file, image);
        int checksum = Checksums.crc32c(image, start, (int) first.bytes());
        change(
                file,
                columnId,
                block -> new BlockEntry(
                        block.rows(),
                        block.form(),
                        block.offset(),
                        block.bytes(),
                        checksum,
                        block.nullCount(),
                        block.min(),
                        block.max()));
    }

    /// Swaps the first two values of a dictionary.
    public static void dictionary(Path file, int columnId) throws IOException {
        byte[] image = Files.readAllBytes(file);
        ImageDirectory directory = directory(image);
        List<ColumnEntry> columns = new ArrayList<>();
        for (ColumnEntry column : directory.columns()) {
            DictionaryEntry dictionary = column.dictionary();
            if (column.columnId() == columnId && dictionary != null) {
                int start = (int) (column.offset() + dictionary.offset());
                byte[] first = Arrays.copyOfRange(image, start, start + 16);
                System.arraycopy(image, start + 16, image, start, 16);
                System.arraycopy(first, 0, image, start + 16, 16);
                DictionaryEntry swapped = new DictionaryEntry(
                        dictionary.size(),
                        dictionary.heapBytes(),
                        dictionary.offset(),
                        dictionary.bytes(),
                        Checksums.crc32c(image, start, (int) dictionary.bytes()));
                columns.add(new ColumnEntry(
                        columnId, column.type(), column.offset(), column.bytes(), swapped, column.blocks()));
            } else {
                columns.add(column);
            }
        }
        write(file, image, new ImageDirectory(directory.segmentId(), directory.rowCount(), columns));
    }

    private static void change(Path file, int columnId, UnaryOperator<BlockEntry> change) throws IOException {
        byte[] image = Files.readAllBytes(file);
        ImageDirectory directory = directory(image);
        List<ColumnEntry> columns = new ArrayList<>();
        for (ColumnEntry column : directory.columns()) {
            List<BlockEntry> blocks = new ArrayList<>(column.blocks());
            if (column.columnId() == columnId) {
                blocks.set(0, change.apply(blocks.getFirst()));
            }
            columns.add(new ColumnEntry(
                    column.columnId(), column.type(), column.offset(), column.bytes(), column.dictionary(), blocks));
        }
        write(file, image, new ImageDirectory(directory.segmentId(), directory.rowCount(), columns));
    }

    private static long directoryAt(byte[] image) {
        return MemorySegment.ofArray(image).get(io.colonnade.core.page.Lanes.LONG, 24);
    }

    private static ImageDirectory directory(byte[] image) {
        return ImageDirectory.CODEC.decode(Arrays.copyOfRange(image, (int) directoryAt(image), image.length));
    }

    private static void write(Path file, byte[] image, ImageDirectory directory) throws IOException {
        int at = (int) directoryAt(image);
        byte[] bytes = ImageDirectory.CODEC.encode(directory);
        byte[] changed = Arrays.copyOf(image, at + bytes.length);
        System.arraycopy(bytes, 0, changed, at, bytes.length);
        System.arraycopy(ImageBytes.header(at, bytes).array(), 0, changed, 0, ImageBytes.HEADER_BYTES);
        Files.write(file, changed);
    }
}
