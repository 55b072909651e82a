package org.penah.triage.access;

import static org.penah.triage.access.Rule.Audience.ANYBODY;
import static org.penah.triage.access.Rule.Audience.AUDITOR;
import static org.penah.triage.access.Rule.Audience.CHANNEL;
import static org.penah.triage.access.Rule.Audience.DESK;
import static org.penah.triage.access.Rule.Audience.LEAD;
import static org.penah.triage.access.Rule.Audience.PARTNER_APPROVER;
import static org.penah.triage.access.Rule.Audience.PARTNER_MANAGER;
import static org.penah.triage.access.Rule.Audience.SIGNED_IN;
import static org.penah.triage.access.Rule.Audience.STAFF;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.triage.problem.ProblemException;

/**
 * Decides who may use which route; a route that is not listed is denied to everybody.
 *
 * <p>Which tips a member may see within a route is the keyring's matter: those of the queues whose key they hold. A
 * dangerous deed is one whose rule says {@link Rule#asSteppedUp()}: it is done only by somebody whom Keycloak has asked once
 * more within {@link StepUp#LASTS}.
 */
@ApplicationScoped
class Access implements HttpSecurityPolicy {

    static final List<Rule> RULES = List.of(
            // An account without a role reads here that it has no desk, and signs out.
            Rule.of("GET", "/", SIGNED_IN),
            Rule.of("GET", "/favicon.svg", SIGNED_IN),
            Rule.of("GET", "/assets/*", SIGNED_IN),
            Rule.of("GET", "/viewer.html", SIGNED_IN),
            Rule.of("GET", "/signed-in", ANYBODY),
            Rule.of("GET", "/step-up", STAFF).asSteppedUp(),
            Rule.of("GET", "/api/step-up", STAFF).asSteppedUp(),
            Rule.of("POST", "/logout", SIGNED_IN),
            Rule.of("GET", "/api/me", STAFF),
            Rule.of("GET", "/api/keys", DESK),
            Rule.of("POST", "/api/keys/enrolment", DESK),
            Rule.of("POST", "/api/keys/replacement", DESK).asSteppedUp(),
            Rule.of("POST", "/api/keys/passkey", DESK).asSteppedUp(),
            Rule.of("POST", "/api/keys/passkey/removal", DESK),
            Rule.of("POST", "/api/keys/challenges", DESK),
            Rule.of("POST", "/api/keys/answers", DESK),
            Rule.of("GET", "/api/signed-keys", DESK),
            Rule.of("GET", "/api/root-key", DESK),
            Rule.of("POST", "/api/root-key", DESK),
            Rule.of("GET", "/api/journal", AUDITOR),
            Rule.of("GET", "/api/journal/facts", AUDITOR),
            Rule.of("GET", "/api/journal/head", AUDITOR),
            Rule.of("GET", "/api/people", LEAD),
            // Everybody's browser looks there for what it made; only a lead's has made something.
            Rule.of("GET", "/api/compared-keys", DESK),
            Rule.of("POST", "/api/compared-keys", LEAD),
            Rule.of("POST", "/api/people/{member}/queues", LEAD).asSteppedUp(),
            Rule.of("POST", "/api/people/{member}/queues/drop", DESK),
            Rule.of("POST", "/api/people/{member}/recovered", LEAD).asSteppedUp(),
            Rule.of("POST", "/api/people/{member}/removal", LEAD).asSteppedUp(),
            Rule.of("POST", "/api/epochs", LEAD).asSteppedUp(),
            Rule.of("GET", "/api/epochs", LEAD),
            Rule.of("POST", "/api/epochs/destruction", LEAD).asSteppedUp(),
            Rule.of("POST", "/api/epochs/destruction/drop", DESK),
            Rule.of("GET", "/api/news", CHANNEL),
            Rule.of("GET", "/api/alarms", DESK),
            Rule.of("GET", "/api/dashboard", DESK),
            Rule.of("GET", "/api/partners", CHANNEL),
            Rule.of("GET", "/api/drills", CHANNEL),
            Rule.of("POST", "/api/drills", PARTNER_MANAGER),
            Rule.of("GET", "/api/managed-partners", PARTNER_APPROVER),
            Rule.of("POST", "/api/managed-partners/{partner}/invitation", PARTNER_MANAGER)
                    .asSteppedUp(),
            Rule.of("POST", "/api/managed-partners/{partner}/answer", PARTNER_MANAGER)
                    .asSteppedUp(),
            Rule.of("POST", "/api/managed-partners/{partner}/approval", PARTNER_APPROVER)
                    .asSteppedUp(),
            Rule.of("POST", "/api/managed-partners/{partner}/drop", PARTNER_APPROVER),
            Rule.of("POST", "/api/managed-partners/{partner}/profile", PARTNER_MANAGER)
                    .asSteppedUp(),
            Rule.of("POST", "/api/managed-partners/{partner}/end", PARTNER_APPROVER)
                    .asSteppedUp(),
            Rule.of("POST", "/api/managed-partners/{partner}/end/drop", CHANNEL),
            Rule.of("GET", "/api/telephones", DESK),
            Rule.of("POST", "/api/telephones", PARTNER_APPROVER).asSteppedUp(),
            Rule.of("POST", "/api/telephones/{telephoneId}/approval", PARTNER_APPROVER)
                    .asSteppedUp(),
            Rule.of("GET", "/api/tags", DESK),
            Rule.of("POST", "/api/tags", DESK),
            Rule.of("GET", "/api/views", DESK),
            Rule.of("POST", "/api/views", DESK),
            Rule.of("GET", "/api/tips", DESK),
            Rule.of("GET", "/api/tips/{tipId}", DESK),
            Rule.of("GET", "/api/tips/{tipId}/blob", DESK),
            Rule.of("POST", "/api/tips/{tipId}/opened", DESK),
            Rule.of("POST", "/api/tips/{tipId}/aside", DESK),
            Rule.of("GET", "/api/tips/{tipId}/replies", DESK),
            Rule.of("POST", "/api/tips/{tipId}/replies", DESK),
            Rule.of("GET", "/api/tips/{tipId}/replies/{replyId}/copy", DESK),
            Rule.of("POST", "/api/tips/{tipId}/replies/{replyId}/drop", DESK),
            Rule.of("POST", "/api/tips/{tipId}/here", DESK),
            Rule.of("GET", "/api/tips/{tipId}/steps", DESK),
            Rule.of("POST", "/api/tips/{tipId}/steps", DESK),
            Rule.of("POST", "/api/tips/{tipId}/steps/stepped-up", DESK).asSteppedUp(),
            Rule.of("GET", "/api/tips/{tipId}/steps/{stepId}/note", DESK),
            // Of others a lead alone says so.
            Rule.of("GET", "/api/absences", DESK),
            Rule.of("POST", "/api/absences", DESK),
            Rule.of("GET", "/api/mentions", DESK),
            Rule.of("POST", "/api/mentions/{stepId}/seen", DESK),
            Rule.of("POST", "/api/tips/{tipId}/alert/confirmation", DESK),
            Rule.of("POST", "/api/tips/{tipId}/alert/cancellation", DESK).asSteppedUp(),
            Rule.of("POST", "/api/tips/{tipId}/alert/cancellation/drop", DESK),
            Rule.of("POST", "/api/tips/{tipId}/alert/renewal", DESK),
            Rule.of("POST", "/api/tips/{tipId}/alert/others", DESK),
            Rule.of("POST", "/api/tips/{tipId}/alert/aside", DESK).asSteppedUp(),
            Rule.of("POST", "/api/tips/{tipId}/alert/aside/drop", DESK),
            Rule.of("POST", "/api/orphaned-alerts/{alertId}/end", DESK).asSteppedUp(),
            Rule.of("POST", "/api/orphaned-alerts/{alertId}/end/drop", DESK),
            Rule.of("GET", "/api/tips/{tipId}/vital-interest", DESK),
            Rule.of("GET", "/api/tips/{tipId}/vital-interest/reason", DESK),
            Rule.of("POST", "/api/tips/{tipId}/vital-interest", DESK).asSteppedUp(),
            Rule.of("POST", "/api/tips/{tipId}/vital-interest/approval", DESK).asSteppedUp(),
            Rule.of("POST", "/api/tips/{tipId}/vital-interest/drop", DESK),
            Rule.of("GET", "/api/tips/{tipId}/details", DESK),
            Rule.of("POST", "/api/tips/{tipId}/details", DESK),
            Rule.of("GET", "/api/tips/{tipId}/details/{detailsId}/copy", DESK),
            Rule.of("GET", "/api/tips/{tipId}/details/{detailsId}/sealed", DESK),
            Rule.of("POST", "/api/tips/{tipId}/details/{detailsId}/drop", DESK),
            Rule.of("POST", "/api/tips/{tipId}/details/{detailsId}/approval", DESK)
                    .asSteppedUp());

