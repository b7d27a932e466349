import type { PolicyValue } from './protocol.ts';
import type { YamlPlace } from './yaml-place.ts';

/** Reads policy.yaml. A value outside the range that a clinic may choose is a fault. */
export function readPolicy(file: YamlPlace): { readonly timeZone: string; readonly values: readonly PolicyValue[] } {
  file.only('timeZone', 'values', 'anticoagulants');
  const values = file.at('values').items().map(readValue);
  values.forEach((value, index) => {
    if (values.findIndex((each) => each.id === value.id) !== index)
      file.at('values').fault(`"${value.id}" stands twice`);
  });
  return { timeZone: readTimeZone(file.at('timeZone')), values };
}

function readTimeZone(place: YamlPlace): string {
  const name = place.text();
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    place.fault(`"${name}" is not a time zone`);
  }
  return name;
}

function readValue(place: YamlPlace): PolicyValue {
  place.only('id', 'value', 'low', 'high', 'unit', 'range', 'source', 'signature');
  const single = place.optional('value')?.number();
  const [low, high] = single === undefined ? [place.at('low').number(), place.at('high').number()] : [single, single];
  const range = { low: place.at('range').at('low').number(), high: place.at('range').at('high').number() };
  const [least, most] = [Math.min(range.low, range.high), Math.max(range.low, range.high)];
  if (!(low >= least && low <= most && high >= least && high <= most)) {
    place.fault(`${low} to ${high} is outside the range ${least} to ${most}`);
  }
  return {
    id: place.at('id').text(),
    low,
    high,
    unit: place.at('unit').text(),
    range,
    source: place.at('source').text(),
    signature: place.at('signature').text(),
  };
}
