-- The record's tables; 0002 is its one way to write them. See SPEC.md; names follow the glossary of ARCHITECTURE.md.
--
-- No CHECK stands on the tables that every write fills: PostgreSQL reads each from its text for every statement, an eighth of a write. Only record_write
-- and audit/insert.ts write them.
--
-- Every text that is a key is collated "C": keys are compared for being equal and walked in one fixed order, and the database's Polish
-- collation would make each comparison in an index several times dearer and let a new ICU version invalidate the indexes.

create table version (
  type        text collate "C" not null,
  id          text collate "C" not null,
  version     integer     not null,            -- from 1
  patient     text collate "C" not null,       -- '' when it belongs to no patient
  at          timestamptz not null,
  who         text        not null,            -- literal reference of whoever wrote it
  interaction text        not null,            -- create, update, patch, delete
  content     text        not null,            -- the resource as acknowledged; '' for a deletion
  hash        bytea       not null,            -- SHA-256 of content
  primary key (type, id, version)
);
-- lz4 where the server was built with it (the embedded one is not): pglz costs some 20 microseconds a write above 2 kB.
do $$ begin
  alter table version alter column content set compression lz4;
exception when feature_not_supported then null;
end $$;

create index version_at on version (type, at, id, version); -- history of a type

create table resource (
  n       bigint generated always as identity primary key, -- not cached by session: newest first means it
  type    text collate "C" not null,
  id      text collate "C" not null,
  version integer     not null,
  patient text collate "C" not null,
  clinic  text collate "C" not null,           -- only of resources of no patient; '' is common to all clinics
  at      timestamptz not null,
  deleted boolean     not null default false,
  unique (type, id)
);
create index resource_patient on resource (patient, type, n);
create index resource_type on resource (type, n);
create index resource_at on resource (type, at, n);

create table compartment (
  patient    text collate "C" primary key,
  clinic     text collate "C" not null,
  restricted boolean not null default false,   -- Patient.meta.security R or V: a chart that only the lead and break-glass open
  deleted    boolean not null default false    -- the Patient was deleted: nothing more is written into this compartment
);

-- Search values of current resources. `parameter` is the number that @cryopath/fhir gives to (type, parameter).
-- Each kind has two indexes: by value and then n, so that a search walks its matches in the order of the answer and stops after a page; and by n,
-- to take a resource's values away and to test one row. Extraction gives no value twice, so nothing here is unique: that saves a look.
create table token_value (
  parameter smallint not null, system text collate "C" not null, code text collate "C" not null, n bigint not null,
  label text not null default ''               -- folded displays and texts, for :text
);
create index token_value_code on token_value (parameter, code, n, system); -- system last: any system and one system walk in order of n
create index token_value_n on token_value (n, parameter);
create table reference_value (
  parameter smallint not null, type text collate "C" not null, id text collate "C" not null, n bigint not null,
  url text collate "C" not null default '',    -- absolute and canonical references, without version
  version text collate "C" not null default '',
  identifier_system text collate "C" not null default '', identifier_code text collate "C" not null default ''
);
create index reference_value_id on reference_value (parameter, id, n, type);
create index reference_value_url on reference_value (parameter, url, n) where url <> '';
create index reference_value_identifier on reference_value (parameter, identifier_code, n) where identifier_code <> '';
create index reference_value_n on reference_value (n, parameter);
create table date_value (
  parameter smallint not null, low bigint not null, high bigint not null, n bigint not null -- [low, high) in epoch milliseconds
);
create index date_value_low on date_value (parameter, low, n, high);
create index date_value_long on date_value (parameter, low, n, high) where high - low > 90000000; -- longer than 25 hours: see search/date-range.ts
create index date_value_n on date_value (n, parameter);
create table string_value (
  parameter smallint not null, folded text collate "C" not null, exact text collate "C" not null, n bigint not null
);
create index string_value_folded on string_value (parameter, folded, n);
create index string_value_n on string_value (n, parameter);
create table quantity_value (                  -- also of parameters that are plain numbers: no system, code, unit
  parameter smallint not null, low double precision not null, high double precision not null,
  system text collate "C" not null, code text collate "C" not null, unit text collate "C" not null, n bigint not null
);
create index quantity_value_low on quantity_value (parameter, low, n, high);
create index quantity_value_range on quantity_value (parameter, low, n, high) where high > low; -- of ranges alone: see search/source.ts
create index quantity_value_n on quantity_value (n, parameter);
create table uri_value (
  parameter smallint not null, value text collate "C" not null, n bigint not null
);
create index uri_value_value on uri_value (parameter, value, n);
create index uri_value_n on uri_value (n, parameter);

