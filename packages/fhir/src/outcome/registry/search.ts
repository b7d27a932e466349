import { refusal, remark } from '../definition.ts';

/** CRYO-3xx: the parameters of a search. */
export const searchOutcomes = {
  'CRYO-301': refusal(
    400,
    'not-supported',
    'There is no search parameter "{parameter}" for {type}.',
    'Dla typu {type} nie ma parametru wyszukiwania „{parameter}”.',
  ),
  'CRYO-302': refusal(
    400,
    'value',
    'The search parameter {parameter} cannot be read as a {kind}: "{value}".',
    'Wartości parametru {parameter} nie można odczytać jako {kind}: „{value}”.',
  ),
  'CRYO-303': refusal(
    400,
    'not-supported',
    'The search parameter {parameter} has no modifier ":{modifier}".',
    'Parametr {parameter} nie ma modyfikatora „:{modifier}”.',
  ),
  'CRYO-304': refusal(
    400,
    'not-supported',
    'The search parameter {parameter} has no prefix "{prefix}".',
    'Parametr {parameter} nie przyjmuje przedrostka „{prefix}”.',
  ),
  'CRYO-305': refusal(
    400,
    'not-supported',
    'The chained search parameter "{parameter}" is not possible.',
    'Łańcuchowy parametr wyszukiwania „{parameter}” nie jest możliwy.',
  ),
  'CRYO-306': refusal(
    400,
    'not-supported',
    '{parameter} does not know "{value}".',
    'Parametr {parameter} nie zna wartości „{value}”.',
  ),
  'CRYO-307': refusal(
    400,
    'not-supported',
    'Results cannot be sorted by "{value}".',
    'Wyników nie można sortować według „{value}”.',
  ),
  'CRYO-308': refusal(
    400,
    'value',
    '{parameter} must be a whole number from {min} to {max}, not "{value}".',
    'Parametr {parameter} musi być liczbą całkowitą od {min} do {max}, a nie „{value}”.',
  ),
  'CRYO-309': refusal(
    410,
    'expired',
    'This page link is not valid any more; start the search again.',
    'Ten odnośnik do strony wyników już nie działa; rozpocznij wyszukiwanie od nowa.',
  ),
  'CRYO-310': refusal(
    400,
    'too-costly',
    'The search has more than {limit} values; ask in parts.',
    'Wyszukiwanie ma ponad {limit} wartości; zadaj je w częściach.',
  ),
  'CRYO-311': refusal(
    400,
    'value',
    'The date "{value}" of search parameter {parameter} does not exist.',
    'Data „{value}” w parametrze {parameter} nie istnieje.',
  ),
  'CRYO-312': refusal(
    400,
    'duplicate',
    'The search parameter {parameter} may be given once only.',
    'Parametr {parameter} można podać tylko raz.',
  ),
  'CRYO-313': remark(
    'warning',
    'not-supported',
    'The unknown search parameter "{parameter}" was ignored.',
    'Pominięto nieznany parametr wyszukiwania „{parameter}”.',
  ),
  'CRYO-314': refusal(
    400,
    'value',
    'The search parameter {parameter} needs a resource type before the id: "{value}".',
    'Parametr {parameter} wymaga typu zasobu przed identyfikatorem: „{value}”.',
  ),
  'CRYO-315': refusal(
    403,
    'too-costly',
    'The search would take too long; narrow it.',
    'Wyszukiwanie trwałoby zbyt długo; zawęź je.',
  ),
  'CRYO-316': refusal(
    400,
    'value',
    'The search parameter {parameter} has no value.',
    'Parametr {parameter} nie ma wartości.',
  ),
} as const;
