import { failure, refusal, remark } from '../definition.ts';

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
    '{source}: the patient of {reference} is not known.',
    '{source}: nie jest znany pacjent, którego dotyczy {reference}.',
  ),
  'CRYO-703': remark(
    'information',
    'duplicate',
    '{source}: {reference} was imported before and has not changed.',
    '{source}: {reference} zaimportowano już wcześniej bez zmian.',
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
} as const;
