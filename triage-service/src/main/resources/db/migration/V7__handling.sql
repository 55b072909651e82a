-- What staff decide about a tip beyond whether it is true, what is still owed to its source, and when it may go.
alter table tip
    -- A lane that staff put it in; none while it stands where the source's answers put it.
    add column severity    text,
    add column closed_on   date,
    add column legal_hold  boolean not null default false,
    add column answered_on date,
    add column feedback_on date,
    -- No answer is owed, for a reason that a step gives.
    add column excused     boolean not null default false,
    -- What the source waits for next, and until which day.
    add column duty        text,
    add column duty_by     date,
    -- Something is overdue, and the place in the list says so.
    add column overdue     boolean not null default false,
    -- Whether danger was looked at after its time; none before the first look.
    add column looked_late boolean,
    add check ((duty is null) = (duty_by is null)),
    add check (severity is null or severity in ('IMMINENT', 'URGENT', 'ROUTINE')),
    add check (closed_on is null or first_opened is not null);

update tip set answered_on = (select min(r.day) from reply r where r.tip_id = tip.tip_id);
update tip set duty = 'ANSWER', duty_by = day + 7 where answered_on is null and lane <> 'QUARANTINE' and not folded;

create index tip_next_duty on tip (duty_by) where not overdue and duty_by is not null;
create index tip_next_look on tip (due_by) where not overdue and first_opened is null and due_by is not null;
create index tip_overdue on tip (queue) where overdue;
create index tip_closed on tip (closed_on) where closed_on is not null;

-- Words for tips, each sealed to a queue: here they are numbers.
create table tag (
    tag_id uuid    primary key,
    queue  text    not null,
    epoch  integer not null,
    name   bytea   not null check (length(name) = 9851)
);
create index tag_of_queue on tag (queue);

create table tip_tag (
    tip_id uuid not null references tip on delete cascade,
    tag_id uuid not null references tag on delete cascade,
    primary key (tip_id, tag_id)
);
create index tip_tag_of_tag on tip_tag (tag_id, tip_id);

-- What a member likes to look at, sealed by their browser.
create table saved_views (
    member text  primary key,
    sealed bytea not null check (length(sealed) = 9851)
);

create trigger tip_tag_news after insert on tip_tag for each row execute function reply_news();

grant select, insert, delete on tag, tip_tag to ${runtime-role};
grant select, insert, update on saved_views to ${runtime-role};
grant delete on alert to ${runtime-role};

-- Finds what links other tips to one.
create index step_link on step (value) where kind = 'LINK';
