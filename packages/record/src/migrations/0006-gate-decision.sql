-- The gate of a cryoablation, held by what is stored (I1, H03): a version of a Procedure that says that one has begun is kept only beside the decision of its gate.
-- The write path (write/gate-decisions.ts) writes both in one transaction; whoever writes by plain SQL is held to the same. See SPEC.md, "What a gate rested on".

create table gate_decision (
  type      text collate "C" not null,         -- the version that it let pass
  id        text collate "C" not null,
  version   integer     not null,
  patient   text collate "C" not null,
  text_hash bytea       not null,              -- SHA-256 of that version's text: the decision is of this text and no other
  at        timestamptz not null,
  protocol  text        not null,              -- canonical address and version of the protocol whose gate it was
  opened    text        not null,              -- 'evidence': every condition held. 'override': two people opened what did not
  primary key (type, id, version),
  check (opened in ('evidence', 'override')),
  check (protocol like '%|%' and patient <> '')
);

create table gate_evidence (
  type             text collate "C" not null,
  id               text collate "C" not null,
  version          integer not null,
  evidence_type    text collate "C" not null,
  evidence_id      text collate "C" not null,
  evidence_version integer not null,           -- current when the gate was asked
  primary key (type, id, version, evidence_type, evidence_id),
  foreign key (type, id, version) references gate_decision
);

create trigger append_only before update or delete on gate_decision for each row execute function refuse_change();
create trigger append_only_all before truncate on gate_decision for each statement execute function refuse_change();
create trigger append_only before update or delete on gate_evidence for each row execute function refuse_change();
create trigger append_only_all before truncate on gate_evidence for each statement execute function refuse_change();

-- What a cryoablation is called: beginnings of words, folded, and codes as system|code. The words of protocols/cryoablation/library.yaml; a protocol that
-- knows more of them adds them when it is loaded, and none is ever taken away.
create table cryoablation_name (
  kind text collate "C" not null check (kind in ('word', 'code')),
  name text collate "C" not null check (length(name) >= 5),
  primary key (kind, name)
);
insert into cryoablation_name (kind, name)
  select 'word', w from unnest(array['cryoabl', 'cryoneur', 'cryoanalg', 'cryolesion', 'cryodenerv', 'krioabl', 'krioneur', 'krioanalg', 'kriolez', 'kriodenerw']) w
  union all select 'code', 'urn:cryopath:code|cryoablation';

-- Letters alone, small, without their marks: packages/pathway/src/gate/cryoablation-names.ts, `folded`.
create function folded_letters(t text) returns text language sql immutable parallel safe
  return regexp_replace(replace(replace(lower(normalize(t, NFKD)), 'ł', 'l'), 'Ł', 'l'), '[^a-z]', '', 'g');

-- Whether the text of a Procedure says that a cryoablation, or what cannot be told from one, has begun: packages/pathway/src/gate/procedure-gate.ts in SQL. It is
-- asked for every Procedure and nothing else.
create function is_begun_cryoablation(in_content text) returns boolean language plpgsql stable as $$
declare
  p jsonb;
  v_status text;
  v_named jsonb;
  v_words text;
