import { useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';
import type { Readings } from './readings.ts';

export interface KeptReadings {
  /** Nothing can be begun before this device has been asked what it keeps: a begun freeze is never written over. */
  readonly readings: Readings | 'asking' | 'none';
  /** The device cannot keep them. */
  readonly isLost: boolean;
  keep(changed: Readings | 'none'): void;
}

/** What was read off the probe and is not in the record yet: it stays on the device, through a reload (H13). */
export function useReadings(patient: string): KeptReadings {
  const { store } = useSession();
  const key = `freeze-readings:${patient}`;
  const [readings, setReadings] = useState<Readings | 'asking' | 'none'>('asking');
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    store.read<Readings>('drafts', key).then(
      (kept) => setReadings(kept ?? 'none'),
      () => {
        setReadings('none');
        setLost(true);
      },
    );
  }, [store, key]);
  const keep = (changed: Readings | 'none') => {
    setReadings(changed);
    const kept = changed === 'none' ? store.remove('drafts', key) : store.write('drafts', key, changed);
    kept.then(
      () => setLost(false),
      () => setLost(true),
    );
  };
  return { readings, isLost, keep };
}
