-- Our address that is in the sealed hand-over, empty if none is; null where that was not kept.
alter table partner add column sealed_address text;
