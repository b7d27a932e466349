import { useEffect, useState } from 'react';

const PAUSE = 250;

/** What is typed, once whoever types pauses: not every letter is a question to the server. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
