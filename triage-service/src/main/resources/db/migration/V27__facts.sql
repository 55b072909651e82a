-- What an entry stands for beyond its own fields, as one hash; none in those from before.
alter table journal add column facts text check (facts ~ '^1:[0-9a-f]{64}$');
-- while old code runs: it reads the table once, for a few seconds where there are a million entries
create index journal_of on journal (which);

-- So that an auditor, who sees the hash, cannot try names until one has it.
alter table partner_decision add column salt uuid;
alter table drill add column salt uuid;
