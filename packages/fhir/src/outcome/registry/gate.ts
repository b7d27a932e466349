import { refusal } from '../definition.ts';

/** CRYO-6xx: gates and guards of the pathway. A gate's own reason comes from the protocol's texts, in both languages. */
export const gateOutcomes = {
  'CRYO-601': refusal(
    422,
    'business-rule',
    'The gate "{gate}" of {step} is closed: {reason}',
    'Bramka „{gate}” kroku {step} jest zamknięta: {reason}',
  ),
  'CRYO-602': refusal(
    422,
    'business-rule',
    'The gate "{gate}" of {step} could not be decided, so it stays closed: {reason}',
    'Nie udało się rozstrzygnąć bramki „{gate}” kroku {step}, więc pozostaje zamknięta: {reason}',
  ),
  'CRYO-603': refusal(
    422,
    'business-rule',
    'Opening a gate by hand needs two different people with the right roles.',
    'Ręczne otwarcie bramki wymaga dwóch różnych osób o właściwych rolach.',
  ),
  'CRYO-604': refusal(
    422,
    'required',
    'Opening a gate by hand needs a reason.',
    'Ręczne otwarcie bramki wymaga uzasadnienia.',
  ),
  'CRYO-605': refusal(
    422,
    'business-rule',
    'A guard of the record refused this write: {reason}',
    'Zabezpieczenie dokumentacji odrzuciło ten zapis: {reason}',
  ),
  'CRYO-606': refusal(
    422,
    'business-rule',
    'A cryoablation begins only beside the decision of its gate, and no gate was asked.',
    'Krioablacja rozpoczyna się wyłącznie z rozstrzygnięciem jej bramki, a żadna bramka nie została zapytana.',
  ),
  'CRYO-607': refusal(
    422,
    'business-rule',
    'What the gate was opened on is not current any more, or not in this record.',
    'To, na czym oparto otwarcie bramki, nie jest już aktualne albo nie należy do tej dokumentacji.',
  ),
  'CRYO-610': refusal(
    422,
    'business-rule',
    'It cannot be told which pathway this belongs to: name its CarePlan in basedOn. The gate of {step} stays closed.',
    'Nie wiadomo, której ścieżki to dotyczy: proszę wskazać jej CarePlan w basedOn. Bramka kroku {step} pozostaje zamknięta.',
  ),
  'CRYO-611': refusal(
    422,
    'business-rule',
    'The pathway keeps version {pinned} of its protocol, and version {version} was asked. The gate of {step} stays closed.',
    'Ścieżka pozostaje przy wersji {pinned} swojego protokołu, a zapytano wersję {version}. Bramka kroku {step} pozostaje zamknięta.',
  ),
  'CRYO-612': refusal(
    422,
    'business-rule',
    '{step} may not start yet: not before {when}.',
    'Na {step} jest jeszcze za wcześnie: nie przed {when}.',
  ),
  'CRYO-613': refusal(
    422,
    'business-rule',
    '{step} may not start yet: {after} has not ended.',
    'Na {step} jest jeszcze za wcześnie: nie zakończono jeszcze kroku {after}.',
  ),
  'CRYO-614': refusal(422, 'business-rule', '{step} cannot be left out.', 'Kroku {step} nie można pominąć.'),
  'CRYO-615': refusal(
    422,
    'required',
    '{step} is left out only with a reason.',
    'Pominięcie kroku {step} wymaga uzasadnienia.',
  ),
  'CRYO-616': refusal(422, 'business-rule', 'The protocol has no step "{step}".', 'Protokół nie zna kroku „{step}”.'),
  'CRYO-617': refusal(
    422,
    'business-rule',
    'The gate "{gate}" of {step} cannot be opened by hand.',
    'Bramki „{gate}” kroku {step} nie można otworzyć ręcznie.',
  ),
  'CRYO-618': refusal(
    422,
    'business-rule',
    'An override that was signed, or is final, is not changed: it can only be entered in error.',
    'Podpisanego lub ostatecznego ręcznego otwarcia bramki nie można zmienić: można je tylko oznaczyć jako wpis błędny.',
  ),
} as const;
