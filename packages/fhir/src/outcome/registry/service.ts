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
} as const;
