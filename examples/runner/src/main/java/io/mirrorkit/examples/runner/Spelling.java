package io.mirrorkit.examples.runner;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what somebody meant to write. Pure. */
final class Spelling {

    private Spelling() {}

    /** The word that is nearest to a text, if any is near: one in four characters may be wrong, and two in a short text. */
    static Optional<String> nearest(String text, Collection<String> words) {
        int atMost = Math.max(2, text.length() / 4);
        return words.stream()
                .filter(word -> Math.abs(word.length() - text.length()) <= atMost)
                .filter(word -> distance(text, word) <= atMost)
                .min(Comparator.<String>comparingInt(word -> distance(text, word))
                        .thenComparing(word -> word));
    }

    /** How many characters have to be added, dropped, changed or swapped with their neighbour; case does not count. */
    static int distance(String one, String other) {
        String a = one.toLowerCase(java.util.Locale.ROOT);
        String b = other.toLowerCase(java.util.Locale.ROOT);
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] now = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], last[j]) + 1, last[j - 1] + changed);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    now[j] = Math.min(now[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = now;
            now = free;
        }
        return last[b.length()];
    }
}
