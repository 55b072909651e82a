-- Events are signed as they are written, so that who writes this table later sends nothing in the service's name. A row without a
-- signature would be refused where it goes: this fails until they have left.
alter table outbox
    add column signed_on date  not null,
    add column signature text  not null check (length(signature) = 88);

-- Each queue is sent by itself.
create index on outbox (queue, position);
