package dev.lakegate.session;

import dev.lakegate.desktop.Browser;
import dev.lakegate.model.Person;
import dev.lakegate.model.ProblemException;
import dev.lakegate.oauth.SignInAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One sign-in, in which several commands may take part: the second is told what the first was, and it is given up when
/// the last one leaves.
final class SignInUnderWay {
    private final SignInWay way;
    private final Browser browser;
    private final SignInAttempt attempt = new SignInAttempt(this::announced);
    private final CompletableFuture<Person> outcome = new CompletableFuture<>();
    private final List<Participant> participants = new ArrayList<>();
    private SignInAttempt.@Nullable Announcement lastAnnounced;

    private SignInUnderWay(SignInWay way, Browser browser) {
        this.way = way;
        this.browser = browser;
    }

    /// Signs in, from beginning to end.
    @FunctionalInterface
    interface Story {
        Person tell(SignInAttempt attempt) throws ProblemException;
    }

    /// Goes on by itself, on a thread of its own.
    static SignInUnderWay begin(SignInWay way, Browser browser, Story story) {
        SignInUnderWay begun = new SignInUnderWay(way, browser);
        Thread.ofVirtual().name("sign-in").start(() -> {
            try {
                begun.outcome.complete(story.tell(begun.attempt));
            } catch (Throwable failure) { // whatever it is, those who wait must hear of it
                begun.outcome.completeExceptionally(failure);
            }
        });
        return begun;
    }

    SignInWay way() {
        return way;
    }

    boolean isOver() {
        return outcome.isDone();
    }

    /// Has this run at the end, whatever that is.
    void whenOver(Runnable told) {
        var _ = outcome.whenComplete((_, _) -> told.run());
    }

    /// Takes part; someone who comes later sees what there is to be seen now.
    synchronized SignInHandle join(Consumer<SignInNews> listener) {
        Participant participant = new Participant(listener);
        participants.add(participant);
        if (lastAnnounced != null) {
            tell(lastAnnounced, List.of(participant));
        }
        return participant;
    }

    void cancel() {
        attempt.cancel();
    }

    private synchronized void announced(SignInAttempt.Announcement announcement) {
        if (!(announcement instanceof SignInAttempt.Announcement.NotThisOne)) {
            lastAnnounced = announcement;
        }
        tell(announcement, List.copyOf(participants));
    }

    private void tell(SignInAttempt.Announcement announcement, List<Participant> audience) {
        switch (announcement) {
            // opening may take seconds, and the person may be back before it has ended
            case SignInAttempt.Announcement.OpenAddress open ->
                Thread.startVirtualThread(() -> {
                    boolean opened = way == SignInWay.BROWSER && browser.open(open.address());
                    audience.forEach(each -> each.listener.accept(new SignInNews.SignInAt(open.address(), opened)));
                });
            case SignInAttempt.Announcement.EnterCode code ->
                audience.forEach(each -> each.listener.accept(new SignInNews.EnterCode(
                        code.address(), code.code(), code.withCode().orElse(null), code.until())));
            case SignInAttempt.Announcement.NotThisOne not ->
                audience.forEach(each -> each.listener.accept(new SignInNews.NotThisOne(not.reason())));
        }
    }

    private final class Participant implements SignInHandle {
        private final Consumer<SignInNews> listener;

        Participant(Consumer<SignInNews> listener) {
            this.listener = listener;
        }

        @Override
        public void paste(String callback) {
            attempt.paste(callback);
        }

        @Override
        public String await() throws ProblemException {
            try {
                return outcome.join().label();
            } catch (CompletionException failure) {
                if (failure.getCause() instanceof ProblemException problem) {
                    throw new ProblemException(problem.problem(), problem);
                }
                throw failure;
            }
        }

        @Override
        public void close() {
            synchronized (SignInUnderWay.this) {
                participants.remove(this);
                if (participants.isEmpty() && !outcome.isDone()) {
                    cancel();
                }
            }
        }
    }
}
