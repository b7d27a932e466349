import type { PatientRecord, RecordResource } from '@cryopath/pathway';
import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { type Session, useSession } from '../app/session.ts';
import type { Answer } from '../server/fhir-server.ts';
import type { LoadedPathway, LocatedPathway } from './loaded-pathway.ts';

export interface UsedPathway<Pathway = LoadedPathway> {
  /** `undefined` until the first answer. */
  readonly answer: Answer<Pathway> | undefined;
  /** The record alone, from when it has come: whose it is can be seen before the rules have been run on it. */
  readonly record: PatientRecord | undefined;
  reload(): Promise<void>;
}

/** Reads a patient's record over HTTP and evaluates it here, by the same code and the same version of the protocol as the server. */
export const usePathway = (patient: string): UsedPathway => useRecord(patient, withRules);
const withRules = async () => (await import('./evaluation.ts')).loadPathway;

/** The same without a rule being run, for what only needs the record and the protocol: the rule engine is not even fetched. */
export const useLocatedPathway = (patient: string): UsedPathway<LocatedPathway> => useRecord(patient, withoutRules);
const withoutRules = async () => (await import('./locate-pathway.ts')).locatePathway;

type Load<Pathway> = (
  session: Session,
  patient: string,
  everything: Answer<readonly RecordResource[]>,
) => Promise<Answer<Pathway>>;

function useRecord<Pathway extends LocatedPathway>(
  patient: string,
  loading: () => Promise<Load<Pathway>>,
): UsedPathway<Pathway> {
  const session = useSession();
  const [answer, setAnswer] = useState<Answer<Pathway>>();
  const [known, setKnown] = useState<PatientRecord>();
  const asked = useRef(0);
  const shown = useRef(0);
  const reload = useCallback(async () => {
    asked.current += 1;
    const own = asked.current;
    const reading = session.server.everything(patient).then((read) => {
      if (read.ok) flushSync(() => setKnown((before) => before ?? { patient, resources: read.value }));
      return read;
    });
    const [everything, load] = await Promise.all([reading, loading()]);
    await painted();
    const loaded = await load(session, patient, everything);
    // Two are under way when an act of one's own is told as a change besides: what was read before never replaces what was read after it.
    if (own < shown.current) return;
    shown.current = own;
    setAnswer(loaded);
  }, [session, patient, loading]);
  useEffect(() => {
    reload();
  }, [reload]);
  const record = answer === undefined ? known : answer.ok ? answer.value.record : undefined;
  return { answer, record, reload };
}

/** Longest wait for a frame: a window that nobody sees paints none, and a slow tablet needs longer for one than one would think. */
const FRAME = 1_000;

/** What has been given to the screen so far is on it: the rules, on a slow tablet, would keep it waiting for half a second. */
const painted = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, FRAME);
  });

/** Reads again whenever somebody changes this patient's record: what others did appears by itself. */
export function useLiveChanges(patient: string | undefined, changed: () => void): void {
  const { server } = useSession();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = server.listen((changes) => {
      if (changes.length > 0 && !changes.some((each) => patient === undefined || each.patient === patient)) return;
      // One act changes several resources: one look at all of them is enough.
      clearTimeout(timer);
      timer = setTimeout(changed, 150);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [server, patient, changed]);
}
