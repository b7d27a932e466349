import { type JsonObject, type JsonResource, ok, outcome, refused } from '@cryopath/fhir';
import { evaluate, isoOf, type StepView } from '@cryopath/pathway';
import type { Operation } from '../../fhir/operation/operation.ts';
import { actOnPathway } from '../act-on-pathway.ts';
import { MOVED } from '../guards/pin-guard.ts';
import { codePart, partOf, textPart } from '../views/text-parts.ts';
import { LANGUAGE, languageOf } from './question.ts';

/** Moves a pathway to another version of the protocol (I4), or shows what that would change for this patient. */
export const moveVersion: Operation = {
  code: 'move-version',
  resource: 'CarePlan',
  level: 'instance',
  permission: 'pathway-move',
  title: 'Move a pathway to another version',
  description:
    'With preview, answers which steps of this pathway would be in another state, and changes nothing. Without, moves it under the name of whoever calls; the CarePlan tells who moved it, when and why.',
  affectsState: true,
  input: [
    { name: 'version', min: 1, max: '1', type: 'string', documentation: 'The version to move to.' },
    { name: 'preview', min: 0, max: '1', type: 'boolean', documentation: 'Whether only to show what would change.' },
    { name: 'reason', min: 0, max: '1', type: 'string', documentation: 'Why; needed to move.' },
    LANGUAGE,
  ],
  output: [
    { name: 'from', min: 1, max: '1', type: 'string', documentation: 'The version it keeps now.' },
    { name: 'to', min: 1, max: '1', type: 'string', documentation: 'The version asked for.' },
    { name: 'moved', min: 1, max: '1', type: 'boolean', documentation: 'Whether it was moved.' },
    {
      name: 'change',
      min: 0,
      max: '*',
      documentation: 'A step that is in another state by the other version.',
      part: [
        { name: 'step', min: 1, max: '1', type: 'code', documentation: 'Id.' },
        { name: 'title', min: 1, max: '1', type: 'string', documentation: 'Title.' },
        {
          name: 'before',
          min: 0,
          max: '1',
          type: 'code',
          documentation: 'State now; absent when there is no such step.',
        },
        {
          name: 'after',
          min: 0,
          max: '1',
          type: 'code',
          documentation: 'State then; absent when there is no such step.',
        },
      ],
    },
  ],
  run: (call, service) =>
    actOnPathway({ operation: '$move-version', permission: 'pathway-move' }, call, service, async (at) => {
      const { plan, protocol, record, view, now, place } = at;
      const to = call.input.text('version') ?? '';
      const target = await service.protocols.find(to, place.view);
      if (!target) return refused(outcome('CRYO-621', { version: to.slice(0, 64) }));
      const isPreview = call.input.boolean('preview') === true;
      const reason = (call.input.text('reason') ?? '').trim();
      if (!isPreview && reason === '') {
        return refused(outcome('CRYO-168', { operation: '$move-version', parameter: 'reason' }));
      }
      const moved = movedPlan(plan, {
        url: protocol.url,
        from: protocol.version,
        to,
        who: call.requester.who,
        at: isoOf(now),
        reason,
      });
      const resources = record.resources.map((each) =>
        each.resourceType === 'CarePlan' && each.id === at.id ? moved : each,
      );
      const writers = new Map(
        record.resources.map((each, index) => [resources[index] ?? each, record.writers.get(each) ?? '']),
      );
      const then = evaluate(target, { ...record, resources, writers }, now);
      const changes = stepChanges(view.steps, then.steps, languageOf(call));
      const answer = {
        resourceType: 'Parameters',
        parameter: [
          { name: 'from', valueString: protocol.version },
          { name: 'to', valueString: to },
          { name: 'moved', valueBoolean: !isPreview },
          ...changes,
        ],
      } as const;
      return ok({
        changes: isPreview ? [] : [{ interaction: 'update', resource: moved }],
        answer: () => answer as unknown as JsonResource,
      });
    }),
};

interface Move {
  readonly url: string;
  readonly from: string;
  readonly to: string;
  readonly who: string;
  readonly at: string;
  readonly reason: string;
}

function movedPlan(plan: JsonResource, { url, from, to, who, at, reason }: Move): JsonResource {
  const canonicals = (plan.instantiatesCanonical as readonly string[]).filter((each) => each.split('|')[0] !== url);
  const extension = {
    url: MOVED,
    extension: [
      { url: 'from', valueString: from },
      { url: 'to', valueString: to },
      { url: 'by', valueReference: { reference: who } },
      { url: 'at', valueInstant: at },
      { url: 'reason', valueString: reason },
    ],
  };
  const extensions = Array.isArray(plan.extension) ? plan.extension : [];
  return { ...plan, instantiatesCanonical: [`${url}|${to}`, ...canonicals], extension: [...extensions, extension] };
}

function stepChanges(
  before: readonly StepView[],
  after: readonly StepView[],
  language: 'en' | 'pl',
): readonly JsonObject[] {
  const ids = [...new Set([...after, ...before].map(({ step }) => step.id))];
  return ids.flatMap((id) => {
    const was = before.find(({ step }) => step.id === id);
    const is = after.find(({ step }) => step.id === id);
    const named = is ?? was;
    if (!named || was?.state.state === is?.state.state) return [];
    return [
      partOf('change', [
        codePart('step', id),
        textPart('title', named.step.title, language),
        was && codePart('before', was.state.state),
        is && codePart('after', is.state.state),
      ]),
    ];
  });
}
