package io.colonnade.coordinator.crash;

import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The files of the operating system, with a memory of all that was done below one directory, so that
/// {@link CrashedFiles} can make what a crash would have left; and with faults on demand.
///
/// *Thread safety*: any thread; steps are remembered in the order in which they were done.
public final class RecordingFiles implements FileSystem {
    private final Path directory;
    private final List<FileStep> steps = new ArrayList<>();
    private final Map<Path, Integer> names = new HashMap<>();
    private int files;
    private int calls;
    private volatile boolean links = true;
    private volatile Function<Call, @Nullable IOException> fault = call -> null;

    /// A call that changes something, with its number from 0.
    public record Call(int number, Kind kind, Path file) {
        /// What kind of call.
        public enum Kind {
            OPEN,
            WRITE,
            FORCE,
            RENAME,
            LINK,
            DELETE,
            SYNC_DIRECTORY
        }
    }

    /// Remembers what is done below `directory`, which is empty.
    public RecordingFiles(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /// From now on calls for which `newFault` gives an error fail with it and do nothing.
    public void failWith(Function<Call, @Nullable IOException> newFault) {
        fault = newFault;
    }

    /// From now on files can have no second name, as on another disk.
    public void refuseLinks() {
        links = false;
    }

    /// How many calls there were.
    public synchronized int calls() {
        return calls;
    }

    /// How many steps there were.
    public synchronized int count() {
        return steps.size();
    }

    synchronized List<FileStep> steps(int count) {
        return List.copyOf(steps.subList(0, count));
    }

    Path directory() {
        return directory;
    }

    void check(Call.Kind kind, Path file) throws IOException {
        int number;
        synchronized (this) {
            number = calls++;
        }
        IOException error = fault.apply(new Call(number, kind, file));
        if (error != null) {
            throw error;
        }
    }

    /// Does something and remembers it, in one.
    synchronized <T> T step(Action<T> action, @Nullable FileStep step) throws IOException {
        T result = action.run();
        if (step != null) {
            steps.add(step);
        }
        return result;
    }

    /// Something that may fail.
    interface Action<T> {
        T run() throws IOException;
    }

    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        Path name = file.toAbsolutePath();
        List<OpenOption> wanted = Arrays.asList(options);
        if (!wanted.contains(StandardOpenOption.WRITE) || !name.startsWith(directory)) {
            return FileSystem.LOCAL.open(file, options);
        }
        check(Call.Kind.OPEN, name);
        synchronized (this) {
            boolean existed = FileSystem.LOCAL.exists(name);
            FileChannel channel = FileSystem.LOCAL.open(name, options);
            int number = names.computeIfAbsent(name, key -> files++);
            if (!existed) {
                number = files++;
                names.put(name, number);
                steps.add(new FileStep.Created(name, number));
            } else if (wanted.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
                steps.add(new FileStep.Truncated(number, 0));
            }
            return new RecordingChannel(this, channel, name, number);
        }
    }

    @Override
    public void createDirectories(Path path) throws IOException {
        // Directories are taken to last; the names in them are not.
        FileSystem.LOCAL.createDirectories(path);
    }

    @Override
    public void renameAtomically(Path source, Path target) throws IOException {
        Path from = source.toAbsolutePath();
        Path to = target.toAbsolutePath();
        check(Call.Kind.RENAME, to);
        synchronized (this) {
            FileSystem.LOCAL.renameAtomically(source, target);
            Integer number = names.remove(from);
            if (number != null) {
                names.put(to, number);
            }
            steps.add(new FileStep.Renamed(from, to));
        }
    }

    @Override
    public boolean link(Path existing, Path name) throws IOException {
        check(Call.Kind.LINK, name.toAbsolutePath());
        synchronized (this) {
            Integer number = names.get(existing.toAbsolutePath());
            if (!links || number == null || !FileSystem.LOCAL.link(existing, name)) {
                return false;
            }
            names.put(name.toAbsolutePath(), number);
            steps.add(new FileStep.Created(name.toAbsolutePath(), number));
            return true;
        }
    }

    @Override
    public void syncDirectory(Path path) throws IOException {
        check(Call.Kind.SYNC_DIRECTORY, path.toAbsolutePath());
        step(
                () -> {
                    FileSystem.LOCAL.syncDirectory(path);
                    return "";
                },
                new FileStep.DirectorySynced(path.toAbsolutePath()));
    }

    @Override
    public void delete(Path file) throws IOException {
        check(Call.Kind.DELETE, file.toAbsolutePath());
        synchronized (this) {
            FileSystem.LOCAL.delete(file);
            if (names.remove(file.toAbsolutePath()) != null) {
                steps.add(new FileStep.Deleted(file.toAbsolutePath()));
            }
        }
    }

    @Override
    public boolean exists(Path file) {
        return FileSystem.LOCAL.exists(file);
    }

    @Override
    public boolean isDirectory(Path file) {
        return FileSystem.LOCAL.isDirectory(file);
    }

    @Override
    public boolean isSymbolicLink(Path file) {
        return FileSystem.LOCAL.isSymbolicLink(file);
    }

    @Override
    public List<Path> list(Path path) throws IOException {
        return FileSystem.LOCAL.list(path);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return FileSystem.LOCAL.usableBytes(path);
    }
}
