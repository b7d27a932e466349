-- What waits for whom since when: a projection of the pathways (worklist/projection.ts), written in the transaction of whatever changes them and made anew from the record
-- by `rebuildWorklist`. Rows of one patient are replaced together.
--
-- What time alone changes is not stored as a state but as its moment: a step is due after `due`, and may be done from `ready`.

create table worklist (
  n          bigint generated always as identity primary key,
  patient    text collate "C" not null,
  clinic     text collate "C" not null,        -- of the chart, and
  restricted boolean not null,                 -- whether it is restricted, as `compartment` says: the reader's reach is in the index
  pathway    text collate "C" not null,        -- id of the CarePlan
  protocol   text not null,                    -- canonical|version
  stage      text collate "C" not null,
  step       text collate "C" not null,        -- of an alert: 'alert'
  resource   text not null default '',         -- Type/id of what waits, when there is one: the Task of an alert
  level      smallint not null,                -- 0 emergency, 1 same day, 2 everything else
  roles      text[] not null,                  -- whom it waits for
  since      timestamptz not null,
  ready      timestamptz,                      -- from when it may be done; null: now
  due        timestamptz not null              -- 'infinity': whenever
);
create index worklist_patient on worklist (patient);
-- Every order that can be asked for, alone, of a stage and of a step: a page is a walk of one index to its end, however many wait.
create index worklist_urgency on worklist (clinic, level, due, n);
create index worklist_stage_urgency on worklist (clinic, stage, level, due, n);
create index worklist_step_urgency on worklist (clinic, step, level, due, n);
create index worklist_since on worklist (clinic, since, n);
create index worklist_stage_since on worklist (clinic, stage, since, n);
create index worklist_step_since on worklist (clinic, step, since, n);
