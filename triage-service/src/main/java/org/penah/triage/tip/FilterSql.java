package org.penah.triage.tip;

import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.alert.AlertOfTip;
import org.penah.triage.list.Finding;
import org.penah.triage.list.TipFilter;

/** Writes a {@link TipFilter} as HQL. */
final class FilterSql {

    /**
     * The condition on {@code t} to be folded behind the rest of its lane: danger that was put aside and, by a rule
     * without a member, tips of a flood that nobody has moved; see {@link Tip#isFolded}.
     */
    static final String FOLDED = "(t.folded or (t.flood and t.lane = QUARANTINE))";

    private FilterSql() {}

    /** The condition on {@code t}, for {@link #bind}; queue and fold are the caller's. */
    static String condition(TipFilter filter) {
        StringBuilder condition = new StringBuilder("t.lane in :lanes");
        if (filter.closed()) {
            condition.append(" and t.closedOn is not null");
        } else if (!filter.unanswered()) {
            condition.append(" and t.closedOn is null");
        }
        if (filter.unanswered()) {
            condition.append(" and ").append(AlertOfTip.IS_UNANSWERED);
        }
        if (filter.overdue()) {
            condition.append(" and t.overdue");
        }
        if (filter.unopened()) {
            condition.append(" and (t.firstOpened is null or t.movedBy is not null)");
        }
        String assignee = filter.assignee();
        if (assignee != null) {
            condition.append(assignee.equals("nobody") ? " and t.assignee is null" : " and t.assignee = :assignee");
        }
        String finding = filter.finding();
        if (finding != null) {
            condition.append(finding.equals("none") ? " and t.finding is null" : " and t.finding = :finding");
        }
        if (filter.language() != null) {
            condition.append(" and t.language = :language");
        }
        if (filter.tag() != null) {
            condition.append(" and exists (select 1 from TipTag g where g.tipId = t.tipId and g.tagId = :tag)");
        }
        return condition.toString();
    }

    static <R> Mutiny.SelectionQuery<R> bind(TipFilter filter, Mutiny.SelectionQuery<R> query, Member member) {
        query.setParameter("lanes", filter.lanes());
        String assignee = filter.assignee();
        if (assignee != null && !assignee.equals("nobody")) {
            query.setParameter("assignee", assignee.equals("me") ? member.name() : assignee);
        }
        String finding = filter.finding();
        if (finding != null && !finding.equals("none")) {
            query.setParameter("finding", Finding.named(finding).orElseThrow());
        }
        if (filter.language() != null) {
            query.setParameter("language", filter.language());
        }
        if (filter.tag() != null) {
            query.setParameter("tag", filter.tag());
        }
        return query;
    }
}
