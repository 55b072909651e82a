-- Under which a source signs what it takes back of an alert; null for alerts from before there was one.
alter table consent
    add column decision_key text check (length(decision_key) = 43),
    -- What came signed before the key did. It counts once the key is here.
    add column claimed text check (length(claimed) = 86);
