import { failure, refusal } from '../definition.ts';

/** CRYO-7xx: import, export, backup, restore and the audit trail's verification. */
export const transferOutcomes = {
  'CRYO-701': refusal(
    400,
    'structure',
    '{source}, line {line}: this is not a resource, a Bundle or NDJSON.',
    '{source}, wiersz {line}: to nie jest zasób, Bundle ani NDJSON.',
  ),
  'CRYO-702': refusal(
    422,
    'not-found',
    '{path}: the patient {reference} is not known.',
    '{path}: pacjent {reference} nie jest znany.',
  ),
  'CRYO-704': failure(
    500,
    'exception',
    'The backup is not complete: {reason}.',
    'Kopia zapasowa nie jest kompletna: {reason}.',
  ),
  'CRYO-705': refusal(
    422,
    'invalid',
    '{source} is not a backup that this version can restore: {reason}.',
    '{source} nie jest kopią, którą ta wersja potrafi odtworzyć: {reason}.',
  ),
  'CRYO-706': refusal(
    409,
    'conflict',
    'The target of the restore is not empty: {target}.',
    'Miejsce odtworzenia nie jest puste: {target}.',
  ),
  'CRYO-707': failure(
    500,
    'security',
    'The audit trail does not verify: entry {sequence} was changed or is missing.',
    'Dziennik dostępu nie przechodzi weryfikacji: wpis {sequence} zmieniono lub usunięto.',
  ),
  'CRYO-708': failure(
    500,
    'security',
    'The signed root of {day} does not agree with the audit trail.',
    'Podpisany skrót z dnia {day} nie zgadza się z dziennikiem dostępu.',
  ),
  'CRYO-709': failure(
    500,
    'not-supported',
    'The database was written by a newer version (migration {found}; this version knows {known}).',
    'Bazę danych zapisała nowsza wersja (migracja {found}; ta wersja zna {known}).',
  ),
  'CRYO-710': failure(
    500,
    'conflict',
    'Migration {migration} was changed after it had been applied to this database.',
    'Migrację {migration} zmieniono po zastosowaniu jej w tej bazie danych.',
  ),
  'CRYO-711': failure(
    500,
    'incomplete',
    'Migration {migration} is missing: older ones must all be there, and applied in order.',
    'Brak migracji {migration}: wszystkie starsze muszą istnieć i być zastosowane po kolei.',
  ),
  'CRYO-712': refusal(
    409,
    'conflict',
    '{reference} is here with other content, and did not come from {source}.',
    '{reference} jest tu z inną treścią i nie pochodzi z {source}.',
  ),
  'CRYO-713': refusal(
    409,
    'conflict',
    '{reference} was changed here and in {source} since it was imported.',
    'Od czasu importu {reference} zmieniono i tutaj, i w {source}.',
  ),
  'CRYO-714': refusal(
    409,
    'duplicate',
    '{reference} occurs twice in this import, with different content.',
    '{reference} występuje w tym imporcie dwa razy, z różną treścią.',
  ),
  'CRYO-715': refusal(
    422,
    'not-supported',
    'What is of type "{type}" does not say how things are now, and is not imported.',
    'Zawartość typu „{type}” nie mówi, jaki jest stan obecny, i nie jest importowana.',
  ),
  'CRYO-716': refusal(
    422,
    'not-supported',
    '{path}: an entry with {method} is not imported; only resources are.',
    '{path}: pozycji z metodą {method} nie importuje się; importuje się tylko zasoby.',
  ),
  'CRYO-717': refusal(422, 'not-found', '{source} cannot be read: {reason}.', 'Nie można odczytać {source}: {reason}.'),
  'CRYO-718': refusal(
    413,
    'too-long',
    'A resource in a file may have at most {megabytes} MB.',
    'Zasób w pliku może mieć najwyżej {megabytes} MB.',
  ),
  'CRYO-719': refusal(
    409,
    'deleted',
    '{reference} was deleted here since it was imported.',
    'Od czasu importu {reference} tutaj usunięto.',
  ),
  'CRYO-720': refusal(
    422,
    'not-found',
    '{path}: {reference} names nothing in this file.',
    '{path}: {reference} nie wskazuje niczego w tym pliku.',
  ),
  'CRYO-721': refusal(
    409,
    'conflict',
    '{reference} is on the trail with other content; an event that happened does not change.',
    '{reference} jest w dzienniku z inną treścią; zdarzenie, które zaszło, nie zmienia się.',
  ),
  'CRYO-722': refusal(
    400,
    'value',
    '"{source}" cannot be the name of a source: letters, digits, "-" and ".", at most 64.',
    '„{source}” nie może być nazwą źródła: litery, cyfry, „-” i „.”, najwyżej 64 znaki.',
  ),
} as const;
