import type { OperationCall } from '../../fhir/operation/operation.ts';

export const AT = {
  name: 'at',
  min: 0,
  max: '1',
  type: 'instant',
  documentation: 'The moment that is asked about; now when it is not said.',
} as const;

export const LANGUAGE = {
  name: 'language',
  min: 0,
  max: '1',
  type: 'code',
  documentation: 'Of the texts; by Accept-Language when it is not said.',
  codes: ['en', 'pl'],
} as const;

/** What every answer about a pathway begins with. */
export const PATHWAY_AT = [
  { name: 'pathway', min: 1, max: '1', type: 'Reference', documentation: 'The CarePlan.' },
  {
    name: 'protocol',
    min: 1,
    max: '1',
    type: 'canonical',
    documentation: 'The version of the protocol that it keeps.',
  },
  { name: 'at', min: 1, max: '1', type: 'instant', documentation: 'The moment.' },
] as const;

/** The language that a call asks for by a parameter, else by its header. */
export const languageOf = ({ input, language }: OperationCall): 'en' | 'pl' => {
  const asked = input.text('language');
  return asked === 'en' || asked === 'pl' ? asked : language;
};
