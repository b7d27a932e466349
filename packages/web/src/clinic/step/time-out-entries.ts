import type { Protocol, Step } from '@cryopath/pathway';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';
import { newestResponse } from './newest-response.ts';

const stepOf = ({ steps }: Protocol, output: string): Step | undefined => steps.find((each) => each.output === output);

/** Reference of whoever made the first entry of the newest time-out. */
export function firstOfTimeOut({ protocol, record }: LoadedPathway): string | undefined {
  const form = protocol.forms.find(({ id }) => id === stepOf(protocol, 'timeOut')?.form);
  const response = form && newestResponse(record.resources, form.url, undefined);
  return (response?.author as { readonly reference?: string } | undefined)?.reference;
}

/** Whether a step's entry must not be seen yet: the first of a time-out, until the second person has made theirs (H02). */
export function isYetUnseen({ output }: Step, { protocol, view }: LoadedPathway): boolean {
  const second = output === 'timeOut' ? stepOf(protocol, 'timeOutSecond') : undefined;
  return second !== undefined && view.steps.find(({ step }) => step.id === second.id)?.state.state !== 'done';
}
