import { useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';

/** The clinic's clock, once a second, for what has to be seen running. Epoch milliseconds. */
export function useTicking(): number {
  const { clock } = useSession();
  const [now, setNow] = useState<number>(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), 1000);
    return () => clearInterval(timer);
  }, [clock]);
  return now;
}
