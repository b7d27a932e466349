-- Who may come in, and who is in. No health data: a person is a reference into the record. Every secret is here as a hash, or (the TOTP secret, which must
-- be read again) sealed with a key that is not in the database. The tables are explained in docs/sign-in.md.

create table account (
  id         uuid        primary key,
  who        text collate "C" not null unique check (who ~ '^Practitioner/'),
  role       text        not null check (role in ('nurse', 'doctor', 'lead', 'administrator', 'auditor')),
  clinic     text        not null,
  user_name  text collate "C" not null unique,      -- folded, see user-name.ts
  state      text        not null check (state in ('invited', 'active', 'disabled')),
  password   text,                                   -- argon2id in the PHC string format
  totp       bytea,                                  -- the secret, sealed for this account
  totp_step  bigint      not null default 0,         -- the last time step whose code was used: none is accepted twice
  made_at    timestamptz not null,
  -- A password is never enough alone.
  check (state <> 'active' or password is null or totp is not null)
);

create table recovery_code (
  account uuid  not null references account,
  hash    bytea not null,                            -- SHA-256 of account and code
  primary key (account, hash)
);

create table passkey (
  id         text collate "C" primary key,           -- credential id, base64url
  account    uuid        not null references account,
  public_key bytea       not null,                   -- COSE
  counter    bigint      not null,                   -- signatures so far, 0 for authenticators that do not count
  transports text[]      not null,
  made_at    timestamptz not null,
  used_at    timestamptz
);
create index passkey_account on passkey (account);

-- What a passkey was asked to sign. Taken out when it comes back: each serves once.
create table challenge (
  hash    bytea       primary key,                   -- SHA-256
  purpose text        not null check (purpose in ('sign-in', 'register')),
  account uuid        references account,            -- of a registration
  until   timestamptz not null
);

-- An integrator's system. Its keys are registered here; nothing is fetched from anywhere.
create table client (
  id      text collate "C" primary key,
  name    text        not null,
  clinic  text        not null,
  jwks    jsonb       not null,
  scopes  text[]      not null,
  state   text        not null check (state in ('active', 'disabled')),
  made_at timestamptz not null
);

create table used_assertion (
  client text collate "C" not null references client,
  jti    bytea       not null,                       -- SHA-256
  until  timestamptz not null,
  primary key (client, jti)
);

create table link (
  hash    bytea       primary key,                   -- SHA-256 of the 256 bits that stand in the address
  purpose text        not null check (purpose in ('sign-in', 'invitation')),
  who     text        not null,                      -- Patient/…, RelatedPerson/…, Practitioner/…
  account uuid        references account,            -- of an invitation
  code    bytea,                                     -- SHA-256 of token and spoken code, for those without a birth date; else null
  made_by text        not null,
  made_at timestamptz not null,
  until   timestamptz not null,
  tries   integer     not null default 0,
  used_at timestamptz,
  check ((purpose = 'invitation') = (account is not null))
);
create index link_who on link (who);

-- Whom a patient lets see their record.
create table caregiver_grant (
  id         uuid        primary key,
  patient    text        not null,
  caregiver  text        not null check (caregiver ~ '^RelatedPerson/'),
  granted_by text        not null,
  granted_at timestamptz not null,
  revoked_at timestamptz
);
create unique index caregiver_grant_open on caregiver_grant (patient, caregiver) where revoked_at is null;
create index caregiver_grant_caregiver on caregiver_grant (caregiver) where revoked_at is null;

create table session (
  hash            bytea       primary key,           -- SHA-256 of the token
  who             text        not null,
  role            text        not null,
  purpose         text        not null,
  clinic          text        not null,
  patients        text[]      not null,              -- of a caregiver: asked for in caregiver_grant each time
  scopes          text[],                            -- of an integrator
  account         uuid        references account,
  client          text collate "C" references client,
  since           timestamptz not null,
  seen            timestamptz not null,              -- written at most once a minute
  idle            interval    not null,
  until           timestamptz not null,
  emergency_until timestamptz,                       -- break-glass: acts for the purpose BTG until then
  ended_at        timestamptz
);
create index session_who on session (who) where ended_at is null;
create index session_until on session (until);

-- Tries to sign in that have not succeeded, by what they were aimed at and by where they came from.
create table attempt (
  kind text        not null,
  key  bytea       not null,                         -- SHA-256
  at   timestamptz not null
);
create index attempt_key on attempt (kind, key, at);
create index attempt_at on attempt (at);

-- Counts a try before it is made, so that a thousand at once are a thousand tries. 0 when it may be made, else the seconds to wait: after `in_free` tries
-- within the window each further one has to wait twice as long as the one before. Tries that were refused do not count.
create function claim_attempt(
  in_kind text, in_key bytea, in_at timestamptz, in_window interval, in_free integer, in_first interval, in_longest interval
) returns integer language plpgsql as $$
declare
  v_count integer;
  v_last timestamptz;
  v_wait interval;
begin
  perform pg_advisory_xact_lock(hashtextextended(in_kind || encode(in_key, 'hex'), 11));
  select count(*), max(at) into v_count, v_last from attempt where kind = in_kind and key = in_key and at > in_at - in_window;
  if v_count >= in_free then
    v_wait := least(in_first * power(2, least(v_count - in_free, 20)), in_longest) - (in_at - v_last);
    if v_wait > interval '0' then return ceil(extract(epoch from v_wait)); end if;
  end if;
  insert into attempt (kind, key, at) values (in_kind, in_key, in_at);
  return 0;
end $$;
