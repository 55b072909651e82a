-- The last call with each partner that the desk wrote down and notify-service has not said it took, NAME NUMBER a line: the number is that
-- among the desk's words about the alert. No later word covers it but another call with the same partner.
alter table alert add column telephone_unheard text;

-- Each desk asks for these every few seconds, and few alerts are among them.
-- while old code runs: writers wait less than for the others: few tips have an alert
create index alert_unheard_words on alert (alert_id)
    where state <> 'CANCELLED' and (said > heard or renewal_unheard > 0 or call_unheard > 0 or telephone_unheard is not null
        or decision = 'CANCELLED' or (decision = 'CONFIRMED' and basis <> 'DESK_CONFIRMED'));
-- It serves old code as well: what that asks for is among these.
drop index alert_unheard;
