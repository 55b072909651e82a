package org.penah.partner.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Entry;

/** Shows one alert on the page. */
record AlertCard(Entry entry, Instant now) {

    /** The classes of its style. */
    public String kind() {
        String kind = entry.waits() ? "waits" : entry.open() ? "answered" : "over";
        return entry.alert().isReal() ? kind : kind + " drill";
    }

    public String shortId() {
        return entry.alert().id().toString().substring(0, 8);
    }

    public boolean isOverdue() {
        return entry.waits() && now.isAfter(entry.alert().ackBy());
    }

    /** Whether what we took on is ours still. */
    public boolean isHeld() {
        Instant until = entry.alert().heldUntil();
        return until != null && until.isAfter(now);
    }

    /** The answers that can be given now. */
    public List<Action> offered() {
        if (entry.alert().isCancel()) {
            return entry.waits() ? List.of(Action.ACKNOWLEDGE) : List.of();
        }
        if (entry.alert().isForStaff()) {
            return List.of(Action.ACKNOWLEDGE, Action.DECLINE);
        }
        Optional<Action> last = entry.lastAnswer().map(given -> given.answer().action());
        List<Action> offered = new ArrayList<>();
        if (last.isPresent() && (last.get() == Action.ACKNOWLEDGE || last.get() == Action.CLAIM)) {
            // The same once more renews it.
            offered.add(last.get());
            if (last.get() == Action.ACKNOWLEDGE) {
                offered.add(Action.CLAIM);
            }
            offered.addAll(List.of(Action.RESOLVE, Action.NEED_INFO, Action.RELEASE));
        } else {
            offered.addAll(List.of(Action.ACKNOWLEDGE, Action.CLAIM, Action.NEED_INFO, Action.DECLINE));
            if (!entry.waits()) {
                last.ifPresent(offered::remove);
            }
        }
        return offered;
    }
}
