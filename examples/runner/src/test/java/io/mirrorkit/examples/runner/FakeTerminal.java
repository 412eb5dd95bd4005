package io.mirrorkit.examples.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers what it was told, and gives one answer to all questions. */
final class FakeTerminal implements Terminal {

    final StringBuilder results = new StringBuilder();
    final List<String> told = new ArrayList<>();
    final List<String> questions = new ArrayList<>();
    Optional<Boolean> answer = Optional.empty();

    @Override
    public void result(String text) {
        results.append(text);
    }

    @Override
    public void tell(String line) {
        told.add(line);
    }

    @Override
    public boolean confirms(String question) {
        questions.add(question);
        return answer.orElseThrow(() -> new UsageException("nobody is there"));
    }
}
