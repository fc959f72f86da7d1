package io.colonnade.exec.operator.state;

/// How much memory a change will take at most, found out before it is made.
///
/// ```text
/// array a: 8 -> 16 KiB   \    stays 8 + 32 KiB, moves 32 KiB: while the larger array is
/// array b: 32 -> 64 KiB  /    filled, the old one is still there; arrays move one by one
/// ```
///
/// *Thread safety*: one thread.
public final class Growth {
    private long stays;
    private long moves;

    /// Begins anew.
    public void clear() {
        stays = 0;
        moves = 0;
    }

    /// An array of which `bytes` bytes will be needed at once.
    public void array(NativeArray array, long bytes) {
        long old = array.bytes();
        if (bytes > old) {
            stays += Math.max(bytes, old * 2) - old;
            moves = Math.max(moves, old);
        }
    }

    /// An array that grows to `bytes` bytes little by little, and so by doubling.
    public void steps(NativeArray array, long bytes) {
        long old = array.bytes();
        long larger = Math.max(64, old);
        while (larger < bytes) {
            larger *= 2;
        }
        if (larger > old) {
            stays += larger - old;
            moves = Math.max(moves, larger / 2);
        }
    }

    /// Memory that comes in addition, without moving anything.
    public void add(long bytes) {
        stays += Math.max(0, bytes);
    }

    /// What must be there for the change to succeed.
    public long bytes() {
        return stays + moves;
    }
}
