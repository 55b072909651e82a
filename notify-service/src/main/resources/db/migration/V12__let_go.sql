-- How often a partner took an alert and then said otherwise, since the desk last confirmed it: after three times it stops no clock.
alter table partner_alert add column let_go integer not null default 0;
