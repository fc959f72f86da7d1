package io.colonnade.exec.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Random values of records and sealed families, found by reflection, so that a new record takes part by itself.
///
/// ```text
/// height   of a record 1 + that of its highest component, of a family that of its lowest member
/// budget   how high a value may grow: a family chooses among the members that fit, at the end the lowest
/// ```
public final class RandomRecords {
    private static final int HIGHEST = 1000;
    private static final int ATTEMPTS = 500;

    private final Random random;
    private final Map<Class<?>, Integer> heights = new HashMap<>();
    private final Set<Object> seen = new LinkedHashSet<>();

    public RandomRecords(Random random, Class<?>... roots) {
        this.random = random;
        for (Class<?> root : roots) {
            reachable(root).forEach(type -> heights.put(type, HIGHEST));
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Map.Entry<Class<?>, Integer> entry : heights.entrySet()) {
                int height = computeHeight(entry.getKey());
                changed |= entry.setValue(height) != height;
            }
        }
    }

    /// All records and enum constants that a value of `root` can be made of.
    public static Set<Object> parts(Class<?> root) {
        Set<Object> parts = new LinkedHashSet<>();
        for (Class<?> type : reachable(root)) {
            if (type.isRecord()) {
                parts.add(type);
            } else if (type.isEnum()) {
                parts.addAll(Arrays.asList(type.getEnumConstants()));
            }
        }
        return parts;
    }

    /// What has been made so far: classes of records and enum constants.
    public Set<Object> seen() {
        return seen;
    }

    private static Set<Class<?>> reachable(Class<?> root) {
        Set<Class<?>> types = new LinkedHashSet<>();
        collect(root, types);
        return types;
    }

    private static void collect(Type type, Set<Class<?>> types) {
        if (type instanceof ParameterizedType generic) {
            collect(generic.getActualTypeArguments()[0], types);
        } else if (type instanceof Class<?> raw && (raw.isRecord() || raw.isSealed() || raw.isEnum())) {
            if (!types.add(raw)) {
                return;
            }
            if (raw.isRecord()) {
                for (RecordComponent component : raw.getRecordComponents()) {
                    collect(component.getGenericType(), types);
                }
            } else if (raw.isSealed()) {
                for (Class<?> member : raw.getPermittedSubclasses()) {
                    collect(member, types);
                }
            }
        }
    }

    private int computeHeight(Class<?> type) {
        if (type.isRecord()) {
            int height = 0;
            for (RecordComponent component : type.getRecordComponents()) {
                if (!isNullable(component) && component.getGenericType() instanceof Class<?> raw) {
                    height = Math.max(height, heights.getOrDefault(raw, 0));
                }
            }
            return Math.min(HIGHEST, height + 1);
        }
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .mapToInt(heights::get)
                        .min()
                        .orElse(HIGHEST)
                : 0;
    }

    private static boolean isNullable(RecordComponent component) {
        return component.isAnnotationPresent(Nullable.class)
                || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    public <T> T next(Class<T> type, int budget) {
        return type.cast(value(type, budget));
    }

    private Object value(Type type, int budget) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            int height = element instanceof Class<?> raw ? heights.getOrDefault(raw, 0) : 0;
            int count = height > budget ? 0 : random.nextInt(4);
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                list.add(value(element, budget - 1));
            }
            return list;
        }
        Class<?> raw = (Class<?>) type;
        if (raw == long.class || raw == Long.class) {
            return integer();
        } else if (raw == int.class || raw == Integer.class) {
            return (int) integer();
        } else if (raw == boolean.class) {
            return random.nextBoolean();
        } else if (raw == double.class) {
            double[] edges = {0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, random.nextGaussian()};
            return edges[random.nextInt(edges.length)];
        } else if (raw == String.class) {
            return text();
        } else if (raw == BigInteger.class) {
            BigInteger value = new BigInteger(random.nextInt(128), random);
            return random.nextBoolean() ? value : value.negate();
        } else if (raw == byte[].class) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            return bytes;
        } else if (raw.isEnum()) {
            Object[] constants = raw.getEnumConstants();
            Object constant = constants[random.nextInt(constants.length)];
            seen.add(constant);
            return constant;
        }
        return raw.isRecord() ? record(raw, budget) : member(raw, budget);
    }

    private long integer() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(100);
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            case 3 -> random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            default -> random.nextInt(10);
        };
    }

    private String text() {
        String[] pieces = {"", "a", "lo_orderdate", "ä", "\uD83D\uDE00", "\0", "'%_\\", "\u65E5\u672C"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)].repeat(random.nextInt(10) == 0 ? 40 : 1));
        }
        return text.toString();
    }

    private Object member(Class<?> family, int budget) {
        Class<?>[] members = Arrays.stream(family.getPermittedSubclasses())
                .filter(member -> heights.get(member) <= Math.max(budget, heights.get(family)))
                .toArray(Class<?>[]::new);
        return value(members[random.nextInt(members.length)], budget);
    }

    /// Components are drawn until the record's constructor is content with them.
    private Object record(Class<?> type, int budget) {
        RecordComponent[] components = type.getRecordComponents();
        IllegalArgumentException refusal = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            @Nullable Object[] values = new @Nullable Object[components.length];
            for (int i = 0; i < values.length; i++) {
                boolean absent = isNullable(components[i]) && (budget <= 0 || random.nextBoolean());
                values[i] = absent ? null : value(components[i].getGenericType(), budget - 1);
            }
            try {
                Constructor<?> canonical = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                canonical.setAccessible(true);
                Object made = canonical.newInstance(values);
                seen.add(type);
                return made;
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof IllegalArgumentException cause)) {
                    throw new IllegalStateException(type.getName(), e);
                }
                refusal = cause;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(type.getName(), e);
            }
        }
        throw new IllegalStateException("no " + type.getName() + " in " + ATTEMPTS + " attempts", refusal);
    }

    /// Equality of all components; arrays by content.
    public static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        if (left instanceof byte[] a && right instanceof byte[] b) {
            return Arrays.equals(a, b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            boolean same = a.size() == b.size();
            for (int i = 0; same && i < a.size(); i++) {
                same = same(a.get(i), b.get(i));
            }
            return same;
        }
        if (!(left instanceof Record) || left.getClass() != right.getClass()) {
            return left.equals(right);
        }
        try {
            for (RecordComponent component : left.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                if (!same(
                        component.getAccessor().invoke(left),
                        component.getAccessor().invoke(right))) {
                    return false;
                }
            }
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(left.getClass().getName(), e);
        }
    }
}
