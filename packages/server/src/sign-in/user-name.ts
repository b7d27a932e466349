/** A user name as it is kept and compared: capitals and the way a keyboard composes letters make no difference. */
export const foldedUserName = (text: string): string => text.trim().normalize('NFKC').toLowerCase();

/** Letters of any language, digits, and what stands in mail addresses; 3 to 100 of them. Given folded. */
export const isUserName = (folded: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{2,99}$/u.test(folded);
