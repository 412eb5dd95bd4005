package io.mirrorkit.api;

/** Texts for the flow's definition that stay the same from one start of an application to the next. */
final class Descriptions {

    private Descriptions() {}

    /** The class name, or {@code (lambda)} for a class whose name differs from run to run. */
    static String ofClass(Object plugin) {
        Class<?> type = plugin.getClass();
        return type.isHidden() || type.isSynthetic() ? "(lambda)" : type.getName();
    }
}
