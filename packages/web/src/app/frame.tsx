import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../design/button.tsx';
import { Mark } from '../design/mark.tsx';
import type { Person } from '../server/fhir-server.ts';
import styles from './frame.module.css';
import { keepLanguage, useLanguage } from './language.ts';
import { AppLink } from './link.tsx';

/** What stands around every page of the app: who one is, in which language, the way out, and what the product is not. */
export function Frame(props: {
  readonly person?: Person;
  readonly onSignOut?: () => void;
  readonly children?: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  const other = language === 'en' ? 'pl' : 'en';
  useEffect(() => keepLanguage(language), [language]);
  return (
    <div className={styles.frame}>
      <header>
        <div className={styles.bar}>
          <AppLink to={{ page: 'home' }} className={styles.brand}>
            <Mark />
            {t('brand')}
          </AppLink>
          <div className={styles.tools}>
            {props.person && <span className={styles.person}>{props.person.name}</span>}
            <Button tone="quiet-on-deep" lang={other} onPress={() => i18n.changeLanguage(other)}>
              {t('language.switch')}
            </Button>
            {props.onSignOut && (
              <Button tone="quiet-on-deep" onPress={props.onSignOut}>
                {t('app.signOut')}
              </Button>
            )}
          </div>
        </div>
        <p className={styles.demo}>{t('app.demo')}</p>
      </header>
      <main className={styles.page}>{props.children}</main>
      <footer className={styles.footer}>
        <p>{t('app.notADevice')}</p>
        <p>
          <a href={`/${language}/#contact`}>{t('app.redFlags')}</a>
        </p>
      </footer>
    </div>
  );
}
