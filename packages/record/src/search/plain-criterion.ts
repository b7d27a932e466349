import { outcome, type Result, refused, searchParameter } from '@cryopath/fhir';
import { columnCriterion } from './column-criterion.ts';
import type { Criterion } from './criterion.ts';
import { parameterCriterion } from './parameter-criterion.ts';
import type { SearchContext } from './search-context.ts';

/** A parameter of the type itself, with or without modifier. */
export function plainCriterion(context: SearchContext, type: string, name: string, text: string): Result<Criterion> {
  const colon = name.indexOf(':');
  const word = colon < 0 ? name : name.slice(0, colon);
  const modifier = colon < 0 ? undefined : name.slice(colon + 1);
  const parameter = searchParameter(type, word);
  if (!parameter) return refused(outcome('CRYO-301', { parameter: word.slice(0, 100), type }));
  if (text === '') return refused(outcome('CRYO-316', { parameter: word }));
  const criterionOfKind = parameter.column ? columnCriterion : parameterCriterion;
  return criterionOfKind(context, parameter, modifier, text);
}
