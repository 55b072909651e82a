package org.penah.stack.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.penah.ceremony.tip.TipReader;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.tip.TipContent;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.state.Port;
import org.penah.stack.story.Desk;
import org.penah.stack.story.Source;
import org.penah.stack.story.Tip;

/** Sources who try until they are told "received", every second one in danger, and staff who answer the others. */
final class Traffic implements AutoCloseable {

    static final String ANSWER = "We have read what you saw behind the mill.";

    private static final String QUEUE = "general";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Tip DANGER = Tip.ofDanger("They wait in front of the house.", List.of());
    private static final Tip ROUTINE =
            new Tip(Map.of("danger", "none", "topic", "other", "message", "What I saw behind the mill."), List.of());

    @FunctionalInterface
    private interface Round {
        void go() throws InterruptedException;
    }

    /** A source that may come back. */
    record Writer(Source source, Source.Form form) {}

    private final Stack stack;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Writer> inDanger = new CopyOnWriteArrayList<>();
    private final List<Writer> others = new CopyOnWriteArrayList<>();
    private final HybridIdentity key;
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> toldStaff = new CopyOnWriteArrayList<>();
    private final Map<String, UUID> replies = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private @Nullable Desk desk;
    private volatile boolean over;
    private volatile boolean allSent;

    Traffic(Stack stack) throws IOException {
        this.stack = stack;
        this.key = stack.keys().open("aysel", QUEUE);
        threads.execute(() -> {
            again(this::sendTwo, () -> !over);
            allSent = true;
        });
        threads.execute(() -> again(this::answer, () -> !allSent || answered.size() < others.size()));
    }

    /** Who was told that their report of danger was received. */
    List<Writer> inDanger() {
        return inDanger;
    }

    /** Who was told so of another tip. */
    List<Writer> others() {
        return others;
    }

    /** What sources were answered and should not have been; a connection that is cut is nobody's answer, and they try again. */
    List<String> refused() {
        return refused;
    }

    /** Every error that staff were told of. */
    List<String> toldStaff() {
        return toldStaff;
    }

    /** Light traffic: one round, and half a second later the next. */
    private void again(Round round, BooleanSupplier goesOn) {
        try {
            while (goesOn.getAsBoolean()) {
                round.go();
                TimeUnit.MILLISECONDS.sleep(500);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendTwo() throws InterruptedException {
        inDanger.add(send(DANGER));
        others.add(send(ROUTINE));
    }

    /** Sends the same form again until it is taken, as a source would. */
    private Writer send(Tip tip) throws InterruptedException {
        Source source = new Source(stack.ports().url(Port.INTAKE));
        Source.@Nullable Form form = null;
        while (true) {
            try {
                if (form == null) {
                    Source.Form served = source.openForm();
                    form = isFine("the form", served.response()) ? served : null;
                } else if (isFine("a tip", source.send(form, tip))) {
                    return new Writer(source, form);
                }
            } catch (IOException cut) {
                // Once more.
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private boolean isFine(String what, HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            refused.add(what + " was answered with " + answer.statusCode());
            System.out.println("upgrade: sources are told: " + refused.get(refused.size() - 1));
        }
        return answer.statusCode() == 200;
    }

    private void answer() throws InterruptedException {
        try {
            if (desk == null) {
                desk = Desk.signIn(
                        stack.ports().url(Port.TRIAGE),
                        "aysel",
                        stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal());
            }
            for (JsonNode tip : desk.tips(QUEUE)) {
                String id = tip.path("tipId").asText();
                if (!answered.contains(id)) {
                    answer(desk, id);
                    answered.add(id);
                }
            }
        } catch (IOException told) {
            toldStaff.add(told.toString());
            System.out.println("upgrade: staff are told: " + told);
            desk = null;
        }
    }

    private void answer(Desk session, String tip) throws IOException, InterruptedException {
        String sealed = sealed(open(session.blob(tip)).replyTo());
        UUID reply = replies.computeIfAbsent(tip, first -> UUID.randomUUID());
        session.post(
                "api/tips/" + tip + "/replies",
                JSON.createObjectNode()
                        .put("replyId", reply.toString())
                        .put("sealed", sealed)
                        .put("copy", sealed));
    }

    private TipContent open(byte[] blob) throws IOException {
        try (InputStream plain = AgeDecryptor.open(new ByteArrayInputStream(blob), List.of(key))) {
            return TipReader.check(plain);
        }
    }

    /** As docs/contracts/reply.md has it. */
    private static String sealed(String recipient) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(HybridRecipient.parse(recipient)), sealed)) {
            encryptor.write("%-8192s".formatted(ANSWER + "\n").getBytes(StandardCharsets.UTF_8));
            encryptor.finish();
        }
        return Base64.getEncoder().encodeToString(sealed.toByteArray());
    }

    /** Lets everybody end what they are at, and staff answer all that came. */
    @Override
    public void close() {
        over = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        key.destroy();
    }
}
