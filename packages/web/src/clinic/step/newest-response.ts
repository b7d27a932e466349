import type { RecordResource, Step } from '@cryopath/pathway';
import { isAnswerTo } from '../../form/logic/step-answers.ts';

/** What was last answered to a step's form and holds, whatever the form's version. */
export function newestResponse(
  resources: readonly RecordResource[],
  formUrl: string,
  answers: Step['answers'],
): RecordResource | undefined {
  return resources
    .filter(
      (resource) =>
        resource.resourceType === 'QuestionnaireResponse' &&
        String(resource.questionnaire).split('|')[0] === formUrl &&
        (resource.status === 'completed' || resource.status === 'amended') &&
        isAnswerTo(answers, resource),
    )
    .toSorted((a, b) => Date.parse(String(b.authored)) - Date.parse(String(a.authored)))[0];
}
