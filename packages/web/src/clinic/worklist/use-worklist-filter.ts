import { useEffect, useState } from 'react';
import { filterIn, searchWith, type WorklistFilter } from './worklist-filter.ts';

/** The filter of the address. It stays with this page: a chart's address says nothing of the list that led there. */
export function useWorklistFilter(): readonly [WorklistFilter, (filter: WorklistFilter) => void] {
  const [filter, setFilter] = useState(() => filterIn(location.search));
  useEffect(() => {
    const { pathname } = location;
    return () => {
      if (location.pathname !== pathname) write({});
    };
  }, []);
  const change = (changed: WorklistFilter) => {
    setFilter(changed);
    write(changed);
  };
  return [filter, change];
}

const write = (filter: WorklistFilter): void =>
  history.replaceState(history.state, '', location.pathname + searchWith(location.search, filter));
