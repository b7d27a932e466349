import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../app/session.ts';
import type { Answer } from '../server/fhir-server.ts';

/** What one address under `/sign-in` tells, and how to ask it again. */
export function useDoor<Value>(path: `/${string}`) {
  const { server } = useSession();
  const [answer, setAnswer] = useState<Answer<Value>>();
  const reload = useCallback(async () => setAnswer(await server.door<Value>('GET', path)), [server, path]);
  useEffect(() => {
    reload();
  }, [reload]);
  return { answer, reload };
}
