-- Whether the form was being flooded when a tip came; of older ones nobody knows any more.
alter table tip add column flood boolean not null default false;
