-- Wakes the desks that look at a queue when something in it has changed. The name of the queue is all that is said.
create function tip_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', coalesce(new.queue, old.queue));
    return null;
end
$$;

create function alert_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', queue) from tip where alert_id = new.alert_id;
    return null;
end
$$;

create function reply_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', queue) from tip where tip_id = new.tip_id;
    return null;
end
$$;

create trigger tip_news after insert or update or delete on tip for each row execute function tip_news();
create trigger alert_news after insert or update on alert for each row execute function alert_news();
create trigger reply_news after insert or update on reply for each row execute function reply_news();
