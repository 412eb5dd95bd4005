package io.mirrorkit.examples.benchmark;

import java.util.List;

/** A table in Markdown, padded so that it can be read on a terminal, too. */
final class MarkdownTable {

    private final List<List<String>> rows;
    private final int words;
    private final int[] widths;

    /**
     * A table.
     *
     * @param rows the header, and the others; all of one length
     * @param words how many columns hold words; those after them hold numbers
     */
    MarkdownTable(List<List<String>> rows, int words) {
        this.rows = rows.stream().map(List::copyOf).toList();
        this.words = words;
        this.widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(line(rows.get(0))).append(rule());
        rows.subList(1, rows.size()).forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < row.size(); i++) {
            String blank = " ".repeat(widths[i] - row.get(i).length());
            line.append(' ')
                    .append(i < words ? row.get(i) + blank : blank + row.get(i))
                    .append(" |");
        }
        return line.append('\n').toString();
    }

    private String rule() {
        StringBuilder rule = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            rule.append("-".repeat(widths[i] + 1)).append(i < words ? "-|" : ":|");
        }
        return rule.append('\n').toString();
    }
}
