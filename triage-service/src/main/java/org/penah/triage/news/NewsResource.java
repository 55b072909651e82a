package org.penah.triage.news;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.keyring.Keyring;

/** Tells a console, by server-sent events, that it should look again. */
@Path("/api/news")
class NewsResource {

    private static final String NEWS = "news";
    private static final String STILL = "still";
    private static final String OVER = "over";

    private final MemberRequest request;
    private final Keyring keyring;
    private final News news;
    private final NewsConfig config;

    NewsResource(MemberRequest request, Keyring keyring, News news, NewsConfig config) {
        this.request = request;
        this.keyring = keyring;
        this.news = news;
        this.config = config;
    }

    // The first item says that from here on nothing is missed.
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> news(@Context Sse sse) {
        return request.read((session, member) -> keyring.queuesOf(session, member))
                .onItem()
                .transformToMulti(queues -> Multi.createBy()
                        .merging()
                        .streams(
                                Multi.createFrom().item(NEWS),
                                news.of(queues)
                                        .map(queue -> NEWS)
                                        .onCompletion()
                                        .continueWith(OVER),
                                Multi.createFrom()
                                        .ticks()
                                        .every(config.heartbeat())
                                        .onOverflow()
                                        .drop()
                                        .map(tick -> STILL)))
                .select()
                .first(name -> !name.equals(OVER))
                .map(name -> sse.newEvent(name, ""))
                .select()
                .first(config.length());
    }
}
