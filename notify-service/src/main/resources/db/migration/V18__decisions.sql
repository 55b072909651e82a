-- Under which a source signs what it takes back of an alert; null for alerts from before there was one.
alter table consent add column decision_key text check (length(decision_key) = 43);

-- What came before its alert, and with it the key that shows whose word it is. It counts once the alert is here.
create table early_withdrawal (
    alert_id     uuid    not null,
    only_details boolean not null,
    -- Empty if a version sent it that signs nothing.
    signature    text    not null check (length(signature) in (0, 86)),
    day          date    not null default current_date,
    primary key (alert_id, only_details, signature)
);
grant select, insert, delete on early_withdrawal to ${runtime-role};
