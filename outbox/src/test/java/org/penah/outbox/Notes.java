package org.penah.outbox;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny;

/** The smallest service: it sends notes to itself and keeps those that arrive. */
@ApplicationScoped
class Notes implements EventHandler<Notes.Note> {

    static final String QUEUE = "penah.sender.sender";
    static final String FULL = "penah.sender.nobody";
    static final String TYPE = "org.penah.note.written.v1";

    record Note(String text) {
        Note {
            if (text == null || text.isEmpty()) {
                throw new IllegalArgumentException("the note is empty");
            }
        }
    }

    /** Without one, every counter stands at zero. */
    @Produces
    @Singleton
    static SimpleMeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @Produces
    @ApplicationScoped
    static Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public String sender() {
        return "sender";
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<Note> dataType() {
        return Note.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, Note note) {
        if (note.text().equals("a note that breaks its handler")) {
            throw new UnsupportedOperationException();
        }
        return session.createNativeQuery("insert into note (text) values (?1)")
                .setParameter(1, note.text())
                .executeUpdate()
                .replaceWithVoid();
    }
}
