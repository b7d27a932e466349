import { calendarDayAt } from '../clock/calendar-day.ts';
import type { Instant } from '../clock/instant.ts';
import type { StandingEvidence } from '../evidence/standing.ts';
import { isAnswered } from '../form/response.ts';
import type { BlockRule, Protocol } from '../protocol/protocol.ts';
import type { Questionnaire } from '../protocol/questionnaire.ts';
import { type Site, siteParts, sitesOfResponse } from '../site/site.ts';
import { blockScores } from './block-scores.ts';
import { type BlockRelief, blockRelief } from './relief.ts';

/** evidence.md 1, S10. A prolonged response is told apart; it is not a failure, and never fails a block (S13). */
export type BlockClass = 'positive' | 'negative' | 'discordant-prolonged';

/** evidence.md 1, S10: relief that outlasts ten hours is longer than the anaesthetic explains. */
const PROLONGED_MINUTES = 10 * 60;

type Rule = Pick<BlockRule, 'minimumRelief' | 'blocks' | 'scoredAt'>;

/** One diagnostic block, read by the rule of what it was set on. */
export interface ReadBlock extends BlockRelief {
  readonly at: Instant;
  readonly minimumRelief: number;
  /** Absent when its scores tell no relief. */
  readonly class?: BlockClass;
}

/** What the blocks of one site come to. */
export interface SiteBlock extends ReadBlock {
  readonly site: Site;
  readonly target: string;
  readonly side: string;
  readonly level?: string;
  /** Whether its target's rule is met, by as many of the newest blocks as it asks for. */
  readonly positive: boolean;
  readonly blocks: 'single' | 'dual';
  /** Positive ones among the newest, on different days: 1 of 2 for a dual rule that waits for the second. */
  readonly positives: number;
}

export function readBlock(response: StandingEvidence, { minimumRelief, scoredAt }: Rule): ReadBlock {
  const found = blockRelief(blockScores(response.resource), scoredAt);
  const base = { ...found, at: response.at, minimumRelief };
  if (found.relief === undefined) return base;
  const isEnough = found.relief >= minimumRelief;
  const outlasts = found.curve.some(({ minute, relief }) => minute > PROLONGED_MINUTES && relief >= minimumRelief);
  return { ...base, class: isEnough ? (outlasts ? 'discordant-prolonged' : 'positive') : 'negative' };
}

/** The rule of a block that names no coded target: the clinic's policy, one block. */
function usualRule({ policy }: Protocol): Rule | undefined {
  const minimum = policy.find(({ id }) => id === 'minimumRelief');
  const scored = policy.find(({ id }) => id === 'blockScoredAt');
  if (!minimum || !scored) return undefined;
  return { minimumRelief: minimum.low, blocks: 'single', scoredAt: { from: scored.low, to: scored.high } };
}

/** The rule that a single block is shown by: the strictest of the targets that it names. */
export function ruleOfBlock(protocol: Protocol, response: StandingEvidence): Rule | undefined {
  const rules = sitesOfResponse(response.resource).flatMap((site) => ruleOf(protocol, site) ?? []);
  return rules.toSorted((a, b) => b.minimumRelief - a.minimumRelief)[0] ?? usualRule(protocol);
}

/** A target that has levels is known by its level only: at which one a nerve was blocked must be told (H02). */
function ruleOf({ targets }: Protocol, site: Site): Rule | undefined {
  const { target, level } = siteParts(site);
  const found = targets.find(({ id }) => id === target);
  const isLevelTold =
    found && (found.levels.length === 0 ? level === undefined : found.levels.some(({ id }) => id === level));
  return isLevelTold ? found.block : undefined;
}

/**
 * What the blocks of each site come to. Of each occasion (a day of the clinic's calendar) the newest response counts; a dual rule asks for the two
 * newest occasions, because a block that failed since is not outvoted by an older one. Two responses of one instant that
 * disagree are both taken: the worse decides (I2). A site that is no target of the protocol is positive by nothing.
 */
export function siteBlocks(
  protocol: Protocol,
  responses: readonly StandingEvidence[],
  form: Questionnaire | undefined,
): readonly SiteBlock[] {
  const bySite = new Map<Site, StandingEvidence[]>();
  for (const response of responses) {
    for (const site of sitesOfResponse(response.resource)) bySite.set(site, [...(bySite.get(site) ?? []), response]);
  }
  return [...bySite]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([site, all]): SiteBlock[] => {
      const rule = ruleOf(protocol, site);
      if (!rule) return [];
      const blocks = occasions(all, protocol.timeZone).map((occasion) =>
        occasion
          .map((each) => (form && !isAnswered(form, each.resource) ? unread(each, rule) : readBlock(each, rule)))
          .toSorted((a, b) => (a.relief ?? -Infinity) - (b.relief ?? -Infinity)),
      );
      const worst = blocks.flatMap(([first]) => (first ? [first] : []));
      const [newest] = worst;
      if (!newest) return [];
      const asked = worst.slice(0, rule.blocks === 'dual' ? 2 : 1);
      const positives = asked.filter((block) => block.class !== undefined && block.class !== 'negative').length;
      return [
        {
          ...newest,
          site,
          ...siteParts(site),
          blocks: rule.blocks,
          positives,
          positive: positives === (rule.blocks === 'dual' ? 2 : 1),
        },
      ];
    });
}

/** A response that leaves open what its form must have answered proves nothing, and what it replaced does not come back. */
const unread = ({ at }: StandingEvidence, { minimumRelief }: Rule): ReadBlock => ({ at, minimumRelief, curve: [] });

/** The newest responses of each day that there were any, the newest day first. */
function occasions(responses: readonly StandingEvidence[], timeZone: string): readonly (readonly StandingEvidence[])[] {
  const days = new Map<number, StandingEvidence[]>();
  for (const response of responses) {
    const day = calendarDayAt(response.at, timeZone);
    days.set(day, [...(days.get(day) ?? []), response]);
  }
  return [...days]
    .toSorted(([a], [b]) => b - a)
    .map(([, all]) => {
      const newest = Math.max(...all.map(({ at }) => at));
      return all.filter(({ at }) => at === newest);
    });
}
