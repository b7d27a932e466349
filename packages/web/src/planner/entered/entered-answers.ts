import type { RecordResource } from '@cryopath/pathway';
import type { AnswerValue } from '../../form/logic/answer-state.ts';
import { type Asked, flatOf } from '../../form/logic/asked.ts';
import type { ResponseItem } from '../../form/logic/form-response.ts';

/** What a form holds by linkId. A group that is asked is there, with no answers of its own. */
export type EnteredAnswers = ReadonlyMap<string, readonly AnswerValue[]>;

/** As it is filled in now, with what is no answer yet. */
export const answersOfForm = (asked: readonly Asked[]): EnteredAnswers =>
  new Map(flatOf(asked).map(({ item, answers }) => [item.linkId, answers]));

/** As it was saved. */
export const answersOfResponse = ({ item }: RecordResource): EnteredAnswers =>
  new Map(itemsIn((item as readonly ResponseItem[] | undefined) ?? []));

const itemsIn = (items: readonly ResponseItem[]): readonly (readonly [string, readonly AnswerValue[]])[] =>
  items.flatMap(({ linkId, answer = [], item = [] }) => [
    [linkId, answer],
    ...itemsIn([...item, ...answer.flatMap((each) => each.item ?? [])]),
  ]);
