package io.colonnade.coordinator.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// What a crash leaves of files: all that was made to last, and of the rest any part.
///
/// ```text
/// step   create a   write a   force a   write a   write a   sync dir   delete a   | crash
/// lasts                 x                                       x
/// open                                     0         1                     2        survive or not, each by itself
/// ```
///
/// A file keeps what was forced; of what was written later any writes may be there and others not. A name that was
/// given or taken away lasts when its directory was synced.
public final class CrashedFiles {
    private final Map<Path, Integer> lastingNames = new TreeMap<>();
    private final Map<Path, Integer> names = new TreeMap<>();
    private final Map<Integer, byte[]> lasting = new HashMap<>();
    private final List<FileStep> open = new ArrayList<>();
    private final Path directory;

    /// The crash comes after so many steps.
    public CrashedFiles(RecordingFiles files, int steps) {
        this.directory = files.directory();
        for (FileStep step : files.steps(steps)) {
            take(step);
        }
    }

    private void take(FileStep step) {
        switch (step) {
            case FileStep.Forced forced -> {
                open.removeIf(other -> isOf(other, forced.file()) && apply(other, lasting));
            }
            case FileStep.DirectorySynced synced -> {
                open.removeIf(other -> isIn(other, synced.directory()));
                lastingNames.keySet().removeIf(name -> synced.directory().equals(name.getParent()));
                names.forEach((name, file) -> {
                    if (synced.directory().equals(name.getParent())) {
                        lastingNames.put(name, file);
                    }
                });
            }
            case FileStep.Created created -> {
                rename(created, names);
                open.add(created);
            }
            case FileStep.Renamed renamed -> {
                rename(renamed, names);
                open.add(renamed);
            }
            case FileStep.Deleted deleted -> {
                rename(deleted, names);
                open.add(deleted);
            }
            case FileStep.Written written -> open.add(written);
            case FileStep.Truncated truncated -> open.add(truncated);
        }
    }

    private static boolean isOf(FileStep step, int file) {
        return step instanceof FileStep.Written written && written.file() == file
                || step instanceof FileStep.Truncated truncated && truncated.file() == file;
    }

    private static boolean isIn(FileStep step, Path parent) {
        return switch (step) {
            case FileStep.Created created -> parent.equals(created.name().getParent());
            case FileStep.Renamed renamed -> parent.equals(renamed.to().getParent());
            case FileStep.Deleted deleted -> parent.equals(deleted.name().getParent());
            default -> false;
        };
    }

    private static void rename(FileStep step, Map<Path, Integer> names) {
        switch (step) {
            case FileStep.Created created -> names.put(created.name(), created.file());
            case FileStep.Renamed renamed -> {
                Integer file = names.remove(renamed.from());
                if (file != null) {
                    names.put(renamed.to(), file);
                }
            }
            case FileStep.Deleted deleted -> names.remove(deleted.name());
            default -> {}
        }
    }

    private static boolean apply(FileStep step, Map<Integer, byte[]> contents) {
        switch (step) {
            case FileStep.Written written -> {
                byte[] before = contents.getOrDefault(written.file(), new byte[0]);
                int end = Math.toIntExact(written.at() + written.bytes().length);
                byte[] after = Arrays.copyOf(before, Math.max(before.length, end));
                System.arraycopy(written.bytes(), 0, after, (int) written.at(), written.bytes().length);
                contents.put(written.file(), after);
            }
            case FileStep.Truncated truncated ->
                contents.put(truncated.file(), Arrays.copyOf(contents.getOrDefault(truncated.file(), new byte[0]), (int)
                        truncated.size()));
            default -> {}
        }
        return true;
    }

    /// How many steps may survive or not.
    public int openSteps() {
        return open.size();
    }

    /// Makes the files below `target`, which is empty; of the open steps, numbered from 0, those survive that
    /// `survives` accepts.
    public void restore(Path target, IntPredicate survives) throws IOException {
        Map<Path, Integer> namesLeft = new TreeMap<>(lastingNames);
        Map<Integer, byte[]> contents = new HashMap<>(lasting);
        for (int i = 0; i < open.size(); i++) {
            if (survives.test(i)) {
                rename(open.get(i), namesLeft);
                apply(open.get(i), contents);
            }
        }
        for (Map.Entry<Path, Integer> entry : namesLeft.entrySet()) {
            Path file = target.resolve(directory.relativize(entry.getKey()).toString());
            @Nullable Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.write(file, contents.getOrDefault(entry.getValue(), new byte[0]));
        }
    }
}
