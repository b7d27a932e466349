/**
 * A condition in one spelling, to lock by: the same pairs in another order, or escaped in another way, are the same condition. Only for locking; what is
 * searched for is the condition as it came.
 */
export function normalised(criteria: string): string {
  return criteria
    .split('&')
    .filter((pair) => pair !== '')
    .map(decoded)
    .sort()
    .join('&');
}

function decoded(pair: string): string {
  try {
    return decodeURIComponent(pair.replaceAll('+', ' '));
  } catch {
    return pair; // refused by the search itself
  }
}
