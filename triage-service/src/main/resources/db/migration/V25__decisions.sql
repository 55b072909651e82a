-- Under which a tip's source signs what they decide; null in tips from before there was one. And when a tip goes that reports danger and
-- that its source has erased before anybody read it.
alter table tip
    add column decision_key text        check (length(decision_key) = 43),
    add column erasing_due  timestamptz;
create index tip_erasing on tip (erasing_due) where erasing_due is not null;

-- What came signed before its tip did. It counts once the tip is here.
create table early_decision (
    tip_id    uuid not null,
    signature text not null check (length(signature) = 86),
    day       date not null,
    primary key (tip_id, signature)
);
grant select, insert, delete on early_decision to ${runtime-role};
