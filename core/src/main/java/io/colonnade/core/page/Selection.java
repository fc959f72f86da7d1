package io.colonnade.core.page;

/// The rows of a page that count: the first `count` entries of `positions`, strictly ascending.
public record Selection(int[] positions, int count) {
    public static Selection all(int rows) {
        int[] positions = new int[rows];
        for (int i = 0; i < rows; i++) {
            positions[i] = i;
        }
        return new Selection(positions, rows);
    }
}
