import { useEffect, useState } from 'react';
import { useSession } from '../app/session.ts';
import { personName } from '../clinic/person-name.ts';

/** Names of people of the record by `Practitioner/…` or `RelatedPerson/…`, as far as the reader may see them. */
export function useNames(type: 'Practitioner' | 'RelatedPerson', who: readonly string[]): ReadonlyMap<string, string> {
  const { server } = useSession();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const ids = [...new Set(who)].map((each) => each.slice(type.length + 1)).join(',');
  useEffect(() => {
    if (ids === '') return;
    server.search(`${type}?_id=${ids}&_count=100`).then((found) => {
      if (found.ok) setNames(new Map(found.value.map((each) => [`${type}/${String(each.id)}`, personName(each)])));
    });
  }, [server, type, ids]);
  return names;
}
