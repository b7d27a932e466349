-- `record_write` for many changes of one transaction: an import, a Bundle. One call, and one statement for each table of search values.
--
-- Measured beside calling `record_write` for each of 200 Observations (processor time of the backend): a third of the time. Most of what a statement that writes
-- one row costs is to be begun: its plan is made ready, its indexes are opened, their conditions read.
--
-- The plans do not depend on how many there are. Left to itself, PostgreSQL would plan anew for every call, because it sees the lengths of the arrays.

-- The search values of several resources, see `put_values`.
create function put_values_together(in_ns bigint[], in_values jsonb[]) returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  insert into token_value (parameter, system, code, n, label)
    select (e->>0)::smallint, e->>1, e->>2, x.n, e->>3 from unnest(in_ns, in_values) x(n, v), jsonb_array_elements(x.v->'t') e;
  insert into reference_value (parameter, type, id, n, url, version, identifier_system, identifier_code)
    select (e->>0)::smallint, e->>1, e->>2, x.n, e->>3, e->>4, e->>5, e->>6 from unnest(in_ns, in_values) x(n, v), jsonb_array_elements(x.v->'r') e;
  insert into date_value (parameter, low, high, n)
    select (e->>0)::smallint, (e->>1)::bigint, (e->>2)::bigint, x.n from unnest(in_ns, in_values) x(n, v), jsonb_array_elements(x.v->'d') e;
  insert into string_value (parameter, folded, exact, n)
    select (e->>0)::smallint, e->>1, e->>2, x.n from unnest(in_ns, in_values) x(n, v), jsonb_array_elements(x.v->'s') e;
  insert into quantity_value (parameter, low, high, system, code, unit, n)
    select (e->>0)::smallint, (e->>1)::double precision, (e->>2)::double precision, e->>3, e->>4, e->>5, x.n
    from unnest(in_ns, in_values) x(n, v), jsonb_array_elements(x.v->'q') e;
  insert into uri_value (parameter, value, n)
    select (e->>0)::smallint, e->>1, x.n from unnest(in_ns, in_values) x(n, v), jsonb_array_elements(x.v->'u') e;
end $$;

-- The next version of each of several resources, in the order given, by `record_write`. Answers with its words up to the first that is not 'written': the
-- transaction is then to be rolled back. What differs between changes comes as one array each, the rest as in `record_write`; without keys.
create function record_write_together(
  in_types text[], in_ids text[], in_interactions text[], in_expected integer[], in_patients text[], in_clinics text[],
  in_restricted boolean[], in_at timestamptz[], in_contents text[], in_hashes bytea[], in_values jsonb[],
  in_everywhere boolean, in_own text[], in_house text, in_charts boolean, in_restricted_charts boolean, in_opened boolean,
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
      in_everywhere, in_own, in_house, in_charts, in_restricted_charts, in_opened,
      in_who, in_role, in_purpose, in_address, in_request, c.detail, c.audit_id, c.audit_hash, '', null, in_audit_clinic, true);
    v_words := v_words || v_word;
    if v_word <> 'written' then return v_words; end if;
    select n into v_n from resource where type = c.type and id = c.id;
    v_ns := v_ns || v_n;
  end loop;
  perform put_values_together(v_ns, in_values);
  return v_words;
end $$;
