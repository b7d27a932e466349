import { type Language, type Outcome, textOf } from '@cryopath/fhir';
import { escaped, page } from '../../pages/page.ts';

interface Texts {
  readonly title: string;
  readonly why: string;
  readonly label: string;
  readonly hint: string;
  readonly button: string;
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    title: 'Sign in to your treatment',
    why: 'So that nobody else can use this link, tell us what only you know.',
    label: 'Your date of birth, or the code that the clinic told you',
    hint: 'Date of birth as day, month, year: 12.04.1968',
    button: 'Sign in',
  },
  pl: {
    title: 'Zaloguj się do swojego leczenia',
    why: 'Aby nikt inny nie użył tego odnośnika, podaj to, co wiesz tylko Ty.',
    label: 'Data urodzenia albo kod podany przez klinikę',
    hint: 'Data urodzenia w kolejności dzień, miesiąc, rok: 12.04.1968',
    button: 'Zaloguj się',
  },
};

/** The page behind a one-time link. It is the same for every link: opening it neither uses one up nor tells whether there is one. */
export function linkPage(language: Language, refusal?: Outcome): string {
  const { title, why, label, hint, button } = TEXTS[language];
  const alerts = refusal?.issues.map((issue) => `<p role="alert">${escaped(textOf(issue, language))}</p>`) ?? [];
  return page(
    language,
    title,
    `${alerts.join('\n')}
<p>${why}</p>
<form method="post" autocomplete="off">
<label for="answer">${label}</label>
<input id="answer" name="answer" required maxlength="20" aria-describedby="hint">
<p id="hint">${hint}</p>
<button>${button}</button>
</form>`,
  );
}
