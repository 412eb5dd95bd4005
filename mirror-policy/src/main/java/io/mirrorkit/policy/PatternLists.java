package io.mirrorkit.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The syntax in which MirrorMaker 2's configuration lists patterns, such as {@code orders.*, payments}. */
public final class PatternLists {

    private PatternLists() {}

    /**
     * The elements of a comma list. White space around an element is dropped, and so are its second and later appearances. The
     * elements are not checked to be regular expressions; the filters do that.
     *
     * @param list elements with commas between them; blank for a list without elements
     * @return an immutable list of the elements in their order
     * @throws IllegalArgumentException if an element is empty, as the second in {@code a,,b}
     */
    public static List<String> parseList(String list) {
        return list.isBlank() ? List.of() : List.copyOf(elements(list));
    }

    private static Set<String> elements(String list) {
        List<String> parts = new ArrayList<>(List.of(list.split(",", -1)));
        parts.replaceAll(String::strip);
        int empty = parts.indexOf("");
        if (empty >= 0) {
            throw new IllegalArgumentException("element " + (empty + 1) + " of the list \"" + list + "\" is empty");
        }
        return new LinkedHashSet<>(parts);
    }
}