begin
  if in_content = '' then return false; end if;
  p := in_content::jsonb;
  v_status := p->>'status';
  if v_status = 'entered-in-error' then return false; end if;
  if v_status in ('preparation', 'not-done')
    and not (p ?| array['performedDateTime', 'performedPeriod', 'performedString', 'performedAge', 'performedRange'])
  then
    return false;
  end if;
  v_named := jsonb_build_array(p->'code', p->'category', p->'instantiatesCanonical', p->'instantiatesUri');
  select folded_letters(string_agg(s #>> '{}', ' ')) into v_words
    from jsonb_path_query(v_named, '$.** ? (@.type() == "string")') s;
  if exists (select from cryoablation_name where kind = 'word' and position(name in v_words) > 0) then return true; end if;
  if exists (
    select from jsonb_path_query(v_named, '$.**.coding[*]') c join cryoablation_name n on n.kind = 'code' and n.name = (c->>'system') || '|' || (c->>'code')
  ) then
    return true;
  end if;
  -- What nothing names is taken for one.
  return not exists (
      select from jsonb_path_query(p, '$.code.coding[*]') c
      where (tells(c->>'system') and tells(c->>'code')) or tells(c->>'display'))
    and not coalesce(tells(p->'code'->>'text'), false);
end $$;

create function tells(t text) returns boolean language sql immutable parallel safe
  return t is not null and t ~ '[^[:space:][:punct:]]';

-- At the end of the transaction, so that the version, the decision and what it rests on may be written in any order.
create function require_gate_decision() returns trigger language plpgsql as $$
declare
  v_before text;
begin
  if not is_begun_cryoablation(new.content) then return null; end if;
  -- One that had begun may be ended or corrected: what happened must be told. One that had ended is not begun again by this.
  select content into v_before from version
    where type = new.type and id = new.id and version = new.version - 1 and patient = new.patient;
  if found and is_begun_cryoablation(v_before)
    and not (v_before::jsonb->>'status' is distinct from 'in-progress' and new.content::jsonb->>'status' = 'in-progress')
  then
    return null;
  end if;
  perform from gate_decision
    where type = new.type and id = new.id and version = new.version and patient = new.patient
      and text_hash = sha256(convert_to(new.content, 'UTF8'));
  if not found then
    raise exception 'no gate was decided for Procedure/% version %: a cryoablation begins only beside the decision of its gate', new.id, new.version
      using errcode = 'CRG01';
  end if;
  return null;
end $$;
create constraint trigger gate_decided after insert on version deferrable initially deferred
  for each row when (new.type = 'Procedure') execute function require_gate_decision();

-- What a decision says it rests on must be there, be current, and be this patient's (H01). Examination, imaging and a diagnostic block must be among it (I1), or
-- an override that two different people have signed.
create function require_gate_evidence() returns trigger language plpgsql as $$
declare
  v_missing text;
  v_forms text[];
begin
  select e.evidence_type || '/' || e.evidence_id into v_missing from gate_evidence e
    where e.type = new.type and e.id = new.id and e.version = new.version
      and not exists (
        select from resource r where r.type = e.evidence_type and r.id = e.evidence_id and r.version = e.evidence_version
          and r.patient = new.patient and not r.deleted)
    limit 1;
  if found then
    raise exception 'the gate of %/% rests on %, which is not current, or not in this record', new.type, new.id, v_missing using errcode = 'CRG02';
  end if;
  if new.opened = 'override' then
    perform from gate_evidence e join version v on v.type = e.evidence_type and v.id = e.evidence_id and v.version = e.evidence_version
      where e.type = new.type and e.id = new.id and e.version = new.version and v.type = 'DetectedIssue' and v.content::jsonb->>'status' = 'final'
        and (select count(distinct m->'author'->>'reference') from jsonb_path_query(v.content::jsonb, '$.mitigation[*]') m) >= 2;
    if not found then
      raise exception 'the gate of %/% was opened by hand without two people', new.type, new.id using errcode = 'CRG02';
    end if;
    return null;
  end if;
  select coalesce(array_agg(split_part(v.content::jsonb->>'questionnaire', '|', 1)), '{}') into v_forms
    from gate_evidence e join version v on v.type = e.evidence_type and v.id = e.evidence_id and v.version = e.evidence_version
    where e.type = new.type and e.id = new.id and e.version = new.version and v.type = 'QuestionnaireResponse'
      and v.content::jsonb->>'status' in ('completed', 'amended');
  if not v_forms @> array['urn:cryopath:form:examination', 'urn:cryopath:form:imaging-review', 'urn:cryopath:form:diagnostic-block'] then
    raise exception 'the gate of %/% was opened without examination, imaging and diagnostic block', new.type, new.id using errcode = 'CRG02';
  end if;
  return null;
end $$;
create constraint trigger gate_rests after insert on gate_decision deferrable initially deferred
  for each row execute function require_gate_evidence();
