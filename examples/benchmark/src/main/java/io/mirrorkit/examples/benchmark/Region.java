package io.mirrorkit.examples.benchmark;

/** The part of a document that this program writes: between two comments of their own lines. */
final class Region {

    private static final String BEGIN = "<!-- benchmark:begin (written by examples/benchmark with --write-docs) -->\n";
    private static final String END = "<!-- benchmark:end -->\n";

    private Region() {}

    /**
     * Puts something else between the comments.
     *
     * @throws UsageException if the document has no such region
     */
    static String replace(String document, String content) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new UsageException("--write-docs: a document has no region between \"" + BEGIN.strip() + "\" and \""
                    + END.strip() + "\"; is this the project's directory?");
        }
        return document.substring(0, begin + BEGIN.length()) + content + document.substring(end);
    }
}
