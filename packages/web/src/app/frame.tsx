import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Button } from '../design/button.tsx';
import { Mark } from '../design/mark.tsx';
import { Notice } from '../design/notice.tsx';
import { useOutbox } from '../device/use-outbox.ts';
import type { FhirServer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { type KnownPlace, usePlace } from './address.ts';
import styles from './frame.module.css';
import { keepLanguage, useLanguage } from './language.ts';
import { AppLink } from './link.tsx';
import type { Session } from './session.ts';
import { useClockDifference } from './use-clock-difference.ts';

// Seldom needed, and with words of the protocol that the clinic's pages do without.
const ClockDiffers = lazy(() => import('./clock-differs.tsx'));
const UnsentWords = lazy(() => import('./unsent-words.tsx').catch(() => ({ default: NotSaved })));

const AT_HOME = ['home', 'check-in', 'diary', 'help'] as const;
const IN_CLINIC = ['home', 'alerts', 'account'] as const;

/** What stands around every page of the app: who one is, in which language, the ways, the way out, and what the product is not (I9). */
export function Frame(props: {
  readonly session?: Session;
  /** The server, when it is a demonstration. */
  readonly demo?: FhirServer | undefined;
  readonly onSignOut?: () => void;
  /** The session is over, and somebody wants to sign in again. */
  readonly onEnded?: () => void;
  readonly children?: ReactNode;
}) {
  const { t, changeLanguage } = useTranslation();
  const { session } = props;
  const language = useLanguage();
  const other = language === 'en' ? 'pl' : 'en';
  const role = session?.person.role;
  const isAtHome = role === 'patient' || role === 'caregiver';
  useEffect(() => keepLanguage(language), [language]);
  useEffect(() => {
    document.documentElement.dataset.side = isAtHome ? 'home' : 'clinic';
  }, [isAtHome]);
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <header>
        <div className={styles.bar}>
          <AppLink to={{ page: 'home' }} className={styles.brand}>
            <Mark />
            {t('brand')}
          </AppLink>
          <div className={styles.tools}>
            {session && (
              <AppLink to={{ page: 'account' }} className={styles.person}>
                <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false">
                  <path d="M12 12.5 A 4.5 4.5 0 1 0 12 3.5 A 4.5 4.5 0 1 0 12 12.5 M3.5 21 C 4.5 16.5 8 15.5 12 15.5 S 19.5 16.5 20.5 21" />
                </svg>
                <span className={styles.name}>{session.person.name}</span>
                <span className="unseen">: {t('app.account')}</span>
              </AppLink>
            )}
            <Button tone="quiet-on-deep" lang={other} onPress={() => changeLanguage(other)}>
              {t('language.other')}
            </Button>
            {props.onSignOut && (
              <Button tone="quiet-on-deep" onPress={props.onSignOut}>
                {t('app.signOut')}
              </Button>
            )}
          </div>
        </div>
        {session && role !== 'administrator' && role !== 'auditor' && (
          <Ways pages={isAtHome ? AT_HOME : IN_CLINIC} names={isAtHome ? 'home' : 'clinic'} />
        )}
        {props.demo && <DemoBar server={props.demo} isSignedIn={session !== undefined} />}
      </header>
      <main className={styles.page} id="content" tabIndex={-1}>
        {session && <ClockNotice session={session} demo={props.demo} />}
        {session && <Waiting session={session} onEnded={props.onEnded} />}
        {props.children}
      </main>
      <footer className={styles.footer}>
        <p>{t('app.notADevice')}</p>
        <p>
          <a href={`/${language}/#contact`}>{t('app.redFlags')}</a>
        </p>
      </footer>
    </div>
  );
}

const MOVES = { hour: { hours: 1 }, day: { days: 1 }, week: { days: 7 } } as const;

/** Says that nobody here is real, and lets time pass: hours of an observation, days at home, months of follow-up. */
function DemoBar({ server, isSignedIn }: { readonly server: FhirServer; readonly isSignedIn: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles.demo}>
      <p>{t('app.demo')}</p>
      {isSignedIn && (
        <p className={styles.clock}>
          {t('demo.ahead')}
          {(['hour', 'day', 'week'] as const).map((move) => (
            <button key={move} type="button" onClick={() => server.moveClock(MOVES[move])}>
              {t(`demo.${move}`)}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

/** The few places that are one tap from anywhere. The red flags stand out by their shape and their word. */
function Ways(props: {
  readonly pages: readonly (typeof AT_HOME | typeof IN_CLINIC)[number][];
  readonly names: string;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <nav className={styles.ways} aria-label={t('app.ways')}>
      <ul>
        {props.pages.map((page) => (
          <li key={page}>
            <AppLink
              to={{ page } as KnownPlace}
              className={page === 'help' ? styles.urgent : styles.way}
              current={place.page === page}
            >
              {t(`ways.${props.names}.${page}`)}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A clock that is wrong is told of, on the phone as on the clinic's desk (H12). */
function ClockNotice({ session, demo }: { readonly session: Session; readonly demo: FhirServer | undefined }) {
  const ahead = useClockDifference(session, demo);
  if (ahead === undefined) return null;
  return (
    <div className={styles.waiting}>
      <Suspense fallback={null}>
        <ClockDiffers now={session.clock.now()} ahead={ahead} />
      </Suspense>
    </div>
  );
}

/** What is not in the record yet is never hidden (H13). */
function Waiting(props: { readonly session: Session; readonly onEnded: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { outbox } = props.session;
  const unsent = useOutbox(outbox);
  const { waiting, undelivered, refused, others, isSignedOut } = unsent;
  return (
    <>
      {waiting > 0 && !isSignedOut && (
        <div className={styles.waiting}>
          <Notice tone="warning" title={t('form.notSaved')} isSudden>
            <p>{t('app.waiting', { count: waiting })}</p>
          </Notice>
        </div>
      )}
      {(undelivered + refused + others > 0 || isSignedOut) && (
        <Suspense fallback={null}>
          <UnsentWords outbox={outbox} unsent={unsent} onEnded={props.onEnded} />
        </Suspense>
      )}
    </>
  );
}

/** Without a network its words may not be on the device yet: that something is not saved is said all the same. */
function NotSaved() {
  const { t } = useTranslation();
  return <Notice tone="warning" title={t('form.notSaved')} isSudden />;
}
