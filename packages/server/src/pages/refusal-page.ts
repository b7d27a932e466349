import { type Language, type Outcome, textOf } from '@cryopath/fhir';
import { escaped, page } from './page.ts';

type Kind = 'notFound' | 'signIn' | 'notYours' | 'tooMany' | 'asked' | 'failed';

interface Words {
  readonly title: string;
  /** What to do now; the outcome's own text says what happened. */
  readonly next: string;
}

const WORDS: Readonly<Record<Language, Readonly<Record<Kind, Words>>>> = {
  en: {
    notFound: {
      title: 'There is no such page',
      next: 'Check the address for a slip of the keys, or begin from the start.',
    },
    signIn: { title: 'Please sign in first', next: 'You come back to your pages once you are signed in.' },
    notYours: {
      title: 'This page is not open to you',
      next: 'If you need it for your work, ask whoever runs Cryopath at your clinic.',
    },
    tooMany: { title: 'One moment, please', next: 'Wait a little, then load the page again.' },
    asked: { title: 'This request could not be answered', next: 'Begin again from the start.' },
    failed: {
      title: 'Something went wrong on our side',
      next: 'Load the page again in a moment. Look whether your last entry is there before you repeat it. If it stays like this, call the clinic.',
    },
  },
  pl: {
    notFound: { title: 'Nie ma takiej strony', next: 'Prosimy sprawdzić adres albo zacząć od strony głównej.' },
    signIn: { title: 'Najpierw trzeba się zalogować', next: 'Po zalogowaniu wrócisz do swoich stron.' },
    notYours: {
      title: 'Brak dostępu do tej strony',
      next: 'Jeśli jest potrzebna w pracy, prosimy zwrócić się do osoby, która prowadzi Cryopath w poradni.',
    },
    tooMany: { title: 'Prosimy chwilę poczekać', next: 'Za moment prosimy wczytać stronę ponownie.' },
    asked: { title: 'Nie można odpowiedzieć na to zapytanie', next: 'Prosimy zacząć od strony głównej.' },
    failed: {
      title: 'Coś poszło nie tak po naszej stronie',
      next: 'Prosimy za chwilę wczytać stronę ponownie. Przed powtórzeniem ostatniego wpisu prosimy sprawdzić, czy już jest zapisany. Jeśli to nie pomoże, prosimy zadzwonić do poradni.',
    },
  },
};

const WAYS = {
  en: { app: 'To Cryopath', signIn: 'Sign in', guide: 'Guide to cryoablation', code: 'Code' },
  pl: { app: 'Do Cryopath', signIn: 'Zaloguj się', guide: 'Przewodnik po krioablacji', code: 'Kod' },
} as const;

/** What a person at a browser reads in place of an OperationOutcome: what happened, what to do, and the way home. Nothing of the address is repeated. */
export function refusalPage(language: Language, refusal: Outcome, status: number): string {
  const kind = kindOf(status);
  const { title, next } = WORDS[language][kind];
  const ways = WAYS[language];
  const [first] = refusal.issues;
  // "There is no such address" once more, in other words, helps nobody.
  const told = kind === 'notFound' ? [] : refusal.issues.map((issue) => `<p>${escaped(textOf(issue, language))}</p>`);
  return page(
    language,
    title,
    `${told.join('\n')}
<p>${next}</p>
<p class="ways"><a class="main" href="/app/">${kind === 'signIn' ? ways.signIn : ways.app}</a><a href="/${language}/">${ways.guide}</a></p>
<p class="quiet">${ways.code}: ${first?.code ?? ''}</p>`,
  );
}

function kindOf(status: number): Kind {
  if (status >= 500) return 'failed';
  switch (status) {
    case 404:
    case 410:
      return 'notFound';
    case 401:
      return 'signIn';
    case 403:
      return 'notYours';
    case 429:
      return 'tooMany';
    default:
      return 'asked';
  }
}
