-- H16: a chart that was opened in an emergency is open to the session in which it was opened, and to no other session of the same person: not to the browser
-- that was left open elsewhere, and not once the session has ended.
--
-- The session is named by half of the hash under which the server keeps it (`sessions.ts`): a name that opens nothing. Openings older than this have none, and
-- were over half an hour after they were made.
alter table break_glass add session text not null default '';
drop index break_glass_open;
create index break_glass_open on break_glass (who, session, patient, until);

-- The functions that write, with the session where there was a yes or no.
drop function record_create_together;
drop function record_write_together;
drop function record_write;
drop function write_obstacle;

-- Why a change may not be made, whatever version is there: '' when nothing stands in its way. Locks the chart besides. When it may not wait for a lock that
-- somebody else holds, it says 'busy'.
create function write_obstacle(
  in_type text, in_interaction text, in_patient text, in_clinic text, in_restricted boolean, in_at timestamptz,
  in_everywhere boolean, in_own text[], in_house text, in_charts boolean, in_restricted_charts boolean, in_session text, in_who text,
  in_wait boolean
) returns text language plpgsql as $$
declare
  v_chart compartment;
  v_alone boolean := in_type = 'Patient';
  v_glass boolean := false; -- within reach by break-glass alone
begin
  if in_patient = '' then
    return case when in_everywhere or in_house is not distinct from in_clinic then '' else 'forbidden' end;
  end if;
  -- Writers of one record do not wait for one another, only for guarded changes and for changes of the Patient, which take this lock alone.
  if in_wait then
    if v_alone then
      perform pg_advisory_xact_lock(patient_lock(in_patient));
    else
      perform pg_advisory_xact_lock_shared(patient_lock(in_patient));
    end if;
  elsif v_alone then
    if not pg_try_advisory_xact_lock(patient_lock(in_patient)) then return 'busy'; end if;
  elsif not pg_try_advisory_xact_lock_shared(patient_lock(in_patient)) then
    return 'busy';
  end if;
  select * into v_chart from compartment where patient = in_patient;
  if found then
    if not (in_everywhere or in_patient = any (in_own)
      or (in_charts and v_chart.clinic = in_house and v_chart.clinic <> '' and (in_restricted_charts or not v_chart.restricted)))
    then
      if in_session is null then return 'forbidden'; end if;
      perform from break_glass where who = in_who and session = in_session and patient = in_patient and since <= in_at and until > in_at;
      if not found then return 'forbidden'; end if;
      v_glass := true;
    end if;
    if v_chart.deleted and not v_alone then return 'no-patient'; end if;
  elsif not v_alone then
    return 'no-patient';
  end if;
  if not v_alone then return ''; end if;
  if v_chart.patient is null then
    -- Nobody makes a chart in another clinic than their own.
    if not (in_everywhere or (in_charts and in_clinic = in_house and in_clinic <> '')) then return 'forbidden'; end if;
    return '';
  end if;
  -- Who may reach a chart is not for everybody who reaches it to decide: two clinics hand a chart over by the installation, the lead restricts it and opens it
  -- again. An emergency opens it for half an hour and for nothing that outlasts it.
  if in_clinic is distinct from v_chart.clinic and not in_everywhere then return 'forbidden'; end if;
  if in_interaction <> 'delete' and in_restricted is distinct from v_chart.restricted
    and not (in_everywhere or (in_charts and in_restricted_charts and not v_glass))
  then
    return 'forbidden';
  end if;
  if in_interaction = 'delete' then
    perform from resource where patient = in_patient and not deleted and type <> 'Patient' limit 1;
    if found then return 'in-use'; end if;
  end if;
  return '';
end $$;

-- Writes the next version of one resource, or says in one word why not; then nothing was changed. The words and their order: SPEC.md.
create function record_write(
  in_type text, in_id text, in_interaction text,
  in_expected integer,                  -- the version that the writer saw; 0: nothing was there
  in_patient text,                      -- the compartment, '' for none
  in_clinic text,                       -- of a Patient: their clinic; of what belongs to no patient: whose it is, '' common; else unused
  in_restricted boolean,                -- of a Patient: whether the chart is restricted
  in_at timestamptz, in_content text, in_hash bytea, in_values jsonb,
  in_everywhere boolean,                -- the reach, see access/reach.ts: everything,
  in_own text[],                        -- these patients,
  in_house text,                        -- what belongs to no patient of this clinic (null: none of it),
  in_charts boolean,                    -- and its patients,
  in_restricted_charts boolean,         -- those with a restricted chart too,
  in_session text,                      -- and the charts that this person opened by break-glass in this session (null: none)
  in_who text, in_role text, in_purpose text, in_address text, in_request text, in_detail text, in_audit_id uuid, in_audit_hash bytea,
  in_key text, in_body bytea,           -- idempotency key, '' for none, and what it stands for
  in_audit_clinic text,                 -- of whoever writes, for the trail
  in_wait boolean                       -- whether to wait for who holds the key or the chart, or to say 'busy'
) returns text language plpgsql as $$
declare
  v_word text;
  v_head resource;
  v_n bigint;
