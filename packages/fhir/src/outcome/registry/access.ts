import { refusal } from '../definition.ts';

/** CRYO-4xx: who asks, and whether they may. Texts never tell whether a record exists that the reader may not see. */
export const accessOutcomes = {
  'CRYO-401': refusal(401, 'login', 'Sign in first.', 'Najpierw się zaloguj.'),
  'CRYO-402': refusal(
    401,
    'login',
    'The sign-in did not succeed. Check what you entered.',
    'Logowanie nie powiodło się. Sprawdź wpisane dane.',
  ),
  'CRYO-403': refusal(403, 'forbidden', 'Your role does not allow this.', 'Twoja rola na to nie pozwala.'),
  'CRYO-406': refusal(
    401,
    'expired',
    'This link has been used or is too old. Ask for a new one.',
    'Ten odnośnik został już użyty lub stracił ważność. Poproś o nowy.',
  ),
  'CRYO-407': refusal(
    429,
    'throttled',
    'Too many attempts. Try again in {seconds} seconds.',
    'Zbyt wiele prób. Spróbuj ponownie za {seconds} s.',
  ),
  'CRYO-408': refusal(
    429,
    'throttled',
    'Too many requests. Try again in {seconds} seconds.',
    'Zbyt wiele żądań. Spróbuj ponownie za {seconds} s.',
  ),
  'CRYO-410': refusal(
    400,
    'required',
    'Emergency access needs a reason of at least {length} characters.',
    'Dostęp w trybie nagłym wymaga uzasadnienia o długości co najmniej {length} znaków.',
  ),
  'CRYO-411': refusal(403, 'expired', 'The emergency access has ended.', 'Dostęp w trybie nagłym dobiegł końca.'),
  'CRYO-412': refusal(
    401,
    'security',
    'The client assertion is not accepted: {reason}.',
    'Poświadczenie klienta nie zostało przyjęte: {reason}.',
  ),
  'CRYO-413': refusal(
    403,
    'forbidden',
    'The granted scopes do not cover {interaction} of {type}.',
    'Przyznane zakresy nie obejmują: {interaction} dla {type}.',
  ),
  'CRYO-414': refusal(
    403,
    'security',
    'The request does not come from a page of this service.',
    'Żądanie nie pochodzi ze strony tej usługi.',
  ),
  'CRYO-415': refusal(
    403,
    'forbidden',
    'The stated purpose "{purpose}" does not allow this.',
    'Podany cel „{purpose}” na to nie pozwala.',
  ),
  'CRYO-416': refusal(
    403,
    'forbidden',
    'This person may not sign in: the record is not active, or nobody has given them access.',
    'Ta osoba nie może się zalogować: jej kartoteka jest nieaktywna albo nikt nie nadał jej dostępu.',
  ),
  'CRYO-417': refusal(
    400,
    'too-long',
    'The password must have {shortest} to {longest} characters.',
    'Hasło musi mieć od {shortest} do {longest} znaków.',
  ),
  'CRYO-418': refusal(
    400,
    'value',
    'The password is too easy to guess: it is a common one, or holds the user name.',
    'Hasło jest zbyt łatwe do odgadnięcia: jest popularne albo zawiera nazwę użytkownika.',
  ),
  'CRYO-419': refusal(
    400,
    'value',
    'The field "{field}" is missing or is not as it must be.',
    'Brak pola „{field}” lub jego wartość jest nieprawidłowa.',
  ),
  'CRYO-420': refusal(
    409,
    'duplicate',
    'This person or this user name already has an account.',
    'Ta osoba lub ta nazwa użytkownika ma już konto.',
  ),
  'CRYO-421': refusal(
    404,
    'not-found',
    'There is no such account, session, passkey or access.',
    'Nie ma takiego konta, sesji, klucza ani dostępu.',
  ),
  'CRYO-422': refusal(
    400,
    'security',
    'The passkey was not accepted. Start again.',
    'Klucz dostępu nie został przyjęty. Zacznij od nowa.',
  ),
  'CRYO-423': refusal(
    403,
    'security',
    'The demo lets visitors in only on the machine that it runs on.',
    'Demo wpuszcza odwiedzających tylko na komputerze, na którym działa.',
  ),
  'CRYO-424': refusal(
    409,
    'conflict',
    'This is your only way to sign in. Add another one first.',
    'To Twój jedyny sposób logowania. Najpierw dodaj inny.',
  ),
  'CRYO-425': refusal(
    403,
    'forbidden',
    'You can write only in your own name, {who}.',
    'Możesz pisać tylko we własnym imieniu, {who}.',
  ),
  'CRYO-426': refusal(
    403,
    'forbidden',
    'Only staff fill in this form. You can fill in: {forms}.',
    'Ten formularz wypełnia tylko personel. Możesz wypełnić: {forms}.',
  ),
} as const;
