package org.penah.notify.partner;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.notify.egress.Target;
import org.penah.notify.event.PartnerChanged;
import org.penah.notify.event.PartnerDecided;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.webhook.VerificationKey;

/** The partners that we know. */
@ApplicationScoped
public class Partners {

    /** No desk decides so often about one partner that we hear of none of it: a number as high as this is forged. */
    private static final int JUMP = 100;

    /** So many can be told of one alert, and what became of it is one event to the desk; those that were ended count, they may have been told. */
    public static final int MOST = 1000;

    /** Of an advisory lock, under which partners come in; those of Flyway have other numbers. */
    private static final String LOCK = "select cast(pg_advisory_xact_lock(1) as text)";

    /** There are as many partners as there may be. */
    static final class NoRoomException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        NoRoomException() {
            super("there are " + MOST + " partners, as many as there may be, and this is one more");
        }
    }

    private static final Logger LOG = Logger.getLogger(Partners.class);

    private static final String ENDPOINT = """
            select id, name, url, pins, recipient, acknowledgement_key, sealed_signing_seed, sealed_shared_secret,
                old_signing_seed, old_shared_secret, signs
            from partner where id = $1""";

    private static final String SIGNS = "update partner set signs = true where id = $1 and url = $2";

    private final Map<String, HybridRecipient> recipients = new ConcurrentHashMap<>();
    private final Map<String, VerificationKey> acknowledgementKeys = new ConcurrentHashMap<>();
    private final Set<UUID> unreadable = ConcurrentHashMap.newKeySet();
    private final OurKeys keys;
    private final PartnerPublisher publisher;
    private final CredentialsExport export;

    Partners(OurKeys keys, PartnerPublisher publisher, CredentialsExport export, MeterRegistry meters) {
        this.export = export;
        this.keys = keys;
        this.publisher = publisher;
        meters.gauge("penah.partners.unreadable", unreadable, Set::size);
    }

    /** The canary partners, which are there for synthetic alerts alone. */
    public Uni<Set<UUID>> canaries(Mutiny.Session session) {
        return session.createSelectionQuery("select id from Partner where canary", UUID.class)
                .getResultList()
                .map(Set::copyOf);
    }

    /** Everybody who could be told of a real alert, our own staff included. */
    public Uni<List<Candidate>> candidates(Mutiny.Session session) {
        return candidates(session, Set.of(Admission.READY));
    }

    /** Everybody with whom a drill can be held. */
    public Uni<List<Candidate>> drillable(Mutiny.Session session) {
        return candidates(session, Set.of(Admission.UNTRIED, Admission.READY));
    }

    /** Everybody who may ever have been told of anything. */
    public Uni<List<Candidate>> known(Mutiny.Session session) {
        return candidates(session, Set.of(Admission.values()));
    }

    /** From when on partners cannot be relied upon for what they have taken on; those that can are left out. */
    public Uni<Map<UUID, Instant>> lost(Mutiny.Session session) {
        return known(session)
                .map(candidates -> candidates.stream()
                        .filter(candidate -> candidate.lostFrom() != null)
                        .collect(Collectors.toMap(Candidate::id, Candidate::lostFrom)));
    }

    // These columns and no whole rows: one that cannot be read would keep every alert from everybody.
    private Uni<List<Candidate>> candidates(Mutiny.Session session, Set<Admission> admissions) {
        return session.createSelectionQuery("""
                        select id, name, acceptsSourceAsserted, tier, channel, silentSince, languages, regions, hours, admission, staff
                        from Partner where not canary and admission in ?1""", Object[].class)
                .setParameter(1, admissions)
                .getResultList()
                .map(rows -> rows.stream().map(this::candidate).toList());
    }

    private Candidate candidate(Object[] row) {
        UUID id = (UUID) row[0];
        Channel channel = (Channel) row[4];
        return new Candidate(
                id,
                (String) row[1],
                (boolean) row[2],
                (int) row[3],
                Partner.isSilent(channel, (Instant) row[5]),
                channel == Channel.EDGE,
                Partner.lostFrom(row[9] == Admission.DISABLED, channel, (Instant) row[5]),
                (boolean) row[10],
                new Coverage(
                        Partner.set((String) row[6]),
                        Partner.set((String) row[7]),
                        hours(row[9] == Admission.DISABLED ? "" : (String) row[8], id)));
    }

    /** When somebody there is on call; never if that cannot be read: they are told, and others too. */
    private @Nullable OnCall hours(String line, UUID id) {
        try {
            OnCall hours = line.isEmpty() ? null : OnCall.parse(line);
            unreadable.remove(id);
            return hours;
        } catch (IllegalArgumentException newerOrOlderThanOurZones) {
            if (unreadable.add(id)) {
                LOG.error("ALARM: a partner's hours cannot be read: it is told, and others as if nobody were there");
            }
            return OnCall.NEVER;
        }
    }

    /** Where a partner is and the keys to reach it with. */
    public Uni<Endpoint> endpoint(Pool pool, UUID partnerId) {
        return pool.preparedQuery(ENDPOINT)
                .execute(Tuple.of(partnerId))
                .map(rows -> endpoint(rows.iterator().next()));
    }

    /** The server of a partner has signed that it took an alert at the edge, and from now on it must. */
    public Uni<Void> keepThatSigns(Pool pool, UUID partnerId, URI url) {
        return pool.preparedQuery(SIGNS)
                .execute(Tuple.of(partnerId, url.toString()))
                .replaceWithVoid();
    }

    private Endpoint endpoint(Row row) {
        Partner partner = new Partner();
        partner.id = row.getUUID("id");
        partner.sealedSigningSeed = row.getBuffer("sealed_signing_seed").getBytes();
        partner.sealedSharedSecret = row.getBuffer("sealed_shared_secret").getBytes();
        partner.oldSigningSeed = bytes(row, "old_signing_seed");
        partner.oldSharedSecret = bytes(row, "old_shared_secret");
        return new Endpoint(
                row.getString("name"),
                new Target(URI.create(row.getString("url")), Partner.set(row.getString("pins"))),
                parsed(recipients, row.getString("recipient"), HybridRecipient::parse),
                keys.signer(partner),
                parsed(acknowledgementKeys, row.getString("acknowledgement_key"), VerificationKey::parse),
                row.getBoolean("signs"));
    }

    /** To parse a public key takes a millisecond, and each beat needs two. */
    private static <T> T parsed(Map<String, T> known, String text, Function<String, T> parse) {
        if (known.size() > 2 * MOST) {
            known.clear();
        }
        return known.computeIfAbsent(text, parse);
    }

    private static byte @Nullable [] bytes(Row row, String column) {
        Buffer bytes = row.getBuffer(column);
        return bytes == null ? null : bytes.getBytes();
    }

    /** What the partner's acknowledgements are verified with; null for one whose answers do not count any more. */
    public Uni<@Nullable VerificationKey> acknowledgementKey(Mutiny.Session session, UUID partnerId) {
        return session.find(Partner.class, partnerId)
                .map(partner -> partner.admission == Admission.DISABLED
                        ? null
                        : VerificationKey.parse(partner.acknowledgementKey));
    }

    /**
     * Follows a decision of the desk, if it is newer than what is known.
     *
     * <p>The desk alone turns no partner's alerts elsewhere: where they go and whom they are sealed to changes only by the
     * word of the partner, signed with the key that is known here. Another key comes in only after the partner was disabled.
     *
     * @return the partner that this has ended, if it has
     */
    public Uni<@Nullable UUID> follow(Mutiny.Session session, PartnerDecided decided) {
        String signed = decided.statement();
        EnrolmentStatement statement = signed == null ? null : EnrolmentStatement.read(signed);
        long said = signed == null ? 0 : EnrolmentStatement.seconds(signed);
        return session.createSelectionQuery("from Partner where name = ?1", Partner.class)
                .setParameter(1, decided.name())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull()
                .chain(known -> {
                    if (known != null && known.version >= decided.version()) {
                        return Uni.createFrom().nullItem();
                    }
                    requireNoJump(known, decided);
                    requireOwnWord(known, decided, statement);
                    requireNoPlayback(known, statement, said);
                    boolean wasDisabled = known != null && known.admission == Admission.DISABLED;
                    boolean isBack = wasDisabled && !decided.disabled();
                    Partner partner = known == null ? withFreshKeys() : known;
                    if (isBack) {
                        // A thief of its old folder has our old secret.
                        keys.replace(partner);
                        // Who comes back may come with another server.
                        partner.signs = false;
                    }
                    String sealedTo = partner.recipient;
                    partner.follow(decided, statement);
                    partner.said = statement == null ? partner.said : said;
                    if (isBack || !partner.recipient.equals(sealedTo)) {
                        export.seal(partner);
                    }
                    boolean isEnded = decided.disabled() && !wasDisabled;
                    return requireRoom(session, known != null)
                            .chain(() -> session.persist(partner))
                            .chain(() -> publisher.tell(session, partner))
                            .replaceWith(isEnded ? partner.id : null);
                });
    }

    /** Until the commit nobody else lets a partner in. */
    static Uni<Void> lock(Mutiny.Session session) {
        return session.createNativeQuery(LOCK, String.class).getSingleResult().replaceWithVoid();
    }

    private static Uni<Void> requireRoom(Mutiny.Session session, boolean needsNone) {
        return needsNone
                ? Uni.createFrom().voidItem()
                : lock(session)
                        .chain(() -> session.createSelectionQuery(
                                        "select count(*) from Partner where not canary", Long.class)
                                .getSingleResult())
                        .invoke(count -> {
                            if (count >= MOST) {
                                throw new NoRoomException();
                            }
                        })
                        .replaceWithVoid();
    }

    // The desk goes on from what it hears of us, so a small jump is made good by its next decision. One to the last
    // number would leave it none.
    private static void requireNoJump(@Nullable Partner known, PartnerDecided decided) {
        if (decided.version() - (known == null ? 0 : known.version) > JUMP) {
            throw new IllegalArgumentException("a decision about a partner is far ahead of the one before");
        }
    }

    private static void requireOwnWord(
            @Nullable Partner known, PartnerDecided decided, @Nullable EnrolmentStatement statement) {
        if (statement != null && !statement.name().equals(decided.name())) {
            throw new IllegalArgumentException("a partner's statement is another's");
        }
        if (known == null) {
            if (statement == null || decided.profile() == null) {
                throw new IllegalArgumentException("a decision about a partner that is not known is not complete");
            }
            return;
        }
        if (known.canary) {
            throw new IllegalArgumentException("a decision about a canary partner, which is the administrator's");
        }
        boolean isOwn = statement == null || statement.acknowledgementKey().equals(known.acknowledgementKey);
        if (!isOwn && known.admission != Admission.DISABLED) {
            throw new IllegalArgumentException("a partner's statement is signed with a key that is not known here");
        }
    }

    private static void requireNoPlayback(@Nullable Partner known, @Nullable EnrolmentStatement statement, long said) {
        if (known != null
                && statement != null
                && statement.acknowledgementKey().equals(known.acknowledgementKey)
                && said < known.said) {
            throw new IllegalArgumentException("a partner's statement is older than what it has said since");
        }
    }

    /**
     * Adds a partner of the administrator's file, with fresh keys of ours, or brings what it says of itself up to date; our keys
     * change only if it asks. Of a partner that the desk has decided about, the file changes our keys and the pins alone.
     *
     * @return fails with a {@link NoRoomException} if there are too many
     */
    Uni<Partner> take(Mutiny.Session session, PartnerProfile profile) {
        return session.createSelectionQuery("from Partner where name = ?1", Partner.class)
                .setParameter(1, profile.name())
                .getSingleResultOrNull()
                .chain(known -> {
                    Partner partner = known == null ? withFreshKeys() : known;
                    int keysBefore = partner.keys;
                    if (partner.version == 0) {
                        // Another key is another server, which may never have signed.
                        partner.signs &= profile.acknowledgementKey().equals(partner.acknowledgementKey);
                        partner.take(profile);
                    } else {
                        LOG.warn("the desk manages a partner of the import file: its keys and pins alone are taken");
                        partner.pin(profile);
                    }
                    keys.follow(partner, profile);
                    if (partner.sealedCredentials != null && partner.keys != keysBefore) {
                        export.seal(partner);
                    }
                    return requireRoom(session, known != null || partner.canary)
                            .chain(() -> session.persist(partner))
                            .chain(() -> publisher.tell(session, partner))
                            .replaceWith(partner);
                });
    }

    /** Seals again what names an address that is not ours any more, and gives it to the desk. */
    Uni<Void> sealAgain(Mutiny.Session session) {
        return session.createSelectionQuery(
                        "from Partner where sealedCredentials is not null order by id", Partner.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .chain(partners -> Multi.createFrom()
                        .iterable(partners)
                        .filter(export::isOutdated)
                        .invoke(export::seal)
                        .onItem()
                        .transformToUniAndConcatenate(partner -> publisher.tell(session, partner))
                        .onItem()
                        .ignoreAsUni());
    }

    /** Keeps that a drill was ordered with a partner. */
    public Uni<Void> drill(Mutiny.Session session, UUID partnerId, UUID drillId, LocalDate day) {
        return locked(session, partnerId)
                .invoke(partner -> partner.drill(drillId, day))
                .chain(partner -> publisher.tell(session, partner));
    }

    /**
     * Keeps how a drill goes.
     *
     * @param seconds since it was ordered
     * @return whether the partner may hear of real alerts from now on
     */
    public Uni<Boolean> drilled(
            Mutiny.Session session, UUID partnerId, UUID drillId, PartnerChanged.Drill.State state, int seconds) {
        return locked(session, partnerId).chain(partner -> {
            boolean isReady = partner.drilled(drillId, state, seconds);
            return publisher.tell(session, partner).replaceWith(isReady);
        });
    }

    // As it is now: the session may have read it before somebody else changed it, and two changes of one revision would
    // be
    // one to the desk.
    private static Uni<Partner> locked(Mutiny.Session session, UUID partnerId) {
        return session.flush()
                .chain(() -> session.find(Partner.class, partnerId))
                .call(partner -> session.refresh(partner, LockModeType.PESSIMISTIC_WRITE));
    }

    private Partner withFreshKeys() {
        Partner partner = new Partner();
        partner.id = UUID.randomUUID();
        keys.begin(partner);
        return partner;
    }
}
