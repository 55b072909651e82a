package org.penah.partner.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.KeptAlert;

/** Shows one alert on the page. */
record AlertCard(KeptAlert kept, Instant now) {

    /** The classes of its style. */
    public String kind() {
        String kind = kept.waits() ? "waits" : kept.open() ? "answered" : "over";
        return kept.alert().isReal() ? kind : kind + " drill";
    }

    public String shortId() {
        return kept.alert().id().toString().substring(0, 8);
    }

    public boolean isOverdue() {
        return kept.waits() && now.isAfter(kept.alert().ackBy());
    }

    /** Whether what we took on is ours still. */
    public boolean isHeld() {
        Instant until = kept.alert().heldUntil();
        return until != null && until.isAfter(now);
    }

    /** The answers that can be given now. */
    public List<Action> offered() {
        if (kept.alert().isCancel()) {
            return kept.waits() ? List.of(Action.ACKNOWLEDGE) : List.of();
        }
        if (kept.alert().isForStaff()) {
            return List.of(Action.ACKNOWLEDGE, Action.DECLINE);
        }
        Optional<Action> last = kept.lastAnswer().map(given -> given.answer().action());
        List<Action> offered = new ArrayList<>();
        if (kept.alert().isUncounted()) {
            // No other answer counts until the desk confirms the alert again; who acts on it telephones.
            offered.addAll(List.of(Action.NEED_INFO, Action.DECLINE));
        } else if (last.isPresent() && (last.get() == Action.ACKNOWLEDGE || last.get() == Action.CLAIM)) {
            // The same once more renews it.
            offered.add(last.get());
            if (last.get() == Action.ACKNOWLEDGE) {
                offered.add(Action.CLAIM);
            }
            offered.addAll(List.of(Action.RESOLVE, Action.NEED_INFO, Action.RELEASE));
        } else {
            offered.addAll(List.of(Action.ACKNOWLEDGE, Action.CLAIM, Action.NEED_INFO, Action.DECLINE));
            if (!kept.waits()) {
                last.ifPresent(offered::remove);
            }
        }
        return offered;
    }
}
