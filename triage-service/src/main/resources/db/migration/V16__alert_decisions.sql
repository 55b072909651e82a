-- By when the desk decides about a partner's word that the alert is resolved, to five minutes; gone with the decision.
-- The numbers of the last renewal and the last call for others that notify-service has not said it took; 0 if it has.
alter table alert add column decide_by timestamptz,
    add constraint alert_decide_by check (extract(epoch from decide_by) % 300 = 0) not valid,
    add column renewal_unheard integer not null default 0, add column call_unheard integer not null default 0;

-- Each desk asks for both every few seconds, and few alerts are in either.
-- while old code runs: writers wait less than for the others: few tips have an alert
create index alert_resolved on alert (decide_by) where state = 'RESOLVED';
-- while old code runs: writers wait less than for the others: few tips have an alert
create index alert_unheard on alert (alert_id)
    where state <> 'CANCELLED' and (said > heard or renewal_unheard > 0 or call_unheard > 0
        or decision = 'CANCELLED' or (decision = 'CONFIRMED' and basis <> 'DESK_CONFIRMED'));
