package io.colonnade.core.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes records of one class apart and makes them: by reflection at first, later by method handles.
///
/// ```text
/// uses 1 .. 500   Method.invoke        costs a process little at its start
/// from then on    MethodHandle         a fifth of the time, but one to three classes made at run time for each
/// ```
///
/// With `jdk.reflect.useNativeAccessorOnly`, which the launcher sets, reflection makes no classes either.
///
/// *Thread safety*: any threads; those that count at the same time may lose a count.
final class RecordAccess {
    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
    private static final MethodType CONSTRUCTOR = MethodType.methodType(Object.class, Object[].class);
    private static final int REFLECTED_USES = 500;

    /// Immutable, so that threads may find it without a lock.
    private record Handles(MethodHandle constructor, MethodHandle[] accessors) {}

    private final String name;
    private final Method[] accessors;
    private final Constructor<?> constructor;
    private int uses;
    private @Nullable Handles handles;

    RecordAccess(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        name = type.getSimpleName();
        accessors = new Method[components.length];
        for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            accessors[i].setAccessible(true);
        }
        constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
    }

    /// A component of a record.
    @Nullable
    Object component(Object value, int index) {
        Handles direct = handles();
        try {
            return direct == null
                    ? accessors[index].invoke(value)
                    : (Object) direct.accessors[index].invokeExact(value);
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }

    /// A new record.
    ///
    /// @throws MalformedBytesException if the record refuses the components
    Object make(@Nullable Object[] components) {
        Handles direct = handles();
        try {
            return direct == null
                    ? constructor.newInstance(components)
                    : (Object) direct.constructor.invokeExact(components);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw refused(e.getCause() == null ? e : e.getCause());
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw refused(e);
        }
    }

    private MalformedBytesException refused(Throwable e) {
        return new MalformedBytesException(name + ": " + e.getMessage(), e);
    }

    private @Nullable Handles handles() {
        Handles known = handles;
        if (known == null && ++uses > REFLECTED_USES) {
            known = makeHandles();
            handles = known;
        }
        return known;
    }

    private Handles makeHandles() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle[] getters = new MethodHandle[accessors.length];
            for (int i = 0; i < getters.length; i++) {
                getters[i] = lookup.unreflect(accessors[i]).asType(ACCESSOR);
            }
            MethodHandle maker = lookup.unreflectConstructor(constructor)
                    .asSpreader(Object[].class, getters.length)
                    .asType(CONSTRUCTOR);
            return new Handles(maker, getters);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
