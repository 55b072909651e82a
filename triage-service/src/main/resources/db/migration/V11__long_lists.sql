-- At 500,000 tips, 400,000 of them closed, each of these took a scan of the whole table: 0.1 s on two cores. Writers wait for each
-- index about half a second there. All run in one transaction, so the waits add up: about 3.5 s.
-- while old code runs: writers wait half a second
create index tip_open on tip (queue, sort_key, tip_id) where closed_on is null and not (folded or (flood and lane = 'QUARANTINE'));
-- while old code runs: writers wait half a second
create index tip_closed_list on tip (queue, sort_key, tip_id) where closed_on is not null;
-- while old code runs: writers wait half a second
create index tip_of_assignee on tip (assignee, queue, sort_key, tip_id) where assignee is not null and closed_on is null;
-- while old code runs: writers wait half a second
create index tip_of_day on tip (day) include (queue, lane, flood, threat_who, looked_late, first_opened);
-- while old code runs: writers wait half a second
create index tip_unopened on tip (due_by) include (queue) where first_opened is null and due_by is not null;
-- while old code runs: writers wait half a second
create index tip_owed on tip (obligation, obligation_by) include (queue) where obligation is not null;
-- while old code runs: writers wait less than for the others: few tips have an alert
create index alert_unanswered on alert (alert_id) where state in ('UNANSWERED', 'UNREACHABLE') and aside_by is null;

-- Counts what is folded without a look at the tips. It replaces two that a scan of closed tips went through.
drop index tip_folded;
drop index tip_flooded;
-- while old code runs: writers wait half a second
create index tip_folded on tip (queue, sort_key, tip_id) include (lane, first_opened)
    where closed_on is null and (folded or (flood and lane = 'QUARANTINE'));
