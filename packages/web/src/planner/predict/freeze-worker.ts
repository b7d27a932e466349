import { celsius, seconds } from '@cryopath/thermal';
import { freezePlanOf } from '../planned-freeze.ts';
import { edgeBanding } from './edge-banding.ts';
import type { FreezeQuestion, FreezeReply } from './freeze-messages.ts';
import { framesAt, predicting } from './predicted-freeze.ts';

/**
 * The freeze beside the page: it computes while sliders move and nothing stalls. Between short stretches of work it listens, so that a newer
 * question, or a cancellation, ends an older one at once.
 */
interface Worker {
  postMessage(reply: FreezeReply): void;
  addEventListener(type: 'message', heard: (event: { readonly data: FreezeQuestion }) => void): void;
}
const page = globalThis as unknown as Worker;

/** Work without listening lasts this long at most, ms: under a frame of the screen. */
const STRETCH = 12;
const PREVIEW_FRAMES = 14;
const FULL_FRAMES = 66;

let newest = 0;
const { port1: ear, port2: mouth } = new MessageChannel();
const heardOthers = () =>
  new Promise<void>((resolve) => {
    ear.onmessage = () => resolve();
    mouth.postMessage(undefined);
  });

page.addEventListener('message', ({ data }) => {
  newest = data.id;
  switch (data.kind) {
    case 'plan':
      return void answerPlan(data);
    case 'measured':
      return void answerMeasured(data);
    case 'cancel':
      return;
    default:
      data satisfies never;
  }
});

/** Walks through a generator in stretches. @returns undefined when a newer question has come */
async function walk<T>(
  id: number,
  steps: Generator<number, T>,
  progressed: (part: number) => void,
): Promise<T | undefined> {
  for (;;) {
    const until = performance.now() + STRETCH;
    let part = 0;
    while (performance.now() < until) {
      const { done, value } = steps.next();
      if (done === true) return value;
      part = value;
    }
    progressed(part);
    await heardOthers();
    if (newest !== id) return undefined;
  }
}

async function answerPlan({ id, planned, places }: Extract<FreezeQuestion, { kind: 'plan' }>): Promise<void> {
  const preview = freezePlanOf(planned, 'preview');
  const quick = await walk(id, predicting(preview, framesAt(preview, PREVIEW_FRAMES), places), () => {});
  if (quick === undefined) return;
  if (!quick.ok) return page.postMessage({ id, kind: 'refused', errors: quick.errors });
  page.postMessage({ id, kind: 'preview', predicted: quick.value });

  const plan = freezePlanOf(planned, 'full');
  const progress = (of: 'full' | 'band') => (part: number) => page.postMessage({ id, kind: 'progress', of, part });
  const full = await walk(id, predicting(plan, framesAt(plan, FULL_FRAMES), places), progress('full'));
  if (full === undefined) return;
  if (!full.ok) return page.postMessage({ id, kind: 'refused', errors: full.errors });
  page.postMessage({ id, kind: 'full', predicted: full.value });

  const band = await walk(id, edgeBanding(plan, full.value.frames), progress('band'));
  if (band?.ok) page.postMessage({ id, kind: 'band', bands: band.value });
}

/** The same model, with the probe at what it was measured to have: run from the start each time, so that a late or mended reading counts. */
async function answerMeasured(question: Extract<FreezeQuestion, { kind: 'measured' }>): Promise<void> {
  const { id, planned, series, until, places } = question;
  const preview = freezePlanOf(planned, 'preview');
  const plan = {
    ...preview,
    probe: {
      ...preview.probe,
      cooling: {
        kind: 'measured',
        series: series.map(({ at, temperature }) => ({ at: seconds(at), temperature: celsius(temperature) })),
      },
    },
    cycles: [{ freeze: seconds(Math.max(1, until)), thaw: seconds(0) }],
  } as const;
  const answer = await walk(id, predicting(plan, framesAt(plan, PREVIEW_FRAMES), places), () => {});
  if (answer === undefined) return;
  if (!answer.ok) return page.postMessage({ id, kind: 'refused', errors: answer.errors });
  const frame = answer.value.frames.at(-1);
  if (frame !== undefined) page.postMessage({ id, kind: 'now', frame, predicted: answer.value });
}
