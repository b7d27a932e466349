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
} as const;
