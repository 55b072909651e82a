package org.penah.triage.alarm;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.FourEyesRequest;
import org.penah.triage.access.Member;
import org.penah.triage.details.Releases;
import org.penah.triage.vitalinterest.VitalInterests;

/** What waits for a member as the second person, in the tips of their queues. */
@ApplicationScoped
class SecondPerson {

    private final Releases releases;
    private final VitalInterests vitalInterests;

    SecondPerson(Releases releases, VitalInterests vitalInterests) {
        this.releases = releases;
        this.vitalInterests = vitalInterests;
    }

    /**
     * What waits.
     *
     * @param details texts for a partner that somebody has to read and release
     * @param alerts alerts without consent that somebody has to decide about
     */
    record Asked(List<FourEyesRequest> details, List<FourEyesRequest> alerts) {

        static final Asked NOTHING = new Asked(List.of(), List.of());
    }

    Uni<Asked> asked(Mutiny.Session session, Member member, List<String> queues) {
        return releases.waiting(session, member, queues)
                .chain(details ->
                        vitalInterests.waiting(session, member, queues).map(alerts -> new Asked(details, alerts)));
    }
}
