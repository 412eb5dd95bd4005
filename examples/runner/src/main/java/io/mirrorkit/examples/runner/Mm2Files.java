package io.mirrorkit.examples.runner;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files. */
final class Mm2Files {

    private Mm2Files() {}

    /**
     * Reads and parses a file in UTF-8.
     *
     * @throws BadFileException if it can't be read or parsed
     */
    static Mm2File read(Path path) {
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            return Mm2File.parse(path.toString(), reader);
        } catch (NoSuchFileException e) {
            throw new BadFileException(path.toString(), "there is no such file", "check the path");
        } catch (CharacterCodingException e) {
            throw new BadFileException(path.toString(), "is not written in UTF-8", "convert it");
        } catch (IOException e) {
            throw new BadFileException(
                    path.toString(),
                    "can't be read (" + e.getClass().getSimpleName() + ")",
                    "check the path and the rights");
        }
    }
}
