-- What may be done from a moment on, in the order of that moment: what comes within days is a walk of its range, whatever waits for later (worklist/page-statement.ts).
create index worklist_ready on worklist (clinic, ready, n) where ready is not null;
