import { useEffect, useState } from 'react';
import type { FhirServer } from '../server/fhir-server.ts';
import type { Session } from './session.ts';

/** How far a device's clock may be off before it is said. */
const TOLERATED = 120_000;
const BETWEEN_LOOKS = 15_000;

/**
 * How far this device's clock is ahead of the clinic's (H12), in milliseconds; `undefined` while it is right, or nothing has been heard.
 *
 * @param demo whose time has been set ahead on purpose
 */
export function useClockDifference({ clock }: Session, demo: FhirServer | undefined): number | undefined {
  const [difference, setDifference] = useState<number>();
  useEffect(() => {
    let isHere = true;
    const look = async () => {
      const onPurpose = demo ? await demo.ahead() : 0;
      const heard = clock.difference();
      if (isHere) setDifference(heard === undefined ? undefined : heard + onPurpose);
    };
    look();
    const timer = setInterval(look, BETWEEN_LOOKS);
    return () => {
      isHere = false;
      clearInterval(timer);
    };
  }, [clock, demo]);
  return difference !== undefined && Math.abs(difference) > TOLERATED ? difference : undefined;
}
