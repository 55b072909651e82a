-- Whether it has ever signed that it took an alert at the edge: from then on a 2xx without its signature does not count.
alter table partner add column signs boolean not null default false;
alter table attempt
    drop constraint attempt_outcome_check,
    add constraint attempt_outcome_check check (outcome in ('STARTED', 'ACCEPTED', 'REFUSED', 'REDIRECTED', 'TIMED_OUT',
        'UNREACHABLE', 'INSECURE', 'FORBIDDEN_ADDRESS', 'UNSIGNED', 'WITHHELD', 'FAULT')) not valid;
