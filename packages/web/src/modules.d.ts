declare module 'virtual:protocol' {
  import type { Protocol } from '@cryopath/pathway';

  const protocol: Protocol;
  export default protocol;
}

/** What a patient's page needs before the rest of the protocol and the rule engine have arrived. */
declare module 'virtual:patient-protocol' {
  import type { Level, Questionnaire, Text } from '@cryopath/pathway';

  const protocol: {
    readonly timeZone: string;
    readonly redFlags: readonly { readonly id: string; readonly title: Text; readonly isEmergency: boolean }[];
    /** The check-in's, which is needed at once. */
    readonly forms: readonly Questionnaire[];
    readonly advice?: Readonly<Record<Level, { readonly title: Text; readonly act: Text }>>;
    /** Id of the check-in's form. */
    readonly checkIn?: string;
    /** What to do in an emergency, as the guide says it. */
    readonly emergency?: Text;
    /** Days after which everything should have settled. */
    readonly settledDays?: number;
  };
  export default protocol;
}

/** The address of a worker's own bundle. */
declare module '*?worker&url' {
  const address: string;
  export default address;
}
