-- The one way into the tables of 0001: `record_write`, called by write/commit-changes.ts and by nobody else. See SPEC.md, "One write path".
--
-- Measured on embedded PostgreSQL 18 (processor time of the backend for one Observation with nine search values): jsonb and one typed array per
-- column cost the same, a flat text array with subscripts a third more, one statement of data-modifying CTEs twice as much. Nearly all of the rest is
-- index entries, at some 7 microseconds each: an index on these tables has to earn its place. `on conflict` on the value
-- tables cost as much as another index entry; extraction gives no value twice. A condition with a subquery in it is a statement of its own to PL/pgSQL, run
-- whenever the condition is asked, and was an eighth of a write: hence the nested `if`s.

-- Advisory locks of a transaction. One seed for each meaning, so that equal texts of different meaning do not meet. Whoever takes several takes them in
-- this order: key, criteria, patient.
create function key_lock(who text, key text) returns bigint language sql immutable parallel safe
  return hashtextextended(who || ' ' || key, 1);
create function criteria_lock(type text, criteria text) returns bigint language sql immutable parallel safe
  return hashtextextended(type || '?' || criteria, 2);
create function patient_lock(patient text) returns bigint language sql immutable parallel safe
  return hashtextextended(patient, 3);

-- Whether a key is free: '' when it is, 'replayed' when it stands for this very request, 'mismatch' when for another. Of a hundred repeats at once
-- ninety-nine wait here for the first, so that not one of them writes in vain.
create function claim_key(in_who text, in_key text, in_body bytea, in_wait boolean) returns text language plpgsql as $$
declare
  v_body bytea;
begin
  if in_wait then
    perform pg_advisory_xact_lock(key_lock(in_who, in_key));
  elsif not pg_try_advisory_xact_lock(key_lock(in_who, in_key)) then
    return 'busy';
  end if;
  select body into v_body from idempotency where who = in_who and key = in_key;
  return case when not found then '' when v_body = in_body then 'replayed' else 'mismatch' end;
end $$;

-- The search values of one resource: {"t": [[parameter, system, code, label], …], "r": …, "d": …, "s": …, "q": …, "u": …}. A kind without values is absent.
create function put_values(in_n bigint, v jsonb) returns void language plpgsql as $$
begin
  if v ? 't' then
    insert into token_value (parameter, system, code, n, label)
      select (e->>0)::smallint, e->>1, e->>2, in_n, e->>3 from jsonb_array_elements(v->'t') e;
  end if;
  if v ? 'r' then
    insert into reference_value (parameter, type, id, n, url, version, identifier_system, identifier_code)
      select (e->>0)::smallint, e->>1, e->>2, in_n, e->>3, e->>4, e->>5, e->>6 from jsonb_array_elements(v->'r') e;
  end if;
  if v ? 'd' then
    insert into date_value (parameter, low, high, n)
      select (e->>0)::smallint, (e->>1)::bigint, (e->>2)::bigint, in_n from jsonb_array_elements(v->'d') e;
  end if;
  if v ? 's' then
    insert into string_value (parameter, folded, exact, n)
      select (e->>0)::smallint, e->>1, e->>2, in_n from jsonb_array_elements(v->'s') e;
  end if;
  if v ? 'q' then
    insert into quantity_value (parameter, low, high, system, code, unit, n)
      select (e->>0)::smallint, (e->>1)::double precision, (e->>2)::double precision, e->>3, e->>4, e->>5, in_n
      from jsonb_array_elements(v->'q') e;
  end if;
  if v ? 'u' then
    insert into uri_value (parameter, value, n)
      select (e->>0)::smallint, e->>1, in_n from jsonb_array_elements(v->'u') e;
  end if;
end $$;

create function remove_values(in_n bigint) returns void language plpgsql as $$
begin
  delete from token_value where n = in_n;
  delete from reference_value where n = in_n;
  delete from date_value where n = in_n;
  delete from string_value where n = in_n;
  delete from quantity_value where n = in_n;
  delete from uri_value where n = in_n;
end $$;

-- Why a change may not be made, whatever version is there: '' when nothing stands in its way. Locks the chart besides. When it may not wait for a lock that
-- somebody else holds, it says 'busy'.
create function write_obstacle(
  in_type text, in_interaction text, in_patient text, in_clinic text, in_restricted boolean, in_at timestamptz,
  in_everywhere boolean, in_own text[], in_house text, in_charts boolean, in_restricted_charts boolean, in_opened boolean, in_who text,
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
      if not in_opened then return 'forbidden'; end if;
      perform from break_glass where who = in_who and patient = in_patient and since <= in_at and until > in_at;
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
  in_opened boolean,                    -- and the charts that this person opened by break-glass
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
    in_everywhere, in_own, in_house, in_charts, in_restricted_charts, in_opened, in_who, in_wait);
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
