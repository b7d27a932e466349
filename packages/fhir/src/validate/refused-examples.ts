/**
 * Published examples that are refused, each for a fault of its own: file name -> the places (without indexes), and what is
 * wrong there.
 * Every other example of a stored type is valid, and comes back without loss.
 */
export const REFUSED_EXAMPLES: Readonly<Record<string, { readonly at: readonly string[]; readonly fault: string }>> = {
  'ActivityDefinition-blood-tubes-supply.json': {
    at: ['ActivityDefinition.text.div'],
    fault: 'The narrative is white space in a div; rule txt-2 asks for content.',
  },
  'ActivityDefinition-heart-valve-replacement.json': {
    at: ['ActivityDefinition.text.div'],
    fault: 'The narrative is white space in a div; rule txt-2 asks for content.',
  },
  'DeviceMetric-example.json': {
    at: ['DeviceMetric.parent.reference'],
    fault: 'DeviceMetric.parent may refer to a Device only, and refers to a DeviceDefinition.',
  },
  'Observation-clinical-gender.json': {
    at: ['Observation.performer.reference'],
    fault: 'Observation.performer may refer to people and organizations, and refers to an Encounter.',
  },
  'PlanDefinition-example-cardiology-os.json': {
    at: ['PlanDefinition.contained.item.answerValueSet', 'PlanDefinition.action.action.action.action.definition'],
    fault:
      'Two canonicals (#CardiologyReferralReasonValues, #amlodipinePrescription) name contained resources that are not there.',
  },
  'Questionnaire-qs1.json': {
    at: [
      'Questionnaire.item.item.linkId',
      'Questionnaire.item.item.item.linkId',
      'Questionnaire.item.item.item.item.linkId',
    ],
    fault: 'Items that only display text have no linkId, which R4 requires of every item.',
  },
  'Questionnaire-zika-virus-exposure-assessment.json': {
    at: ['Questionnaire.text.div'],
    fault: 'The narrative is an empty pre in a div; rule txt-2 asks for content.',
  },
};
