-- What the source of an alert has heard of it last.
alter table alert add column told text check (told in ('UNANSWERED', 'ACKNOWLEDGED', 'CANCELLED'));

update alert set told = case state when 'CANCELLED' then state else 'ACKNOWLEDGED' end
where state in ('ACKNOWLEDGED', 'CLAIMED', 'RESOLVED', 'CANCELLED') and not exercise;
