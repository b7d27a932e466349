/** Does something again and again, until it is told to stop. Handed in, so that a test decides when time has passed. */
export type Repeat = (milliseconds: number, act: () => void) => () => void;

/** By the machine's timer. It does not keep a finished program from ending. */
export const repeat: Repeat = (milliseconds, act) => {
  const timer = setInterval(act, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
};
