import type { Stage } from '@cryopath/pathway';
import { useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';

/** What a list of the clinic's needs of its protocol. */
export interface ClinicProtocol {
  /** IANA name of the clinic's zone. */
  readonly timeZone: string;
  /** Of every version that the rows are by, each once; those of a version that cannot be had are missing. */
  readonly stages: readonly Stage[];
}

/** Comes behind the page. @param versions by which the rows on the screen are (I4) */
export function useClinicProtocol(versions: readonly string[]): ClinicProtocol | undefined {
  const session = useSession();
  const [read, setRead] = useState<ClinicProtocol>();
  const asked = [...new Set(versions)].toSorted().join(' ');
  useEffect(() => {
    let isHere = true;
    const readAll = async () => {
      const { default: own } = await import('virtual:protocol');
      const { timeZone, version, stages } = own;
      if (isHere) setRead((before) => before ?? { timeZone, stages });
      const others = asked.split(' ').filter((each) => each !== '' && each !== version);
      if (others.length === 0) return;
      const { protocolOfVersion } = await import('../../pathway/evaluation.ts');
      const loaded = await Promise.all(others.map((each) => protocolOfVersion(session, each)));
      const all = [own, ...loaded.flatMap((each) => (each.ok ? [each.value] : []))];
      const named = new Map(all.flatMap((each) => each.stages.map((stage) => [stage.id, stage])));
      if (isHere) setRead({ timeZone, stages: [...named.values()] });
    };
    readAll();
    return () => {
      isHere = false;
    };
  }, [session, asked]);
  return read;
}