begin
  if in_key <> '' then
    v_word := claim_key(in_who, in_key, in_body, in_wait);
    if v_word <> '' then return v_word; end if;
  end if;

  v_word := write_obstacle(in_type, in_interaction, in_patient, in_clinic, in_restricted, in_at,
    in_everywhere, in_own, in_house, in_charts, in_restricted_charts, in_session, in_who, in_wait);
  if v_word <> '' then return v_word; end if;

  if in_expected = 0 then
    insert into resource (type, id, version, patient, clinic, at)
      values (in_type, in_id, 1, in_patient, case when in_patient = '' then in_clinic else '' end, in_at)
      on conflict (type, id) do nothing returning n into v_n;
    if v_n is null then
      select * into v_head from resource where type = in_type and id = in_id;
      -- Somebody else's: that it is there is nothing this writer may learn more about.
      if v_head.patient <> in_patient or (in_patient = '' and v_head.clinic <> in_clinic) then return 'forbidden'; end if;
      return case when v_head.deleted then 'gone' else 'exists' end;
    end if;
  else
    update resource set version = in_expected + 1, at = in_at, deleted = (in_interaction = 'delete')
      where type = in_type and id = in_id and version = in_expected and patient = in_patient and (in_patient <> '' or clinic = in_clinic)
      returning n into v_n;
    if v_n is null then
      select * into v_head from resource where type = in_type and id = in_id;
      if not found then return 'missing'; end if;
      return case when v_head.patient <> in_patient or (in_patient = '' and v_head.clinic <> in_clinic) then 'moved' else 'conflict' end;
    end if;
    perform remove_values(v_n);
  end if;

  insert into version (type, id, version, patient, at, who, interaction, content, hash)
    values (in_type, in_id, in_expected + 1, in_patient, in_at, in_who, in_interaction, in_content, in_hash);
  perform put_values(v_n, in_values);

  if in_type = 'Patient' then
    insert into compartment (patient, clinic, restricted, deleted) values (in_patient, in_clinic, in_restricted, in_interaction = 'delete')
      on conflict (patient) do update set clinic = excluded.clinic, deleted = excluded.deleted,
        restricted = case when excluded.deleted then compartment.restricted else excluded.restricted end -- a chart is not opened by deleting it
      where compartment is distinct from excluded;
  end if;

  insert into audit (id, at, who, role, clinic, purpose, action, interaction, outcome, type, resource, version, patient, address, request, detail, text_hash, hash)
    values (in_audit_id, in_at, in_who, in_role, in_audit_clinic, in_purpose,
      case in_interaction when 'create' then 'C' when 'delete' then 'D' else 'U' end,
      in_interaction, 0, in_type, in_id, in_expected + 1, in_patient, in_address, in_request, in_detail, in_hash, in_audit_hash);
  if in_key <> '' then
    insert into idempotency (who, key, body, type, id, version, at) values (in_who, in_key, in_body, in_type, in_id, in_expected + 1, in_at);
  end if;
  return 'written';
end $$;

-- The next version of each of several resources, in the order given, by `record_write`. Answers with its words up to the first that is not 'written': the
-- transaction is then to be rolled back. What differs between changes comes as one array each, the rest as in `record_write`; without keys.
create function record_write_together(
  in_types text[], in_ids text[], in_interactions text[], in_expected integer[], in_patients text[], in_clinics text[],
  in_restricted boolean[], in_at timestamptz[], in_contents text[], in_hashes bytea[], in_values jsonb[],
  in_everywhere boolean, in_own text[], in_house text, in_charts boolean, in_restricted_charts boolean, in_session text,
  in_who text, in_role text, in_purpose text, in_address text, in_request text, in_details text[], in_audit_ids uuid[], in_audit_hashes bytea[],
  in_audit_clinic text
) returns text[] language plpgsql as $$
declare
  c record;
  v_word text;
  v_words text[] := '{}';
  v_n bigint;
  v_ns bigint[] := '{}';
