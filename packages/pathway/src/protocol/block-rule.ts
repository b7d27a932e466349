import type { BlockAgent, BlockRule } from './protocol.ts';
import type { Texts } from './texts.ts';
import type { YamlPlace } from './yaml-place.ts';

export function readBlockRule(place: YamlPlace, texts: Texts): BlockRule {
  place.only('minimumRelief', 'blocks', 'scoredAt', 'agents', 'source', 'signature');
  const minimumRelief = place.at('minimumRelief').number();
  if (!(minimumRelief > 0 && minimumRelief <= 100)) place.at('minimumRelief').fault('Relief is from 1 to 100 %');
  const scoredAt = place.at('scoredAt');
  const [from, to] = [scoredAt.at('from').number(), scoredAt.at('to').number()];
  if (!(from > 0 && from <= to)) scoredAt.fault(`${from} to ${to} minutes do not run forward`);
  return {
    minimumRelief,
    blocks: place.at('blocks').oneOf('single', 'dual'),
    scoredAt: { from, to },
    agents: place
      .at('agents')
      .items()
      .map((each) => readAgent(each, texts)),
    source: place.at('source').text(),
    signature: place.at('signature').text(),
  };
}

function readAgent(place: YamlPlace, texts: Texts): BlockAgent {
  place.only('id', 'low', 'high', 'per');
  const id = place.at('id').text();
  const title = texts.at(`agent.${id}`, place);
  if (!place.optional('high')) return { id, title };
  const [low, high] = [place.at('low').number(), place.at('high').number()];
  if (!(low >= 0 && low <= high)) place.fault(`${low} to ${high} mL do not run upwards`);
  return { id, title, volume: { low, high, per: place.at('per').oneOf('nerve', 'joint', 'injection') } };
}
