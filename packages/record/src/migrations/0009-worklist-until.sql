-- Until when it can be done at all: a visit's time ends with the next one's (worklist/page-statement.ts). What was there before has no end until its chart changes, or the list is made anew.
alter table worklist add column until timestamptz not null default 'infinity';
