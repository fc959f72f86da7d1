package io.colonnade.core.codec;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How values of one Java type are written.
sealed interface Shape {
    void write(Object value, ByteWriter writer, int depth);

    Object read(ByteReader reader, int depth);

    static Shape of(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return new ListShape(of(generic.getActualTypeArguments()[0]));
        }
        if (!(type instanceof Class<?> raw)) {
            throw new IllegalArgumentException("no byte form for " + type);
        }
        if (raw == long.class || raw == Long.class) {
            return new LongShape();
        } else if (raw == int.class || raw == Integer.class) {
            return new IntShape();
        } else if (raw == boolean.class) {
            return new BooleanShape();
        } else if (raw == double.class) {
            return new DoubleShape();
        } else if (raw == String.class) {
            return new StringShape();
        } else if (raw == BigInteger.class) {
            return new BigIntegerShape();
        } else if (raw == byte[].class) {
            return new BytesShape();
        } else if (raw.isEnum()) {
            return EnumShape.of(raw);
        } else if (raw.isRecord() || raw.isSealed()) {
            return new RecordShape(raw, raw.isSealed());
        }
        throw new IllegalArgumentException("no byte form for " + raw);
    }

    record LongShape() implements Shape {
        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            writer.writeSigned((Long) value);
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            return reader.readSigned();
        }
    }

    record IntShape() implements Shape {
        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            writer.writeSigned((Integer) value);
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            long value = reader.readSigned();
            if (value != (int) value) {
                throw new MalformedBytesException(value + " is no int");
            }
            return (int) value;
        }
    }

    record BooleanShape() implements Shape {
        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            writer.writeByte((Boolean) value ? 1 : 0);
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            return readFlag(reader);
        }
    }

    record DoubleShape() implements Shape {
        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            writer.writeFixed64(Double.doubleToRawLongBits((Double) value));
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            return Double.longBitsToDouble(reader.readFixed64());
        }
    }

    record StringShape() implements Shape {
        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            writer.writeString((String) value);
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            return reader.readString();
        }
    }

    /// Integers of at most 128 bits.
    record BigIntegerShape() implements Shape {
        private static final int INTEGER_BYTES_MAX = 16;

        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            writer.writeBytes(((BigInteger) value).toByteArray());
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            byte[] bytes = reader.readBytes();
            // Longer ones mean nothing, and printing them in an error takes minutes.
            if (bytes.length == 0 || bytes.length > INTEGER_BYTES_MAX) {
                throw new MalformedBytesException("an integer of " + bytes.length + " bytes");
            }
            return new BigInteger(bytes);
        }
    }

    record BytesShape() implements Shape {
        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            writer.writeBytes((byte[]) value);
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            return reader.readBytes();
        }
    }

    record EnumShape(Class<?> type, Map<String, Object> constants) implements Shape {
        static EnumShape of(Class<?> type) {
            Map<String, Object> constants = new HashMap<>();
            for (Object constant : type.getEnumConstants()) {
                constants.put(((Enum<?>) constant).name(), constant);
            }
            return new EnumShape(type, constants);
        }

        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            writer.writeString(((Enum<?>) value).name());
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            String name = reader.readString();
            Object constant = constants.get(name);
            if (constant == null) {
                throw new MalformedBytesException("no " + type.getSimpleName() + " is called " + shortened(name));
            }
            return constant;
        }
    }

    record ListShape(Shape element) implements Shape {
        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            List<?> list = (List<?>) value;
            writer.writeUnsigned(list.size());
            for (Object item : list) {
                element.write(item, writer, depth + 1);
            }
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            int count = reader.readCount();
            List<Object> list = new ArrayList<>(Math.min(count, 64));
            for (int i = 0; i < count; i++) {
                list.add(element.read(reader, depth + 1));
            }
            return list;
        }
    }

    /// A record or a sealed family of records; its layout is looked up late, since families refer to themselves.
    /// Whether the type is sealed is kept, since asking it takes as long as writing a small record.
    record RecordShape(Class<?> type, boolean family) implements Shape {
        @Override
        public void write(Object value, ByteWriter writer, int depth) {
            checkDepth(depth);
            Class<?> actual = value.getClass();
            if (family) {
                writer.writeString(actual.getSimpleName());
            }
            RecordLayout.of(actual).write(value, writer, depth);
        }

        @Override
        public Object read(ByteReader reader, int depth) {
            checkDepth(depth);
            Class<?> actual = family ? RecordLayout.member(type, reader.readString()) : type;
            return RecordLayout.of(actual).read(reader, depth);
        }

        private static void checkDepth(int depth) {
            if (depth > RecordCodec.DEPTH_MAX) {
                throw new MalformedBytesException("nested deeper than " + RecordCodec.DEPTH_MAX);
            }
        }
    }

    private static String shortened(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "...";
    }

    private static boolean readFlag(ByteReader reader) {
        int flag = reader.readByte();
        if (flag > 1) {
            throw new MalformedBytesException(flag + " is no flag");
        }
        return flag == 1;
    }

    /// The components of one record class.
    final class RecordLayout {
        private static final ClassValue<RecordLayout> LAYOUTS = new ClassValue<>() {
            @Override
            protected RecordLayout computeValue(Class<?> type) {
                return new RecordLayout(type);
            }
        };
        private static final ClassValue<Map<String, Class<?>>> MEMBERS = new ClassValue<>() {
            @Override
            protected Map<String, Class<?>> computeValue(Class<?> type) {
                Map<String, Class<?>> members = new HashMap<>();
                collect(type, members);
                return Map.copyOf(members);
            }
        };

        private final RecordAccess access;
        private final Shape[] shapes;
        private final boolean[] nullable;
        private final String name;

        private RecordLayout(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            name = type.getSimpleName();
            shapes = new Shape[components.length];
            nullable = new boolean[components.length];
            try {
                access = new RecordAccess(type);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("no byte form for " + type, e);
            }
            for (int i = 0; i < components.length; i++) {
                shapes[i] = Shape.of(components[i].getGenericType());
                // Annotations are expensive to read, and primitives have none.
                nullable[i] = !components[i].getType().isPrimitive()
                        && isNullable(components[i], components[i].getAnnotatedType());
            }
        }

        static RecordLayout of(Class<?> type) {
            return LAYOUTS.get(type);
        }

        static Class<?> member(Class<?> family, String name) {
            Class<?> member = MEMBERS.get(family).get(name);
            if (member == null) {
                throw new MalformedBytesException("no " + family.getSimpleName() + " is called " + shortened(name));
            }
            return member;
        }

        private static void collect(Class<?> type, Map<String, Class<?>> members) {
            if (!type.isSealed()) {
                members.put(type.getSimpleName(), type);
                return;
            }
            for (Class<?> member : type.getPermittedSubclasses()) {
                collect(member, members);
            }
        }

        private static boolean isNullable(AnnotatedElement component, AnnotatedType type) {
            return component.isAnnotationPresent(Nullable.class) || type.isAnnotationPresent(Nullable.class);
        }

        void write(Object value, ByteWriter writer, int depth) {
            for (int i = 0; i < shapes.length; i++) {
                Object component = access.component(value, i);
                if (nullable[i]) {
                    writer.writeByte(component == null ? 0 : 1);
                }
                if (component != null) {
                    shapes[i].write(component, writer, depth + 1);
                } else if (!nullable[i]) {
                    throw new IllegalArgumentException(name + " has a null component");
                }
            }
        }

        Object read(ByteReader reader, int depth) {
            @Nullable Object[] components = new @Nullable Object[shapes.length];
            for (int i = 0; i < shapes.length; i++) {
                boolean present = !nullable[i] || readFlag(reader);
                components[i] = present ? shapes[i].read(reader, depth + 1) : null;
            }
            return access.make(components);
        }
    }
}