begin
  for c in
    select * from unnest(in_types, in_ids, in_interactions, in_expected, in_patients, in_clinics, in_restricted, in_at, in_contents, in_hashes,
      in_details, in_audit_ids, in_audit_hashes)
      x(type, id, interaction, expected, patient, clinic, restricted, at, content, hash, detail, audit_id, audit_hash)
  loop
    v_word := record_write(c.type, c.id, c.interaction, c.expected, c.patient, c.clinic, c.restricted, c.at, c.content, c.hash, '{}',
      in_everywhere, in_own, in_house, in_charts, in_restricted_charts, in_session,
      in_who, in_role, in_purpose, in_address, in_request, c.detail, c.audit_id, c.audit_hash, '', null, in_audit_clinic, true);
    v_words := v_words || v_word;
    if v_word <> 'written' then return v_words; end if;
    select n into v_n from resource where type = c.type and id = c.id;
    v_ns := v_ns || v_n;
  end loop;
  perform put_values_together(v_ns, in_values);
  return v_words;
end $$;

-- What several writers create at the same moment, in one statement: `write/create-queue.ts` gathers what came while the one before was being written. Each table
-- is written once for all of them, so that the statements are begun once, and there is one commit to the disk.
--
-- Answers with a word for each, as `record_write` would. Nothing is written unless all of them are 'written'; then the queue writes the others apart. Waits for
-- nobody: a change whose chart or key somebody holds is 'busy', and waits by itself. The caller sees to it that no key is there twice.
create function record_create_together(
  in_types text[], in_ids text[], in_patients text[], in_clinics text[], in_restricted boolean[], in_at timestamptz[],
  in_contents text[], in_hashes bytea[], in_values jsonb[],
  in_everywhere boolean[], in_own text[],  -- each an array in its text form
  in_house text[], in_charts boolean[], in_restricted_charts boolean[], in_sessions text[],
  in_whos text[], in_roles text[], in_purposes text[], in_addresses text[], in_requests text[], in_details text[], in_audit_ids uuid[], in_audit_hashes bytea[],
  in_keys text[], in_bodies bytea[], in_audit_clinics text[]
) returns text[] language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  v_words text[] := '{}';
  v_word text;
  v_ns bigint[];
  v_free boolean := true;
begin
  for i in 1 .. cardinality(in_ids) loop
    v_word := '';
    if in_keys[i] <> '' then v_word := claim_key(in_whos[i], in_keys[i], in_bodies[i], false); end if;
    if v_word = '' then
      v_word := write_obstacle(in_types[i], 'create', in_patients[i], in_clinics[i], in_restricted[i], in_at[i], in_everywhere[i],
        in_own[i]::text[], in_house[i],
        in_charts[i], in_restricted_charts[i], in_sessions[i], in_whos[i], false);
    end if;
    if v_word = '' then v_word := 'written'; else v_free := false; end if;
    v_words := v_words || v_word;
  end loop;
  if not v_free then return v_words; end if;

  with head as (
    insert into resource (type, id, version, patient, clinic, at)
      select x.type, x.id, 1, x.patient, case when x.patient = '' then x.clinic else '' end, x.at
      from unnest(in_types, in_ids, in_patients, in_clinics, in_at) x(type, id, patient, clinic, at) returning n, id)
  select array_agg(head.n order by x.i) into v_ns from unnest(in_ids) with ordinality x(id, i) join head on head.id = x.id;
  insert into version (type, id, version, patient, at, who, interaction, content, hash)
    select x.type, x.id, 1, x.patient, x.at, x.who, 'create', x.content, x.hash
    from unnest(in_types, in_ids, in_patients, in_at, in_whos, in_contents, in_hashes) x(type, id, patient, at, who, content, hash);
  perform put_values_together(v_ns, in_values);
  if 'Patient' = any (in_types) then
    insert into compartment (patient, clinic, restricted)
      select x.patient, x.clinic, x.restricted from unnest(in_types, in_patients, in_clinics, in_restricted) x(type, patient, clinic, restricted)
      where x.type = 'Patient';
  end if;
  insert into audit (id, at, who, role, clinic, purpose, action, interaction, outcome, type, resource, version, patient, address, request, detail, text_hash, hash)
    select x.audit_id, x.at, x.who, x.role, x.audit_clinic, x.purpose, 'C', 'create', 0, x.type, x.id, 1, x.patient, x.address, x.request, x.detail,
      x.hash, x.audit_hash
    from unnest(in_audit_ids, in_at, in_whos, in_roles, in_audit_clinics, in_purposes, in_types, in_ids, in_patients, in_addresses, in_requests, in_details,
      in_hashes, in_audit_hashes)
      x(audit_id, at, who, role, audit_clinic, purpose, type, id, patient, address, request, detail, hash, audit_hash);
  if exists (select from unnest(in_keys) k where k <> '') then
    insert into idempotency (who, key, body, type, id, version, at)
      select x.who, x.key, x.body, x.type, x.id, 1, x.at from unnest(in_whos, in_keys, in_bodies, in_types, in_ids, in_at) x(who, key, body, type, id, at)
      where x.key <> '';
  end if;
  return v_words;
end $$;
