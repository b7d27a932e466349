/** Who was signed in when the clinic could last be reached: without a network a patient still gets to their own pages. */
export const KEPT_PERSON = 'person';

/** When somebody signed out whose session the clinic could not be told to end. */
export const OWED_END = 'owed-end';
