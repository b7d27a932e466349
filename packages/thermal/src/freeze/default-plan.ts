import type { FreezePlan } from '../plan/freeze-plan.ts';
import { celsius, millimetres, seconds, squareMetreKelvinsPerWatt } from '../quantity.ts';
import { TISSUES } from '../tissue/tissues.ts';

/**
 * A plan to start from: the middle of the page's band, two freezes of two minutes with 45 s of thaw (evidence.md, 2 [OK]: needs the
 * clinic's sign-off), a probe of 1.7 mm with 10 mm active, which is the one that the scheme was timed with and no device's.
 */
export const DEFAULT_PLAN: FreezePlan = {
  tissue: TISSUES['soft-tissue'],
  initial: celsius(37),
  probe: {
    radius: millimetres(0.85),
    activeLength: millimetres(10),
    cooling: { kind: 'temperature', temperature: celsius(-70), timeConstant: seconds(5) },
    contact: squareMetreKelvinsPerWatt(0),
    shaft: { kind: 'insulated' },
  },
  cycles: [
    { freeze: seconds(120), thaw: seconds(45) },
    { freeze: seconds(120), thaw: seconds(45) },
  ],
  thaw: { kind: 'passive' },
  stasis: false,
  isotherms: [celsius(-1), celsius(-8), celsius(-20), celsius(-40)],
  times: [],
  grid: { cell: millimetres(0.2), reach: millimetres(30) },
};
