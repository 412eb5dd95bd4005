package io.mirrorkit.failover;

import java.util.ArrayList;
import java.util.List;

/** A table of text, as wide as its cells. */
final class Columns {
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> endingOnTheRight;

    Columns(List<String> head, List<Integer> endingOnTheRight) {
        this.endingOnTheRight = endingOnTheRight;
        rows.add(head);
    }

    void add(List<String> cells) {
        rows.add(cells.stream().map(Columns::oneLine).toList());
    }

    /** A text that breaks no line, whatever a name or a message holds. */
    static String oneLine(String cell) {
        return cell.replaceAll("\\p{Cntrl}+", " ");
    }

    void writeTo(StringBuilder out) {
        int[] widths = widths();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(i == 0 ? "" : "  ").append(padded(row.get(i), widths[i], endingOnTheRight.contains(i)));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private int[] widths() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String padded(String cell, int width, boolean onTheRight) {
        String blanks = " ".repeat(width - cell.length());
        return onTheRight ? blanks + cell : cell + blanks;
    }
}
