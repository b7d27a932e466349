import { useEffect, useState } from 'react';
import { useSession } from '../app/session.ts';
import { type ClinicContact, contactOf } from './clinic-contact.ts';

const KEPT = 'clinic';

/** How the patient's clinic is reached: at once as this device has kept it, a network or none, then as the clinic says it now. */
export function useClinicContact(): ClinicContact | undefined {
  const { server, store, person } = useSession();
  const [contact, setContact] = useState<ClinicContact>();
  const patient = person.patient ?? person.who.slice(person.who.indexOf('/') + 1);
  useEffect(() => {
    let isHere = true;
    const read = async () => {
      const kept = await store.read<ClinicContact>('kept', KEPT);
      if (isHere && kept) setContact(kept);
      const found = await server.search(`Organization?_has:Patient:organization:_id=${encodeURIComponent(patient)}`);
      const [organization] = found.ok ? found.value : [];
      if (organization === undefined) return;
      const now = contactOf(organization);
      if (isHere) setContact(now);
      await store.write('kept', KEPT, now);
    };
    read();
    return () => {
      isHere = false;
    };
  }, [server, store, patient]);
  return contact;
}
