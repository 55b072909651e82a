-- Epochs whose keys were destroyed. The row stays: no number comes twice, and no folder of keys brings one back.
alter table queue_epoch
    alter column recovery_copy drop not null,
    add column destroyed_on date,
    add check ((recovery_copy is null) = (destroyed_on is not null));

create index tip_of_epoch on tip (queue, epoch);

-- A name that is sealed anew to a later epoch.
grant update (epoch, name) on tag to ${runtime-role};
