import { refusal } from '../definition.ts';

/** CRYO-608, 609 and 620 to 639: pathways, the versions of their protocol, and what is done to them. */
export const pathwayOutcomes = {
  'CRYO-608': refusal(
    422,
    'business-rule',
    '{pathway} is no pathway of this protocol that keeps a version.',
    '{pathway} nie jest ścieżką tego protokołu z zachowaną wersją.',
  ),
  'CRYO-609': refusal(
    422,
    'business-rule',
    'An override names the pathway whose gate it opens: {pathway} is none of this patient.',
    'Ręczne otwarcie bramki wskazuje swoją ścieżkę: {pathway} nie jest ścieżką tego pacjenta.',
  ),
  'CRYO-620': refusal(
    422,
    'business-rule',
    '{library} does not hold a published protocol: {reason}',
    '{library} nie zawiera opublikowanego protokołu: {reason}',
  ),
  'CRYO-621': refusal(
    422,
    'not-found',
    'Nobody here knows version {version} of the protocol.',
    'Wersja {version} protokołu nie jest tu znana.',
  ),
  'CRYO-622': refusal(
    422,
    'required',
    'A pathway names the version of its protocol that it keeps: {url}|version.',
    'Ścieżka wskazuje wersję protokołu, przy której pozostaje: {url}|wersja.',
  ),
  'CRYO-623': refusal(
    422,
    'business-rule',
    'A pathway keeps version {from} until a doctor or the lead moves it to {to} under their own name.',
    'Ścieżka pozostaje przy wersji {from}, dopóki lekarz lub kierownik nie przeniesie jej pod własnym nazwiskiem do {to}.',
  ),
  'CRYO-624': refusal(
    422,
    'business-rule',
    '{reference} belongs to a published protocol and is not changed.',
    '{reference} należy do opublikowanego protokołu i nie podlega zmianie.',
  ),
  'CRYO-625': refusal(
    422,
    'business-rule',
    'A protocol is published under the name of whoever signs it; {who} is somebody else.',
    'Protokół publikuje pod własnym nazwiskiem osoba, która go podpisuje; {who} to ktoś inny.',
  ),
  'CRYO-626': refusal(
    422,
    'business-rule',
    '{form} is not the form of {step}.',
    '{form} nie jest formularzem kroku {step}.',
  ),
  'CRYO-627': refusal(
    422,
    'business-rule',
    '{step} has no Task that could be undone.',
    'Krok {step} nie ma zadania, które można by cofnąć.',
  ),
  'CRYO-628': refusal(
    422,
    'business-rule',
    'A check-in holds the answers to the form check-in.',
    'Ankieta musi zawierać odpowiedzi na formularz check-in.',
  ),
  'CRYO-629': refusal(422, 'business-rule', '{reference} is no alert.', '{reference} nie jest alertem.'),
  'CRYO-630': refusal(409, 'conflict', '{reference} has been closed already.', '{reference} zostało już zamknięte.'),
  'CRYO-632': refusal(
    422,
    'business-rule',
    'Version {version} has been published already with other files.',
    'Wersja {version} została już opublikowana z innymi plikami.',
  ),
  'CRYO-633': refusal(
    422,
    'required',
    'A check-in names the patient whose answers it holds.',
    'Ankieta wskazuje pacjenta, którego odpowiedzi zawiera.',
  ),
  'CRYO-634': refusal(
    422,
    'business-rule',
    '{reference} is an alert: it stays as it is until a nurse or a doctor closes it under their own name and says what was done.',
    '{reference} to alert: pozostaje bez zmian, dopóki pielęgniarka lub lekarz nie zamknie go pod własnym nazwiskiem i nie opisze, co zrobiono.',
  ),
  'CRYO-635': refusal(
    422,
    'business-rule',
    '{reference} is a flag of ours: it stays as it was raised. A late entry is closed by whoever has read it, a red flag with its alert, and a gate that was opened by hand stays on the chart.',
    '{reference} to oznaczenie systemu: pozostaje takie, jakie powstało. Późny wpis zamyka osoba, która go przeczytała, czerwoną flagę zamyka się razem z alertem, a otwarta ręcznie bramka pozostaje w dokumentacji.',
  ),
  'CRYO-636': refusal(
    422,
    'business-rule',
    '{reference} is no late entry that waits to be read.',
    '{reference} nie jest późnym wpisem, który czeka na przeczytanie.',
  ),
} as const;
