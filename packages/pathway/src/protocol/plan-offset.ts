import { OFFSET_UNITS, type Offset, type PolicyValue } from './protocol.ts';
import type { YamlPlace } from './yaml-place.ts';

/** `[{ actionId: procedure, relationship: after-end, offset: <value of policy.yaml> }]` */
export function readRelatedAction(place: YamlPlace, policy: readonly PolicyValue[]): Offset | undefined {
  const [related, ...more] = place.items();
  if (!related || more.length > 0) {
    place.fault('Expected one related action');
    return undefined;
  }
  related.only('actionId', 'relationship', 'offset');
  related.at('relationship').oneOf('after-end');
  return readOffset(related, policy);
}

/** `{ actionId: procedure, offset: <value of policy.yaml> }`: the span and its unit come from the policy, where a clinic tunes them. */
export function readOffset(place: YamlPlace, policy: readonly PolicyValue[]): Offset | undefined {
  const id = place.at('offset').text();
  const value = policy.find((each) => each.id === id);
  if (!value) {
    place.fault(`"${id}" is not in policy.yaml`);
    return undefined;
  }
  const { low, high } = value;
  const unit = OFFSET_UNITS.find((each) => each === value.unit);
  if (!unit) {
    place.fault(`"${id}" is no time: its unit is ${value.unit}`);
    return undefined;
  }
  if (!(low >= 0 && high >= low)) place.fault(`"${id}" does not run forward: ${low} to ${high} ${unit}`);
  const isElapsed = unit === 'min' || unit === 'h';
  if (!isElapsed && !(Number.isInteger(low) && Number.isInteger(high))) place.fault(`"${id}" is not in whole days`);
  return { after: place.at('actionId').text(), low, high, unit };
}