    private static final Logger LOG = Logger.getLogger(Access.class);

    private final Witness witness;
    private final Clock clock;

    Access(Witness witness, Clock clock) {
        this.witness = witness;
        this.clock = clock;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return identity.chain(somebody -> decide(request, somebody));
    }

    private Uni<CheckResult> decide(RoutingContext request, SecurityIdentity identity) {
        Rule rule = ruleFor(request);
        if (rule != null && rule.audience() == ANYBODY) {
            return CheckResult.permit();
        }
        if (identity.isAnonymous()) {
            if (isStart(request)) {
                return CheckResult.deny(); // the denial of an anonymous request is the way to the sign-in page
            }
            throw ProblemException.unauthorized();
        }
        Member member = Member.of(identity);
        if (rule == null || !rule.audience().includes(member.roles())) {
            return refuse(member, rule);
        }
        if (!isStart(request)) {
            requireOurPage(request.request());
        }
        if (rule.steppedUp() && !steppedUp(identity)) {
            if (isStepUp(request)) {
                SessionDuringStepUp.keep(request);
                throw new AuthenticationFailedException(); // which is the way to Keycloak, see StepUpRedirect
            }
            throw ProblemException.stepUp();
        }
        return rule.steppedUp() ? witness.steppedUp(member).replaceWith(CheckResult.PERMIT) : CheckResult.permit();
    }

