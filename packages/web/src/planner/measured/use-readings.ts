import { useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';
import type { Readings } from './readings.ts';

export interface KeptReadings {
  /** Nothing can be begun before this device has been asked what it keeps: a begun freeze is never written over. */
  readonly readings: Readings | 'asking' | 'none';
  /** The device cannot keep them. */
  readonly isLost: boolean;
  /** What stands on the screen is on the device: a tablet that dies now has lost nothing. */
  readonly isKept: boolean;
  keep(changed: Readings | 'none'): void;
}

/** What was read off the probe and is not in the record yet: it stays on the device, through a reload (H13). */
export function useReadings(patient: string): KeptReadings {
  const { store } = useSession();
  const key = `freeze-readings:${patient}`;
  const [readings, setReadings] = useState<Readings | 'asking' | 'none'>('asking');
  const [isLost, setLost] = useState(false);
  const [writing, setWriting] = useState(0);
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
    setWriting((before) => before + 1);
    const kept = changed === 'none' ? store.remove('drafts', key) : store.write('drafts', key, changed);
    kept
      .then(
        () => setLost(false),
        () => setLost(true),
      )
      .finally(() => setWriting((before) => before - 1));
  };
  return { readings, isLost, isKept: writing === 0 && !isLost, keep };
}
