package org.penah.triage.retention;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.journal.Deed;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.pending.PendingDeeds;

/** Says which keys of a lead's queues are needed for what, and ends one. */
@Path("/api")
class EpochResource {

    /**
     * The state of an epoch.
     *
     * @param lost whether none of its keys opens, though nobody destroyed it
     * @param tips that open with it alone
     * @param ending absent unless a lead has asked to destroy its key
     */
    record View(
            String queue,
            int epoch,
            @Nullable LocalDate destroyedOn,
            boolean lost,
            long tips,
            Set<EpochDestructionRule.Obstacle> obstacles,
            @Nullable PendingDeed ending) {}

    /** @param locks whether backups lose a destroyed epoch, too */
    record Overview(boolean locks, List<View> epochs) {}

    record Destruction(@Nullable String queue, int epoch) {}

    private final MemberRequest request;
    private final Epochs epochs;
    private final EndingEpochs ending;
    private final PendingDeeds pending;
    private final Keyring keyring;
    private final EpochLocks locks;
    private final Clock clock;

    EpochResource(
            MemberRequest request,
            Epochs epochs,
            EndingEpochs ending,
            PendingDeeds pending,
            Keyring keyring,
            EpochLocks locks,
            Clock clock) {
        this.request = request;
        this.epochs = epochs;
        this.ending = ending;
        this.pending = pending;
        this.keyring = keyring;
        this.locks = locks;
        this.clock = clock;
    }

    @GET
    @Path("/epochs")
    public Uni<Overview> overview() {
        return request.read((session, lead) -> keyring.queuesOf(session, lead)
                .chain(queues ->
                        queues.isEmpty() ? Uni.createFrom().item(List.<Epochs.Epoch>of()) : epochs.of(session, queues))
                .chain(all -> pending.of(session, Deed.EPOCH_DESTROYED)
                        .map(ending -> new Overview(
                                locks.areKept(),
                                all.stream().map(epoch -> view(epoch, ending)).toList()))));
    }

    private View view(Epochs.Epoch epoch, Map<String, PendingDeed> ending) {
        return new View(
                epoch.queue(),
                epoch.epoch(),
                epoch.destroyedOn(),
                epoch.lost(),
                epoch.standing().tips(),
                epoch.destroyedOn() == null
                        ? EpochDestructionRule.obstacles(epoch.standing(), LocalDate.now(clock))
                        : Set.of(),
                ending.get(new EpochId(epoch.queue(), epoch.epoch()).toString()));
    }

    /** Asks to destroy the keys of one for good, or agrees: it happens when a second lead does, or after an hour. */
    @POST
    @Path("/epochs/destruction")
    @ResponseStatus(202)
    public Uni<Void> destroy(Destruction asked) {
        return ending.ask(request.member(), Objects.requireNonNullElse(asked.queue(), ""), asked.epoch());
    }

    /** Keeps the keys of one that a lead has asked to destroy. */
    @POST
    @Path("/epochs/destruction/drop")
    @ResponseStatus(204)
    public Uni<Void> keep(Destruction asked) {
        return ending.keep(request.member(), Objects.requireNonNullElse(asked.queue(), ""), asked.epoch());
    }
}
