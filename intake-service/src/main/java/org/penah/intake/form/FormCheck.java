package org.penah.intake.form;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptException;

/** Decides whether a form can be taken, and reads it. Nothing that the client sends is trusted to be one of ours. */
public final class FormCheck {

    private final Set<Topic> offered;
    private final Predicate<Addition> takes;
    private final FormTokens.Check token;

    /** @param takes whether what adds to an earlier tip can go there; if not, the form has to stand alone */
    public FormCheck(Set<Topic> offered, Predicate<Addition> takes, FormTokens.Check token) {
        this.offered = Set.copyOf(offered);
        this.takes = takes;
        this.token = token;
    }

    /**
     * Checks that must pass before a file is sealed: the answers that choose the queue, and with it the key; and the
     * form's token, so that a flood costs us no sealing.
     *
     * <p>A slip in the noted receipt is told here too, rather than after half a gigabyte that must be sent again.
     */
    public List<FormError> beforeFiles(Draft draft) {
        List<FormError> faults = answersThatChoose(draft);
        if (practiceDiffers(draft)) {
            faults.add(FormError.PRACTICE_DIFFERS);
        }
        token.fault(draft.text(Field.ONCE)).ifPresent(faults::add);
        return faults;
    }

    private List<FormError> answersThatChoose(Draft draft) {
        return additionIn(draft)
                .map(addition -> answersThatAdd(draft, addition))
                .orElseGet(() -> answersThatStand(draft));
    }

    private static List<FormError> answersThatAdd(Draft draft, Addition addition) {
        List<FormError> faults = new ArrayList<>();
        if (!addition.isWorse() && !draft.text(Field.SOON).equals(Addition.AS_BEFORE)) {
            faults.add(FormError.WORSE_MISSING);
        }
        if (addition.asksWhomToTell()) {
            faults.addAll(aboutPartners(draft));
        }
        return faults;
    }

    private static List<FormError> aboutPartners(Draft draft) {
        List<FormError> faults = new ArrayList<>();
        if (!draft.text(Field.REGION).isEmpty() && region(draft).isEmpty()) {
            faults.add(FormError.REGION_UNKNOWN);
        }
        if (consent(draft).isEmpty()) {
            faults.add(FormError.ALERT_MISSING);
        }
        return faults;
    }

    private List<FormError> answersThatStand(Draft draft) {
        List<FormError> faults = new ArrayList<>();
        Optional<ThreatTarget> danger = danger(draft);
        if (danger.isEmpty()) {
            faults.add(FormError.DANGER_MISSING);
        } else if (danger.get() != ThreatTarget.NONE) {
            if (soon(draft).isEmpty()) {
                faults.add(FormError.SOON_MISSING);
            }
            faults.addAll(aboutPartners(draft));
        }
        if (topic(draft).isEmpty()) {
            faults.add(FormError.TOPIC_MISSING);
        }
        return faults;
    }

    /** Everything that is wrong with a whole form, in the order of the page. */
    public List<FormError> whole(Draft draft, boolean withFiles) {
        List<FormError> faults = answersThatChoose(draft);
        String message = draft.text(Field.MESSAGE);
        Sealing sealing = Sealing.of(draft).orElse(Sealing.SERVER);
        if (sealing == Sealing.BROWSER) {
            return wholeOf(draft, faults);
        }
        if (sealing == Sealing.DEVICE && !withFiles) {
            faults.add(FormError.SEALED_MISSING);
        } else if (message.isBlank() && !withFiles && !onlyAllows(draft)) {
            faults.add(FormError.NOTHING_SAID);
        }
        if (message.length() > Draft.LONGEST_MESSAGE) {
            faults.add(FormError.MESSAGE_TOO_LONG);
        }
        if (receipt(draft).isEmpty()) {
            faults.add(FormError.RECEIPT_MISSING);
        }
        if (practiceDiffers(draft)) {
            faults.add(FormError.PRACTICE_DIFFERS);
        }
        token.fault(draft.text(Field.ONCE)).ifPresent(faults::add);
        return faults;
    }

    /** Whether its source has come to allow something, which needs no words. */
    private boolean onlyAllows(Draft draft) {
        return additionIn(draft).filter(Addition::asksConsent).isPresent();
    }

    private Optional<Addition> additionIn(Draft draft) {
        return Addition.of(draft).filter(takes);
    }

    /**
     * The errors of a form that is only shown again: none of one that was not sent yet.
     *
     * @param withFiles whether it brought some, which are not kept
     */
    public List<FormError> shown(Draft draft, boolean withFiles) {
        Stream<FormError> faults = ShownForm.of(draft).equals(Optional.of(ShownForm.FAULTY))
                ? whole(draft, false).stream().filter(fault -> fault.field() != null)
                : Stream.empty();
        return Stream.concat(faults, withFiles ? Stream.of(FormError.NOT_SENT) : Stream.empty())
                .toList();
    }

