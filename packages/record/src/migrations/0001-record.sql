-- The record's tables and its one way to write. See SPEC.md; names follow the glossary of ARCHITECTURE.md.

create table version (
  type        text        not null,
  id          text        not null,
  version     integer     not null check (version > 0),
  patient     text        not null,            -- '' when it belongs to no patient
  at          timestamptz not null,
  who         text        not null,            -- literal reference of whoever wrote it
  interaction text        not null check (interaction in ('create', 'update', 'patch', 'delete')),
  content     text        not null,            -- the resource as acknowledged; '' for a deletion
  hash        bytea       not null,            -- SHA-256 of content
  primary key (type, id, version)
);
alter table version alter column content set compression lz4;

create table resource (
  n       bigint      generated always as identity (cache 50) primary key,
  type    text        not null,
  id      text        not null,
  version integer     not null,
  patient text        not null,
  clinic  text        not null,                -- only of resources of no patient; '' is common to all clinics
  at      timestamptz not null,
  deleted boolean     not null default false,
  unique (type, id)
);
create index resource_patient on resource (patient, type, n);
create index resource_type on resource (type, n);
create index resource_at on resource (type, at, n);

create table compartment (
  patient    text    primary key,
  clinic     text    not null,
  restricted boolean not null default false    -- Patient.meta.security R or V: a chart that only the lead and break-glass open
);

-- Search values of current resources. `parameter` is the number that @cryopath/fhir gives to (type, parameter).
create table token_value (
  parameter smallint not null, system text not null, code text not null, n bigint not null, label text,
  primary key (parameter, code, system, n)
);
create index token_value_n on token_value (n, parameter);
create table reference_value (
  parameter smallint not null, type text not null, id text not null, n bigint not null,
  url text not null default '',                -- absolute and canonical references
  primary key (parameter, id, type, url, n)
);
create index reference_value_n on reference_value (n, parameter);
create index reference_value_url on reference_value (parameter, url, n) where url <> '';
create table date_value (
  parameter smallint not null, low timestamptz not null, high timestamptz not null, n bigint not null, -- [low, high)
  primary key (parameter, low, high, n)
);
create index date_value_n on date_value (n, parameter);
create index date_value_high on date_value (parameter, high, n);
create table string_value (
  parameter smallint not null, folded text collate "C" not null, exact text not null, n bigint not null
);
create index string_value_folded on string_value (parameter, folded text_pattern_ops, n);
create index string_value_n on string_value (n, parameter);
create table quantity_value (
  parameter smallint not null, low numeric not null, high numeric not null, value numeric not null,
  system text not null, code text not null, unit text not null, n bigint not null
);
create index quantity_value_value on quantity_value (parameter, value, n);
create index quantity_value_n on quantity_value (n, parameter);
create table uri_value (
  parameter smallint not null, value text not null, n bigint not null,
  primary key (parameter, value, n)
);
create index uri_value_n on uri_value (n, parameter);

create table idempotency (
  who     text        not null,
  key     text        not null,
  body    bytea       not null,                -- SHA-256 of interaction, address and body
  type    text        not null,
  id      text        not null,
  version integer     not null,                -- 0 for the answer of a whole transaction
  at      timestamptz not null,
  answer  text        not null default '',     -- the transaction-response that was given
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

create table audit (
  id          uuid        not null,            -- UUIDv7: AuditEvent.id
  xid         xid8        not null default pg_current_xact_id(),
  at          timestamptz not null,
  who         text        not null,
  role        text        not null,
  purpose     text        not null,
  action      text        not null check (action in ('C', 'R', 'U', 'D', 'E')),
  interaction text        not null,            -- read, vread, search-type, create, …, login, export
  outcome     smallint    not null,            -- AuditEvent.outcome: 0, 4, 8, 12
  type        text        not null,
  resource    text        not null,            -- id, '' for searches
  version     integer     not null,
  patient     text        not null,            -- whose record was touched; '' none
  address     text        not null,
  request     text        not null,
  detail      text        not null,            -- query, reason, outcome code; never shown in logs
  content     text        not null default '', -- an AuditEvent that another system posted, as it came
  text_hash   bytea,                           -- SHA-256 of the text of the version that was written
  hash        bytea       not null             -- SHA-256 over the columns, see audit/row-hash.ts
);
create index audit_order on audit (xid, id);
create index audit_id on audit (id);
create index audit_patient on audit (patient, at) where patient <> '';
create index audit_at on audit (at);

create table seal (
  n        bigint      primary key,
  at       timestamptz not null,
  from_xid xid8        not null,               -- rows with from_xid <= xid < to_xid
  to_xid   xid8        not null,
  rows     bigint      not null,
  hash     bytea       not null                -- SHA-256 over the hash of seal n - 1 and the rows' hashes in order
);

create table audit_root (
  day       date        primary key,           -- clinic's calendar day that ended
  seal      bigint      not null,
  hash      bytea       not null,
  key_id    text        not null,
  signature bytea       not null               -- Ed25519 over day, seal and hash
);

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

-- The search values of one resource: {"t": [[parameter, system, code, label], …], "r": …, "d": …, "s": …, "q": …, "u": …}
create function put_values(in_n bigint, v jsonb) returns void language sql as $$
  insert into token_value (parameter, system, code, n, label)
    select (e->>0)::smallint, e->>1, e->>2, in_n, e->>3 from jsonb_array_elements(v->'t') e on conflict do nothing;
  insert into reference_value (parameter, type, id, n, url)
    select (e->>0)::smallint, e->>1, e->>2, in_n, e->>3 from jsonb_array_elements(v->'r') e on conflict do nothing;
  insert into date_value (parameter, low, high, n)
    select (e->>0)::smallint, (e->>1)::timestamptz, (e->>2)::timestamptz, in_n from jsonb_array_elements(v->'d') e on conflict do nothing;
  insert into string_value (parameter, folded, exact, n)
    select (e->>0)::smallint, e->>1, e->>2, in_n from jsonb_array_elements(v->'s') e;
  insert into quantity_value (parameter, low, high, value, system, code, unit, n)
    select (e->>0)::smallint, (e->>1)::numeric, (e->>2)::numeric, (e->>3)::numeric, e->>4, e->>5, e->>6, in_n from jsonb_array_elements(v->'q') e;
  insert into uri_value (parameter, value, n)
    select (e->>0)::smallint, e->>1, in_n from jsonb_array_elements(v->'u') e on conflict do nothing;
$$;

create function remove_values(in_n bigint) returns void language sql as $$
  delete from token_value where n = in_n;
  delete from reference_value where n = in_n;
  delete from date_value where n = in_n;
  delete from string_value where n = in_n;
  delete from quantity_value where n = in_n;
  delete from uri_value where n = in_n;
$$;
