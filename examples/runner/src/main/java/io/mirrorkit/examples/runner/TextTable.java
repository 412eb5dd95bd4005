package io.mirrorkit.examples.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A table as wide as its cells. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final Set<Integer> numbers;

    /**
     * Begins with its head.
     *
     * @param numbers the columns that end on the right
     */
    TextTable(List<String> head, Set<Integer> numbers) {
        this.numbers = Set.copyOf(numbers);
        rows.add(head);
    }

    void add(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell.toString().replaceAll("\\p{Cntrl}+", " "));
        }
        rows.add(row);
    }

    /** Lines, each ended by a line feed. */
    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder out = new StringBuilder();
        rows.forEach(row -> out.append(line(row, widths)).append('\n'));
        return out.toString();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String blanks = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : "  ").append(numbers.contains(i) ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }
}
