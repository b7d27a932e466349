import { useState } from 'react';
import { useLanguage } from '../../app/language.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Field } from '../../design/field.tsx';
import { Pick } from '../../design/pick.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import { useClinicProtocol } from './use-clinic-protocol.ts';
import { useSettled } from './use-settled.ts';
import { useWorklist } from './use-worklist.ts';
import { useWorklistFilter } from './use-worklist-filter.ts';
import { filterOf, ROLES, STATES } from './worklist-filter.ts';
import styles from './worklist-page.module.css';
import { WorklistPart } from './worklist-part.tsx';
import { ChartRow, WaitingRow } from './worklist-row.tsx';

/** What waits, for whom, since when; alerts first. One line a patient: what is most urgent for the clinic; the rest stands on the chart. */
export function WorklistPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [filter, setFilter] = useWorklistFilter();
  const [search, setSearch] = useState('');
  const words = useSettled(search.trim());
  const { alerts, now, soon, rest } = useWorklist(filter, words);
  const parts = [alerts, now, soon, rest];
  const versions = [now, soon].flatMap(({ shown }) => (shown?.rows ?? []).map(({ version }) => version));
  const protocol = useClinicProtocol(versions);
  const isAsking = words !== search.trim() || parts.some((part) => part.isAsking);
  const isEmpty = parts.every(({ shown }) => shown === undefined || (shown.rows.length === 0 && !shown.refusal));
  // Nothing moves under the hand that reaches for a row: what stands above the last part is there first (H01).
  const isRead =
    protocol !== undefined && [alerts, now, soon].every((part) => part.shown !== undefined || !part.isAsking);
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <section aria-labelledby="patients">
      <div className={styles.head}>
        <h1 id="patients">{t('ways.clinic.home')}</h1>
        <div className={styles.filters}>
          <Field
            label={t('worklist.search')}
            value={search}
            onChange={setSearch}
            keyboard="search"
            maxLength={100}
            isRequired
          />
          <Pick
            label={t('worklist.stage')}
            none={t('form.all')}
            value={filter.stage}
            options={(protocol?.stages ?? []).map(({ id, title }) => ({ value: id, text: title[language] }))}
            onChange={(stage) => setFilter(filterOf({ ...filter, stage }))}
            isRequired
          />
          <Pick
            label={t('worklist.role')}
            none={t('worklist.everybody')}
            value={filter.role}
            options={ROLES.map((role) => ({ value: role, text: t(`signIn.role.${role}`) }))}
            onChange={(role) => setFilter(filterOf({ ...filter, role }))}
            isRequired
          />
          <Pick
            label={t('worklist.state')}
            none={t('worklist.anyTime')}
            value={filter.state}
            options={STATES.map((state) => ({ value: state, text: t(`worklist.states.${state}`) }))}
            onChange={(state) => setFilter(filterOf({ ...filter, state }))}
            isRequired
          />
        </div>
      </div>
      <p className={styles.status} role="status">
        {isRead && isAsking && t('worklist.asking')}
      </p>
      {!isRead && <Skeleton text={t('app.loading')} />}
      <div role="status">
        {isRead && isEmpty && !isAsking && (
          <EmptyState title={t(words !== '' ? 'worklist.nobody' : isFiltered ? 'worklist.nothing' : 'clinic.none')} />
        )}
      </div>
      {isRead && (
        <>
          <WorklistPart
            id="alerts"
            title={t('worklist.alerts')}
            pages={alerts}
            itemOf={(each) => <WaitingRow key={each.task ?? each.since} waiting={each} timeZone={protocol.timeZone} />}
          />
          <WorklistPart
            id="waiting"
            title={t('worklist.waiting')}
            pages={now}
            itemOf={(each) => <WaitingRow key={each.patient} waiting={each} timeZone={protocol.timeZone} />}
          />
          <WorklistPart
            id="soon"
            title={t('worklist.soon')}
            pages={soon}
            itemOf={(each) => <WaitingRow key={each.patient} waiting={each} timeZone={protocol.timeZone} />}
          />
          <WorklistPart
            id="rest"
            title={t('worklist.rest')}
            pages={rest}
            itemOf={(each) => <ChartRow key={each.patient} who={each} />}
          />
        </>
      )}
    </section>
  );
}
