-- What several writers create at the same moment, in one statement: `write/create-queue.ts` gathers what came while the one before was being written. Each table
-- is written once for all of them, so that the statements are begun once, and there is one commit to the disk.
--
-- Answers with a word for each, as `record_write` would. Nothing is written unless all of them are 'written'; then the queue writes the others apart. Waits for
-- nobody: a change whose chart or key somebody holds is 'busy', and waits by itself. The caller sees to it that no key is there twice.
create function record_create_together(
  in_types text[], in_ids text[], in_patients text[], in_clinics text[], in_restricted boolean[], in_at timestamptz[],
  in_contents text[], in_hashes bytea[], in_values jsonb[],
  in_everywhere boolean[], in_own text[],  -- each an array in its text form
  in_house text[], in_charts boolean[], in_restricted_charts boolean[], in_opened boolean[],
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
        in_charts[i], in_restricted_charts[i], in_opened[i], in_whos[i], false);
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
