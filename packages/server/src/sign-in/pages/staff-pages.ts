import { type Language, type Outcome, textOf } from '@cryopath/fhir';
import { escaped, page } from '../../pages/page.ts';

const TEXTS = {
  en: {
    signIn: 'Sign in',
    join: 'Choose how you will sign in',
    userName: 'User name',
    password: 'Password',
    newPassword: 'New password',
    passwordHint: 'At least 12 characters. Several words are easy to remember.',
    code: 'Code from your authenticator app, or a recovery code',
    newCode: 'The code that the app shows now',
    begin:
      'This link is for one person and one use. With a password you also need a telephone with an authenticator app.',
    beginButton: 'Use a password and an authenticator app',
    passkey: 'Use a passkey',
    passkeyWhy:
      'A passkey signs you in by fingerprint, face or the PIN of this device: nothing to type, nothing to forget.',
    signInPasskey: 'Sign in with a passkey',
    secret: 'Add this key to your authenticator app as a time-based one. It is shown this once.',
    openApp: 'Open the app on this device',
    joinButton: 'Save and sign in',
    joined: 'You are signed in',
    keep: 'Keep these recovery codes where nobody else finds them. Each stands in once for a lost telephone.',
    waits: 'One step is left',
    tell: 'Tell the clinic lead this code yourself. Once they have confirmed it, you can sign in.',
    onward: 'Continue',
  },
  pl: {
    signIn: 'Zaloguj się',
    join: 'Wybierz sposób logowania',
    userName: 'Nazwa użytkownika',
    password: 'Hasło',
    newPassword: 'Nowe hasło',
    passwordHint: 'Co najmniej 12 znaków. Kilka słów łatwo zapamiętać.',
    code: 'Kod z aplikacji uwierzytelniającej albo kod zapasowy',
    newCode: 'Kod, który aplikacja pokazuje teraz',
    begin:
      'Ten odnośnik jest dla jednej osoby i do jednego użycia. Do hasła potrzebny jest też telefon z aplikacją uwierzytelniającą.',
    beginButton: 'Wybieram hasło i aplikację uwierzytelniającą',
    passkey: 'Wybieram klucz dostępu',
    passkeyWhy:
      'Klucz dostępu loguje odciskiem palca, twarzą albo PIN-em tego urządzenia: niczego nie trzeba wpisywać ani pamiętać.',
    signInPasskey: 'Zaloguj się kluczem dostępu',
    secret: 'Dodaj ten klucz do aplikacji uwierzytelniającej jako klucz czasowy. Pokazujemy go tylko ten raz.',
    openApp: 'Otwórz aplikację na tym urządzeniu',
    joinButton: 'Zapisz i zaloguj się',
    joined: 'Zalogowano',
    keep: 'Przechowuj te kody zapasowe tam, gdzie nikt inny ich nie znajdzie. Każdy z nich raz zastąpi utracony telefon.',
    waits: 'Pozostał jeden krok',
    tell: 'Proszę osobiście podać ten kod kierownikowi poradni. Po jego potwierdzeniu będzie można się zalogować.',
    onward: 'Dalej',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

const alertOf = (language: Language, refusal: Outcome | undefined): string =>
  refusal?.issues.map((issue) => `<p role="alert">${escaped(textOf(issue, language))}</p>`).join('\n') ?? '';

const codeField = (label: string): string =>
  `<label for="code">${label}</label>
<input id="code" name="code" required maxlength="30" autocomplete="one-time-code" autocapitalize="none" spellcheck="false">`;

/** Password sign-in of staff, without a script. */
export function staffPage(language: Language, refusal?: Outcome): string {
  const texts = TEXTS[language];
  return page(
    language,
    texts.signIn,
    `${alertOf(language, refusal)}
<form method="post" action="/sign-in/password">
<label for="userName">${texts.userName}</label>
<input id="userName" name="userName" required maxlength="100" autocomplete="username" autocapitalize="none" spellcheck="false">
<label for="password">${texts.password}</label>
<input id="password" name="password" type="password" required maxlength="200" autocomplete="current-password">
${codeField(texts.code)}
<button>${texts.signIn}</button>
</form>
<p class="ways"><a href="/app/">${texts.signInPasskey}</a></p>`,
  );
}

/** What an invitation leads to. The same for every token, until its holder begins: opening it changes nothing. */
export function invitationPage(language: Language, token: string, refusal?: Outcome): string {
  const texts = TEXTS[language];
  return page(
    language,
    texts.join,
    `${alertOf(language, refusal)}
<p>${texts.begin}</p>
<p>${texts.passkeyWhy}</p>
<p class="ways"><a class="main" href="/app/join/${escaped(encodeURIComponent(token))}">${texts.passkey}</a></p>
<form method="post" action="/sign-in/invitation/${escaped(token)}/authenticator"><button>${texts.beginButton}</button></form>`,
  );
}

/** The authenticator's secret, with the form that closes the invitation. */
export function authenticatorPage(
  language: Language,
  token: string,
  { userName, secret, address }: { readonly userName: string; readonly secret: string; readonly address: string },
): string {
  const texts = TEXTS[language];
  const groups = (secret.match(/.{1,4}/g) ?? []).join(' ');
  return page(
    language,
    texts.join,
    `<p>${texts.secret}</p>
<p><code>${escaped(groups)}</code></p>
<p><a href="${escaped(address)}">${texts.openApp}</a></p>
<form method="post" action="/sign-in/invitation/${escaped(token)}">
<input type="hidden" name="userName" autocomplete="username" value="${escaped(userName)}">
<label for="password">${texts.newPassword}</label>
<input id="password" name="password" type="password" required minlength="12" maxlength="200" autocomplete="new-password" aria-describedby="hint">
<p id="hint">${texts.passwordHint}</p>
${codeField(texts.newCode)}
<button>${texts.joinButton}</button>
</form>`,
  );
}

/** The recovery codes, shown this once; above them the code for the lead, who is still to confirm the account. */
export function recoveryPage(language: Language, codes: readonly string[], confirmationCode?: string): string {
  const texts = TEXTS[language];
  return page(
    language,
    confirmationCode === undefined ? texts.joined : texts.waits,
    `${confirmationCode === undefined ? '' : `<p>${texts.tell}</p>\n<p><code>${escaped(confirmationCode)}</code></p>\n`}<p>${texts.keep}</p>
<ul>
${codes.map((code) => `<li><code>${escaped(code)}</code></li>`).join('\n')}
</ul>
<p><a href="${confirmationCode === undefined ? '/app/' : '/sign-in/'}">${texts.onward}</a></p>`,
  );
}