    /** Also where it cannot be written down: then the log says so. */
    private Uni<CheckResult> refuse(Member member, @Nullable Rule rule) {
        return witness.refused(member, rule == null ? "(no route)" : rule.method() + " " + rule.path())
                .onFailure()
                .invoke(fault -> LOG.errorf(
                        "a refusal could not be written into the journal: %s",
                        fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .onItem()
                .transformToUni(done -> Uni.createFrom().failure(ProblemException.forbidden()));
    }

    private boolean steppedUp(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof JsonWebToken token
                && StepUp.counts(token.getClaim("acr"), token.getClaim(Claims.auth_time), clock.instant());
    }

    private static @Nullable Rule ruleFor(RoutingContext request) {
        String method = request.request().method().name();
        String path = request.normalizedPath();
        return RULES.stream()
                .filter(rule -> rule.covers(method, path))
                .findFirst()
                .orElse(null);
    }

    /** Only here a visitor is sent to sign in; a script, an image or a form could not follow. */
    static boolean isStart(RoutingContext request) {
        return isVisit(request, "/") || isStepUp(request);
    }

    /** The page behind which Keycloak asks once more who it is. */
    static boolean isStepUp(RoutingContext request) {
        return isVisit(request, "/step-up");
    }

    private static boolean isVisit(RoutingContext request, String page) {
        return request.request().method().name().equals("GET")
                && request.normalizedPath().equals(page);
    }

    /**
     * Refuses what another site made the browser ask for.
     *
     * <p>Every browser that can run the console sends {@code Sec-Fetch-Site}, and no page can forge it. A request that
     * only reads may lack it; one that comes from elsewhere is refused all the same, for reading is a deed too and
     * stands in the journal.
     */
    private static void requireOurPage(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        boolean ours = "same-origin".equals(site);
        boolean reads = request.method().name().equals("GET");
        if (reads ? !ours && site != null : !ours || !"console".equals(request.getHeader("X-Penah"))) {
            throw ProblemException.notFromTheConsole();
        }
    }
}
