package io.colonnade.sample.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Compresses Parquet pages with ZSTD, without the Hadoop codecs of parquet-java.
final class ZstdPageCompressor implements BytesInputCompressor {

    private static final int LEVEL = 1;

    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
        bytes.writeAllTo(copy);
        byte[] plain = copy.toByteArray();
        byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(plain.length))];
        int length = context.compress(compressed, plain);
        return BytesInput.from(compressed, 0, length);
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
        context.close();
    }
}
