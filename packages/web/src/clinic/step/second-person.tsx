import { useEffect, useMemo, useRef, useState } from 'react';
import { Problem } from '../../app/problem.tsx';
import { type Session, SessionContext, useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Notice } from '../../design/notice.tsx';
import type { Outbox } from '../../device/outbox.ts';
import type { Answer, FhirServer, Person } from '../../server/fhir-server.ts';
import { canUsePasskeys, type PasskeyAnswer, signInByPasskey } from '../../sign-in/passkey.ts';
import { besideDoor, besideServer } from '../../sign-in/server-beside.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './step-panel.module.css';

interface Beside {
  readonly server: FhirServer;
  readonly person: Person;
}

/**
 * The second person of the time-out signs in beside the first, at the same tablet, and enters what they see under their own name (H02). With their entry, or when
 * the window is closed, their sign-in here is over; the first person stays signed in all the while.
 *
 * @param first reference of the first person
 * @param entry the step's form, for whoever the session is
 */
export function SecondPerson(props: {
  readonly first: string;
  readonly entry: (onDone: () => void) => React.ReactNode;
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Notice tone="info">
        <p>{t('timeOut.somebodyElse')}</p>
        <p>
          <Button tone="main" onPress={() => setOpen(true)}>
            {t('timeOut.here')}
          </Button>
        </p>
        <p>{t('timeOut.elsewhere')}</p>
      </Notice>
      {isOpen && <BesideDialog first={props.first} entry={props.entry} onClose={() => setOpen(false)} />}
    </>
  );
}

function BesideDialog(props: {
  readonly first: string;
  readonly entry: (onDone: () => void) => React.ReactNode;
  readonly onClose: () => void;
}) {
  const { first, entry, onClose } = props;
  const session = useSession();
  const { t } = useTranslation();
  const [beside, setBeside] = useState<Beside>();
  const [said, setSaid] = useState<PasskeyAnswer | 'same'>();
  const close = async () => {
    onClose();
    await beside?.server.signOut();
  };
  const signedIn = async (answer: PasskeyAnswer) => {
    const token = typeof answer === 'object' && answer.ok ? (answer.value as { token?: string }).token : undefined;
    if (token === undefined) return setSaid(answer);
    const server = besideServer(session.clock, token);
    const person = await server.me();
    if (person.ok && person.value.who !== first) return setBeside({ server, person: person.value });
    await server.signOut();
    setSaid(person.ok ? 'same' : person);
  };
  return (
    <Dialog
      title={beside ? t('timeOut.as', { name: beside.person.name }) : t('timeOut.who')}
      onClose={close}
      actions={
        <Button tone="plain" onPress={close}>
          {t('clinic.cancel')}
        </Button>
      }
    >
      {said === 'left' && <p role="status">{t('timeOut.left')}</p>}
      {said === 'same' && (
        <Notice tone="warning" isSudden>
          <p>{t('timeOut.same')}</p>
        </Notice>
      )}
      {typeof said === 'object' && !said.ok && <Problem answer={said} />}
      {beside ? <As beside={beside}>{entry(close)}</As> : <Doors first={first} onAnswer={signedIn} />}
    </Dialog>
  );
}

/** What stands inside is done by the second person: under their session, and at once or not at all, since nothing of theirs waits on another's device. */
function As({ beside, children }: { readonly beside: Beside; readonly children: React.ReactNode }) {
  const session = useSession();
  const place = useRef<HTMLDivElement>(null);
  // The button that let them in is gone: the focus goes to what it opened.
  useEffect(() => place.current?.focus(), []);
  const theirs = useMemo((): Session => {
    const { server, person } = beside;
    const send: Outbox['send'] = async ({ key, entries }) => {
      const answer = await server.save(entries, key);
      return answer.ok ? { as: 'saved' } : { as: 'refused', answer };
    };
    return { ...session, server, person, outbox: { ...session.outbox, send } };
  }, [session, beside]);
  return (
    <SessionContext value={theirs}>
      <div ref={place} tabIndex={-1}>
        {children}
      </div>
    </SessionContext>
  );
}

/** A passkey; in the demonstration the people of the clinic. Whoever has neither here enters it on a device of their own. */
function Doors(props: { readonly first: string; readonly onAnswer: (answer: PasskeyAnswer) => Promise<void> }) {
  const { first, onAnswer } = props;
  const { server, clock } = useSession();
  const { t } = useTranslation();
  const door = useMemo(() => besideDoor(clock), [clock]);
  const [people, setPeople] = useState<Answer<readonly Person[]>>();
  useEffect(() => {
    server.people().then(setPeople);
  }, [server]);
  const others = people?.ok ? people.value.filter(({ who, role }) => who !== first && STAFF.has(role)) : [];
  if (people === undefined) return null;
  if (people.ok) {
    return (
      <ul className={styles.people}>
        {others.map(({ person, name }) => (
          <li key={person}>
            <Button tone="plain" onPress={async () => onAnswer(await door.signIn(person))}>
              {name}
            </Button>
          </li>
        ))}
      </ul>
    );
  }
  return canUsePasskeys() ? (
    <p>
      <Button tone="main" onPress={async () => onAnswer(await signInByPasskey(door))}>
        {t('timeOut.passkey')}
      </Button>
    </p>
  ) : (
    <p>{t('timeOut.elsewhere')}</p>
  );
}

const STAFF: ReadonlySet<string> = new Set(['nurse', 'doctor', 'lead']);
