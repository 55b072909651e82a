package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Says what is known of partners and of the canary. */
@Path("/api/partners")
class PartnersResource {

    /**
     * A partner for members who must know the state of the alert channel: without its address, and without its keys.
     *
     * @param admission absent for a canary partner, and from a notify-service of before
     * @param staff true for our own staff on duty, who are told of no alert to partners; otherwise absent
     */
    record Seen(
            String name,
            int revision,
            PartnerChanged.Channel channel,
            int tier,
            List<String> languages,
            String recipient,
            List<PartnerChanged.ChannelFault> faults,
            PartnerChanged.@Nullable Drill drill,
            PartnerChanged.@Nullable Admission admission,
            @Nullable Boolean staff) {

        static Seen of(PartnerChanged told) {
            return new Seen(
                    told.name(),
                    told.revision(),
                    told.channel(),
                    told.tier(),
                    told.languages(),
                    told.recipient(),
                    told.faults(),
                    told.drill(),
                    told.managed() == null ? null : told.managed().admission(),
                    told.staff());
        }
    }

    record Channel(List<Seen> partners, Partners.Canary canary) {}

    private final Mutiny.SessionFactory sessions;
    private final Partners partners;

    PartnersResource(Mutiny.SessionFactory sessions, Partners partners) {
        this.sessions = sessions;
        this.partners = partners;
    }

    @GET
    public Uni<Channel> all() {
        return sessions.withSession(session -> partners.all(session)
                .chain(known -> partners.canary(session)
                        .map(canary -> new Channel(known.stream().map(Seen::of).toList(), canary))));
    }
}
