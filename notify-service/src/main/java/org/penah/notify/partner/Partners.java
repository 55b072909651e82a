package org.penah.notify.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.egress.Target;
import org.penah.notify.event.PartnerChanged;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.webhook.VerificationKey;

/** The partners that we know. */
@ApplicationScoped
public class Partners {

    /** So many beats missed in a row are silence. */
    public static final int SILENCE = 3;

    private final OurKeys keys;
    private final PartnerNews news;

    Partners(OurKeys keys, PartnerNews news) {
        this.keys = keys;
        this.news = news;
    }

    /** The null partners, which are there for synthetic alerts alone. */
    public Uni<Set<UUID>> canaries(Mutiny.Session session) {
        return session.createSelectionQuery("select id from Partner where canary", UUID.class)
                .getResultList()
                .map(Set::copyOf);
    }

    /** Everybody who could be told. */
    public Uni<List<Offer>> offers(Mutiny.Session session) {
        return session.createSelectionQuery("from Partner where not canary", Partner.class)
                .getResultList()
                .map(partners -> partners.stream()
                        .map(partner -> new Offer(
                                partner.id,
                                partner.name,
                                partner.acceptsSourceAsserted,
                                partner.tier,
                                partner.isSilent(),
                                partner.channel == Channel.EDGE,
                                partner.coverage()))
                        .toList());
    }

    /** Where a partner is and the keys to reach it with. */
    public Uni<Endpoint> endpoint(Mutiny.Session session, UUID partnerId) {
        return session.find(Partner.class, partnerId)
                .map(partner -> new Endpoint(
                        partner.name,
                        new Target(URI.create(partner.url), partner.pins()),
                        HybridRecipient.parse(partner.recipient),
                        keys.signer(partner)));
    }

    /** What the partner's acknowledgements are verified with. */
    public Uni<VerificationKey> acknowledgementKey(Mutiny.Session session, UUID partnerId) {
        return session.find(Partner.class, partnerId).map(partner -> VerificationKey.parse(partner.acknowledgementKey));
    }

    /** Adds a partner, with fresh keys of ours, or brings what it says of itself up to date; the keys change only if it asks. */
    Uni<Partner> take(Mutiny.Session session, PartnerProfile profile) {
        return session.createSelectionQuery("from Partner where name = ?1", Partner.class)
                .setParameter(1, profile.name())
                .getSingleResultOrNull()
                .chain(known -> {
                    Partner partner = known == null ? withFreshKeys() : known;
                    partner.take(profile);
                    keys.follow(partner, profile);
                    return session.persist(partner)
                            .chain(() -> news.tell(session, partner))
                            .replaceWith(partner);
                });
    }

    /** Keeps that a drill was ordered with a partner. */
    public Uni<Void> drill(Mutiny.Session session, UUID partnerId, UUID drillId, LocalDate day) {
        return session.find(Partner.class, partnerId, LockModeType.PESSIMISTIC_WRITE)
                .invoke(partner -> partner.drill(drillId, day))
                .chain(partner -> news.tell(session, partner));
    }

    /**
     * Keeps how a drill goes.
     *
     * @param seconds since it was ordered
     */
    public Uni<Void> drilled(
            Mutiny.Session session, UUID partnerId, UUID drillId, PartnerChanged.Drill.State state, int seconds) {
        return session.find(Partner.class, partnerId, LockModeType.PESSIMISTIC_WRITE)
                .invoke(partner -> partner.drilled(drillId, state, seconds))
                .chain(partner -> news.tell(session, partner));
    }

    private Partner withFreshKeys() {
        Partner partner = new Partner();
        partner.id = UUID.randomUUID();
        keys.begin(partner);
        return partner;
    }
}