    /** The earlier upload may have taken hours; the form's token was checked when it began. */
    private List<FormError> wholeOf(Draft draft, List<FormError> faults) {
        boolean ours = token.fault(draft.text(Field.ONCE))
                .filter(fault -> fault != FormError.EXPIRED)
                .isEmpty();
        if (!ours || BrowserUploadRef.of(draft).isEmpty()) {
            faults.add(FormError.UNREADABLE);
        }
        return faults;
    }

    /**
     * Reads a form that has no faults.
     *
     * <p>If nobody is in danger, the questions behind the first one were out of sight, so their answers are no answers
     * and no consents.
     */
    public Answers answers(Draft draft) {
        return additionIn(draft).map(addition -> addition(draft, addition)).orElseGet(() -> tip(draft));
    }

    private static Answers addition(Draft draft, Addition addition) {
        String message = draft.text(Field.MESSAGE);
        Threat threat = addition.threat();
        if (!addition.asksWhomToTell()) {
            return new Answers(null, message, threat, null, addition);
        }
        Threat there = new Threat(threat.who(), threat.when(), region(draft).orElse(null));
        return new Answers(null, message, there, consent(draft).orElseThrow().consents(), addition);
    }

    private Answers tip(Draft draft) {
        ThreatTarget danger = danger(draft).orElseThrow();
        Topic topic = topic(draft).orElseThrow();
        String message = draft.text(Field.MESSAGE);
        if (danger == ThreatTarget.NONE) {
            return new Answers(topic, message, Threat.none(), Consents.NONE);
        }
        Threat threat =
                new Threat(danger, soon(draft).orElseThrow(), region(draft).orElse(null));
        return new Answers(topic, message, threat, consent(draft).orElseThrow().consents());
    }

    /** The receipt that the page showed, if it is still one. */
    public static Optional<Receipt> receipt(Draft draft) {
        return receipt(draft.text(Field.RECEIPT));
    }

    /** An empty field is not an error: not everybody wants to practise. */
    private static boolean practiceDiffers(Draft draft) {
        String typed = draft.text(Field.PRACTICE);
        Optional<Receipt> shown = receipt(draft);
        return !typed.isBlank()
                && shown.isPresent()
                && receipt(typed).filter(noted -> same(noted, shown.get())).isEmpty();
    }

    private static boolean same(Receipt one, Receipt other) {
        return MessageDigest.isEqual(
                one.toDigits().getBytes(StandardCharsets.US_ASCII),
                other.toDigits().getBytes(StandardCharsets.US_ASCII));
    }

    private static Optional<Receipt> receipt(String text) {
        try {
            return Optional.of(Receipt.parse(text));
        } catch (ReceiptException mistyped) {
            return Optional.empty();
        }
    }

    private Optional<Topic> topic(Draft draft) {
        return one(Topic.values(), Topic::word, draft.text(Field.TOPIC))
                .filter(topic -> offered.contains(topic) || (topic == Topic.THREAT && isOfDanger(draft)));
    }

    /** Whether it says that somebody is in danger; nothing else of it need be right. */
    public static boolean reportsDanger(Draft draft) {
        return Addition.of(draft)
                .map(addition -> addition.threat().exists())
                .orElseGet(() -> danger(draft)
                        .filter(target -> target != ThreatTarget.NONE)
                        .isPresent());
    }

    /** Whether it is the form for danger, which asks neither who nor about what. */
    public static boolean isOfDanger(Draft draft) {
        return danger(draft).filter(ThreatTarget.UNSPECIFIED::equals).isPresent();
    }

    private static Optional<ThreatTarget> danger(Draft draft) {
        return one(ThreatTarget.values(), ThreatTarget::word, draft.text(Field.DANGER));
    }

    private static Optional<Urgency> soon(Draft draft) {
        return one(Urgency.values(), Urgency::word, draft.text(Field.SOON));
    }

    private static Optional<Region> region(Draft draft) {
        return one(Region.values(), Region::code, draft.text(Field.REGION));
    }

    private static Optional<Consents.Choice> consent(Draft draft) {
        return draft.has(Field.DETAILS) && draft.text(Field.ALERT).equals(Consents.Choice.ALERT.word())
                ? Optional.of(Consents.Choice.DETAILS)
                : one(Consents.Choice.values(), Consents.Choice::word, draft.text(Field.ALERT));
    }

    private static <T> Optional<T> one(T[] all, Function<T, String> word, String text) {
        return Arrays.stream(all).filter(each -> word.apply(each).equals(text)).findFirst();
    }
}
