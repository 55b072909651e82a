-- What a partner said last was written down by the desk, which had reached it by telephone.
alter table partner_alert add column by_telephone boolean not null default false;
