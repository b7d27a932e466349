import type { SiteBlock } from '@cryopath/pathway';
import { useLanguage } from '../../app/language.ts';
import { Badge } from '../../design/badge.tsx';
import { DataTable } from '../../design/data-table.tsx';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './step-panel.module.css';

/** The relief of each site beside the threshold it was held against, its curve, and the raw numbers in a table. */
export function BlockResult({ pathway }: { readonly pathway: LoadedPathway }) {
  const { t } = useTranslation();
  const { protocol, view } = pathway;
  const signature = protocol.policy.find(({ id }) => id === 'minimumRelief')?.signature ?? '';
  if (view.blocks.length > 0) {
    return (
      <>
        {view.blocks.map((block) => (
          <OneBlock key={block.site} block={block} pathway={pathway} />
        ))}
        {signature.startsWith('needs') && <p className={styles.participants}>{t('block.needsSignOff')}</p>}
      </>
    );
  }
  const threshold = protocol.policy.find(({ id }) => id === 'minimumRelief');
  if (view.blockRelief === undefined || !threshold) return null;
  return (
    <div className={styles.relief}>
      <p>{t('block.newest')}</p>
      <p className={styles.reliefValue}>{t('block.reliefValue', { value: Math.round(view.blockRelief) })}</p>
      <p>
        {t('block.threshold', { value: threshold.low })} {signature.startsWith('needs') && t('block.needsSignOff')}
      </p>
    </div>
  );
}

function OneBlock({ block, pathway }: { readonly block: SiteBlock; readonly pathway: LoadedPathway }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const target = pathway.protocol.targets.find(({ id }) => id === block.target);
  const where = [target?.title[language] ?? block.target, block.level, t(`block.side.${block.side}`)]
    .filter((each) => each !== undefined)
    .join(', ');
  return (
    <div className={styles.relief}>
      <p>
        {t('block.newest')}: <strong>{where}</strong>
      </p>
      {block.relief !== undefined && (
        <p className={styles.reliefValue}>{t('block.reliefValue', { value: Math.round(block.relief) })}</p>
      )}
      <p className={styles.line}>
        {t('block.threshold', { value: block.minimumRelief })}
        {block.class !== undefined && (
          <Badge tone={block.class === 'negative' ? 'late' : 'done'}>{t(`block.class.${block.class}`)}</Badge>
        )}
        {block.blocks === 'dual' && <Badge tone="calm">{t('block.dual', { count: block.positives })}</Badge>}
      </p>
      {block.curve.length > 0 && (
        <>
          <Curve block={block} description={t('block.curve', { where })} />
          <DataTable
            caption={t('block.table')}
            columns={[t('block.minute'), t('block.relief')]}
            rows={block.curve.map(({ minute, relief }) => ({
              key: String(minute),
              cells: [String(minute), t('block.reliefValue', { value: Math.round(relief) })],
            }))}
          />
        </>
      )}
    </div>
  );
}

/** Relief over the minutes after the injection, with the threshold as a line across. */
function Curve({ block, description }: { readonly block: SiteBlock; readonly description: string }) {
  const { curve, minimumRelief } = block;
  const last = Math.max(60, ...curve.map(({ minute }) => minute));
  const x = (minute: number) => 60 + (minute / last) * 520;
  const y = (relief: number) => 16 + (1 - Math.max(0, Math.min(100, relief)) / 100) * 168;
  return (
    <svg className={styles.curve} viewBox="0 0 600 216" role="img" aria-label={description}>
      {[0, 50, 100].map((relief) => (
        <g key={relief}>
          <path className={styles.grid} d={`M60 ${y(relief)} H 584`} />
          <text className={styles.tick} x="54" y={y(relief) + 5} textAnchor="end">
            {relief}
          </text>
        </g>
      ))}
      <path className={styles.limit} d={`M60 ${y(minimumRelief)} H 584`} />
      <path
        className={styles.course}
        d={[{ minute: 0, relief: 0 }, ...curve]
          .map(({ minute, relief }, index) => `${index ? 'L' : 'M'}${x(minute)} ${y(relief)}`)
          .join(' ')}
      />
      {curve.map(({ minute, relief }) => (
        <g key={minute}>
          <circle className={styles.point} cx={x(minute)} cy={y(relief)} r="5" />
          <text className={styles.tick} x={x(minute)} y="208" textAnchor="middle">
            {minute}
          </text>
        </g>
      ))}
    </svg>
  );
}
