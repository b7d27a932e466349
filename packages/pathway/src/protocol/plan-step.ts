import { questionsOf } from '../form/response.ts';
import { type Known, readConditions, readExpression } from './plan-condition.ts';
import { readOffset, readRelatedAction } from './plan-offset.ts';
import { ACTIVITY_KINDS, type Activity, PARTICIPANTS, REQUIRED_BEHAVIORS, type Step } from './protocol.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { YamlPlace } from './yaml-place.ts';

/** Reads one action with the code `step`. */
export function readStep(place: YamlPlace, id: string, stage: string, known: Known): Step {
  place.only(
    'id',
    'code',
    'participant',
    'definitionCanonical',
    'activity',
    'output',
    'answers',
    'requiredBehavior',
    'condition',
    'relatedAction',
    'due',
    'timing',
    'guarded',
  );
  const form = place.optional('definitionCanonical');
  if (form && !known.forms.some((each) => each.id === form.text())) form.fault(`There is no form "${form.text()}"`);
  const activity = place.optional('activity');
  if (activity && form) activity.fault('A step has a form or an activity, not both');
  const answers = place.optional('answers');
  if (answers)
    faultAnswers(
      answers,
      known.forms.find((each) => each.id === form?.text()),
    );
  const output = place.optional('output');
  if (output && !known.library.evidence.some(({ name }) => name === output.text())) {
    output.fault(`"${output.text()}" is no evidence of library.yaml`);
  }
  const related = place.optional('relatedAction');
  const offset = related && readRelatedAction(related, known.policy);
  const due = place.optional('due');
  due?.only('actionId', 'offset');
  const dueOffset = due && readOffset(due, known.policy);
  const timing = place.optional('timing');
  timing?.only('expression');
  if (timing && due) timing.fault('A step is due after another one, or appointed: not both');
  const condition = place.optional('condition');
  const guarded = place.optional('guarded')?.plain() === true;
  if (guarded && !form) place.fault('A guarded step needs the form that is refused while it may not start');
  return {
    id,
    stage,
    title: known.texts.at(`step.${id}.title`, place),
    about: known.texts.at(`step.${id}.about`, place),
    participants: place
      .at('participant')
      .items()
      .map((each) => each.oneOf(...PARTICIPANTS)),
    ...(form ? { form: form.text() } : {}),
    ...(activity ? { activity: readActivity(activity) } : {}),
    ...(answers ? { answers: Object.fromEntries(answers.entries().map(([id, each]) => [id, each.text()])) } : {}),
    ...(output ? { output: output.text() } : {}),
    required: place.optional('requiredBehavior')?.oneOf(...REQUIRED_BEHAVIORS) ?? 'must',
    applies: readConditions(condition, 'applicability', ['start', 'applicability'], known),
    gate: readConditions(condition, 'start', ['start', 'applicability'], known),
    ...(offset ? { offset } : {}),
    ...(dueOffset ? { due: dueOffset } : {}),
    ...(timing ? { timing: readExpression(timing, known) } : {}),
    guarded,
  };
}

/** `activity: { kind: ServiceRequest, code: 'system|code' }` */
function readActivity(place: YamlPlace): Activity {
  place.only('kind', 'code');
  const code = place.at('code').text();
  const cut = code.lastIndexOf('|');
  if (cut < 1 || cut === code.length - 1) place.at('code').fault(`"${code}" is not a system, a bar and a code`);
  return {
    kind: place.at('kind').oneOf(...ACTIVITY_KINDS),
    code: { system: code.slice(0, Math.max(0, cut)), code: code.slice(cut + 1) },
  };
}

/** What a step answers itself is one of the options that its form offers. */
function faultAnswers(answers: YamlPlace, form: Questionnaire | undefined): void {
  for (const [linkId, answer] of answers.entries()) {
    const options = form && questionsOf(form).find((each) => each.linkId === linkId)?.answerOption;
    if (!options?.some(({ valueCoding }) => valueCoding.code === answer.text())) {
      answer.fault(`"${linkId}" of this step's form has no option "${answer.text()}"`);
    }
  }
}
