import { failure, refusal } from '../definition.ts';

/** CRYO-5xx: the service itself, and the form in which it is spoken to. */
export const serviceOutcomes = {
  'CRYO-500': failure(
    500,
    'exception',
    'Something failed inside the service. Reference: {reference}.',
    'Wystąpił błąd wewnątrz usługi. Oznaczenie: {reference}.',
  ),
  'CRYO-501': failure(
    507,
    'no-store',
    'The disk is full: nothing was written. Reading still works.',
    'Dysk jest pełny: nic nie zapisano. Odczyt nadal działa.',
  ),
  'CRYO-502': failure(
    503,
    'transient',
    'The database cannot be reached. Try again in {seconds} seconds.',
    'Baza danych jest niedostępna. Spróbuj ponownie za {seconds} s.',
  ),
  'CRYO-503': refusal(
    413,
    'too-long',
    'The body is larger than {limit} bytes.',
    'Treść jest większa niż {limit} bajtów.',
  ),
  'CRYO-504': refusal(
    415,
    'not-supported',
    'The content type "{type}" is not accepted here; send {accepted}.',
    'Typ treści „{type}” nie jest tu przyjmowany; wyślij {accepted}.',
  ),
  'CRYO-505': refusal(
    406,
    'not-supported',
    'None of the formats asked for ("{accept}") can be given; there is {offered}.',
    'Nie można dać żadnego z żądanych formatów („{accept}”); dostępny jest {offered}.',
  ),
  'CRYO-506': failure(
    503,
    'timeout',
    'The request took too long and was stopped; nothing was written.',
    'Żądanie trwało zbyt długo i zostało przerwane; nic nie zapisano.',
  ),
  'CRYO-507': failure(
    503,
    'transient',
    'The service is shutting down. Try again in {seconds} seconds.',
    'Usługa jest zamykana. Spróbuj ponownie za {seconds} s.',
  ),
  'CRYO-508': refusal(408, 'timeout', 'The request arrived too slowly.', 'Żądanie nadchodziło zbyt wolno.'),
  'CRYO-509': failure(
    503,
    'throttled',
    'The service is busy. Try again in {seconds} seconds.',
    'Usługa jest przeciążona. Spróbuj ponownie za {seconds} s.',
  ),
  'CRYO-510': failure(
    503,
    'lock-error',
    'Another process uses this data folder: {owner}.',
    'Tego folderu danych używa inny proces: {owner}.',
  ),
  'CRYO-511': refusal(400, 'structure', 'The request is not valid HTTP.', 'Żądanie nie jest poprawnym HTTP.'),
  'CRYO-512': refusal(
    400,
    'value',
    'The address is faulty: its percent-encoding cannot be read.',
    'Adres jest błędny: nie można odczytać kodowania procentowego.',
  ),
  'CRYO-513': refusal(414, 'too-long', 'The address is too long.', 'Adres jest zbyt długi.'),
  'CRYO-514': refusal(
    431,
    'too-long',
    'The headers of the request are larger than {limit} bytes.',
    'Nagłówki żądania są większe niż {limit} bajtów.',
  ),
  'CRYO-515': refusal(
    421,
    'security',
    'This service does not answer under the host name of the request.',
    'Ta usługa nie odpowiada pod nazwą hosta podaną w żądaniu.',
  ),
  'CRYO-516': refusal(
    409,
    'conflict',
    'The demo does not run on a record with real patients: anybody may be anybody in it.',
    'Demo nie działa na dokumentacji prawdziwych pacjentów: każdy może być w nim każdym.',
  ),
  'CRYO-517': failure(
    503,
    'transient',
    'The connection was lost while writing, so that it is not known whether it was stored. Repeat it with the same Idempotency-Key in {seconds} seconds.',
    'Połączenie przerwano podczas zapisu, więc nie wiadomo, czy dane zapisano. Powtórz żądanie z tym samym Idempotency-Key za {seconds} s.',
  ),
  'CRYO-520': failure(
    503,
    'not-supported',
    'The data in {folder} belongs to PostgreSQL {found}; this version runs PostgreSQL {known}. Restore a backup into a new folder.',
    'Dane w folderze {folder} należą do PostgreSQL {found}; ta wersja używa PostgreSQL {known}. Odtwórz kopię zapasową w nowym folderze.',
  ),
  'CRYO-521': failure(
    503,
    'exception',
    'PostgreSQL does not start in {folder}: {reason}',
    'PostgreSQL nie uruchamia się w folderze {folder}: {reason}',
  ),
  'CRYO-522': failure(
    503,
    'exception',
    'The data folder {folder} cannot be used: {reason}',
    'Nie można użyć folderu danych {folder}: {reason}',
  ),
  'CRYO-523': failure(
    503,
    'not-supported',
    'There is no embedded PostgreSQL for {platform}. Name a server of your own in DATABASE_URL.',
    'Brak wbudowanego PostgreSQL dla platformy {platform}. Wskaż własny serwer w zmiennej DATABASE_URL.',
  ),
} as const;