create table idempotency (
  who     text collate "C" not null,
  key     text collate "C" not null,
  body    bytea       not null,                -- SHA-256 of interaction, address and body
  type    text        not null,
  id      text        not null,
  version integer     not null,                -- 0 for the answer of a whole transaction
  at      timestamptz not null,
  answer  text        not null default '',     -- of a transaction: what it told of its changes, nothing of what it read
  primary key (who, key)
);

create table break_glass (
  id      uuid        primary key,
  who     text        not null,
  patient text        not null,
  reason  text        not null check (length(btrim(reason)) >= 10),
  since   timestamptz not null,
  until   timestamptz not null check (until <= since + interval '30 minutes')
);
create index break_glass_open on break_glass (who, patient, until);

-- The order of the trail: the number of the transaction that wrote a row, and the number below which no transaction is still running, so that no row
-- with a smaller one can appear any more. Numbers of one server mean nothing on another: restoring into one whose numbers are behind replaces both
-- functions with ones that add the difference (postgres/audit-order.ts). Functions of one expression, so that the planner puts them in place.
create function audit_xid() returns bigint language sql volatile parallel unsafe return pg_current_xact_id()::text::bigint + 0;
create function audit_horizon() returns bigint language sql volatile parallel unsafe
  return pg_snapshot_xmin(pg_current_snapshot())::text::bigint + 0;

create table audit (
  id          uuid        primary key,         -- UUIDv7 of `at`: AuditEvent.id. Its order is the order of time.
  xid         bigint      not null default audit_xid(),
  at          timestamptz not null,            -- AuditEvent.recorded, to the millisecond
  who         text        not null,
  role        text        not null,
  clinic      text        not null,            -- of whoever acted; '' none
  purpose     text        not null,
  action      text        not null,            -- C, R, U, D, E
  interaction text        not null,            -- read, vread, search-type, create, …, login, export
  outcome     smallint    not null,            -- AuditEvent.outcome: 0, 4, 8, 12
  type        text        not null,
  resource    text        not null,            -- id, '' for searches
  version     integer     not null,            -- 0 when it is of no one version
  patient     text        not null,            -- whose record was touched; '' none
  address     text        not null,
  request     text        not null,
  detail      text        not null,            -- query, reason, outcome code; never shown in logs
  content     text        not null default '', -- an AuditEvent that another system posted, as it came
  text_hash   bytea,                           -- SHA-256 of the text of the version that this act wrote; null when it wrote none
  hash        bytea       not null             -- SHA-256 over the columns, see audit/row-hash.ts
);
create index audit_order on audit (xid, id);
create index audit_patient on audit (patient, id) where patient <> '';

create table seal (
  n        bigint      primary key,
  at       timestamptz not null,
  from_xid bigint      not null,               -- rows with from_xid <= xid < to_xid
  to_xid   bigint      not null,
  rows     bigint      not null,
  hash     bytea       not null                -- SHA-256 over seal n - 1, this seal's columns and its rows in order, see audit/seal-hash.ts
);

create table audit_root (
  day       date        primary key,           -- clinic's calendar day that ended
  seal      bigint      not null,
  hash      bytea       not null,
  key_id    text        not null,
  signature bytea       not null               -- Ed25519 over day, seal, hash and key, see audit/roots.ts
);

-- Nothing is overwritten or deleted in place (I3, R2).
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: % on % is refused', tg_op, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger append_only before update or delete on version for each row execute function refuse_change();
create trigger append_only_all before truncate on version for each statement execute function refuse_change();
create trigger append_only before update or delete on audit for each row execute function refuse_change();
create trigger append_only_all before truncate on audit for each statement execute function refuse_change();
create trigger append_only before update or delete on seal for each row execute function refuse_change();
create trigger append_only_all before truncate on seal for each statement execute function refuse_change();
create trigger append_only before update or delete on audit_root for each row execute function refuse_change();
create trigger append_only_all before truncate on audit_root for each statement execute function refuse_change();
create trigger append_only before update or delete on break_glass for each row execute function refuse_change();
create trigger append_only_all before truncate on break_glass for each statement execute function refuse_change();
