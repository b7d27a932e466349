import { refusal, remark } from '../definition.ts';

/** CRYO-2xx: which resource and which version a request is about. */
export const addressOutcomes = {
  'CRYO-200': remark('information', 'informational', '{reference} was deleted.', 'Usunięto {reference}.'),
  'CRYO-201': refusal(404, 'not-found', '{reference} does not exist.', '{reference} nie istnieje.'),
  'CRYO-202': refusal(
    410,
    'deleted',
    '{reference} was deleted; its history is kept.',
    '{reference} usunięto; historia pozostaje.',
  ),
  'CRYO-203': refusal(
    404,
    'not-found',
    '{reference} has no version {version}.',
    '{reference} nie ma wersji {version}.',
  ),
  'CRYO-204': refusal(
    412,
    'conflict',
    '{reference} was changed by somebody else: the version is now {current}, not {expected}.',
    'Ktoś inny zmienił {reference}: aktualna wersja to {current}, a nie {expected}.',
  ),
  'CRYO-205': refusal(
    428,
    'required',
    'Changing {reference} needs the header If-Match with the version that was read.',
    'Zmiana {reference} wymaga nagłówka If-Match z odczytaną wersją.',
  ),
  'CRYO-206': refusal(
    412,
    'multiple-matches',
    'The condition "{criteria}" matches more than one {type}.',
    'Warunek „{criteria}” spełnia więcej niż jeden zasób {type}.',
  ),
  'CRYO-207': refusal(
    422,
    'conflict',
    'The Idempotency-Key was used before with another request.',
    'Klucza Idempotency-Key użyto już z innym żądaniem.',
  ),
  'CRYO-208': refusal(
    400,
    'required',
    'This request needs the header Idempotency-Key.',
    'To żądanie wymaga nagłówka Idempotency-Key.',
  ),
  'CRYO-209': refusal(
    400,
    'value',
    'The header {header} has an unusable value: "{value}".',
    'Nagłówek {header} ma niezdatną wartość: „{value}”.',
  ),
  'CRYO-210': refusal(
    409,
    'conflict',
    'The first request with this Idempotency-Key is still under way.',
    'Pierwsze żądanie z tym kluczem Idempotency-Key jest jeszcze wykonywane.',
  ),
  'CRYO-211': refusal(
    409,
    'lock-error',
    'Somebody changed the same resources at the same moment; nothing was written.',
    'Ktoś w tej samej chwili zmieniał te same zasoby; nic nie zapisano.',
  ),
  'CRYO-212': refusal(
    422,
    'not-found',
    '{path}: {reference} does not exist in this record.',
    '{path}: {reference} nie istnieje w tej dokumentacji.',
  ),
  'CRYO-213': refusal(
    409,
    'conflict',
    '{reference} cannot be deleted, because {by} refers to it.',
    'Nie można usunąć {reference}, bo odwołuje się do niego {by}.',
  ),
  'CRYO-214': refusal(404, 'not-found', 'Nothing is served at this address.', 'Pod tym adresem nic nie ma.'),
  'CRYO-215': refusal(
    405,
    'not-supported',
    '{method} is not possible at this address.',
    'Metoda {method} nie jest możliwa pod tym adresem.',
  ),
  'CRYO-216': refusal(404, 'not-supported', 'There is no operation {operation}.', 'Nie ma operacji {operation}.'),
  'CRYO-217': refusal(
    412,
    'required',
    'A conditional request needs a condition that can be searched for.',
    'Żądanie warunkowe wymaga warunku, według którego można szukać.',
  ),
  'CRYO-218': refusal(
    400,
    'value',
    '"{id}" is not an id: letters, digits, "-" and ".", at most 64.',
    '„{id}” nie jest identyfikatorem: litery, cyfry, „-” i „.”, najwyżej 64 znaki.',
  ),
  'CRYO-219': refusal(412, 'conflict', '{reference} exists already.', '{reference} już istnieje.'),
  'CRYO-220': refusal(
    404,
    'not-found',
    'The condition "{criteria}" matches no {type}.',
    'Warunku „{criteria}” nie spełnia żaden zasób {type}.',
  ),
  'CRYO-221': refusal(
    412,
    'conflict',
    '{reference} was changed by somebody else since version {expected}.',
    'Od wersji {expected} ktoś inny zmienił {reference}.',
  ),
  'CRYO-222': refusal(
    409,
    'conflict',
    '{reference} cannot be deleted while there is anything in the record.',
    'Nie można usunąć {reference}, dopóki dokumentacja nie jest pusta.',
  ),
} as const;
